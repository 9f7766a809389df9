"""``datapackage.json``: a Frictionless Data Package with a Table Schema for every CSV file.

Data Package and Table Schema, version 1 (specs.frictionlessdata.io); ``unit`` and ``categories`` are further
keys, which the specification allows.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltool.report.data.words import WORDS

if TYPE_CHECKING:
    import pandas as pd

    from xltool.report.data.contents import Contents
    from xltool.report.data.table import Add, Column, Table
    from xltool.text import Lang

__all__ = ["Strays", "stray_sink", "write_package"]

Strays = dict[tuple[str, str], bool]  # table, column: something stands there that is none of its options


@contextmanager
def stray_sink(strays: Strays, table: Table) -> Iterator[Add]:
    """Notes where values are none of the options, as in a list that the campaign did not have."""
    checked = {one.name: {value for value, _ in one.options} for one in table.columns if one.closed}

    def add(frame: pd.DataFrame) -> None:
        for name, options in checked.items():
            if not set(frame[name].dropna().unique()) <= options:
                strays[table.name, name] = True

    yield add


def write_package(path: Path, own: Contents, strays: Strays) -> None:
    """The CSV files lie beside ``path``."""
    lang = own.lang
    form = "-".join(dict.fromkeys(one.form.id for one in own.blocks.editions)) or "xltool"
    years = sorted({one.year for one in own.blocks.editions})
    shape = {
        "profile": "tabular-data-package",
        "name": "-".join([form, *map(str, years[:1] + years[1:][-1:])]),
        "title": own.forms or WORDS["codebook"].pick(lang),
        "description": WORDS["description"].format(forms=own.forms, records=own.blocks.count).pick(lang),
        **({"created": own.matter.as_of} if own.matter.as_of else {}),
        "resources": [_resource(path, table, strays, lang) for table in own.tables],
    }
    path.write_bytes(json.dumps(shape, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n")


def _resource(package: Path, table: Table, strays: Strays, lang: Lang) -> dict[str, Any]:
    path = package.with_name(f"{table.name}.csv")
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    fields = [_field(one, lang, stray=(table.name, one.name) in strays) for one in table.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [column]}}
            for column, other in table.refers
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title.pick(lang),
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest.hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema,
    }


def _field(one: Column, lang: Lang, *, stray: bool) -> dict[str, Any]:
    shape: dict[str, Any] = {"name": one.name, "type": one.type, "title": one.label.pick(lang)}
    if one.note:
        shape["description"] = one.note.pick(lang)
    if one.unit:
        shape["unit"] = one.unit
    if one.type == "boolean":
        shape |= {"trueValues": ["true"], "falseValues": ["false"]}
    if one.options:
        values: defaultdict[object, list[str]] = defaultdict(list)
        for value, label in one.options:
            values[value].append(label)
        shape["categories"] = [{"value": value, "label": labels[0]} for value, labels in values.items()]
        if one.closed and not stray:
            shape["constraints"] = {"enum": list(values)}
    return shape
