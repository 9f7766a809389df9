"""Which submission of an assignment counts: told from what came in and what was decided, never stored.

Arrivals are taken run by run. A higher issue number goes before a lower one; of one number the later run goes
before the earlier. Two different ones of one number in one run are a conflict that nobody wins until somebody
decides or the department sends another. A worse one never replaces an accepted one by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from xltool.campaign.ledger.submissions import Decision, Submission

__all__ = ["Fate", "Folded", "fold"]

Fate = Literal["current", "superseded", "held", "conflict", "set_aside"]


@dataclass(frozen=True, kw_only=True)
class Folded:
    """What has become of an assignment's submissions."""

    current: Submission | None = None
    conflict: tuple[Submission, ...] = ()  # undecided
    fates: dict[str, Fate] = field(default_factory=dict)  # of every submission, by id
    answered: int = 0  # the highest issue number that came back; 0 for none


def fold(received: Sequence[Submission], decided: Iterable[Decision] = ()) -> Folded:
    """``received`` in the order of arrival, ``decided`` in the order of decision."""
    decided = tuple(decided)
    if not received:
        return Folded()
    if len(received) == 1 and not decided:  # as most are
        (one,) = received
        return Folded(current=one, fates={one.id: "current"}, answered=one.issue)
    by_id = {one.id: one for one in received}
    last = {
        one.submission: one for one in decided if one.submission in by_id
    }  # the last word about each holds
    aside = {one.submission for one in last.values() if one.kind == "set_aside"}
    current: Submission | None = None
    conflict: tuple[Submission, ...] = ()
    fates: dict[str, Fate] = dict.fromkeys(aside, "set_aside")
    counting = [one for one in received if one.id not in aside]
    takes = [one for one in last.values() if one.kind == "take"]
    for run in sorted({one.run for one in counting} | {one.run for one in takes}):
        arrived = [one for one in counting if one.run == run]
        for issue, some in groupby(sorted(arrived, key=lambda one: one.issue), key=lambda one: one.issue):
            current, conflict = _arrive(list(some), issue, current, conflict, fates)
        for take in takes:
            if take.run == run:
                for one in (*conflict, *((current,) if current else ())):
                    fates[one.id] = "superseded"
                current, conflict = by_id[take.submission], ()
                fates[current.id] = "current"
    return Folded(
        current=current,
        conflict=conflict,
        fates=fates,
        answered=max((one.issue for one in counting), default=0),
    )


def _arrive(
    some: list[Submission],
    issue: int,
    current: Submission | None,
    conflict: tuple[Submission, ...],
    fates: dict[str, Fate],
) -> tuple[Submission | None, tuple[Submission, ...]]:
    """What arrives together with one issue number."""
    newest = max([one.issue for one in conflict] + [current.issue if current else 0])
    if issue < newest:
        fates.update({one.id: "superseded" for one in some})
        return current, conflict
    if any(not one.untouched for one in some):  # blanks sent along with what was filled in say nothing
        fates.update({one.id: "superseded" for one in some if one.untouched})
        some = [one for one in some if not one.untouched]
    if len(some) > 1:
        fates.update({one.id: "superseded" for one in conflict})
        fates.update({one.id: "conflict" for one in some})
        return current, tuple(some)
    (one,) = some
    if current is not None and _worse(one, current):
        fates[one.id] = "held"
        return current, conflict
    fates.update({old.id: "superseded" for old in (*conflict, *((current,) if current else ()))})
    fates[one.id] = "current"
    return one, ()


def _worse(one: Submission, current: Submission) -> bool:
    """An accepted sheet gives way to a clean one only; what was filled in, to no blank of the same issue."""
    if current.clean and not current.untouched and not one.clean:
        return True
    return one.untouched and not current.untouched and one.issue <= current.issue
