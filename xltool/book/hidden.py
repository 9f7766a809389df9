"""Draw the hidden sheets: ``_lists`` for the drop-downs, ``_meta`` for identity and issued values."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from xltool.book.look import field_format
from xltool.book.meta import META_ROWS, issued_fields
from xltool.book.pen import Pen

__all__ = ["LOCKED_COLUMN", "draw_lists", "draw_meta"]

LOCKED_COLUMN = 60  # of ``_meta``, from 0: holds one empty cell per prefilled field, in its locked look


def draw_lists(pen: Pen, sheet: Worksheet) -> None:
    for column in pen.lists.columns:
        for row, entry in enumerate(column.entries, start=1):
            _write(sheet, row, column.at - 1, entry)
            beside = (
                column.meanings[row - 1] if column.meanings else column.keys[row - 1] if column.keys else None
            )
            if beside is not None:
                _write(sheet, row, column.at, beside)
    sheet.hide()
    sheet.protect()


def _write(sheet: Worksheet, row: int, col: int, value: str | int) -> None:
    if isinstance(value, int):
        sheet.write_number(row, col, value)
    elif value:
        sheet.write_string(row, col, value)


def draw_meta(pen: Pen, sheet: Worksheet) -> dict[str, tuple[int, int]]:
    """Keys in the first column; one empty cell for every form sheet beside each, to be stamped.

    Returns where the locked look of every prefilled field can be read off: field id -> row and column from 1.
    """
    keys = (*META_ROWS, *(f"issued.{key}" for key in issued_fields(pen.edition)))
    as_text = pen.format({"num_format": "@"})
    for row, key in enumerate(keys):
        sheet.write_string(row, 0, key)
        for number in range(len(pen.titles)):
            sheet.write_blank(row, number + 1, None, as_text)
    looks: dict[str, tuple[int, int]] = {}
    for one in pen.edition.form.fields.values():
        if one.prefill == "locked":
            row, col = len(looks), len(pen.titles) + LOCKED_COLUMN
            look = field_format(pen.edition.form.language, one, pen.layout.fields[one.id].cols, locked=True)
            sheet.write_blank(row, col, None, pen.format(look))
            looks[one.id] = (row + 1, col + 1)
    sheet.very_hidden()
    sheet.protect()
    return looks
