"""Writes into 個票: boxes of one or many cells of the canvas, texts and formulas with their results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xltool.report.master.listing import Link
from xltool.report.master.sheetvalues import cached
from xltool.report.spreadsheet import Sheet, put

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["Cells"]


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One sheet; rows and columns count from 0, column 0 is hidden."""

    book: Workbook
    sheet: Sheet
    canvas: int  # columns of the form
    columns: int  # of the head, which a narrow form does not shrink
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def format(self, look: dict[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def write(
        self, row: int, col: int, rows: int, cols: int, content: str | int | Link, look: dict[str, Any]
    ) -> None:
        """Fill a box."""
        form = self.format(look)
        if (rows, cols) != (1, 1):
            self.sheet.merge_range(row, col, row + rows - 1, col + cols - 1, "", form)
        if isinstance(content, Link):
            self.sheet.write_formula(row, col, f"={content.formula}", form, cached(content.result))
        else:
            put(self.sheet, row, col, content, form)

    def helper(self, row: int, content: Link) -> None:
        """Fill a cell of the hidden column."""
        self.sheet.write_formula(row, 0, f"={content.formula}", None, cached(content.result))

    def mark(self, row: int, col: int, rows: int, cols: int, criteria: str, look: dict[str, Any]) -> None:
        """Let a box look otherwise where a formula holds."""
        rule = {"type": "formula", "criteria": f"={criteria}", "format": self.book.add_format(look)}
        self.sheet.conditional_format(row, col, row + rows - 1, col + cols - 1, rule)
