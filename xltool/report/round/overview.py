"""``status``: how far the round is, by department or by project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from xltool.report.round.bars import bar, solid
from xltool.report.round.days import day, days_left
from xltool.report.round.flow import flow
from xltool.report.round.missing import missing_lines
from xltool.report.round.projects import project_lines
from xltool.report.round.table import Cell, Column, Layout, Piece, cell, fitting, table
from xltool.report.round.tally import departments, grouped, percent
from xltool.report.round.words import GROUP_OF, GROUPS, SHORT_STATES, STATE_STYLES, WORDS, Group
from xltool.report.text import Line
from xltool.report.typeset import one_line, pad, wrap
from xltool.standing import STATES, Standing, State, Status
from xltool.text import Lang, display_width

__all__ = ["status_lines"]

_GROUP_STYLES: dict[Group, str] = {"done": "green", "open": "yellow", "missing": ""}


def status_lines(
    status: Status,
    *,
    lang: Lang,
    width: int = 100,
    by: Literal["department", "project"] = "department",
    missing: bool = False,
) -> Iterator[Line]:
    """The round line by line; widths outside 60 to 200 are brought inside.

    ``missing``: only what departments owe, grouped by department, whatever ``by`` says.
    """
    width = min(max(width, 60), 200)
    yield from _headline(status, lang, width)
    if not status.standings:
        yield Line()
        for text in wrap(WORDS["empty"].pick(lang), width):
            yield Line(((text, ""),))
        return
    yield from _counts(status, lang, width)
    yield Line()
    if missing:
        yield from missing_lines(status, lang=lang, width=width)
    elif by == "project":
        yield from project_lines(status, lang=lang, width=width)
    else:
        yield from _by_department(status, lang, width)


def _headline(status: Status, lang: Lang, width: int) -> Iterator[Line]:
    for text in wrap(one_line(status.title), width):
        yield Line(((text, "bold"),))
    pieces: list[Piece] = [(WORDS["as_of"].format(day=day(status.as_of, lang, weekday=False)).pick(lang), "")]
    if status.deadline is None:
        pieces.append((WORDS["no_deadline"].pick(lang), "dim"))
    else:
        pieces.append((WORDS["deadline"].format(day=day(status.deadline, lang)).pick(lang), ""))
        style = "bold red" if status.deadline < status.as_of else "bold"
        pieces.append((days_left(status.deadline, status.as_of).pick(lang), style))
    yield from flow(pieces, width)


def _counts(status: Status, lang: Lang, width: int) -> Iterator[Line]:
    """A bar over everything, then what it is made of: one line per group of states."""
    groups = grouped(status.standings)
    total = sum(groups.values())
    yield Line()
    if total:
        yield Line(bar(groups, min(width, 100), block=True))
        yield Line()
    summary = status.summary
    name_wide = max(display_width(word.pick(lang)) for word in GROUPS.values())
    figure_wide = len(str(max(groups.values())))
    for group, word in GROUPS.items():
        if not groups[group]:
            continue
        states = [s for s in STATES if GROUP_OF[s] == group and summary[s]]
        head: list[Piece] = [
            solid(group, 2),
            (f" {pad(word.pick(lang), name_wide)} {groups[group]:>{figure_wide}}", _GROUP_STYLES[group]),
            (f" {groups[group] * 100 // total:>3}%  ", "dim"),
        ]
        yield from flow([(_counted(s, summary[s], lang), "") for s in states], width, head=head)
    rest: list[Piece] = []
    overdue = sum(one.overdue for one in status.standings)
    conflicts = sum(one.conflict for one in status.standings)
    if overdue:
        rest.append((f"{WORDS['overdue'].pick(lang)} {overdue}", "bold red"))
    if conflicts:
        rest.append((f"{WORDS['conflict'].pick(lang)} {conflicts}", "bold magenta"))
    if summary["withdrawn"]:
        rest.append((_counted("withdrawn", summary["withdrawn"], lang), "dim"))
    if rest:
        yield from flow(rest, width, head=[("   ", "")])


def _counted(state: State, number: int, lang: Lang) -> str:
    return f"{STATES[state].pick(lang)} {number}"


# -- by department ----------------------------------------------------------------------------------------


def _by_department(status: Status, lang: Lang, width: int) -> Iterator[Line]:
    groups = departments(status.standings)
    rows = [*groups.values(), list(status.standings)]
    names = [cell(name or WORDS["none"].pick(lang)) for name in groups]
    names.append(cell(WORDS["total"].pick(lang), "bold"))
    layouts = [
        *(_full(rows, names, lang, bars=bars, short=False) for bars in (40, 30, 20, 10)),
        *(_full(rows, names, lang, bars=bars, short=True) for bars in (20, 10)),
        _full(rows, names, lang, bars=10, short=True, gap=1, least=12),
        _full(rows, names, lang, bars=0, short=True, gap=1, least=16),
        *(_coarse(rows, names, lang, bars=bars) for bars in (20, 10, 8, 0)),
    ]
    yield from table(fitting(layouts, width), width, total=True)


def _full(
    rows: Sequence[Sequence[Standing]],
    names: Sequence[Cell],
    lang: Lang,
    *,
    bars: int,
    short: bool,
    gap: int = 2,
    least: int = 24,
) -> Layout:
    """One column for every state that occurs."""
    words = SHORT_STATES if short else STATES
    columns = [_name(names, lang, 16 if short and least == 24 else least), _total(rows, lang)]
    for state in STATES:
        numbers = [sum(one.state == state for one in row) for row in rows]
        if numbers[-1]:
            columns.append(_figures(words[state].pick(lang), numbers, STATE_STYLES[state], lang))
    return Layout(columns=[*columns, *_late(rows, lang), *_progress(rows, bars, lang)], gap=gap)


def _coarse(rows: Sequence[Sequence[Standing]], names: Sequence[Cell], lang: Lang, *, bars: int) -> Layout:
    """One column for every group of states, for narrow terminals; withdrawn ones have none."""
    rows = [[one for one in row if GROUP_OF[one.state] is not None] for row in rows]
    columns = [_name(names, lang, 12), _total(rows, lang)]
    for group, word in GROUPS.items():
        numbers = [sum(GROUP_OF[one.state] == group for one in row) for row in rows]
        columns.append(_figures(word.pick(lang), numbers, _GROUP_STYLES[group], lang))
    return Layout(columns=[*columns, *_late(rows, lang), *_progress(rows, bars, lang)])


def _name(names: Sequence[Cell], lang: Lang, least: int) -> Column:
    return Column(head=WORDS["department"].pick(lang), cells=names, least=least)


def _total(rows: Sequence[Sequence[Standing]], lang: Lang) -> Column:
    return Column(head=WORDS["total"].pick(lang), cells=[cell(len(row), "bold") for row in rows], right=True)


def _figures(head: str, numbers: Sequence[int], style: str, lang: Lang) -> Column:
    """Numbers under each other, a quiet dot for none."""
    none = cell("･" if lang == "ja" else "-", "dim")
    return Column(head=head, cells=[cell(n, style) if n else none for n in numbers], right=True)


def _late(rows: Sequence[Sequence[Standing]], lang: Lang) -> list[Column]:
    numbers = [sum(one.overdue for one in row) for row in rows]
    return [_figures(WORDS["late"].pick(lang), numbers, "bold red", lang)] if numbers[-1] else []


def _progress(rows: Sequence[Sequence[Standing]], bars: int, lang: Lang) -> list[Column]:
    counts = [grouped(row) for row in rows]
    share = Column(head=WORDS["share"].pick(lang), cells=[cell(percent(one)) for one in counts], right=True)
    if not bars:
        return [share]
    drawn = Column(head=WORDS["progress"].pick(lang), cells=[bar(one, bars) for one in counts])
    return [share, drawn]
