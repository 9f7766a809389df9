"""The sheets 一覧 (every project, a real table with filters) and 未提出 (what departments owe)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xltool.report.master.cells import quoted, row_height
from xltool.report.master.page import A4, set_page
from xltool.report.master.styles import COLOURS
from xltool.report.round.days import days_late
from xltool.report.round.handout.colours import STATE_COLOURS
from xltool.report.round.handout.texts import SHEETS, TEXTS
from xltool.report.round.tally import owed
from xltool.report.spreadsheet import Sheet, put
from xltool.standing import STATES, Standing, Status
from xltool.text import Lang, Text, display_width

if TYPE_CHECKING:
    from xlsxwriter.format import Format

__all__ = ["between", "draw_all", "draw_owed"]

_HEADER = 3  # from 0: title, note, blank, headings
_Kind = Literal["text", "code", "count", "date", "time"]


@dataclass(frozen=True, kw_only=True)
class _Column:
    word: str
    width: float
    kind: _Kind
    value: Callable[[Standing], object]


def draw_all(sheet: Sheet, status: Status, name: str, style: Callable[..., Format], lang: Lang) -> None:
    columns = (
        *_lead(status.standings, lang),
        *_due(status),
        _Column(word="issue", width=7, kind="count", value=lambda one: one.issue),
        _Column(word="received", width=17, kind="time", value=lambda one: _moment(one.received_at)),
        *_findings(),
        _Column(word="explained", width=9, kind="count", value=lambda one: one.explained or None),
        _Column(
            word="conflict",
            width=8,
            kind="text",
            value=lambda one: TEXTS["conflict"].pick(lang) if one.conflict else None,
        ),
        _Column(word="file", width=38, kind="text", value=lambda one: one.file),
    )
    title = f"{name}　{SHEETS['list'].pick(lang)}"
    note = TEXTS["list_note" if status.standings else "empty"]
    _head(sheet, title, note, style, lang)
    _draw(sheet, status.standings, columns, "AllProjects", style, lang)
    set_page(sheet, title=name, name=SHEETS["list"].pick(lang), paper=A4)


def draw_owed(sheet: Sheet, status: Status, name: str, style: Callable[..., Format], lang: Lang) -> None:
    groups = owed(status.standings)
    rows = [one for own in groups.values() for one in own]
    lead = _lead(rows, lang)
    columns = (lead[2], *lead[:2], lead[3], *_due(status), *_findings()[:2])
    note = TEXTS["owed_note" if rows else "nothing_owed"]
    _head(sheet, TEXTS["owed_title"].pick(lang), note, style, lang)
    _draw(sheet, rows, columns, "Outstanding", style, lang)
    set_page(sheet, title=name, name=SHEETS["owed"].pick(lang), paper=A4, portrait=True)


def _head(sheet: Sheet, title: str, note: Text, style: Callable[..., Format], lang: Lang) -> None:
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    put(sheet, 0, 0, title, style("title"))
    put(sheet, 1, 0, note.pick(lang), style("note"))


def _lead(rows: Sequence[Standing], lang: Lang) -> tuple[_Column, ...]:
    names = between(24, 46, [one.name for one in rows])
    owners = between(16, 34, [one.department for one in rows])
    return (
        _Column(word="project", width=11, kind="code", value=lambda one: one.project),
        _Column(word="name", width=names, kind="text", value=lambda one: one.name),
        _Column(word="department", width=owners, kind="text", value=lambda one: one.department),
        _Column(word="state", width=15, kind="text", value=lambda one: STATES[one.state].pick(lang)),
    )


def between(least: float, most: float, texts: Iterable[str]) -> float:
    """A column's width in characters: what it holds, within limits."""
    return float(min(most, max([least, *(display_width(text) + 3.0 for text in texts)])))


def _due(status: Status) -> tuple[_Column, ...]:
    def late(one: Standing) -> int | None:
        return days_late(one.deadline or status.deadline, status.as_of) if one.overdue else None

    return (
        _Column(word="deadline", width=12, kind="date", value=lambda one: one.deadline or status.deadline),
        _Column(word="late_days", width=10, kind="count", value=late),
    )


def _findings() -> tuple[_Column, ...]:
    return (
        _Column(word="error", width=8, kind="count", value=lambda one: one.findings.error or None),
        _Column(word="query", width=8, kind="count", value=lambda one: one.findings.query or None),
        _Column(word="note", width=8, kind="count", value=lambda one: one.findings.note or None),
    )


def _moment(iso: str | None) -> object:
    """Excel knows no time zones: the clock time where it was received."""
    if iso is None:
        return None
    try:
        return datetime.datetime.fromisoformat(iso).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return iso


def _draw(
    sheet: Sheet,
    rows: Sequence[Standing],
    columns: Sequence[_Column],
    table: str,
    style: Callable[..., Format],
    lang: Lang,
) -> None:
    """The rows as a table below title and note."""
    for col, column in enumerate(columns):
        sheet.set_column(col, col, column.width)
    if not rows:
        return
    for at, one in enumerate(rows, start=_HEADER + 1):
        values = [column.value(one) for column in columns]
        sheet.set_row(at, row_height(zip(values, (column.width for column in columns), strict=True)))
        for col, (column, value) in enumerate(zip(columns, values, strict=True)):
            put(sheet, at, col, value, _format(column, value, style, lang))
    last = _HEADER + len(rows)
    names = [{"header": TEXTS[column.word].pick(lang), "header_format": style("head")} for column in columns]
    sheet.set_row(_HEADER, 32)
    sheet.add_table(_HEADER, 0, last, len(columns) - 1, {"name": table, "style": None, "columns": names})
    _colour(sheet, last, columns, style, lang)
    sheet.freeze_panes(_HEADER + 1, 2)
    sheet.repeat_rows(_HEADER)


def _format(column: _Column, value: object, style: Callable[..., Format], lang: Lang) -> Format:
    changes: dict[str, object] = {**quoted(value)}
    match column.kind:
        case "date":
            changes |= {"num_format": 'm"月"d"日"' if lang == "ja" else "yyyy-mm-dd", "align": "center"}
        case "time":
            changes |= {"num_format": "yyyy-mm-dd hh:mm", "align": "center"}
        case "count":
            return style("figure", num_format="0")
        case _:
            changes |= {"num_format": "@"}
    if column.word in ("state", "conflict", "project"):
        changes["align"] = "center"
    return style("cell", **{**changes, "valign": "vcenter"})


def _colour(
    sheet: Sheet, last: int, columns: Sequence[_Column], style: Callable[..., Format], lang: Lang
) -> None:
    """Colours follow the cell, so that they stay right when somebody corrects a state by hand."""
    words = [column.word for column in columns]
    first, state, late = _HEADER + 1, words.index("state"), words.index("late_days")
    for key, (ground, ink) in STATE_COLOURS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{STATES[key].pick(lang)}"'}
        form = style("plain", bg_color=ground, font_color=ink)
        sheet.conditional_format(first, state, last, state, {**rule, "format": form})
    red = style("plain", font_color=COLOURS["error_ink"], bold=True)
    sheet.conditional_format(
        first, late, last, late, {"type": "cell", "criteria": ">", "value": 0, "format": red}
    )
