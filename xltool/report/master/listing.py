"""The project list as data: what its columns are and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Literal

from xltool.book.record import Record
from xltool.finding import SEVERITIES, Severity
from xltool.form import Edition, Field, Value

__all__ = ["Column", "Kind", "Listing", "Row", "own_value"]

Kind = Literal["serial", "text", "long", "code", "number", "year", "date", "choice", "box", "count"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One project sheet of the list."""

    number: int  # from 1, unique in the workbook
    record: Record
    counts: Mapping[Severity, int]  # its findings


@dataclass(frozen=True, kw_only=True)
class Column:
    key: str  # field id, or #no, #file, …
    header: str  # unique ignoring case
    block: str
    kind: Kind
    width: float  # characters
    field: Field | None = None
    committee: bool = False  # the committee types here
    labels: Mapping[str, str] = attribute(default_factory=dict)  # code -> what the cell shows


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list: all sheets of one form."""

    sheet: str  # name of its worksheet
    form: str
    title: str
    edition: Edition  # the latest
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    lead: int  # number of columns that stay in sight

    def at(self, key: str) -> int | None:
        """Position of a column."""
        return next((i for i, one in enumerate(self.columns) if one.key == key), None)

    def cell(self, row: Row, column: Column) -> Value:
        """What stands in the list."""
        value = (
            own_value(row, column.key) if column.key.startswith("#") else row.record.values.get(column.key)
        )
        if column.kind == "box":
            return "■" if value is True else "□"
        return column.labels.get(str(value), value) if isinstance(value, str) else value


def own_value(row: Row, key: str) -> Value:
    record, identity = row.record, row.record.edition.form.identity
    own: dict[str, Value] = {
        "#no": row.number,
        "#project": record.project or record.values.get(identity.project or ""),
        "#name": record.values.get(identity.name or ""),
        "#department": record.department or record.values.get(identity.department or ""),
        "#year": record.year,
        "#file": record.file,
        "#sheet": record.sheet,
        **{f"#{severity}": row.counts[severity] for severity in SEVERITIES},
    }
    return own[key]
