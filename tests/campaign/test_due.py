"""Who is reminded, on which day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from xltool.campaign.due import due
from xltool.standing import STATES, Standing, State, Status

DEADLINE = datetime.date(2026, 8, 31)


def standing(project: str, department: str = "課", **more: Any) -> Standing:
    known: dict[str, Any] = {"state": "sent", "deadline": DEADLINE, **more}
    return Standing(project=project, name=project, department=department, **known)


def reminded(
    *standings: Standing, days: int = 7, as_of: datetime.date, deadline: Any = DEADLINE
) -> dict[str, str]:
    status = Status(campaign="c", title="t", as_of=as_of, deadline=deadline, standings=standings)
    return {key: "".join(one.project for one in some) for key, some in due(status, days=days).items()}


@pytest.mark.parametrize(("day", "found"), [(23, {}), (24, {"課": "1"}), (31, {"課": "1"})])
def test_from_so_many_days_before_the_deadline(day: int, found: dict[str, str]) -> None:
    assert reminded(standing("1"), as_of=datetime.date(2026, 8, day)) == found


def test_no_days_are_the_day_itself_and_what_is_late() -> None:
    assert reminded(standing("1"), days=0, as_of=datetime.date(2026, 8, 30)) == {}
    assert reminded(standing("1"), days=0, as_of=DEADLINE) == {"課": "1"}
    assert reminded(standing("1", overdue=True), days=0, as_of=datetime.date(2026, 9, 30)) == {"課": "1"}


@pytest.mark.parametrize("state", STATES)
def test_only_who_owes_something(state: State) -> None:
    owes = state in {"sent", "untouched", "errors", "queries", "given_back"}
    assert reminded(standing("1", state=state), as_of=DEADLINE) == ({"課": "1"} if owes else {})


def test_a_conflict_waits_for_the_office() -> None:
    assert reminded(standing("1", conflict=True), standing("2"), as_of=DEADLINE) == {"課": "2"}


def test_overdue_first_and_else_the_roster_s_order() -> None:
    late = datetime.date(2026, 8, 1)
    found = reminded(
        standing("1", "乙"),
        standing("2", "甲"),
        standing("3", "乙", overdue=True, deadline=late),
        standing("4", "乙"),
        standing("5", "乙", overdue=True, deadline=late),
        as_of=datetime.date(2026, 8, 25),
    )
    assert found == {"乙": "3514", "甲": "2"}
    assert list(found) == ["乙", "甲"]


def test_own_deadlines_count_and_none_is_never_due() -> None:
    later = datetime.date(2026, 9, 30)
    day = datetime.date(2026, 8, 28)
    assert reminded(standing("1", deadline=later), standing("2", deadline=None), as_of=day) == {"課": "2"}
    assert reminded(standing("1", deadline=None), as_of=day, deadline=None) == {}
