"""A volume: the sheets of many projects in one workbook as they are on paper, the contents before them.

XlsxWriter draws one sheet per edition and the contents, so that all of them share styles and texts. A volume
is drawn twice: first for the sheets to be stamped from, and again when the contents know the page numbers.
The contents stand last in the drawing: what they bring along changes no style and no text of the sheets.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xltool.book.a1 import address
from xltool.book.geometry import (
    FIRST_COLUMN,
    FIRST_ROW,
    IDENTITY_ROW,
    KEY_ROW,
    TITLE_ROW,
    place,
)
from xltool.book.heights import base_heights
from xltool.book.hidden import Look, all_looks
from xltool.book.look import ACCENT, COLUMN_PIXELS, INK, LABEL, MUTED, NORMAL, RULE, SIZE, base, field_format
from xltool.book.pages import BOTTOM, SIDE, TOP
from xltool.book.paper import Formats, draw_box, draw_printed
from xltool.book.pen import CREATED, PROJECT_TOKEN
from xltool.book.template import Template, take_apart
from xltool.book.wording import WORDS
from xltool.book.zipped import parts_of
from xltool.form import Edition, FieldBox, Layout, lay_out

__all__ = ["FIRST_PAGE", "HEAD_SPLIT", "Drawn", "Front", "Page", "Styles", "draw_volume"]

FIRST_PAGE = 32_123  # stands for a sheet's first page number until it is stamped
HEAD_SPLIT = 3 / 5  # of the canvas is the form's title's, the rest the project's name
_GUTTER = 12  # pixels left of the form


@dataclass(frozen=True, kw_only=True)
class Front:
    """The sheet before all others."""

    name: str  # its tab
    title: str  # of the workbook
    draw: Callable[[Worksheet, Formats], None]


@dataclass(frozen=True, kw_only=True)
class Styles:
    """Cell styles, as sheet parts name them."""

    looks: dict[Look, bytes]
    more: bytes  # heading of the continuation, its labels and its texts
    label: bytes
    text: bytes


@dataclass(frozen=True, kw_only=True, eq=False)
class Page:
    """The sheet of one edition, to be stamped."""

    edition: Edition
    layout: Layout
    template: Template
    styles: Styles


@dataclass(frozen=True, kw_only=True)
class Drawn:
    pages: tuple[Page, ...]  # in the order of the editions
    contents: bytes  # sheet part
    parts: dict[str, bytes]  # of the drawing, in order


def draw_volume(editions: Sequence[Edition], front: Front) -> Drawn:
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
    book.set_properties({"title": front.title, "created": CREATED, "author": "xltool"})
    book.formats[0].set_font_name(NORMAL[0])
    book.formats[0].set_font_size(NORMAL[1])
    formats = _formats(book)
    layouts = [lay_out(one.form) for one in editions]
    for number, (one, layout) in enumerate(zip(editions, layouts, strict=True), start=1):
        _draw_page(book.add_worksheet(f"{number}"), one, layout, formats, front.name)
    places = _draw_styles(book.add_worksheet("styles"), editions, layouts, formats)
    contents = book.add_worksheet(front.name)
    front.draw(contents, formats)
    contents.activate()
    book.close()
    parts = parts_of(stream.getvalue())
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(editions) + 3)]
    slots = take_apart(names[-2], parts[names[-2]]).slots
    pages = tuple(
        Page(
            edition=one,
            layout=layout,
            template=take_apart(name, parts[name]),
            styles=Styles(
                looks={look: slots[at].style for look, at in where.items() if isinstance(look, Look)},
                **{look: slots[at].style for look, at in where.items() if isinstance(look, str)},
            ),
        )
        for one, layout, name, where in zip(editions, layouts, names, places, strict=False)
    )
    return Drawn(pages=pages, contents=parts[names[-1]], parts=parts)


def _formats(book: Workbook) -> Formats:
    known: dict[tuple[Any, ...], Format] = {}

    def find(look: dict[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in known:
            known[key] = book.add_format(look)
        return known[key]

    return find


def _draw_page(sheet: Worksheet, edition: Edition, layout: Layout, formats: Formats, contents: str) -> None:
    """As ``draw`` does it, without what only a person who fills it in needs."""
    last_col = FIRST_COLUMN + edition.form.canvas - 1
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, 0, _GUTTER)
    sheet.set_column_pixels(FIRST_COLUMN - 1, last_col - 1, COLUMN_PIXELS)
    _draw_head(sheet, edition, formats, last_col, contents)
    for row, height in enumerate(base_heights(layout), start=FIRST_ROW):
        sheet.set_row(row - 1, height)
    for cell in layout.cells:
        match cell.box:
            case FieldBox(field=key):
                one = edition.form.fields[key]
                fixed = one.formula is not None or one.owner == "committee"
                look = field_format(edition.form.language, one, cell.cols, locked=fixed)
                draw_box(sheet, cell, "", formats(look))
                row, col = place(cell)
                sheet.write_blank(row - 1, col - 1, None, formats(look))
            case printed:
                draw_printed(sheet, cell, printed, edition, formats)
    _set_up_page(sheet, edition)


def _draw_head(sheet: Worksheet, edition: Edition, formats: Formats, last_col: int, contents: str) -> None:
    lang = edition.form.language
    split = FIRST_COLUMN + int(edition.form.canvas * HEAD_SPLIT)
    sheet.set_row(KEY_ROW - 1, 15)
    sheet.set_row(TITLE_ROW - 1, 27)
    sheet.set_row(IDENTITY_ROW - 1, 7)
    link = formats(base(lang, font_size=8.5, font_color=MUTED, underline=0))
    sheet.write_url(KEY_ROW - 1, FIRST_COLUMN - 1, f"internal:'{contents}'!A1", link, string=WORDS[lang].home)
    title = formats(base(lang, bold=True, font_size=15, font_color=ACCENT))
    sheet.merge_range(TITLE_ROW - 1, FIRST_COLUMN - 1, TITLE_ROW - 1, split - 2, edition.title, title)
    name = formats(base(lang, align="right", font_size=8.5, font_color=ACCENT, text_wrap=True))
    sheet.merge_range(TITLE_ROW - 1, split - 1, TITLE_ROW - 1, last_col - 1, "", name)


def _set_up_page(sheet: Worksheet, edition: Edition) -> None:
    form = edition.form
    sheet.set_paper(9)
    if form.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_start_page(FIRST_PAGE)
    sheet.set_h_pagebreaks([FIRST_ROW])  # to be stamped
    left = f"{form.id} {form.version} / {edition.year}".replace("&", "&&")
    sheet.set_footer(f"&L&8 {left}&C&10 &P&R&8 {PROJECT_TOKEN}")
    sheet.freeze_panes(IDENTITY_ROW, 0)
    sheet.set_selection(FIRST_ROW - 1, FIRST_COLUMN - 1, FIRST_ROW - 1, FIRST_COLUMN - 1)


def _draw_styles(
    sheet: Worksheet, editions: Sequence[Edition], layouts: Sequence[Layout], formats: Formats
) -> list[dict[Look | str, str]]:
    """One empty cell for every style that stamping needs beside those of the sheets; where each one is."""
    found: list[dict[Look | str, str]] = []
    for col, (one, layout) in enumerate(zip(editions, layouts, strict=True)):
        lang = one.form.language
        edge = {"text_wrap": True, "valign": "top", "align": "left", "indent": 1}
        edge |= {"border": 1, "border_color": RULE}
        looks: list[tuple[Look | str, Format]] = [
            ("more", formats(base(lang, bold=True, font_size=SIZE["section"], font_color=ACCENT))),
            ("label", formats(base(lang, **edge | {"bg_color": LABEL, "font_size": SIZE["label"]}))),
            (
                "text",
                formats(base(lang, **edge | {"font_size": SIZE["field"], "font_color": INK})),
            ),
            *all_looks(one, layout, formats),
        ]
        for row, (_, look) in enumerate(looks):
            sheet.write_blank(row, col, None, look)
        found.append({key: address(row + 1, col + 1) for row, (key, _) in enumerate(looks)})
    return found
