"""What a form has printed on it, drawn on a worksheet: headings and labels, where the paper form has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from xltool.book.geometry import place
from xltool.book.look import box_format, printed_format
from xltool.form import Edition, Placed, Section, TextBox

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Formats", "draw_box", "draw_printed"]

Formats: TypeAlias = "Callable[[dict[str, Any]], Format]"  # the workbook's of a look; equal ones are one


def draw_box(sheet: Worksheet, cell: Placed, text: str, look: Format) -> None:
    row, col = place(cell)
    if cell.rows == 1 and cell.cols == 1:
        sheet.write_string(row - 1, col - 1, text, look)
    else:
        sheet.merge_range(row - 1, col - 1, row + cell.rows - 2, col + cell.cols - 2, text, look)


def draw_printed(
    sheet: Worksheet, cell: Placed, box: Section | TextBox, edition: Edition, formats: Formats
) -> None:
    """A section's heading with its note at the right, or a printed text."""
    lang = edition.form.language
    if isinstance(box, TextBox):
        text = edition.text(box.text, box.offset)
        draw_box(sheet, cell, text, formats(printed_format(lang, cell, box)))
        return
    row, col = place(cell)
    look = formats(box_format(lang, "section", None))
    if not box.note:
        draw_box(sheet, cell, edition.text(box.title), look)
        return
    width = cell.cols - cell.cols // 4
    sheet.merge_range(row - 1, col - 1, row - 1, col + width - 2, edition.text(box.title), look)
    side = formats(box_format(lang, "section", None) | {"align": "right", "bold": False, "font_size": 8.5})
    sheet.merge_range(row - 1, col + width - 1, row - 1, col + cell.cols - 2, edition.text(box.note), side)
