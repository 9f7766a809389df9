"""Draws a table of the master, everything but its rows: heading, table, lists, widths, print set-up."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from xltool.report.master.listing import Column, Listing, Table
from xltool.report.master.page import page_breaks, set_foot, set_page
from xltool.report.master.streaming import Body, Stencil
from xltool.report.master.styles import COLOURS, number_format
from xltool.report.master.words import WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.standing import SETTLED, STATES
from xltool.text import Lang, display_width

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["Lists", "draw_table", "span"]

_LINE = 15.0  # points of a text line
_TITLE, _MESSAGE = 32, 255  # characters of what Excel says beside a cell
_FIGURES = ("number", "year", "date", "time", "count")
_CENTRED = ("serial", "code", "year", "date", "time", "choice", "box", "count", "link")

Style = Callable[..., "Format"]


def span(table: Table, key: str) -> str | None:
    """The cells of a column as an absolute reference: ``'一覧'!$F$5:$F$16``."""
    at = table.at(key)
    if at is None:
        return None
    cells = xl_range_abs(table.first, at, table.last, at)
    return f"{quoted_name(table.sheet)}!{cells if ':' in cells else f'{cells}:{cells}'}"


def quoted_name(sheet: str) -> str:
    escaped = sheet.replace("'", "''")
    return f"'{escaped}'"


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


def draw_table(
    book: Workbook, sheet: Sheet, table: Table, style: Style, lang: Lang, lists: Lists, of: str = ""
) -> Body:
    """Draw the sheet; its rows are for ``write_workbook`` to stream. ``of``: named on its printed pages."""
    columns = table.columns
    banded = table.header == 3
    breaks = page_breaks([one.width for one in columns], [one.block for one in columns], table.lead)
    _heading(sheet, table, breaks if banded else (), style)
    name = lists.table_name(table.name)
    sheet.add_table(
        table.header,
        0,
        table.first,  # where its rows end is told when they are written
        len(columns) - 1,
        {
            "name": name,
            "style": None,
            "columns": [{"header": one.header, "header_format": _head(one, style)} for one in columns],
        },
    )
    _inputs(sheet, table, lang, lists)
    if isinstance(table, Listing):
        _marks(book, sheet, table, lang)
    _widths(sheet, table)
    sheet.freeze_panes(table.first, table.lead)
    sheet.set_zoom(90)
    if table.colour:
        sheet.set_tab_color(table.colour)
    title = of if table.title == table.sheet else table.title
    set_page(sheet, title=title, name=table.sheet, fit=not banded)
    sheet.repeat_rows(table.header - 1 if banded else table.header, table.header)
    if banded:
        set_foot(sheet, WORDS["list_foot"].pick(lang))
        sheet.repeat_columns(0, table.lead - 1)
        sheet.set_v_pagebreaks(breaks)
        sheet.print_area(2, 0, table.last, len(columns) - 1)
    elif table.aside:
        sheet.print_area(0, 0, table.last, len(columns) - 1 - table.aside)
    return _body(sheet, table, name, style, lang)


def _body(sheet: Sheet, table: Table, name: str, style: Style, lang: Lang) -> Body:
    stencil = Stencil(sheet, table.first)
    return Body(
        sheet=sheet.index,
        table=name,
        first=table.first,
        last=table.last,
        blocks=table.blocks,
        forms=[stencil.of(_format(one, style, lang)) for one in table.columns],
        quoted=[stencil.of(_format(one, style, lang, quote_prefix=True)) for one in table.columns],
        looks={look: stencil.of(style("cell", **changes)) for look, changes in table.looks.items()},
    )


def _heading(sheet: Sheet, table: Table, breaks: Sequence[int], style: Style) -> None:
    sheet.set_row(0, 30)
    name = table.sheet if table.title == table.sheet else f"{table.title}　{table.sheet}"
    sheet.write_string(0, 0, name, style("title"))
    sheet.write_string(1, 0, table.note, style("note"))
    lines = max(
        sum(math.ceil(display_width(part) / max(one.width - 3, 4)) for part in one.header.split("\n"))
        for one in table.columns
    )
    sheet.set_row(table.header, min(max(lines, 2), 6) * _LINE + 6)
    if table.header < 3:
        return
    sheet.set_row(2, 20)
    before, shade = None, False
    for col, one in enumerate(table.columns):
        if one.block != before:
            shade = not shade
        colour = COLOURS["band"] if shade else COLOURS["band_other"]
        form = style("band", bg_color=colour) if one.block else style("plain")
        put(sheet, 2, col, one.block if one.block != before or col in breaks else None, form)
        before = one.block


def _head(column: Column, style: Style) -> Format:
    return style("head", bg_color=COLOURS["head_committee" if column.input else "head"])


def _format(column: Column, style: Style, lang: Lang, **more: Any) -> Format:
    changes: dict[str, Any] = dict(more)
    shown = number_format(column, lang)
    if shown is not None:
        changes["num_format"] = shown
    if column.input:
        changes["bg_color"] = COLOURS["input"]
    elif column.field is not None and column.field.formula is not None:
        changes["bg_color"] = COLOURS["computed"]
    if column.kind in _FIGURES:
        changes |= {"text_wrap": False, "shrink": True}  # small is better than ####
    if column.centred or column.kind in _CENTRED:
        changes["align"] = "center"
    elif column.kind == "number":
        changes["align"] = "right"  # stand-ins too
    return style("link" if column.kind == "link" else "cell", **changes)


def _inputs(sheet: Sheet, table: Table, lang: Lang, lists: Lists) -> None:
    for col, column in enumerate(table.columns):
        if not column.input:
            continue
        rule: dict[str, Any] = {"validate": "any"}
        if column.hint:
            rule |= {"input_title": column.header[:_TITLE], "input_message": column.hint[:_MESSAGE]}
        if column.labels:
            rule |= {
                "validate": "list",
                "source": lists.source(tuple(column.labels.values())),
                "error_title": column.header[:_TITLE],
                "error_message": WORDS["not_in_list"].pick(lang),
            }
        if len(rule) > 1:
            sheet.data_validation(table.first, col, table.last, col, rule)


def _marks(book: Workbook, sheet: Sheet, table: Table, lang: Lang) -> None:
    """Rows with open findings are tinted where they are always in sight: in the leading columns.

    What was accepted or does not apply has nothing open, whatever was found.
    """
    last = max(i for i, one in enumerate(table.columns) if not one.block)
    state, row = table.at("#state"), table.first + 1
    closed = "".join(
        f',${xl_col_to_name(state)}{row}<>"{STATES[one].pick(lang)}"' for one in SETTLED if state is not None
    )
    for severity in ("error", "query"):
        at = table.at(f"#{severity}")
        assert at is not None
        rule = {
            "type": "formula",
            "criteria": f"=AND(${xl_col_to_name(at)}{row}>0{closed})",
            "format": book.add_format({"bg_color": COLOURS[severity]}),
            "stop_if_true": True,
        }
        sheet.conditional_format(table.first, 0, table.last, last, rule)


def _widths(sheet: Sheet, table: Table) -> None:
    """Widths, and one foldable group per block: its first column stays."""
    before = ""
    for col, column in enumerate(table.columns):
        inside = bool(column.block) and column.block == before
        sheet.set_column(col, col, column.width, None, {"level": 1} if inside else {})
        before = column.block
    sheet.outline_settings(True, True, False, False)
