"""What a sheet is: the form language, its editions by base year, where everything stands on the canvas."""

from xltool.form.batch import Batch, Value
from xltool.form.bound import BoundInstance, BoundRule
from xltool.form.edition import Edition, edition
from xltool.form.find import examples_folder, find_form, find_issued, find_version, form_ids, templates_folder
from xltool.form.layout import Layout, Placed, lay_out
from xltool.form.lint import warnings
from xltool.form.load import load_form, parse_form
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
from xltool.form.parameters import read_parameters
from xltool.form.reference import Reference
from xltool.form.resolve import Instance
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
