"""One sheet of the roster as a reader meets it: cells by place, and what was found wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xltool.book.a1 import address
from xltool.book.normalise import raw_text
from xltool.book.raw import CellError, Merge, RawBook, RawCell, RawSheet
from xltool.campaign.model import RosterProblem
from xltool.text import Text
from xltool.values import half_width

__all__ = ["EMPTY", "Found", "Grid", "content", "grid_of", "is_example", "listed_places", "merged"]

EMPTY = RawCell(None)
_SHOWN = 8  # places that a sentence names
_EXAMPLE = re.compile(r"[(\[【「〔<]?(例|e\.?g\.?|example)($|[\s:.、)\]】」〕>])", re.IGNORECASE)


@dataclass
class Found:
    """Mistakes and remarks, in the order they were met."""

    problems: list[RosterProblem] = field(default_factory=list)

    def wrong(self, at: str, ja: str, en: str) -> None:
        self._add(RosterProblem(at=at, text=Text(ja, en)))

    def remark(self, at: str, ja: str, en: str) -> None:
        self._add(RosterProblem(at=at, text=Text(ja, en), serious=False))

    def _add(self, problem: RosterProblem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    @property
    def serious(self) -> bool:
        return any(one.serious for one in self.problems)


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, 1-based."""

    sheet: RawSheet
    name: str  # for messages
    date1904: bool = False
    struck_styles: frozenset[int] = frozenset()

    def cell(self, row: int, col: int) -> RawCell:
        return self.sheet.cells.get((row, col), EMPTY)

    def text(self, row: int, col: int) -> str:
        """What stands there, as one line."""
        return " ".join(raw_text(self.cell(row, col).value).split())

    def at(self, row: int, col: int) -> str:
        return f"{self.name}!{address(row, col)}"

    @cached_property
    def rows(self) -> Mapping[int, Sequence[int]]:
        """Row -> its columns that hold something, both in order."""
        out: dict[int, list[int]] = {}
        for row, col in sorted(self.sheet.cells):
            out.setdefault(row, []).append(col)
        return out

    def headings(self, row: int) -> dict[int, str]:
        """Column -> text of every cell of a row that holds something, from the left."""
        return {col: text for col in self.rows.get(row, ()) if (text := self.text(row, col))}

    def rows_with_content(self, above: int, columns: Iterable[int]) -> list[int]:
        """Rows below ``above`` with anything but nothing in one of the columns."""
        wanted = set(columns)
        return [row for row, cols in self.rows.items() if row > above and not wanted.isdisjoint(cols)]

    def struck(self, row: int, col: int) -> bool:
        """Whether everything in the cell is struck through."""
        runs = self.sheet.struck_runs.get((row, col))
        if runs is not None:
            return all(struck for text, struck in runs if text.strip())
        return self.cell(row, col).style in self.struck_styles and bool(self.text(row, col))

    def below_heading(self, row: int, columns: Iterable[int]) -> int:
        """The last row of the headings: one of them may be merged with the cells under it."""
        wanted = set(columns)
        reach = [
            one.last_row for one in self.sheet.merges if one.row <= row <= one.last_row and one.col in wanted
        ]
        return max([row, *reach])


def grid_of(book: RawBook, sheet: RawSheet, name: str | None = None) -> Grid:
    return Grid(sheet, name or sheet.name, date1904=book.date1904, struck_styles=book.struck)


def merged(
    grid: Grid, columns: Iterable[int], rows: Sequence[int], found: Found
) -> frozenset[tuple[int, int]]:
    """Tell merged cells among the rows; the cells that they swallow."""
    wanted = set(columns)
    swallowed: set[tuple[int, int]] = set()
    for one in grid.sheet.merges:
        inside = {
            (row, col)
            for col in wanted
            if one.col <= col <= one.last_col
            for row in rows
            if one.row <= row <= one.last_row
        }
        if inside:
            _tell(grid, one, found)
            swallowed |= inside - {(one.row, one.col)}
    return frozenset(swallowed)


def _tell(grid: Grid, one: Merge, found: Found) -> None:
    found.wrong(
        f"{grid.at(one.row, one.col)}:{address(one.last_row, one.last_col)}",
        "セルが結合されています。結合を解除し、どの行にも値を入力してください。",
        "Cells are merged; unmerge them and type the value into every row.",
    )


def content(grid: Grid, row: int, col: int, found: Found) -> RawCell | None:
    """A cell that can be read; None for an error value and for a formula without a result, which are told."""
    cell = grid.cell(row, col)
    if isinstance(cell.value, CellError):
        found.wrong(
            grid.at(row, col),
            f"数式がエラー（{cell.value}）になっています。値を入力し直してください。",
            f"The cell shows the error {cell.value}; type the value.",
        )
        return None
    if cell.formula is not None and cell.value is None:
        found.wrong(
            grid.at(row, col),
            "数式の計算結果が保存されていません。Excel で開いて保存し直すか、値を入力してください。",
            "The formula has no stored result; open and save the file in Excel, or type the value.",
        )
        return None
    return cell


def is_example(text: str) -> bool:
    """``例``, ``例）…``, ``(例) …``, ``e.g. …``; not 例規集."""
    return _EXAMPLE.match(half_width(text).strip()) is not None


def listed_places(places: Sequence[str]) -> Text:
    """The first places of a list, and how many more there are."""
    more = len(places) - _SHOWN
    shown = places[:_SHOWN]
    return Text(
        "、".join(shown) + (f" ほか {more} か所" if more > 0 else ""),
        ", ".join(shown) + (f" and {more} more" if more > 0 else ""),
    )
