"""Records as typed pandas tables: one row per sheet, or one row per value."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from xltool.form.model import NUMERIC
from xltool.values import format_number

if TYPE_CHECKING:
    import pandas as pd

    from xltool.book.record import Record
    from xltool.form import Edition, Field, Value

__all__ = [
    "IDENTITY",
    "RAW",
    "STANDIN",
    "as_text",
    "editions_of",
    "fields_of",
    "fields_of_editions",
    "frame",
    "raw_frame",
]

_INT64 = 2**63
STANDIN = ".standin"  # <id>.standin holds the literal that stands where a number is expected
RAW = ".raw"  # <id>.raw holds the text as it stood in the file
IDENTITY: dict[str, tuple[str, Callable[[Record], object]]] = {  # column: dtype, source
    "file": ("string", lambda r: r.file),
    "sheet": ("string", lambda r: r.sheet),
    "form": ("string", lambda r: r.form),
    "version": ("string", lambda r: r.version),
    "year": ("Int64", lambda r: r.year),
    "campaign": ("string", lambda r: r.campaign),
    "project": ("string", lambda r: r.project),
    "department": ("string", lambda r: r.department),
}
_LONG: tuple[tuple[str, str], ...] = (  # number is the value where it is one
    *((name, "string") for name in ("file", "project", "department", "field", "value", "raw", "sheet")),
    *((name, "string") for name in ("cell", "located")),
    ("number", "Float64"),
    ("label", "string"),
    ("unit", "string"),
    ("form", "string"),
    ("year", "Int64"),
)


def frame(
    records: Sequence[Record],
    *,
    long: bool = False,
    raw: bool = False,
    editions: Sequence[Edition] | None = None,
) -> pd.DataFrame:
    """A table with nullable dtypes, which the forms decide, never the data.

    Wide: the identity columns, then one column per field id in the form's order. Whole numbers that are typed
    in are Int64, all other numbers Float64, fiscal years Int64 (western), dates ``datetime64[s]``, boxes
    boolean, all else string (codes keep their zeros). A stand-in is NA, its text is in ``<id>.standin``, a
    column that exists exactly where the form allows stand-ins. A number that its column cannot hold is NA.
    With ``raw``, ``<id>.raw`` is the text as it stood. Long: file, project, department, field, value (as
    text), raw, sheet, cell, located, and number, label, unit, form, year. ``attrs["units"]`` and
    ``attrs["labels"]`` go by field id.

    ``editions`` are those of a larger pile that the records are a part of: they say what columns there are.
    """
    known = editions_of(records) if editions is None else editions
    table = _long(records) if long else _wide(records, fields_of_editions(known), raw=raw)
    labels, units = {}, {}
    for edition in sorted(known, key=lambda one: one.year):
        for one in edition.form.fields.values():
            labels[one.id] = edition.label(one)
            if one.unit:
                units[one.id] = one.unit
    table.attrs["labels"] = labels
    table.attrs["units"] = units
    return table


def raw_frame(records: Sequence[Record]) -> pd.DataFrame:
    """The identity columns and every field's text as it stood in the file."""
    columns = _identity(records)
    for key in fields_of(records):
        columns[key] = _column([record.raw.get(key) for record in records], "string")
    return _table(columns, len(records))


def editions_of(records: Iterable[Record]) -> list[Edition]:
    """Every edition of the records, in the order met."""
    return list({id(record.edition): record.edition for record in records}.values())


def fields_of(records: Iterable[Record]) -> dict[str, Field]:
    """Every field of the records' forms in printed order; of two versions of a field, the later one's."""
    return fields_of_editions(editions_of(records))


def fields_of_editions(editions: Iterable[Edition]) -> dict[str, Field]:
    """Every field in printed order; of two versions of a field, the later one's."""
    found: dict[str, Field] = {}
    for form in {id(edition.form): edition.form for edition in editions}.values():
        found.update(form.fields)
    return found


def as_text(value: Value) -> str | None:
    """A value as plain text: 437, true, 00832."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return format_number(value).replace(",", "")


def _wide(records: Sequence[Record], fields: Mapping[str, Field], *, raw: bool) -> pd.DataFrame:
    columns = _identity(records)
    for key, one in fields.items():
        values = [record.values.get(key) for record in records]
        dtype = _dtype(one)
        columns[key] = _column([_fitting(value, dtype) for value in values], dtype)
        if raw:
            columns[key + RAW] = _column([record.raw.get(key) for record in records], "string")
        if one.also:
            texts = [value if isinstance(value, str) else None for value in values]
            columns[key + STANDIN] = _column(texts, "string")
    return _table(columns, len(records))


def _dtype(one: Field) -> str:
    if one.is_box:
        return "boolean"
    if one.type == "date":
        return "datetime64[s]"
    if one.type == "fiscal_year" or (one.type in ("integer", "score") and one.formula_text is None):
        return "Int64"  # a formula may compute a fraction; the reader takes none for these types
    return "Float64" if one.type in NUMERIC else "string"


def _fitting(value: Value, dtype: str) -> object:
    """The value where it is of the column's kind, else None."""
    if value is None:
        return None
    if dtype == "boolean":
        return value if isinstance(value, bool) else None
    if dtype not in ("Int64", "Float64"):
        return as_text(value)
    if isinstance(value, bool | str):
        return None
    if dtype == "Int64":
        return int(value) if value == value // 1 and abs(value) < _INT64 else None
    return float(value) if abs(value) <= sys.float_info.max else None


def _column(values: Sequence[object], dtype: str) -> pd.Series[Any]:
    import pandas as pd

    series: pd.Series[Any] = pd.Series(cast(Any, values), dtype="object")
    if dtype.startswith("datetime64"):
        series = pd.to_datetime(series, errors="coerce", format="ISO8601")
    try:
        return series.astype(cast(Any, dtype))
    except UnicodeEncodeError:  # half a surrogate pair, which Arrow's UTF-8 cannot hold
        clean = series.map(lambda text: text.encode("utf-8", "replace").decode(), na_action="ignore")
        return clean.astype(cast(Any, dtype))


def _identity(records: Sequence[Record]) -> dict[str, pd.Series[Any]]:
    return {
        name: _column([source(record) for record in records], dtype)
        for name, (dtype, source) in IDENTITY.items()
    }


def _table(columns: dict[str, pd.Series[Any]], rows: int) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns, index=pd.RangeIndex(rows))


def _long(records: Sequence[Record]) -> pd.DataFrame:
    cells: dict[str, list[object]] = {name: [] for name, _ in _LONG}
    for record in records:
        for one in record.edition.form.fields.values():
            value = record.values.get(one.id)
            row = {
                "file": record.file,
                "project": record.project,
                "department": record.department,
                "field": one.id,
                "value": as_text(value),
                "raw": record.raw.get(one.id),
                "sheet": record.sheet,
                "cell": record.cells.get(one.id),
                "located": record.located.get(one.id),
                "number": _fitting(value, "Float64"),
                "label": record.edition.label(one),
                "unit": one.unit,
                "form": record.form,
                "year": record.year,
            }
            for name, cell in row.items():
                cells[name].append(cell)
    columns = {name: _column(cells[name], dtype) for name, dtype in _LONG}
    return _table(columns, len(cells["file"]))
