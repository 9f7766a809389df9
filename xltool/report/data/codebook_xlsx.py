"""The codebook as a workbook: a sheet with filters for each of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.report.data.codebook import Listing, listings
from xltool.report.data.words import WORDS
from xltool.report.master.cells import quoted, row_height
from xltool.report.master.page import A3, A4, set_page
from xltool.report.master.styles import styles
from xltool.report.spreadsheet import CREATED, Sheet, put, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.format import Format

    from xltool.report.data.contents import Contents

__all__ = ["codebook_xlsx"]

_HEADER = 3  # row of the heads, from 0
_LIMIT = 1_048_575 - _HEADER
_WIDE = 170  # characters: more would be too small on A4


def codebook_xlsx(own: Contents) -> bytes:
    with workbook() as (book, target):
        book.set_properties({"title": WORDS["codebook"].pick(own.lang), "created": CREATED})
        style = styles(book, own.lang)
        for one in listings(own):
            _draw(book.add_worksheet(one.title), one, own, style)
    return target.getvalue()


def _draw(sheet: Sheet, listing: Listing, own: Contents, style: Callable[..., Format]) -> None:
    lang = own.lang
    widths = [width for _, width in listing.heads]
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{WORDS['codebook'].pick(lang)}　{listing.title}", style("title"))
    subtitle = WORDS["subtitle"].format(forms=own.forms, records=own.blocks.count).pick(lang)
    public = WORDS["public_note"].pick(lang) if own.public else None
    sheet.write_string(1, 0, "　".join(filter(None, (subtitle, public))), style("subtitle"))
    if listing.note:
        sheet.merge_range(2, 0, 2, len(widths) - 1, "", style("note", text_wrap=True, valign="top"))
        sheet.write_string(2, 0, listing.note, style("note", text_wrap=True, valign="top"))
        sheet.set_row(2, row_height([(listing.note, sum(widths))]))
    sheet.set_row(_HEADER, 24)
    rows = listing.rows[:_LIMIT]
    for at, row in enumerate(rows, start=_HEADER + 1):
        for col, value in enumerate(row):
            put(sheet, at, col, value, style("cell", num_format="@", **quoted(value)))
        sheet.set_row(at, row_height(zip(row, widths, strict=True)))
    if not rows:
        for col in range(len(widths)):
            put(sheet, _HEADER + 1, col, None, style("cell"))
    heads = [{"header": word, "header_format": style("head")} for word, _ in listing.heads]
    last = _HEADER + max(len(rows), 1)
    options = {"name": listing.key, "style": None, "columns": heads}
    sheet.add_table(_HEADER, 0, last, len(widths) - 1, options)
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    sheet.freeze_panes(_HEADER + 1, 0)
    wide, name = sum(widths) > _WIDE, WORDS["codebook"].pick(lang)
    set_page(sheet, title=listing.title, name=name, paper=A3 if wide else A4, portrait=not wide)
    sheet.repeat_rows(_HEADER)
