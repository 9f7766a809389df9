"""Days as letters write them: 令和8年8月31日（月）, Monday 31 August 2026."""

from __future__ import annotations

import datetime

from xltool.text import Lang
from xltool.values.eras import ERAS

__all__ = ["date_text", "day_text", "short_day"]

# The first day of each era; a fiscal year's name (values.eras) changes on another day.
_FIRST_DAYS = {
    "令和": datetime.date(2019, 5, 1),
    "平成": datetime.date(1989, 1, 8),
    "昭和": datetime.date(1926, 12, 25),
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_text(day: datetime.date, lang: Lang) -> str:
    """The whole date with its weekday; the western year before 昭和."""
    if lang == "en":
        return f"{_WEEKDAYS[day.weekday()]} {date_text(day, lang)}"
    return f"{_year(day)}年{short_day(day, lang)}"


def date_text(day: datetime.date, lang: Lang) -> str:
    """The whole date without its weekday, as letters are dated."""
    if lang == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_year(day)}年{day.month}月{day.day}日"


def short_day(day: datetime.date, lang: Lang) -> str:
    """Without its year: 8月31日（月）, Mon 31 Aug."""
    if lang == "en":
        return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"
    return f"{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"


def _year(day: datetime.date) -> str:
    for era in ERAS:
        if day >= _FIRST_DAYS.get(era.name, datetime.date.max):
            number = day.year - era.zero
            return f"{era.name}{'元' if number == 1 else number}"
    return str(day.year)
