"""Who is to be reminded."""

from __future__ import annotations

import datetime

from xltool.standing import OWED, Standing, Status

__all__ = ["due"]


def due(status: Status, *, days: int) -> dict[str, list[Standing]]:
    """What departments owe that is overdue or due within so many days, overdue first; roster order kept.

    A project that was never sent, or came back in two ways, waits for the office. One without any deadline
    is never due.
    """
    last = status.as_of + datetime.timedelta(days=days)
    found: dict[str, list[Standing]] = {}
    for one in status.standings:
        deadline = one.deadline or status.deadline
        near = one.overdue or (deadline is not None and deadline <= last)
        if one.state in OWED and near and not one.conflict:
            found.setdefault(one.department, []).append(one)
    return {department: sorted(some, key=lambda one: not one.overdue) for department, some in found.items()}
