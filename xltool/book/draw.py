"""Draw a blank once with XlsxWriter; ``stamp`` then fills copies of it without drawing again."""

from __future__ import annotations

import io
from functools import lru_cache

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xltool.book.a1 import address
from xltool.book.blank import Blank, open_blank
from xltool.book.checkdraw import draw_checks
from xltool.book.checkplan import plan_checks
from xltool.book.checksheet import check_sheet
from xltool.book.entry import validation
from xltool.book.geometry import (
    ANCHOR,
    FIRST_COLUMN,
    FIRST_ROW,
    IDENTITY_ROW,
    KEY_COLUMN,
    KEY_ROW,
    TITLE_ROW,
    anchor_text,
    place,
    positions,
    sheet_title,
)
from xltool.book.guidedraw import draw_guide
from xltool.book.heights import base_heights
from xltool.book.hidden import draw_lists, draw_meta
from xltool.book.lists import list_sheet
from xltool.book.look import (
    ACCENT,
    COLUMN_PIXELS,
    MARKED_ERROR,
    MARKED_QUERY,
    MISSING,
    MUTED,
    NORMAL,
    TINTED,
    base,
    field_format,
)
from xltool.book.marks import MarkPlan, mark_criteria, mark_name
from xltool.book.meta import META_ROWS, issued_fields
from xltool.book.more import draw_more
from xltool.book.notes import draw_notes
from xltool.book.pages import BOTTOM, SIDE, TOP
from xltool.book.paper import draw_box, draw_printed
from xltool.book.pen import CREATED, IDENTITY_TOKEN, PROJECT_TOKEN, Pen, finder, issued_name, sheet_token
from xltool.book.wording import WORDS
from xltool.form import Edition, Field, FieldBox, Placed, lay_out
from xltool.formula import to_excel

__all__ = ["draw"]


class _Sheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter would look for a hundred newer functions in every formula: a third of what drawing takes."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")  # ours have their prefixes, see formula/functions/registry.py


@lru_cache(maxsize=8)
def draw(edition: Edition, *, sheets: int = 1) -> Blank:
    """A blank workbook with ``sheets`` form sheets, as bytes and as what stamping needs to know of them."""
    layout, lists, checks = lay_out(edition.form), list_sheet(edition), check_sheet(edition)
    titles = (sheet_title(edition),) if sheets == 1 else tuple(sheet_token(i + 1) for i in range(sheets))
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    lang = edition.form.language
    book.set_properties(
        {"title": edition.title, "comments": IDENTITY_TOKEN, "created": CREATED, "author": "xltool"}
    )
    book.formats[0].set_font_name(NORMAL[0])
    book.formats[0].set_font_size(NORMAL[1])
    pen = Pen(
        book=book,
        edition=edition,
        layout=layout,
        lists=lists,
        checks=checks,
        plan=plan_checks(checks, counter_cell(edition)),
        titles=titles,
        cells=positions(layout),
    )
    book.worksheet_class = _Sheet
    for number, title in enumerate(titles):
        _draw_form(pen, book.add_worksheet(title), number)
    draw_checks(pen, book.add_worksheet(WORDS[lang].check))
    draw_more(pen, book.add_worksheet(WORDS[lang].more))
    draw_notes(pen, book.add_worksheet(WORDS[lang].notes))
    draw_guide(pen, book.add_worksheet(WORDS[lang].guide))
    draw_lists(pen, book.add_worksheet("_lists"))
    styles = draw_meta(pen, book.add_worksheet("_meta"))
    marks = MarkPlan(
        first=2 + max(len(META_ROWS) + len(issued_fields(edition)), *(row for row, _ in styles.values())),
        rows=layout.height,
        cols=edition.form.canvas,
        fields=len(edition.form.fields),
    )
    _define_names(pen, marks)
    book.close()
    return open_blank(stream.getvalue(), pen, styles, marks)


def _draw_form(pen: Pen, sheet: Worksheet, number: int) -> None:
    edition, layout = pen.edition, pen.layout
    last_row, last_col = FIRST_ROW + layout.height - 1, FIRST_COLUMN + edition.form.canvas - 1
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, 0, 40, None, {"hidden": True})
    sheet.set_column_pixels(FIRST_COLUMN - 1, last_col - 1, COLUMN_PIXELS)
    _draw_head(pen, sheet, number, last_col)
    _draw_keys(pen, sheet, last_row, last_col)
    for row, height in enumerate(base_heights(layout), start=FIRST_ROW):
        sheet.set_row(row - 1, height)
    _draw_marks(pen, sheet, number, last_row, last_col)
    for cell in layout.cells:
        match cell.box:
            case FieldBox():
                _draw_field(pen, sheet, cell, edition.form.fields[cell.box.field], number)
            case printed:
                draw_printed(sheet, cell, printed, edition, pen.format)
    _set_up_page(pen, sheet, last_row, last_col)


def _draw_head(pen: Pen, sheet: Worksheet, number: int, last_col: int) -> None:
    lang = pen.edition.form.language
    split = FIRST_COLUMN + pen.edition.form.canvas * 3 // 5
    sheet.set_row(TITLE_ROW - 1, 27)
    sheet.set_row(IDENTITY_ROW - 1, 11)
    title = pen.format(base(lang, bold=True, font_size=15, font_color=ACCENT))
    sheet.merge_range(TITLE_ROW - 1, FIRST_COLUMN - 1, TITLE_ROW - 1, split - 2, pen.edition.title, title)
    counter = pen.format(base(lang, align="right", font_size=9, bold=True, font_color=ACCENT))
    sheet.merge_range(TITLE_ROW - 1, split - 1, TITLE_ROW - 1, last_col - 1, "", counter)
    text = to_excel(pen.checks.counter, finder(pen, number, home="form"))
    sheet.write_formula(TITLE_ROW - 1, split - 1, text, counter)
    small = pen.format(base(lang, align="right", font_size=6.5, font_color=MUTED))
    sheet.merge_range(IDENTITY_ROW - 1, FIRST_COLUMN - 1, IDENTITY_ROW - 1, last_col - 1, "", small)


def counter_cell(edition: Edition) -> tuple[int, int]:
    """Row and column of the counter of open items."""
    return TITLE_ROW, FIRST_COLUMN + edition.form.canvas * 3 // 5


def _draw_keys(pen: Pen, sheet: Worksheet, last_row: int, last_col: int) -> None:
    """The hidden key row and key column: they name every row and column of the canvas a second way."""
    plain = pen.format({"font_size": 6, "font_color": MUTED})
    sheet.set_row(KEY_ROW - 1, 8, None, {"hidden": True})
    sheet.write_string(ANCHOR[0] - 1, ANCHOR[1] - 1, anchor_text(pen.edition), plain)
    for col in range(FIRST_COLUMN, last_col + 1):
        sheet.write_string(KEY_ROW - 1, col - 1, f"c{col - FIRST_COLUMN + 1}", plain)
    for row in range(FIRST_ROW, last_row + 1):
        sheet.write_string(row - 1, KEY_COLUMN - 1, f"r{row - FIRST_ROW + 1}", plain)


def _draw_marks(pen: Pen, sheet: Worksheet, number: int, last_row: int, last_col: int) -> None:
    """What a sheet given back flags, before all other tints."""
    name = mark_name(number, len(pen.titles))
    for shows, look in ((1, MARKED_ERROR), (2, MARKED_QUERY)):
        rule = {
            "type": "formula",
            "criteria": mark_criteria(name, shows),
            "format": pen.book.add_format(look),
        }
        sheet.conditional_format(FIRST_ROW - 1, FIRST_COLUMN - 1, last_row - 1, last_col - 1, rule)


def _draw_field(pen: Pen, sheet: Worksheet, cell: Placed, one: Field, number: int) -> None:
    edition = pen.edition
    row, col = place(cell)
    fixed = one.formula is not None or one.owner == "committee"
    look = pen.format(field_format(edition.form.language, one, cell.cols, locked=fixed))
    draw_box(sheet, cell, "", look)
    formula = edition.formulas.get(one.id)
    if formula is not None:
        sheet.write_formula(row - 1, col - 1, to_excel(formula, finder(pen, number, home="form")), look)
        return
    options = validation(edition, one, pen.lists, pen.cells)
    if options is not None:
        problem = sheet.data_validation(row - 1, col - 1, row - 1, col - 1, options)
        if problem:
            raise AssertionError(f"validation of {one.id} was not accepted ({problem})")
    _draw_hints(pen, sheet, cell, one, number)


def _draw_hints(pen: Pen, sheet: Worksheet, cell: Placed, one: Field, number: int) -> None:
    """Tints that go by themselves: required and still blank; filled in by the office and not yet touched."""
    row, col = place(cell)
    area = (row - 1, col - 1, row + cell.rows - 2, col + cell.cols - 2)
    here = address(row, col, absolute=True)
    if one.id in pen.edition.required and one.owner == "department":
        condition = pen.edition.required[one.id]
        blank = f'{here}=""'
        if one.id in pen.edition.unticked:
            blank = f'OR({blank},{here}="{pen.edition.unticked[one.id]}")'
        text = to_excel(condition, finder(pen, number, home="form")) if condition is not None else "TRUE"
        if "_lists!" not in text:  # other sheets are not allowed in these formulas before Excel 2010
            missing = pen.book.add_format({"bg_color": MISSING})
            rule = {"type": "formula", "criteria": f"=AND({text},{blank})", "format": missing}
            sheet.conditional_format(*area, rule)
    if not one.locked and (one.prefill or one.carry):
        tinted = pen.book.add_format({"bg_color": TINTED})
        criteria = f'=AND(X_TINT="1",{here}<>"",{here}={issued_name(pen, one, number)})'
        sheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": tinted})


def _set_up_page(pen: Pen, sheet: Worksheet, last_row: int, last_col: int) -> None:
    form = pen.edition.form
    words = WORDS[form.language]
    sheet.set_paper(9)
    if form.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROW - 1, IDENTITY_ROW - 1)
    sheet.print_area(TITLE_ROW - 1, FIRST_COLUMN - 1, last_row - 1, last_col - 1)
    sheet.set_h_pagebreaks([FIRST_ROW])  # to be stamped: where a page ends depends on the texts
    left = f"{form.id} {form.version} / {pen.edition.year}".replace("&", "&&")
    sheet.set_footer(f"&L&8 {left}&C&8 {PROJECT_TOKEN}&R&8 {words.page} &P / &N")
    sheet.freeze_panes(IDENTITY_ROW, 0)
    sheet.set_selection(FIRST_ROW - 1, FIRST_COLUMN - 1, FIRST_ROW - 1, FIRST_COLUMN - 1)
    sheet.protect("", {"format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True})


def _define_names(pen: Pen, marks: MarkPlan) -> None:
    """Workbook-scoped names for one form sheet (the most robust everywhere), sheet-scoped for several."""
    tint = address(META_ROWS.index("tint") + 1, 2, absolute=True)
    pen.book.define_name("X_TINT", f"=_meta!{tint}")
    issued = {key: row for row, key in enumerate(issued_fields(pen.edition))}
    for number, title in enumerate(pen.titles):
        pen.book.define_name(mark_name(number, len(pen.titles)), f"=_meta!{marks.picture(number)}")
        for one in pen.edition.form.fields.values():
            cell = address(*pen.cells[one.id], absolute=True)
            scope = "" if len(pen.titles) == 1 else f"'{title}'!"
            pen.book.define_name(f"{scope}{one.defined_name}", f"='{title}'!{cell}")
            if one.id in issued and not one.locked:
                at = pen.plan.meta_cell(issued[one.id], number)
                pen.book.define_name(issued_name(pen, one, number), f"=_meta!{at}")
