"""Tables of figures on the overview: where they begin, their headings, their addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range_abs

from xltool.report.spreadsheet import Sheet, put
from xltool.report.typeset import wrap

if TYPE_CHECKING:
    from xlsxwriter.format import Format

__all__ = ["COUNT", "LEFT", "cells", "heads", "title"]

COUNT = '#,##0;-#,##0;"–"'
LEFT = 1  # the first column is a margin


def title(sheet: Sheet, at: int, text: str, width: int, style: Callable[..., Format]) -> None:
    """The heading of a table, underlined as wide as it is."""
    sheet.write_string(at, LEFT, text, style("heading"))
    for col in range(LEFT + 1, LEFT + width):
        sheet.write_blank(at, col, None, style("heading"))


def heads(sheet: Sheet, at: int, words: Sequence[str], style: Callable[..., Format]) -> None:
    sheet.set_row(at, 15 * max(_lines(word, 26 if col == 0 else 12) for col, word in enumerate(words)) + 8)
    for col, word in enumerate(words, start=LEFT):
        put(sheet, at, col, word, style("head"))


def _lines(word: str, width: int) -> int:
    return sum(len(wrap(part, width)) for part in word.split("\n"))


def cells(row: int, col: int, last_row: int, last_col: int) -> str:
    return str(xl_range_abs(row, col, last_row, last_col))
