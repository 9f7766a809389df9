"""What is counted and grouped on every screen of a round: departments, progress, what is owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from xltool.report.round.words import GROUP_OF, GROUPS, Group
from xltool.standing import OWED, Standing

__all__ = ["departments", "grouped", "owed", "percent"]


def departments(standings: Sequence[Standing]) -> dict[str, list[Standing]]:
    """By department, in order of appearance."""
    groups: dict[str, list[Standing]] = {}
    for one in standings:
        groups.setdefault(one.department, []).append(one)
    return groups


def owed(standings: Sequence[Standing]) -> dict[str, list[Standing]]:
    """What the departments still have to do, those that owe nothing left out; in the same order."""
    return {
        name: own
        for name, rows in departments(standings).items()
        if (own := [one for one in rows if one.state in OWED])
    }


def grouped(standings: Iterable[Standing]) -> dict[Group, int]:
    """How many are done, in work, not in; withdrawn ones are not counted."""
    counts = Counter(GROUP_OF[one.state] for one in standings)
    return {group: counts[group] for group in GROUPS}


def percent(counts: dict[Group, int]) -> str:
    """Share of what is done, rounded down: 100 % means all; "" where nothing is awaited."""
    total = sum(counts.values())
    return f"{counts['done'] * 100 // total}%" if total else ""
