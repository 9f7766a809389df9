"""The tables of the master as data: what their columns are, and their rows block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Literal, NamedTuple, TypeAlias

from xltool.form import Edition, Field, Value
from xltool.report.master.matter import Shown, SlotSheet

__all__ = ["Block", "Cell", "Column", "Kind", "Link", "Listing", "Table", "Tinted", "labels_of", "shown"]

Kind = Literal[
    "serial",
    "text",
    "long",
    "code",
    "number",
    "year",
    "date",
    "time",
    "choice",
    "box",
    "count",
    "link",
]


class Link(NamedTuple):
    """A formula with the result that we computed."""

    formula: str  # without "="
    result: Shown


class Tinted(NamedTuple):
    """A cell that looks otherwise than its column."""

    value: Shown
    look: str  # a key of the table's ``looks``


Cell: TypeAlias = Shown | Link | Tinted


@dataclass(frozen=True, kw_only=True)
class Column:
    key: str  # field id, or #no, #file, …
    header: str  # unique ignoring case
    kind: Kind
    width: float  # characters
    block: str = ""
    field: Field | None = None
    input: bool = False  # somebody may type here: a column of slots
    labels: Mapping[str, str] = attribute(default_factory=dict)  # code -> what the cell shows
    centred: bool = False
    hint: str = ""  # what is said when somebody is about to type here


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some rows of a table, column by column."""

    columns: Sequence[Sequence[Cell]]
    heights: Sequence[float]  # of the rows, in points

    def __len__(self) -> int:
        return len(self.heights)


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet with a table of any length: title, note, perhaps bands, one row of headings, rows."""

    name: str  # of Excel's table
    sheet: str  # name of its worksheet
    title: str
    note: str
    columns: tuple[Column, ...]
    count: int  # of rows
    blocks: Callable[[], Iterator[Block]]
    lead: int = 0  # number of columns that stay in sight
    aside: int = 0  # number of columns at the end that are not printed
    whole: int | None = None  # how many rows there would be, where Excel does not hold them all …
    file: str | None = None  # … and the file of ``consolidate --to`` that does
    slots: SlotSheet | None = None  # which slots its input columns hold …
    keys: tuple[str, ...] = ()  # … and the columns that say the key of a row
    looks: Mapping[str, Mapping[str, object]] = attribute(default_factory=dict)  # of tinted cells
    colour: str | None = None  # of its tab

    @property
    def header(self) -> int:
        """Number of the row with the headings, from 0."""
        return 3 if any(one.block for one in self.columns) else 2

    @property
    def first(self) -> int:
        return self.header + 1

    @property
    def last(self) -> int:
        """The last row; a table has one at least."""
        return self.header + max(self.count, 1)

    def at(self, key: str) -> int | None:
        """Position of a column."""
        return next((i for i, one in enumerate(self.columns) if one.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Listing(Table):
    """The list of all sheets of one form, a row each."""

    form: str
    edition: Edition  # the latest
    kept: Mapping[str, Sequence[Shown]]  # column -> its cells, of those that are counted or looked up


def labels_of(edition: Edition, one: Field) -> dict[str, str]:
    """Code -> label of the choices that a cell shows by their label."""
    if one.choices is None or one.choices.sheet is not None or one.type == "score":
        return {}
    return {code: edition.text(label) for code, label in one.choices.options}


def shown(column: Column, value: Value) -> Shown:
    """What a cell of the column shows."""
    if column.kind == "box":
        return "■" if value is True else "□"
    if isinstance(value, str):
        return column.labels.get(value, value)
    return value
