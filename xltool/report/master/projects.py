"""The sheet 一覧: one row per project as a real table, committee fields as input cells."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from xltool.report.master.cells import quoted, row_height
from xltool.report.master.listing import Column, Listing, Row
from xltool.report.master.page import page_breaks, set_page
from xltool.report.master.styles import COLOURS, number_format
from xltool.report.master.words import WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.text import Lang, display_width

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from xltool.form import Value

__all__ = ["FIRST_ROW", "HEADER_ROW", "draw_list", "span"]

HEADER_ROW = 3  # from 0: title, note, bands, headings
FIRST_ROW = HEADER_ROW + 1
_LINE = 15.0  # points of a text line
_MOST_LINES = 9
_REPEATED = 3  # number, project and name stay in sight, on every page too


def span(listing: Listing, key: str) -> str | None:
    """The cells of a column as an absolute reference: ``'一覧'!$F$5:$F$16``."""
    at = listing.at(key)
    if at is None:
        return None
    cells = xl_range_abs(FIRST_ROW, at, FIRST_ROW + len(listing.rows) - 1, at)
    name = listing.sheet.replace("'", "''")
    return f"'{name}'!{cells if ':' in cells else f'{cells}:{cells}'}"


def draw_list(
    book: Workbook, sheet: Sheet, listing: Listing, style: Callable[..., Format], lang: Lang, lists: Lists
) -> None:
    columns = listing.columns
    breaks = page_breaks([one.width for one in columns], [one.block for one in columns], _REPEATED)
    _heading(sheet, listing, breaks, style, lang)
    formats = [_format(column, style, lang) for column in columns]
    for at, row in enumerate(listing.rows, start=FIRST_ROW):
        sheet.set_row(at, _height(listing, row))
        for col, column in enumerate(columns):
            value = _typed(listing.cell(row, column), column)
            risky = quoted(value)
            form = _format(column, style, lang, **risky) if risky else formats[col]
            put(sheet, at, col, value, form)
    last = FIRST_ROW + len(listing.rows) - 1
    sheet.add_table(
        HEADER_ROW,
        0,
        last,
        len(columns) - 1,
        {
            "name": lists.table_name("projects"),
            "style": None,
            "columns": [{"header": one.header, "header_format": _head(one, style)} for one in columns],
        },
    )
    _inputs(sheet, listing, last, lang, lists)
    _marks(book, sheet, listing, last)
    _columns(sheet, listing)
    sheet.freeze_panes(FIRST_ROW, _REPEATED)
    sheet.set_zoom(90)
    set_page(sheet, title=listing.title, name=listing.sheet, fit=False)
    sheet.repeat_rows(2, HEADER_ROW)
    sheet.repeat_columns(0, _REPEATED - 1)
    sheet.set_v_pagebreaks(breaks)
    sheet.print_area(2, 0, last, len(columns) - 1)


class Lists:
    """The hidden sheet of choices, and the names of tables, filled while the sheets are drawn."""

    def __init__(self) -> None:
        self.columns: list[tuple[str, ...]] = []
        self._tables = 0

    def table_name(self, base: str) -> str:
        self._tables += 1
        return f"{base}{self._tables}"

    def source(self, labels: tuple[str, ...]) -> str:
        """Where a validation finds these labels."""
        if labels not in self.columns:
            self.columns.append(labels)
        name = xl_col_to_name(self.columns.index(labels))
        return f"=_lists!${name}$1:${name}${len(labels)}"


def _heading(
    sheet: Sheet, listing: Listing, breaks: Sequence[int], style: Callable[..., Format], lang: Lang
) -> None:
    note = WORDS["list_note"].pick(lang)
    if any(one.committee for one in listing.columns):
        note += " " + WORDS["input_note"].pick(lang)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{listing.title}　{listing.sheet}", style("title"))
    sheet.write_string(1, 0, note, style("note"))
    sheet.set_row(2, 20)
    lines = max(math.ceil(display_width(one.header) / max(one.width - 3, 4)) for one in listing.columns)
    sheet.set_row(HEADER_ROW, min(max(lines, 2), 6) * _LINE + 6)
    before, shade = None, False
    for col, one in enumerate(listing.columns):
        if one.block != before:
            shade = not shade
        colour = COLOURS["band"] if shade else COLOURS["band_other"]
        form = style("band", bg_color=colour) if one.block else style("plain")
        put(sheet, 2, col, one.block if one.block != before or col in breaks else None, form)
        before = one.block


def _head(column: Column, style: Callable[..., Format]) -> Format:
    return style("head", bg_color=COLOURS["head_committee" if column.committee else "head"])


def _format(column: Column, style: Callable[..., Format], lang: Lang, **more: Any) -> Format:
    changes: dict[str, Any] = dict(more)
    shown = number_format(column, lang)
    if shown is not None:
        changes["num_format"] = shown
    if column.committee:
        changes["bg_color"] = COLOURS["input"]
    elif column.field is not None and column.field.formula is not None:
        changes["bg_color"] = COLOURS["computed"]
    if column.kind in ("serial", "code", "year", "date", "choice", "box", "count"):
        changes["align"] = "center"
    elif column.kind == "number":
        changes["align"] = "right"  # stand-ins too
    return style("cell", **changes)


def _typed(value: Value, column: Column) -> object:
    if column.kind == "date" and isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value[:10])
        except ValueError:
            return value
    return value


def _height(listing: Listing, row: Row) -> float:
    texts = [column for column in listing.columns if column.kind in ("long", "text")]
    return row_height(((listing.cell(row, one), one.width) for one in texts), most_lines=_MOST_LINES)


def _inputs(sheet: Sheet, listing: Listing, last: int, lang: Lang, lists: Lists) -> None:
    for col, column in enumerate(listing.columns):
        if not column.committee or not column.labels:
            continue
        source = lists.source(tuple(column.labels.values()))
        rule = {
            "validate": "list",
            "source": source,
            "error_title": column.header[:32],
            "error_message": WORDS["not_in_list"].pick(lang),
        }
        sheet.data_validation(FIRST_ROW, col, last, col, rule)


def _marks(book: Workbook, sheet: Sheet, listing: Listing, last: int) -> None:
    """Rows with open findings are tinted where they are always in sight: in the leading columns."""
    for severity in ("error", "query"):
        at = listing.at(f"#{severity}")
        assert at is not None
        rule = {
            "type": "formula",
            "criteria": f"=${xl_col_to_name(at)}{FIRST_ROW + 1}>0",
            "format": book.add_format({"bg_color": COLOURS[severity]}),
            "stop_if_true": True,
        }
        sheet.conditional_format(FIRST_ROW, 0, last, listing.lead - 1, rule)


def _columns(sheet: Sheet, listing: Listing) -> None:
    """Widths, and one foldable group per block: its first column stays."""
    before = ""
    for col, column in enumerate(listing.columns):
        inside = bool(column.block) and column.block == before
        sheet.set_column(col, col, column.width, None, {"level": 1} if inside else {})
        before = column.block
    sheet.outline_settings(True, True, False, False)
