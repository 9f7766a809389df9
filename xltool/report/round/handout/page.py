"""``status -o status.html``: one page that needs nothing else, for screens, phones and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from xltool.report.round.days import day, days_left, moment
from xltool.report.round.handout.colours import GROUP_COLOURS, STATE_COLOURS
from xltool.report.round.handout.texts import SHEETS, TEXTS
from xltool.report.round.tally import departments, grouped, owed, percent
from xltool.report.round.words import GROUPS, WORDS
from xltool.report.typeset import one_line
from xltool.standing import STATES, Standing, State, Status
from xltool.text import Lang

__all__ = ["status_html"]


def status_html(status: Status, lang: Lang = "ja") -> bytes:
    """The round as one page: no script, nothing fetched, every text escaped; same input, same bytes."""
    groups = departments(status.standings)
    states = [state for state in STATES if status.summary[state]]
    page = _template().render(
        lang=lang,
        words={key: text.pick(lang) for key, text in {**WORDS, **TEXTS}.items()},
        heading=SHEETS["overview"].pick(lang),
        title=one_line(status.title),
        facts=_facts(status, lang),
        past=status.deadline is not None and status.deadline < status.as_of,
        groups={group: word.pick(lang) for group, word in GROUPS.items()},
        group_colours=GROUP_COLOURS,
        state_colours=STATE_COLOURS,
        states={state: STATES[state].pick(lang) for state in states},
        whole=_row("", status.standings, states),
        departments=[_row(_named(name, lang), own, states) for name, own in groups.items()],
        owed=[
            (_named(name, lang), _projects(own, status, lang)) for name, own in owed(status.standings).items()
        ],
        projects=_projects(status.standings, status, lang),
    )
    return page.encode("utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(files(__package__).joinpath("status.html").read_text("utf-8"))


def _facts(status: Status, lang: Lang) -> Mapping[str, str | None]:
    due = status.deadline
    return {
        "as_of": WORDS["as_of"].format(day=day(status.as_of, lang)).pick(lang),
        "deadline": WORDS["deadline"].format(day=day(due, lang)).pick(lang)
        if due
        else WORDS["no_deadline"].pick(lang),
        "left": days_left(due, status.as_of).pick(lang) if due else None,
    }


def _row(name: str, own: Sequence[Standing], states: Sequence[State]) -> dict[str, Any]:
    """A department, or the whole."""
    counts = grouped(own)
    return {
        "name": name,
        "total": len(own),
        "awaited": sum(counts.values()),
        "groups": counts,
        "states": {state: sum(one.state == state for one in own) for state in states},
        "overdue": sum(one.overdue for one in own),
        "share": percent(counts),
    }


def _projects(rows: Sequence[Standing], status: Status, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "project": one_line(one.project),
            "name": one_line(one.name),
            "department": _named(one.department, lang),
            "state": one.state,
            "word": STATES[one.state].pick(lang),
            "due": day(due, lang, weekday=False) if (due := one.deadline or status.deadline) else "",
            "iso": due.isoformat() if due else "",
            "left": days_left(due, status.as_of).pick(lang) if one.overdue and due else "",
            "overdue": one.overdue,
            "conflict": one.conflict,
            "received": moment(one.received_at),
            "findings": one.findings,
        }
        for one in rows
    ]


def _named(department: str, lang: Lang) -> str:
    return one_line(department) or WORDS["none"].pick(lang)
