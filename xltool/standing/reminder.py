"""One run of remind."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from xltool.standing.status import Standing

__all__ = ["Reminded", "Reminder"]


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What one department is asked for."""

    department: str
    standings: tuple[Standing, ...]  # what it owes, overdue first
    files: tuple[str, ...]  # written: the text and the mail draft, below the campaign folder


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """One run of remind."""

    as_of: datetime.date
    reminders: tuple[Reminder, ...]
