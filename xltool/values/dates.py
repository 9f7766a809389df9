"""Dates as people type them: serials, western, every era, with or without 年月日."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from xltool.text import Text
from xltool.values.chars import half_width, plain_dashes, unspaced
from xltool.values.eras import ERAS, kanji_number
from xltool.values.reading import EMPTY, ambiguous, blank, listed, ok, read_as, shown, unreadable

if TYPE_CHECKING:
    from xltool.values.reading import Raw, Reading

__all__ = [
    "ERA_YEAR",
    "compact_day",
    "day_serial",
    "era_year",
    "parse_days",
    "parse_month",
    "read_date",
    "serial_day",
]

_NUM = "[0-9]{1,3}|元|[〇一二三四五六七八九十]{1,3}"
_NAMES = "明治|大正|昭和|平成|令和|[明大昭平令㍾㍽㍼㍻㋿MTSHRmtshr]"
ERA_YEAR = rf"(?P<era>{_NAMES})\.?(?P<n>{_NUM})"
_YEAR = rf"(?:{ERA_YEAR}|(?:西暦)?(?P<western>[0-9]{{4}}))"
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?\s*\Z")  # what programs append to a date
_MD = "[0-9]{1,2}|元|[一二三四五六七八九十]{1,3}"
_WEEKDAY_NAME = r"(?:\((?P<weekday>[日月火水木金土])(?:曜日?)?\))?"
_DAY = re.compile(rf"{_YEAR}[年./\-](?P<m>{_MD})[月./\-](?P<d>{_MD})日?{_WEEKDAY_NAME}")
# No "-" here: R5-7 is a span of years to whoever types it
_MONTH = re.compile(rf"{_YEAR}(?:年(?P<m>{_MD})月分?|[./](?P<m2>{_MD}))")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EIGHT = re.compile(r"((?:18|19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_NO_ERA = re.compile(r"([0-9]{1,2})[年./\-]([0-9]{1,2})[月./\-]([0-9]{1,2})日?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[./\-]([0-9]{1,2})[./\-]([0-9]{4})")
_BY_INITIAL = {key: era for era in ERAS for key in (era.name[0], era.letter, era.letter.lower(), era.sign)}

_NO_DATE = Text(
    ja="「{raw}」は日付として読み取れません。「2025/4/1」または「令和7年4月1日」のように入力してください。",
    en='"{raw}" cannot be read as a date. Please type it like 2025/4/1.',
)
_WHICH_DATE = Text(
    ja="「{raw}」はどの日付か確定できません（考えられる日付: {names}）。",
    en='"{raw}" does not say which date is meant (possible: {names}).',
)
_WEEKDAY = Text(
    ja="「{raw}」の曜日が日付（{names}）と合いません。どちらが正しいかご確認ください。",
    en='The weekday in "{raw}" does not fit the date ({names}). Please check which is right.',
)


def era_year(era: str, number: str) -> int | None:
    """The calendar year of ``H`` and ``29``; an era goes on beyond its end, as on forms printed before it."""
    n = kanji_number(number)
    year = _BY_INITIAL[era[0]].zero + n if n else None
    return year if year and year <= 2200 else None


def _day(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    try:
        return datetime.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _year(match: re.Match[str]) -> int | None:
    return int(match["western"]) if match["western"] else era_year(match["era"], match["n"])


def parse_days(text: str) -> tuple[datetime.date, ...]:
    """Every day a text can mean; none for "not a date". ``7.4.1`` can be several, ``R7.4.1`` only one."""
    text = plain_dashes(unspaced(_MIDNIGHT.sub("", half_width(text))))
    found: list[datetime.date | None] = [compact_day(text)]
    if match := _DAY.fullmatch(text):
        found = [_day(_year(match), kanji_number(match["m"]), kanji_number(match["d"]))]
    elif match := _NO_ERA.fullmatch(text):
        n, month, day = int(match[1]), int(match[2]), int(match[3])
        found = [_day(zero + n, month, day) for zero in (2018, 1988, 1925, 2000)] if n else []
    elif match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        found = [_day(year, first, second), _day(year, second, first)]
    return tuple(dict.fromkeys(day for day in found if day))


def compact_day(text: str | float) -> datetime.date | None:
    """The day of ``20250401``, as text or number."""
    match = _EIGHT.fullmatch(text if isinstance(text, str) else str(int(text)) if 0 < text < 1e8 else "")
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def parse_month(text: str) -> datetime.date | None:
    """The first day of ``平成29年3月``, ``H29.3``, ``2017/3``; None for anything else."""
    match = _MONTH.fullmatch(unspaced(text))
    return _day(_year(match), kanji_number(match["m"] or match["m2"]), 1) if match else None


def serial_day(serial: float, *, date1904: bool = False) -> datetime.date | None:
    """The day of an Excel serial number; None outside Excel's calendar and for its invented 1900-02-29."""
    if date1904:
        serial += 1462
    if not (1 <= serial < 2958466) or (60 <= serial < 61):
        return None
    return datetime.date(1899, 12, 30 if serial >= 61 else 31) + datetime.timedelta(days=int(serial))


def day_serial(iso: str) -> float | None:
    """Excel's serial number of a day written ``2025-04-01``; None for other texts and days before 1900."""
    if not _ISO.fullmatch(iso):
        return None
    year, month, day = (int(part) for part in iso.split("-"))
    found = _day(year, month, day)
    if found is None or found.year < 1900:
        return None
    zero = datetime.date(1899, 12, 31 if found < datetime.date(1900, 3, 1) else 30)  # as in serial_day
    return float((found - zero).days)


def read_date(raw: Raw, *, date1904: bool = False) -> Reading:
    """An ISO date string. A date cell (serial) or ISO text is ok, other text normalised.

    Ambiguous: a year without its era, month and day in doubt, a weekday that does not fit. A number that
    looks like a year alone is unreadable.
    """
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _read_serial(raw, date1904)
    if isinstance(raw, datetime.date):
        return ok(raw.isoformat()[:10])
    text = unspaced(shown(raw))
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        day = serial_day(float(text), date1904=date1904)  # a date cell pasted as its bare number
        return read_as(raw, day.isoformat(), day.isoformat()) if day else unreadable(raw, _NO_DATE)
    return EMPTY if blank(raw) else _read_text(shown(raw))


def _read_text(raw: str) -> Reading:
    days = parse_days(raw) if len(raw) < 100 else ()
    if not days:
        return unreadable(raw, _NO_DATE)
    names = [day.isoformat() for day in days]
    weekday = re.search(r"\((.)", unspaced(raw))
    contradicts = weekday and "月火水木金土日"[days[0].weekday()] != weekday[1]
    if contradicts or len(days) > 1:
        return ambiguous(raw, _WEEKDAY if contradicts else _WHICH_DATE, tuple(names), names=listed(names))
    return ok(raw) if raw == names[0] else read_as(raw, names[0], names[0])


def _read_serial(raw: float, date1904: bool) -> Reading:
    whole = raw % 1 == 0
    day = serial_day(raw, date1904=date1904)
    if whole and (compact := compact_day(raw)):
        return read_as(raw, compact.isoformat(), compact.isoformat())
    if day is None or (whole and 1868 <= raw <= 2200):
        return unreadable(raw, _NO_DATE)
    # A cell that also holds a time shows more than the date we keep
    return ok(day.isoformat()) if whole else read_as(raw, day.isoformat(), day.isoformat())
