"""A table of the data folder: its columns with what they mean, and its rows block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from xltool.report.frames import typed
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from xltool.form import Value

__all__ = ["DTYPES", "Add", "Column", "Table", "Type", "blocks_of", "cells_of", "frame_of"]

Type = Literal["string", "integer", "number", "boolean", "date"]
DTYPES: dict[Type, str] = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
Add: TypeAlias = "Callable[[pd.DataFrame], None]"  # takes the next rows of a table
_BLOCK = 10_000  # rows


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str
    type: Type
    label: Text
    unit: str | None = None
    note: Text | None = None  # what a reader must know beyond the label
    options: tuple[tuple[Value, str], ...] = ()  # value and label of every choice
    closed: bool = False  # nothing but the options can stand here


@dataclass(frozen=True, kw_only=True)
class Table:
    name: str
    title: Text
    columns: tuple[Column, ...]
    frames: Callable[[], Iterator[pd.DataFrame]]  # exactly these columns, with the dtypes of ``DTYPES``
    key: tuple[str, ...] = ()  # the columns that name a row
    refers: tuple[tuple[str, str], ...] = ()  # column -> the table whose key it is


def frame_of(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Rows as a table with the columns' dtypes."""
    import pandas as pd

    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    series = {one.name: typed(values, DTYPES[one.type]) for one, values in zip(columns, cells, strict=True)}
    return pd.DataFrame(series, index=pd.RangeIndex(len(rows)))


def blocks_of(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[pd.DataFrame]:
    """Rows as tables of some thousand each; none for no rows."""
    block: list[Sequence[object]] = []
    for row in rows:
        block.append(row)
        if len(block) == _BLOCK:
            yield frame_of(columns, block)
            block = []
    if block:
        yield frame_of(columns, block)


def cells_of(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The cells row by row as Python values, None for NA; a date as ISO text."""
    columns = []
    for _, column in table.items():
        values, missing = column.tolist(), column.isna()
        if str(column.dtype).startswith("datetime64"):
            values = [str(value)[:10] for value in values]
        columns.append([None if gone else value for value, gone in zip(values, missing, strict=True)])
    return list(zip(*columns, strict=True))
