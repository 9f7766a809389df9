"""``status --by project``: one row per project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.finding import SEVERITIES
from xltool.report.round.days import days_late, moment
from xltool.report.round.table import Cell, Column, Layout, Piece, cell, fitting, table
from xltool.report.round.words import STATE_STYLES, WORDS
from xltool.report.text import Line
from xltool.standing import STATES, Standing, Status
from xltool.text import Lang, Text

__all__ = ["project_lines", "remark"]

_SEVERITY_STYLES = {"error": "red", "query": "yellow", "note": "dim"}


def project_lines(status: Status, *, lang: Lang, width: int) -> Iterator[Line]:
    layouts = [
        _layout(status, lang, ("issue", "received", "time"), name=24, department=16),
        _layout(status, lang, ("received", "time"), name=20, department=14),
        _layout(status, lang, ("received",), name=20, department=14),
        _layout(status, lang, (), name=16, department=12),
        _layout(status, lang, (), name=14, department=8, gap=1),
        _layout(status, lang, (), name=12, department=0, gap=1),
    ]
    yield from table(fitting(layouts, width), width)


def _layout(
    status: Status, lang: Lang, extras: Sequence[str], *, name: int, department: int, gap: int = 2
) -> Layout:
    """``extras`` are what wide terminals have room for; ``name`` and ``department`` the least widths."""
    rows = status.standings
    columns = [
        _column("project", [cell(one.project) for one in rows], lang, least=12),
        _column("name", [cell(one.name) for one in rows], lang, least=name),
    ]
    if department:
        cells = [cell(one.department or WORDS["none"].pick(lang)) for one in rows]
        columns.append(_column("department", cells, lang, least=department))
    columns.append(_column("state", [_state(one, lang) for one in rows], lang))
    if "issue" in extras:
        cells = [cell("" if one.issue is None else one.issue) for one in rows]
        columns.append(_column("issue", cells, lang, right=True))
    if "received" in extras:
        cells = [cell(moment(one.received_at, time="time" in extras, year=False)) for one in rows]
        columns.append(_column("received", cells, lang))
    columns += _findings(rows, lang)
    notes = [remark(one, status, lang) for one in rows]
    if any(text for note in notes for text, _ in note):
        columns.append(_column("remarks", notes, lang, least=8))
    return Layout(columns=columns, gap=gap)


def remark(one: Standing, status: Status, lang: Lang) -> Cell:
    """What is special about it: late, undecided, with a deadline of its own."""
    pieces: list[Piece] = []
    if one.overdue:
        days = days_late(one.deadline or status.deadline, status.as_of)
        late = Text(f"{days}日超過", f"{days} d late") if days else WORDS["overdue"]
        pieces.append((late.pick(lang), "bold red"))
    if one.conflict:
        pieces.append((WORDS["conflict"].pick(lang), "bold magenta"))
    if one.deadline and one.deadline != status.deadline and one.state != "withdrawn":
        pieces.append((WORDS["due"].format(day=one.deadline.isoformat()).pick(lang), "dim"))
    spaced = [piece for own in pieces for piece in ((" ", ""), own)]
    return tuple(spaced[1:]) or (("", ""),)


def _state(one: Standing, lang: Lang) -> Cell:
    style = "bold red" if one.overdue else STATE_STYLES[one.state]
    return cell(STATES[one.state].pick(lang), style)


def _findings(rows: Sequence[Standing], lang: Lang) -> list[Column]:
    """Errors, queries, notes; a kind that nobody has takes no room."""
    columns = []
    for severity in SEVERITIES:
        numbers = [getattr(one.findings, severity) for one in rows]
        if any(numbers):
            cells = [cell(n or "", _SEVERITY_STYLES[severity]) for n in numbers]
            columns.append(_column(severity, cells, lang, right=True))
    return columns


def _column(
    word: str, cells: Sequence[Cell], lang: Lang, *, right: bool = False, least: int | None = None
) -> Column:
    return Column(head=WORDS[word].pick(lang), cells=cells, right=right, least=least)
