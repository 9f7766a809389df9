"""Draw the hidden sheets: ``_lists`` for the drop-downs, ``_meta`` for identity and issued values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from xltool.book.look import field_format
from xltool.book.meta import META_ROWS, issued_fields
from xltool.book.paper import Formats
from xltool.book.pen import Pen
from xltool.form import Edition, Layout

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Look", "all_looks", "draw_lists", "draw_meta"]

LOOKS_COLUMN = 60  # of ``_meta``, from 0: holds one empty cell for every look of a field


class Look(NamedTuple):
    """A field as it is drawn: locked for the department or not, its text at the top or in the middle."""

    field: str
    locked: bool
    top: bool


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


def draw_meta(pen: Pen, sheet: Worksheet) -> dict[Look, tuple[int, int]]:
    """Keys in the first column; one empty cell for every form sheet beside each, to be stamped.

    Returns where the other looks that a field can take can be read off: row and column from 1.
    """
    keys = (*META_ROWS, *(f"issued.{key}" for key in issued_fields(pen.edition)))
    as_text = pen.format({"num_format": "@"})
    for row, key in enumerate(keys):
        sheet.write_string(row, 0, key)
        for number in range(len(pen.titles)):
            sheet.write_blank(row, number + 1, None, as_text)
    looks: dict[Look, tuple[int, int]] = {}
    places: dict[Format, tuple[int, int]] = {}
    for look, form in all_looks(pen.edition, pen.layout, pen.format):
        if form not in places:
            row, col = len(places), len(pen.titles) + LOOKS_COLUMN
            sheet.write_blank(row, col, None, form)
            places[form] = row + 1, col + 1
        looks[look] = places[form]
    sheet.very_hidden()
    sheet.protect()
    return looks


def all_looks(edition: Edition, layout: Layout, formats: Formats) -> Iterator[tuple[Look, Format]]:
    """Of a prefilled field the locked look, of a text the one for what does not fit its cell."""
    lang = edition.form.language
    for one in edition.form.fields.values():
        cols = layout.fields[one.id].cols
        fixed = one.formula is not None or one.owner == "committee"
        for locked in (False, True) if one.prefill == "locked" and not fixed else (fixed,):
            for top in (False, True):
                look = field_format(lang, one, cols, locked=locked, top=top)
                yield Look(one.id, locked, top), formats(look)
