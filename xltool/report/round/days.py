"""Days and moments as people read them."""

from __future__ import annotations

import datetime

from xltool.report.typeset import one_line
from xltool.text import Lang, Text

__all__ = ["day", "days_late", "days_left", "moment"]

_WEEKDAYS = "月火水木金土日"


def day(date: datetime.date, lang: Lang, *, weekday: bool = True) -> str:
    """``2026年7月17日（金）``, ``Fri 2026-07-17``."""
    if lang == "ja":
        name = f"（{_WEEKDAYS[date.weekday()]}）" if weekday else ""
        return f"{date.year}年{date.month}月{date.day}日{name}"
    if not weekday:
        return date.isoformat()
    return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[date.weekday()]} {date.isoformat()}"


def moment(iso: str | None, *, time: bool = True, year: bool = True) -> str:
    """``2026-07-03 17:20`` of a time in ISO 8601, in the zone that it was written in; "" for None."""
    if iso is None:
        return ""
    try:
        at = datetime.datetime.fromisoformat(iso)
    except ValueError:
        return one_line(iso)
    return at.strftime(("%Y-" if year else "") + "%m-%d" + (" %H:%M" if time else ""))


def days_left(deadline: datetime.date, as_of: datetime.date) -> Text:
    """``あと 7 日``, ``本日が期限``, ``3 日超過``."""
    days = (deadline - as_of).days
    if days > 0:
        return Text(f"あと {days} 日", f"{days} day{'s' if days > 1 else ''} left")
    if days == 0:
        return Text("本日が期限", "due today")
    return Text(f"{-days} 日超過", f"{-days} day{'s' if days < -1 else ''} late")


def days_late(deadline: datetime.date | None, as_of: datetime.date) -> int:
    """0 where it is not late."""
    return max(0, (as_of - deadline).days) if deadline else 0
