"""What a workbook holds, as it stands in the file: the reader's result, plain data without interpretation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CellError",
    "CellValue",
    "DefinedName",
    "Fact",
    "Kind",
    "Merge",
    "RawBook",
    "RawCell",
    "RawSheet",
    "Remark",
    "RemarkKind",
    "Runs",
    "State",
]

State = Literal["visible", "hidden", "veryHidden"]
Kind = Literal["worksheet", "chartsheet", "dialogsheet", "macrosheet"]
RemarkKind = Literal["comment", "thread", "shape", "picture", "object"]
Runs = tuple[tuple[str, bool], ...]  # a text in pieces, each with whether it is struck through


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value in a cell, such as ``CellError("#N/A")``; no str, so that it is never taken for text."""

    code: str

    def __str__(self) -> str:
        return self.code


CellValue = float | str | bool | CellError | None


class RawCell(NamedTuple):
    """One cell with a value or a formula. A tuple, because a master has hundreds of thousands of them."""

    value: CellValue  # numbers and dates as float (dates as serials of the book's calendar)
    formula: str | None = None  # without "=", shared formulas expanded, _xlfn. kept
    style: int = 0  # index into the book's cell formats


class Merge(NamedTuple):
    """A merged range, 1-based and inclusive."""

    row: int
    col: int
    last_row: int
    last_col: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something noticed on the way that is no reason to stop.

    ``kind`` is what the file carries (macros, external_link, embedded, picture, comments, drawing, control,
    connection, signature) or what is odd about it (duplicate_cell, missing_string, bad_value, bad_number,
    bad_date, bad_formula, missing_part, damaged_part, duplicate_sheet, bad_name, more_facts).
    """

    kind: str
    part: str  # part of the package
    place: str | None = None  # cell address or name inside it


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Something that stands beside the cells: typed there, drawn there, put there."""

    kind: RemarkKind
    cell: (
        tuple[int, int] | None
    )  # (row, column) that it belongs to or begins at; None where the file has none
    text: str  # what was typed; of a picture its description, of an object its program
    author: str | None  # of comments and threads
    part: str  # of the package: the picture or object itself, else where the text stands


class DefinedName(NamedTuple):
    """One defined name; ``xltool.book.a1.parse_target`` reads its text."""

    name: str
    sheet: str | None  # the sheet it is scoped to; None for the whole workbook
    text: str  # as in the file, without "="
    hidden: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RawSheet:
    """One sheet. Cells are sparse, keyed by 1-based (row, column); empty cells are not kept."""

    name: str
    state: State = "visible"
    kind: Kind = "worksheet"
    part: str | None = None  # None where the file lost it
    read: bool = True  # False: listed only (not wanted, no worksheet, or its part is missing)
    cells: Mapping[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    protected: bool = False
    remarks: tuple[Remark, ...] = ()  # by row and column
    # Cells whose runs, not their style alone, say what is struck through; elsewhere RawBook.struck decides.
    struck_runs: Mapping[tuple[int, int], Runs] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class RawBook:
    """One workbook as it stands in the file."""

    sheets: tuple[RawSheet, ...]
    names: tuple[DefinedName, ...] = ()
    facts: tuple[Fact, ...] = ()
    date1904: bool = False
    description: str | None = None  # core properties
    creator: str | None = None
    last_modified_by: str | None = None
    modified: str | None = None  # ISO 8601 as written
    app: str | None = None  # the program that saved it last, by its own word
    struck: frozenset[int] = frozenset()  # styles whose font is struck through

    def sheet(self, name: str) -> RawSheet | None:
        """The sheet of that name; sheet names differ by more than case."""
        wanted = name.casefold()
        return next((s for s in self.sheets if s.name.casefold() == wanted), None)
