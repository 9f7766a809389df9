"""The sheet 対象事業一覧: one project per row, as a real table with drop-downs."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from xltool.form import NUMERIC, Field
from xltool.report.master.cells import quoted, row_height
from xltool.report.master.page import set_page
from xltool.report.master.styles import COLOURS
from xltool.report.roster.columns import RosterColumn, project_columns
from xltool.report.roster.entry import entry
from xltool.report.roster.examples import example_row
from xltool.report.roster.lists import Followed
from xltool.report.roster.plan import FIRST, HEADER, Listed, Pen
from xltool.report.roster.shown import shown
from xltool.report.roster.words import EXAMPLE, SHEETS, WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.text import display_width

if TYPE_CHECKING:
    from xlsxwriter.format import Format

__all__ = ["LAST_ROW", "draw_projects"]

LAST_ROW = 2000  # validations and marks reach this far, from 0
_BLANK_ROWS = 6  # after the last project
_LEAST_ROWS = 20
_LINE = 15.0
_NARROW = 150.0  # characters that print well on A4


@dataclass(frozen=True, kw_only=True)
class Follows:
    """The lists that columns follow."""

    departments: Followed
    fields: dict[str, Followed]


def draw_projects(pen: Pen, sheet: Sheet, follows: Follows) -> None:
    contents = pen.contents
    columns = project_columns(contents.edition, contents.lang)
    widths = [max(width_of(pen, one), _head_width(one)) for one in columns]
    title = f"{contents.edition.title}　{SHEETS['projects'].pick(pen.lang)}"
    pen.top(sheet, title, WORDS["projects_note"].pick(pen.lang), sum(widths))
    _bands(pen, sheet, columns)
    rows = [example_row(contents, columns), *contents.rows]
    last = FIRST + max(len(rows) + _BLANK_ROWS, _LEAST_ROWS) - 1
    for col, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(col, col, width, pen.style("plain", **number_format(pen, column)))
    formats = [pen.cell(**number_format(pen, one), **_align(one)) for one in columns]
    for at in range(FIRST, last + 1):
        row = rows[at - FIRST] if at - FIRST < len(rows) else {}
        _draw_row(pen, sheet, at, columns, row, formats, widths)
    lines = max(
        math.ceil((display_width(one.heading) + 2) / width)
        for one, width in zip(columns, widths, strict=True)
    )
    sheet.set_row(HEADER, max(lines, 2) * _LINE + 6)
    sheet.add_table(
        HEADER,
        0,
        last,
        len(columns) - 1,
        {
            "name": "projects",
            "style": None,
            "columns": [{"header": one.heading, "header_format": _head(pen, one)} for one in columns],
        },
    )
    for col, column in enumerate(columns):
        sheet.data_validation(FIRST, col, LAST_ROW, col, _validation(pen, columns, column, follows))
    _marks(pen, sheet, columns, follows)
    codes = [xl_col_to_name(col) for col, one in enumerate(columns) if _is_code(one)]
    wanted = " ".join(f"{one}{FIRST + 1}:{one}{LAST_ROW + 1}" for one in codes)
    sheet.ignore_errors({"number_stored_as_text": wanted})  # they are meant to be text
    sheet.freeze_panes(FIRST, 2)
    sheet.set_zoom(90)
    set_page(sheet, title=contents.edition.title, name=SHEETS["projects"].pick(pen.lang))
    if sum(widths) <= _NARROW:
        sheet.set_paper(9)
    sheet.repeat_rows(HEADER)
    sheet.set_selection(FIRST + 1, 0, FIRST + 1, 0)


def _draw_row(
    pen: Pen,
    sheet: Sheet,
    at: int,
    columns: Sequence[RosterColumn],
    row: Any,
    formats: Sequence[Format],
    widths: Sequence[float],
) -> None:
    texts: list[tuple[object, float]] = []
    for col, column in enumerate(columns):
        value = _value(pen, column, row.get(column.key))
        risky = quoted(value)
        form = pen.cell(**number_format(pen, column), **_align(column), **risky) if risky else formats[col]
        put(sheet, at, col, value, form)
        texts.append((value, widths[col] - 2))
    sheet.set_row(at, max(row_height(texts, most_lines=6), 20))


def _value(pen: Pen, column: RosterColumn, value: Listed) -> object:
    if column.field is None or isinstance(value, datetime.date):
        return value
    return shown(pen.contents.edition, column.field, value)


def _bands(pen: Pen, sheet: Sheet, columns: Sequence[RosterColumn]) -> None:
    sheet.set_row(HEADER - 1, 20)
    before = ""
    for col, one in enumerate(columns):
        band = "band_needed" if one.needed else "band_known" if one.field else "band_office"
        colour = {
            "band_needed": "#F9E3C8",
            "band_known": COLOURS["band"],
            "band_office": COLOURS["band_other"],
        }
        ink = COLOURS["head_committee"] if one.needed else COLOURS["head"]
        form = pen.style("band", bg_color=colour[band], font_color=ink, indent=1)
        put(sheet, HEADER - 1, col, WORDS[band].pick(pen.lang) if band != before else None, form)
        before = band


def _head(pen: Pen, column: RosterColumn) -> Format:
    return pen.style("head", bg_color=COLOURS["head_committee" if column.needed else "head"])


def _head_width(column: RosterColumn) -> float:
    """What lets a heading stand in two lines."""
    return min(math.ceil(display_width(column.heading) / 2) + 5.0, 40.0)


def width_of(pen: Pen, column: RosterColumn) -> float:
    """Characters that a column is wide."""
    fixed = {"#project": 14, "#name": 38, "#department": 28, "#deadline": 14, "#previous": 14, "#memo": 36}
    if column.key in fixed:
        return fixed[column.key]
    one = column.field
    assert one is not None
    identity = pen.contents.edition.form.identity
    if one.id == identity.name:
        return 38
    if one.id == identity.department:
        return 28
    if one.choices and one.choices.sheet:
        entries = [display_width(label) for _, label in pen.contents.edition.options(one) or ()]
        return float(min(max(24, *(entry + 4 for entry in entries)), 44)) if entries else 28
    if one.choices:
        labels = [display_width(pen.contents.edition.text(label)) for _, label in one.choices.options]
        return float(min(max(14, *(label + 4 for label in labels)), 28))
    by_type = {"paragraph": 48.0, "text": 24.0, "phone": 16.0, "fiscal_year": 16.0}
    return by_type.get(one.type, 14.0)


def number_format(pen: Pen, column: RosterColumn) -> dict[str, Any]:
    """Text for whatever Excel would turn into a date or a number; nothing for long prose, which may exceed
    what a text-formatted cell shows in older versions."""
    one = column.field
    if column.key == "#deadline" or (one is not None and one.type == "date"):
        return {"num_format": "yyyy/m/d" if pen.lang == "ja" else "yyyy-mm-dd"}
    if column.key == "#memo" or (one is not None and one.type == "paragraph"):
        return {}
    if one is not None and one.type in NUMERIC:
        return {} if one.type == "decimal" or one.also else {"num_format": _figures(one)}
    return {"num_format": "@"}


def _figures(one: Field) -> str:
    places = "." + "0" * one.decimals if one.decimals else ""
    return f"0{places}%" if one.type == "percent" else f"#,##0{places}"


def _is_code(column: RosterColumn) -> bool:
    return column.key in ("#project", "#previous") or (
        column.field is not None and (column.needed or column.field.type in ("code", "phone"))
    )


def _align(column: RosterColumn) -> dict[str, Any]:
    one = column.field
    centred = column.key in ("#project", "#deadline", "#previous")
    if one is not None:
        short = one.type in ("code", "date", "score", "fiscal_year") or one.is_box
        centred = short or bool(one.choices and not one.choices.sheet)
        if one.type in NUMERIC and one.type != "score":
            return {"align": "right", "valign": "vcenter"}
    return {"valign": "vcenter", **({"align": "center"} if centred else {"indent": 1})}


def _validation(
    pen: Pen, columns: Sequence[RosterColumn], column: RosterColumn, follows: Follows
) -> dict[str, Any]:
    edition = pen.contents.edition
    rule = entry(pen, column)
    department = edition.form.identity.department or "#department"
    if column.key == department:
        return rule | {
            "validate": "list",
            "source": follows.departments.source(),
            "error_type": "warning",
            "error_message": WORDS["not_a_department"].pick(pen.lang),
        }
    followed = follows.fields.get(column.key)
    if followed is None or column.field is None:
        return rule
    at = {one.key: col for col, one in enumerate(columns)}
    above = [f"${xl_col_to_name(at[one.id])}{FIRST + 1}" for one in edition.ancestors(column.field)]
    return rule | {
        "validate": "list",
        "source": followed.source(above if followed.parents else ()),
        "error_type": "warning",
        "error_message": WORDS["not_in_list"].pick(pen.lang),
    }


def _marks(pen: Pen, sheet: Sheet, columns: Sequence[RosterColumn], follows: Follows) -> None:
    """Colours that come and go: the example, a number twice, what is missing, an unknown department."""
    book, last = pen.book, len(columns) - 1
    number, row = f"$A{FIRST + 1}", FIRST + 1
    line = f"$A{row}:${xl_col_to_name(last)}{row}"
    marks = ",".join(f'LEFT({number},{len(mark)})="{mark}"' for mark in (EXAMPLE.ja, EXAMPLE.en))
    grey = book.add_format({"font_color": COLOURS["soft"], "italic": True, "bg_color": COLOURS["computed"]})
    wrong = book.add_format({"font_color": COLOURS["error_ink"], "bg_color": COLOURS["error"]})
    open_cell = book.add_format({"bg_color": COLOURS["query"]})
    sheet.conditional_format(
        FIRST,
        0,
        LAST_ROW,
        last,
        {"type": "formula", "criteria": f"=OR({marks})", "format": grey, "stop_if_true": True},
    )
    sheet.conditional_format(FIRST, 0, LAST_ROW, 0, {"type": "duplicate", "format": wrong})
    department = next(
        col
        for col, one in enumerate(columns)
        if one.key == (pen.contents.edition.form.identity.department or "#department")
    )
    here = f"${xl_col_to_name(department)}{row}"
    listed = follows.departments
    unknown = f'=AND({here}<>"",{listed.filled}>0,COUNTIF({listed.all_entries},{here})=0)'
    sheet.conditional_format(
        FIRST, department, LAST_ROW, department, {"type": "formula", "criteria": unknown, "format": wrong}
    )
    for col, one in enumerate(columns):
        if one.needed:
            missing = f'=AND(COUNTA({line})>0,{xl_col_to_name(col)}{row}="")'
            sheet.conditional_format(
                FIRST, col, LAST_ROW, col, {"type": "formula", "criteria": missing, "format": open_cell}
            )
