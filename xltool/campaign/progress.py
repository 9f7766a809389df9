"""How many findings there were after every collect: what the ledger knows of the submissions that counted."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping

from xltool.campaign.desk import Desk
from xltool.campaign.fold import fold
from xltool.campaign.ledger.submissions import Submission, decisions, submissions
from xltool.finding import SEVERITIES, Severity

__all__ = ["Moment", "progress"]

Moment = tuple[datetime.date, Mapping[Severity, int]]


def progress(desk: Desk) -> tuple[Moment, ...]:
    """A moment for every day with a collect that changed what counts, oldest first.

    All collects of a single day, each with its hour, where there is no other day.
    Findings are those of the rules in force now, so that all moments are measured alike. Comparisons between
    sheets are not among them; what was taken off the roster counts as little as in ``check``.
    """
    received = {
        project: some
        for project, some in submissions(desk.ledger).items()
        if project in desk.roster.by_project
    }
    decided = decisions(desk.ledger)
    touched: dict[int, set[str]] = defaultdict(set)
    for project, some in received.items():
        for run in (*(one.run for one in some), *(one.run for one in decided.get(project, ()))):
            touched[run].add(project)
    at = dict(desk.ledger.db.execute("SELECT id, at FROM run"))
    days = [datetime.datetime.fromisoformat(at[run]) for run in sorted(touched)]
    one_day = len({day.date() for day in days}) == 1
    counting: dict[str, Submission | None] = {}
    found: dict[datetime.date, Mapping[Severity, int]] = {}
    for run, day in zip(sorted(touched), days, strict=True):
        for project in touched[run]:
            came = [one for one in received[project] if one.run <= run]
            counting[project] = fold(
                came, [one for one in decided.get(project, ()) if one.run <= run]
            ).current
        found[day if one_day else day.date()] = _counts(counting)
    return tuple(found.items())


def _counts(counting: Mapping[str, Submission | None]) -> dict[Severity, int]:
    some = [one for one in counting.values() if one is not None]
    numbers = (
        sum(one.errors for one in some),
        sum(one.queries for one in some),
        sum(one.notes for one in some),
    )
    return dict(zip(SEVERITIES, numbers, strict=True))
