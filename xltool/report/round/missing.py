"""``status --missing``: what departments owe, department by department."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.report.round.days import day, days_left
from xltool.report.round.table import Cell, Column, Layout, Piece, cell, fitting, table
from xltool.report.round.tally import owed
from xltool.report.round.words import STATE_STYLES, WORDS
from xltool.report.text import Line
from xltool.report.typeset import one_line, wrap
from xltool.standing import STATES, Standing, Status
from xltool.text import Lang, Text, display_width

__all__ = ["missing_lines", "owed_table"]

_ALL_IN = Text("提出を待っている事業はありません。", "No department owes anything.")
_NOT_SENT = Text(
    "未配布の事業が {n} 件あります。「xltool distribute」で配布してください。",
    "{n} project(s) were never sent out; run xltool distribute.",
)
_UNDECIDED = Text(
    "競合している事業が {n} 件あります。"
    "採用するファイルを「xltool collect --take ファイル」で選んでください。",
    "{n} project(s) have conflicting files; choose with xltool collect --take FILE.",
)


def missing_lines(status: Status, *, lang: Lang, width: int) -> Iterator[Line]:
    groups = owed(status.standings)
    rows = [one for own in groups.values() for one in own]
    if not rows:
        yield Line(((_ALL_IN.pick(lang), "bold green"),))
    lines = owed_table(rows, status, lang=lang, width=width)
    for at, (name, own) in enumerate(groups.items()):
        if at:
            yield Line()
        yield from _heading(name, own, lang, width)
        yield from (next(lines) for _ in own)
    undecided = sum(one.conflict for one in status.standings)
    not_sent = status.summary["not_sent"]
    remarks = [(_UNDECIDED, undecided, "bold magenta"), (_NOT_SENT, not_sent, "yellow")]
    for text, number, style in remarks:
        if number:
            yield Line()
            for part in wrap(text.format(n=number).pick(lang), width):
                yield Line(((part, style),))


def owed_table(standings: Sequence[Standing], status: Status, *, lang: Lang, width: int) -> Iterator[Line]:
    """One row each: number, name, state, deadline, findings; in columns over all of them."""
    lead = [
        Column(head="", cells=[cell(one.project) for one in standings], least=12),
        Column(head="", cells=[cell(one.name) for one in standings], least=14),
        Column(head="", cells=[_state(one, lang) for one in standings]),
    ]
    long, short = (
        Column(head="", cells=[_due(one, status, lang, weekday=weekday) for one in standings])
        for weekday in (True, False)
    )
    found = [_findings(one, lang) for one in standings]
    findings = [Column(head="", cells=found)] if any(text for own in found for text, _ in own) else []
    layouts = [
        Layout(columns=[*lead, long, *findings], indent=2),
        Layout(columns=[*lead, short, *findings], indent=2),
        Layout(columns=[*lead, short], indent=2, gap=1),
    ]
    yield from table(fitting(layouts, width), width, heads=False)


def _heading(name: str, own: Sequence[Standing], lang: Lang, width: int) -> Iterator[Line]:
    late = sum(one.overdue for one in own)
    tally = Text(f"{len(own)} 件", f"{len(own)}").pick(lang)
    pieces: list[Piece] = [("  " + tally, "dim")]
    if late:
        pieces.append((f"  {WORDS['overdue'].pick(lang)} {late}", "bold red"))
    room = width - sum(display_width(text) for text, _ in pieces)
    first, *more = wrap(one_line(name) or WORDS["none"].pick(lang), room)
    yield Line(((first, "bold"), *pieces))
    for text in more:
        yield Line(((text, "bold"),))


def _state(one: Standing, lang: Lang) -> Cell:
    return cell(STATES[one.state].pick(lang), STATE_STYLES[one.state])


def _due(one: Standing, status: Status, lang: Lang, *, weekday: bool) -> Cell:
    deadline = one.deadline or status.deadline
    if deadline is None:
        return cell(WORDS["no_deadline"].pick(lang), "dim")
    left = days_left(deadline, status.as_of).pick(lang)
    return ((day(deadline, lang, weekday=weekday), ""), (f" {left}", "bold red" if one.overdue else "dim"))


def _findings(one: Standing, lang: Lang) -> Cell:
    pieces: list[Piece] = []
    if one.conflict:
        pieces.append((WORDS["conflict"].pick(lang), "bold magenta"))
    if one.findings.error:
        pieces.append((f"{WORDS['error'].pick(lang)} {one.findings.error}", "red"))
    if one.findings.query:
        pieces.append((f"{WORDS['query'].pick(lang)} {one.findings.query}", "yellow"))
    spaced = [piece for own in pieces for piece in ((" ", ""), own)]
    return tuple(spaced[1:]) or (("", ""),)
