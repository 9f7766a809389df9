"""What a sheet is: the form language, its editions by base year, where everything stands on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.form.batch import Batch, Value
from xltool.form.bound import BoundInstance, BoundRule
from xltool.form.edition import Edition, edition
from xltool.form.layout import Layout, Placed, lay_out
from xltool.form.model import (
    NUMERIC,
    Choices,
    Field,
    FieldBox,
    Form,
    Identity,
    Indicator,
    Lifecycle,
    Rule,
    Section,
    TextBox,
    field_id,
    split_id,
)
from xltool.form.reference import Reference
from xltool.form.resolve import Instance
from xltool.lazy import lazily

if TYPE_CHECKING:
    from xltool.form.find import (
        examples_folder,
        find_form,
        find_issued,
        find_version,
        form_ids,
        templates_folder,
    )
    from xltool.form.lint import warnings
    from xltool.form.load import load_form, parse_form
    from xltool.form.parameters import read_parameters
    from xltool.form.spec import json_schema

__all__ = [
    "NUMERIC",
    "Batch",
    "BoundInstance",
    "BoundRule",
    "Choices",
    "Edition",
    "Field",
    "FieldBox",
    "Form",
    "Identity",
    "Indicator",
    "Instance",
    "Layout",
    "Lifecycle",
    "Placed",
    "Reference",
    "Rule",
    "Section",
    "TextBox",
    "Value",
    "edition",
    "examples_folder",
    "field_id",
    "find_form",
    "find_issued",
    "find_version",
    "form_ids",
    "json_schema",
    "lay_out",
    "load_form",
    "parse_form",
    "read_parameters",
    "split_id",
    "templates_folder",
    "warnings",
]

# Forms are read from YAML; whoever only stamps workbooks does without.
_HOMES = {
    "examples_folder": "xltool.form.find",
    "find_form": "xltool.form.find",
    "find_issued": "xltool.form.find",
    "find_version": "xltool.form.find",
    "form_ids": "xltool.form.find",
    "templates_folder": "xltool.form.find",
    "warnings": "xltool.form.lint",
    "load_form": "xltool.form.load",
    "parse_form": "xltool.form.load",
    "read_parameters": "xltool.form.parameters",
    "json_schema": "xltool.form.spec",
}

__getattr__ = lazily(__name__, _HOMES)
