"""Reading a fiscal year, in whatever way it was written."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from xltool.text import Text
from xltool.values.chars import plain_dashes, unspaced
from xltool.values.dates import ERA_YEAR, compact_day, era_year, parse_days, parse_month, serial_day
from xltool.values.eras import ERAS, fiscal_year, year_label
from xltool.values.reading import EMPTY, ambiguous, blank, ok, read_as, unreadable

if TYPE_CHECKING:
    from xltool.values.reading import Raw, Reading

__all__ = ["FIRST", "LAST", "read_year"]

FIRST, LAST = 1868, 2200  # western years that a sheet may name
_SERIAL_FROM, _SERIAL_TO = 9498, 73050  # 1926-01-01 to 2099-12-31: no year of any kind looks like these
_UNIT = "(?:年度|年)?(?:末|中|当初|分)?"
_ERA = re.compile(ERA_YEAR + _UNIT)
_WESTERN = re.compile(rf"(?:西暦|FY|fy)?([0-9]{{4}})(?:FY|fy|{_UNIT})")
_NO_ERA = re.compile(rf"'?([0-9]{{1,3}}|元){_UNIT}")
_ANY = re.compile(rf"{ERA_YEAR}|(?<![0-9])(?P<western>[12][0-9]{{3}})(?![0-9])")

_NO_YEAR = Text(
    ja="「{raw}」は年度として読み取れません。一覧から選んでください。",
    en='"{raw}" cannot be read as a fiscal year. Please choose one from the list.',
)
_WHICH_YEAR = Text(
    ja="「{raw}」はどの年度か確定できません（考えられる年度: {names}）。一覧から選び直してください。",
    en='"{raw}" does not say what fiscal year is meant (possible: {names}). Please choose from the list.',
)
_OF_DATE = Text(ja="{day} が属する{name}", en="{name}, which {day} lies in")


def read_year(value: Raw, *, base_year: int, date1904: bool = False) -> Reading:
    """The fiscal year as a western year (平成29年度 is 2017).

    A western year as a number and the label of the drop-down list are ok; anything else of one meaning is
    normalised. A date gives the fiscal year it lies in. A number below 1000 without its era (``29``) is
    ambiguous even where only one era is plausible: the candidates are the years it has in 昭和, 平成 and 令和
    from 80 before to 30 after the base year, nearest first.
    """
    if blank(value):
        return EMPTY
    if isinstance(value, datetime.date):
        return _of_day(value, value, base_year)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _read_number(value, value, base_year, date1904)
    if not isinstance(value, str) or len(value) > 200:
        return unreadable(value, _NO_YEAR)
    return _read_text(value, plain_dashes(unspaced(value)), base_year, date1904)


def _read_number(raw: Raw, number: float, base_year: int, date1904: bool) -> Reading:
    whole = number % 1 == 0
    if whole and FIRST <= number <= LAST:
        return _as(raw, int(number), base_year) if isinstance(raw, str) else ok(int(number))
    if whole and 0 < number < 1000:
        return _without_era(raw, int(number), base_year)
    day = compact_day(number) if whole else None
    if day is None and _SERIAL_FROM <= number < _SERIAL_TO + 1:
        day = serial_day(number, date1904=date1904)
    return _of_day(raw, day, base_year) if day else unreadable(raw, _NO_YEAR)


def _read_text(raw: str, text: str, base_year: int, date1904: bool) -> Reading:
    if re.fullmatch(r"[0-9]{1,10}(\.0+)?", text):
        return _read_number(raw, float(text), base_year, date1904)
    if match := _NO_ERA.fullmatch(text):
        return _without_era(raw, 1 if match[1] == "元" else int(match[1]), base_year)
    year = _one_year(text)
    if year is not None:
        labels = (year_label(year, base_year=base_year), year_label(year, base_year=base_year, lang="en"))
        return ok(year) if raw in labels else _as(raw, year, base_year)
    days = parse_days(raw)
    if len(days) == 1:
        return _of_day(raw, days[0], base_year)
    if days:
        return _which(raw, [fiscal_year(day) for day in days], base_year)
    return _read_several(raw, text, base_year)


def _one_year(text: str) -> int | None:
    """A year, or a month's fiscal year, that says its era or its four digits."""
    if match := _ERA.fullmatch(text):
        return era_year(match["era"], match["n"])
    if match := _WESTERN.fullmatch(text):
        return int(match[1]) if FIRST <= int(match[1]) <= LAST else None
    month = parse_month(text)
    return fiscal_year(month) if month else None


def _read_several(raw: str, text: str, base_year: int) -> Reading:
    """``平成31(2019)年度`` and ``平成31・令和元年度`` say one year twice; anything else is not one year."""
    if match := re.fullmatch(r"([^()]*)\(([^()]*)\)([^()]*)", text):
        parts = [match[1] + match[3], match[2]]
    else:
        parts = re.split("[/・=,、]", text)
    years = [_one_year(part) for part in parts[:2]]
    if len(parts) == 2 and years[0] is not None and years[0] == years[1]:
        return _as(raw, years[0], base_year)
    inside = (int(m["western"]) if m["western"] else era_year(m["era"], m["n"]) for m in _ANY.finditer(text))
    named = [year for year in inside if year and FIRST <= year <= LAST]
    if named and len(parts) == 2 and years[0] is not None:
        return _which(raw, named, base_year)  # a year and a remark, or two years
    return unreadable(raw, _NO_YEAR, tuple(dict.fromkeys(named)))


def _without_era(raw: Raw, number: int, base_year: int) -> Reading:
    years = [era.zero + number for era in ERAS[:3] if number]
    near = sorted((y for y in years if -80 <= y - base_year <= 30), key=lambda y: abs(y - base_year))
    return _which(raw, near, base_year) if near else unreadable(raw, _NO_YEAR)


def _name(year: int, base_year: int) -> Text:
    label = year_label(year, base_year=base_year)
    return Text(ja=label if label.startswith(str(year)) else f"{label}（{year}年度）", en=f"FY{year}")


def _as(raw: Raw, year: int, base_year: int) -> Reading:
    return read_as(raw, year, _name(year, base_year))


def _of_day(raw: Raw, day: datetime.date, base_year: int) -> Reading:
    year = fiscal_year(day)
    if not FIRST <= year <= LAST:
        return unreadable(raw, _NO_YEAR)
    return read_as(raw, year, _OF_DATE.format(name=_name(year, base_year), day=day.isoformat()[:10]))


def _which(raw: Raw, years: list[int], base_year: int) -> Reading:
    found = tuple(dict.fromkeys(years))
    names = [_name(year, base_year) for year in found]
    both = Text(ja="、".join(name.ja for name in names), en=", ".join(name.en for name in names))
    return ambiguous(raw, _WHICH_YEAR, found, names=both)
