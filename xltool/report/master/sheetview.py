"""The sheet 個票: one project's whole sheet, laid out as the paper form, chosen by number from a drop-down.

Everything is a formula over the row of 一覧 that MATCH finds; committee fields are edited there.
Nothing is typed but the number, so that all the rest is locked (without a password).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from xltool.book.a1 import address
from xltool.book.look import (
    COMMITTEE,
    COMPUTED,
    box_format,
    field_format,
    printed_format,
)
from xltool.book.pages import BOTTOM, SIDE, TOP
from xltool.form import Edition, Field, FieldBox, Layout, Placed, Section, TextBox, lay_out
from xltool.report.master.listing import Link, Listing, Table
from xltool.report.master.sheetcells import Cells
from xltool.report.master.sheethead import HEAD_POINTS, TOP_ROWS, draw_foot, draw_head, draw_title
from xltool.report.master.sheetroom import Room, room_for
from xltool.report.master.sheetvalues import View, literal, overflowing, printed_text, value_of
from xltool.report.master.streaming import fitting
from xltool.report.master.words import SHEETS, WORDS
from xltool.report.spreadsheet import Sheet
from xltool.text import Lang

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

__all__ = ["draw_view", "view_name"]

_HELPERS = 5  # row of the first helper cell in the hidden column, below those of the head
_LEAST_COLUMNS = 36  # the head's; a form may have fewer
_NOTE_SIZE = 8.5  # points of the note's text; it has two lines
_CUT = "#FFF1CC"  # behind a text of which not all is seen


def view_name(listing: Listing, lang: Lang) -> str:
    """The tab: as the list is named, 個票 in place of 一覧."""
    return (SHEETS["sheet"].pick(lang) + listing.sheet.removeprefix(SHEETS["list"].pick(lang)))[:31]


def draw_view(book: Workbook, sheet: Sheet, view: View, findings: Table, lang: Lang) -> None:
    form = view.edition.form
    layout = lay_out(form)
    room = room_for(view.edition, layout, view.lengths, HEAD_POINTS)
    cells = Cells(book=book, sheet=sheet, canvas=form.canvas, columns=max(form.canvas, _LEAST_COLUMNS))
    _set_up(sheet, cells, layout, room, view)
    foot = TOP_ROWS + layout.height
    _draw_form(cells, view, layout)
    note = _cut_off(cells, view, layout, room, lang)
    draw_head(cells, view, findings, lang, Link(address(foot + 1, 2, absolute=True), note.result))
    draw_title(cells, view, lang)
    draw_foot(cells, view, foot, note, lang)


def _set_up(sheet: Sheet, cells: Cells, layout: Layout, room: Room, view: View) -> None:
    form = view.edition.form
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, 0, 40, None, {"hidden": True})
    sheet.set_column_pixels(1, cells.columns, room.pixels)
    for row, height in enumerate(room.heights, start=TOP_ROWS):
        sheet.set_row(row, height)
    sheet.set_paper(room.paper)
    if form.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    left = f"{form.id} {form.version}".replace("&", "&&")
    sheet.set_footer(f"&L&8 {left}&R&8 {WORDS['page'].pick(form.language)} &P / &N")
    sheet.print_area(3, 1, TOP_ROWS + layout.height + 1, form.canvas)
    sheet.protect("", {"format_rows": True, "format_columns": True})


def _draw_form(cells: Cells, view: View, layout: Layout) -> None:
    for placed in layout.cells:
        row, col = placed.row - 1 + TOP_ROWS, placed.col
        match placed.box:
            case Section() as section:
                _section(cells, view, row, placed.cols, section)
            case TextBox() as box:
                text = printed_text(view, partial(_printed, box))
                look = printed_format(view.edition.form.language, placed, box)
                cells.write(row, col, placed.rows, placed.cols, text, look)
            case FieldBox() as box:
                one = view.edition.form.fields[box.field]
                look = _field_look(view, one, placed)
                cells.write(row, col, placed.rows, placed.cols, value_of(view, one), look)


def _printed(box: TextBox, edition: Edition) -> str:
    return edition.text(box.text, box.offset)


def _section(cells: Cells, view: View, row: int, cols: int, section: Section) -> None:
    look = box_format(view.edition.form.language, "section", None)
    width = cols - cols // 4 if section.note else cols
    cells.write(row, 1, 1, width, printed_text(view, lambda edition: edition.text(section.title)), look)
    if section.note:
        note = printed_text(view, lambda edition: edition.text(section.note))
        side = look | {"align": "right", "bold": False, "font_size": 8.5}
        cells.write(row, 1 + width, 1, cols - width, note, side)


def _field_look(view: View, one: Field, placed: Placed) -> dict[str, Any]:
    """As on the form, but white: yellow would say that something may be typed here."""
    look = field_format(view.edition.form.language, one, placed.cols, locked=True)
    colour = COMMITTEE if one.owner == "committee" else COMPUTED if one.formula is not None else "#FFFFFF"
    look |= {"bg_color": colour}
    if look.get("num_format") == "@":  # a formula in a text cell turns into text when somebody edits it
        del look["num_format"]
    return look


def _cut_off(cells: Cells, view: View, layout: Layout, room: Room, lang: Lang) -> Link:
    """The note that names every field of which not all is seen; helper cells collect them, last one first."""
    names, rows = "", list(enumerate(room.spaces.items(), start=_HELPERS))
    for row, (key, space) in reversed(rows):
        one, placed = view.edition.form.fields[key], layout.fields[key]
        at = placed.row - 1 + TOP_ROWS
        label = printed_text(view, partial(_label, one))
        said, name = (label.formula, label.result) if isinstance(label, Link) else (literal(label), label)
        below = address(row + 1, 1, absolute=True)
        over = overflowing(address(at + 1, placed.col + 1, absolute=True), space)
        formula = f'IF({over},{said}&IF({below}="","","、"&{below}),{below}&"")'
        text = value_of(view, one).result
        if isinstance(text, str) and space.overflows(fitting(text)):
            names = f"{name}、{names}" if names else f"{name}"
        cells.helper(row - 1, Link(formula, names))
        differs = f"{address(row, 1, absolute=True)}<>{below}"
        cells.mark(at, placed.col, placed.rows, placed.cols, differs, {"bg_color": _CUT})
    if not rows:
        return Link('""', "")
    said = WORDS["view_more"].format(list=view.listing.sheet).pick(lang)
    first = address(_HELPERS, 1, absolute=True)
    most = int(2 * view.edition.form.canvas * room.pixels * 0.75 / _NOTE_SIZE) - len(said) - 2
    if len(names) > most:
        names = f"{names[:most]}…"
    shown = f'LEFT({first},{most})&IF(LEN({first})>{most},"…","")'
    return Link(f'IF({first}="","",{literal(said)}&{shown})', said + names if names else "")


def _label(one: Field, edition: Edition) -> str:
    return edition.label(one)
