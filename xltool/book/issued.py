"""What ``_meta`` says: the identity of every form sheet, and what its cells were issued with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from xltool.book.meta import META, Identity
from xltool.book.normalise import raw_text, read_cell
from xltool.book.raw import RawBook
from xltool.form import Edition, Value

__all__ = ["MetaColumn", "issued_values", "meta_columns"]


@dataclass(frozen=True, kw_only=True, eq=False)
class MetaColumn:
    """One column of ``_meta``: the identity of a form sheet, and what its cells were issued with."""

    identity: Identity
    issued: Mapping[str, object]  # field -> cell value


def meta_columns(book: RawBook) -> tuple[MetaColumn, ...]:
    sheet = book.sheet(META)
    if sheet is None or not sheet.read:
        return ()
    keys = {
        row: str(cell.value)
        for (row, col), cell in sheet.cells.items()
        if col == 1 and isinstance(cell.value, str)
    }
    columns: dict[int, dict[str, object]] = {}
    for (row, col), cell in sheet.cells.items():
        if col > 1 and row in keys:
            columns.setdefault(col, {})[keys[row]] = cell.value
    return tuple(found for _, column in sorted(columns.items()) if (found := _column(column)) is not None)


def _column(column: Mapping[str, object]) -> MetaColumn | None:
    def text(key: str) -> str | None:
        value = column.get(key)
        if isinstance(value, float):
            return f"{value:g}"
        return value if isinstance(value, str) and value else None

    form, version, year = text("form"), text("version"), text("year")
    if form is None or version is None or year is None or not year.isdecimal() or len(year) > 4:
        return None
    issue = text("issue") or ""
    return MetaColumn(
        identity=Identity(
            form=form,
            version=version,
            year=int(year),
            campaign=text("campaign"),
            project=text("project"),
            name=text("name"),
            department=text("department"),
            issue=int(issue) if issue.isdecimal() and len(issue) < 9 else None,
            check=text("check"),
            digest=text("digest"),
            parameters=_parameters(text("parameters") or "{}"),
        ),
        issued={key[7:]: value for key, value in column.items() if key.startswith("issued.")},
    )


def _parameters(text: str) -> dict[str, float | str | None]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(key): float(value) if isinstance(value, int) else value
        for key, value in found.items()
        if isinstance(value, int | float | str) and not isinstance(value, bool)
    }


def issued_values(one: Edition, cells: Mapping[str, object]) -> dict[str, Value]:
    """What the sheet was issued with, as values."""
    out: dict[str, Value] = {}
    for key, content in cells.items():
        spec = one.form.fields.get(key)
        if spec is None or not isinstance(content, str | float | bool):
            continue
        value, kind, _ = read_cell(one, spec, content)
        told = value if kind in (None, "normalised") else raw_text(content)
        if told is not None:  # spaces alone are nothing
            out[key] = told
    return out
