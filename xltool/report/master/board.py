"""What the overview is drawn on, and what all of its tables have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xltool.report.master.drawing import quoted_name
from xltool.report.master.figures import LEFT
from xltool.report.master.listing import Table
from xltool.report.master.matter import Shown
from xltool.report.master.overview_words import TOLD
from xltool.report.spreadsheet import Sheet, put
from xltool.report.typeset import wrap
from xltool.text import Lang

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = [
    "COLUMN",
    "FIRST",
    "LINE",
    "MARGIN",
    "WIDE",
    "Board",
    "Picture",
    "heads",
    "quoted",
    "sums",
    "title",
]

_FIGURE = '#,##0_);-#,##0_);"–"_)'  # room at the right as a format: LibreOffice drops some indents
_ROOM = {"figure": {"indent": 0}, "total": {"indent": 0}}
MARGIN = 2.0  # characters: the first column
FIRST, COLUMN = 28.0, 11.86  # characters: the column of names, the columns of figures
WIDE = 13  # columns that the charts span
LINE = 18.0  # points of a row


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart, and what it shows in words for those who do not see it."""

    chart: Chart
    words: str


@dataclass(frozen=True, kw_only=True)
class Board:
    """The sheet that is drawn on, and what has been drawn so far."""

    book: Workbook
    sheet: Sheet
    style: Callable[..., Format]
    lang: Lang
    pictures: list[Picture] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)  # points, of the rows that differ from LINE
    starts: list[int] = field(default_factory=list)  # rows at which a page may begin
    reach: list[int] = field(default_factory=lambda: [LEFT + WIDE - 1])  # last columns of wide tables

    def height(self, row: int, points: float) -> None:
        self.heights[row] = max(points, self.heights.get(row, 0))
        self.sheet.set_row(row, self.heights[row])

    def formula(
        self, row: int, col: int, formula: str, value: Shown, form: str = "figure", **changes: Any
    ) -> None:
        """A figure that follows its sheets, with the value that we computed."""
        self.sheet.write_formula(
            row,
            col,
            formula,
            self.style(form, **{"num_format": _FIGURE, **_ROOM.get(form, {}), **changes}),
            "" if value is None else value,
        )

    def link(self, row: int, col: int, sheet: str, text: str, form: str, **changes: Any) -> None:
        """A text that leads to the top of a sheet; a tip says so."""
        to, tip = f"internal:{quoted_name(sheet)}!A1", TOLD["link_tip"].format(sheet=sheet).pick(self.lang)
        self.sheet.write_url(row, col, to, self.style(form, **changes), text, tip=tip)


def title(board: Board, at: int, text: str, width: int, left: int = LEFT) -> None:
    """The heading of a table, underlined as wide as it is."""
    put(board.sheet, at, left, text, board.style("heading"))
    for col in range(left + 1, left + width):
        board.sheet.write_blank(at, col, None, board.style("heading"))
    if left == LEFT:
        board.height(at, LINE + 2)


def heads(board: Board, at: int, words: Sequence[str | int], left: int = LEFT) -> None:
    """The headings of columns; a table that stands beside another one leaves the rows as tall as they are."""
    lines = max(_lines(str(word), FIRST if col == LEFT else COLUMN) for col, word in enumerate(words, left))
    if left == LEFT or lines > 1:
        board.height(at, 14 * lines + 8)
    board.reach.append(left + len(words) - 1)
    for col, word in enumerate(words, start=left):
        put(board.sheet, at, col, word, board.style("head"))


def _lines(word: str, width: float) -> int:
    return sum(len(wrap(part, int(width - 1))) for part in word.split("\n"))


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def sums(table: Table, key: str, kept: Sequence[Shown], rows: Iterable[int]) -> float:
    """The numbers of a column in these rows; stand-ins and texts count as nothing, as in Excel."""
    assert table.at(key) is not None
    values = (kept[at] for at in rows)
    return float(sum(v for v in values if isinstance(v, int | float) and not isinstance(v, bool)))
