"""Dates as people type them: serials, western, every era, with or without 年月日."""

from __future__ import annotations

import datetime
import re

from xltool.text import Text
from xltool.values.chars import plain_dashes, unspaced
from xltool.values.eras import ERAS, kanji_number
from xltool.values.reading import EMPTY, Raw, Reading, ambiguous, normalised, ok, quoted, unreadable

__all__ = ["ERA_YEAR", "era_year", "parse_days", "parse_month", "read_date", "serial_day"]

_NUM = "[0-9]{1,3}|元|[〇一二三四五六七八九十]{1,3}"
_NAMES = "明治|大正|昭和|平成|令和|[明大昭平令㍾㍽㍼㍻㋿MTSHRmtshr]"
ERA_YEAR = rf"(?P<era>{_NAMES})\.?(?P<n>{_NUM})"
_YEAR = rf"(?:{ERA_YEAR}|(?:西暦)?(?P<western>[0-9]{{4}}))"
_TAIL = r"(?:\((?P<weekday>[日月火水木金土])曜?日?\))?(?:T?00:00(?::00(?:\.0+)?)?)?"
_DAY = re.compile(rf"{_YEAR}[年./\-](?P<m>{_NUM})[月./\-](?P<d>{_NUM})日?{_TAIL}")
_MONTH = re.compile(rf"{_YEAR}(?:年(?P<m>{_NUM})月分?|[./\-](?P<m2>{_NUM}))")
_EIGHT = re.compile(r"((?:18|19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_BARE_ERA = re.compile(r"([0-9]{1,2})[年./\-]([0-9]{1,2})[月./\-]([0-9]{1,2})日?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[./\-]([0-9]{1,2})[./\-]([0-9]{4})")
_ERA_BY_INITIAL = {key: era for era in ERAS for key in (era.name[0], era.letter, era.letter.lower(), era.sign)}


def era_year(era: str, number: str) -> int | None:
    """The calendar year of ``H`` and ``29``; an era is followed beyond its end, as labels printed before do."""
    n = kanji_number(number)
    year = _ERA_BY_INITIAL[era[0]].zero + n if n else None
    return year if year and year <= 2200 else None


def _day(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    try:
        return datetime.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _year(match: re.Match[str]) -> int | None:
    return int(match["western"]) if match["western"] else era_year(match["era"], match["n"])


def parse_days(text: str) -> tuple[datetime.date, ...]:
    """Every day a text can mean; empty for "not a date". ``7.4.1`` can be several, ``R7.4.1`` only one."""
    text = plain_dashes(unspaced(text))
    found: list[datetime.date | None] = []
    if match := _DAY.fullmatch(text):
        day = _day(_year(match), kanji_number(match["m"]), kanji_number(match["d"]))
        if day and match["weekday"] and "月火水木金土日"[day.weekday()] != match["weekday"]:
            return (day, day)  # the weekday contradicts the date: twice the same says "not certain"
        found = [day]
    elif match := _EIGHT.fullmatch(text):
        found = [_day(int(match[1]), int(match[2]), int(match[3]))]
    elif match := _BARE_ERA.fullmatch(text):
        years = [era.zero + int(match[1]) for era in ERAS[:3]] + [2000 + int(match[1])]
        found = [_day(year, int(match[2]), int(match[3])) for year in years] if int(match[1]) else []
    elif match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        found = [_day(year, first, second), _day(year, second, first)]
    return tuple(dict.fromkeys(day for day in found if day))  # in the order of likelihood


def parse_month(text: str) -> datetime.date | None:
    """The first day of ``平成29年3月``, ``H29.3``, ``2017/3``; None for anything else."""
    match = _MONTH.fullmatch(plain_dashes(unspaced(text)))
    return _day(_year(match), kanji_number(match["m"] or match["m2"]), 1) if match else None


def serial_day(serial: float, *, date1904: bool = False) -> datetime.date | None:
    """The day of an Excel serial number; None outside Excel's calendar and for its invented 1900-02-29."""
    limit = 2957004 if date1904 else 2958466
    if not 0 <= serial < limit or (not date1904 and (serial < 1 or 60 <= serial < 61)):
        return None
    if date1904:
        epoch = datetime.date(1904, 1, 1)
    else:
        epoch = datetime.date(1899, 12, 30) if serial > 60 else datetime.date(1899, 12, 31)
    return epoch + datetime.timedelta(days=int(serial))


def _read_serial(raw: float, date1904: bool) -> Reading:
    days = parse_days(str(int(raw))) if 18000000 <= raw < 22000000 and raw == int(raw) else ()
    if days:
        return normalised(days[0].isoformat(), _read_as(raw, days[0]))
    day = serial_day(raw, date1904=date1904)
    if day is None or (1868 <= raw <= 2200 and raw == int(raw)):
        return unreadable(
            Text(
                ja=f"「{quoted(raw)}」は日付として読み取れません。年月日を「2025/4/1」のように入力してください。",
                en=f'"{quoted(raw)}" cannot be read as a date. Type the full date, such as 2025/4/1.',
            )
        )
    if raw == int(raw):
        return ok(day.isoformat())
    return normalised(
        day.isoformat(),
        Text(ja=f"時刻を除き、{day.isoformat()} と読み取りました。", en=f"Read as {day.isoformat()}, without the time."),
    )


def _read_as(raw: object, day: datetime.date) -> Text:
    return Text(
        ja=f"「{quoted(raw)}」を {day.isoformat()} と読み取りました。", en=f'Read "{quoted(raw)}" as {day.isoformat()}.'
    )


def read_date(raw: Raw, *, date1904: bool = False) -> Reading:
    """An ISO date string. A date cell (serial) is ok; text is normalised; a year in doubt is ambiguous."""
    if raw is None or (isinstance(raw, str) and not unspaced(raw)):
        return EMPTY
    if isinstance(raw, datetime.datetime):
        raw = raw.date()
    if isinstance(raw, datetime.date):
        return ok(raw.isoformat())
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _read_serial(raw, date1904)
    days = parse_days(raw) if isinstance(raw, str) and len(raw) < 100 else ()
    if not days:
        return unreadable(
            Text(
                ja=f"「{quoted(raw)}」は日付として読み取れません。「2025/4/1」または「令和7年4月1日」のように入力してください。",
                en=f'"{quoted(raw)}" cannot be read as a date. Type it such as 2025/4/1.',
            )
        )
    if len(days) > 1:
        names = [day.isoformat() for day in dict.fromkeys(days)]
        return ambiguous(
            tuple(names),
            Text(
                ja=f"「{quoted(raw)}」はどの日付か確定できません（考えられる日付: {'、'.join(names)}）。",
                en=f'"{quoted(raw)}" does not say which date is meant (possible: {", ".join(names)}).',
            ),
        )
    return ok(raw) if raw == days[0].isoformat() else normalised(days[0].isoformat(), _read_as(raw, days[0]))
