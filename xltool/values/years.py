"""Reading a fiscal year, in whatever way it was written."""

from __future__ import annotations

import datetime
import re

from xltool.text import Text
from xltool.values.chars import plain_dashes, unspaced
from xltool.values.dates import ERA_YEAR, era_year, parse_days, parse_month, serial_day
from xltool.values.eras import ERAS, fiscal_year, year_label
from xltool.values.reading import EMPTY, Raw, Reading, ambiguous, normalised, ok, quoted, unreadable

__all__ = ["read_year"]

FIRST, LAST = 1868, 2200  # western years that a sheet may name
_SERIAL_FROM, _SERIAL_TO = 9497, 73050  # 1926-01-01 to 2099-12-31: no year and no era year looks like these
_UNIT = "(?:年度|年)?(?:末|中|当初|分)?"
_ERA = re.compile(ERA_YEAR + _UNIT)
_WESTERN = re.compile(rf"(?:西暦|FY|fy)?([0-9]{{4}})(?:FY|fy|{_UNIT})")
_BARE = re.compile(rf"'?([0-9]{{1,3}}|元){_UNIT}")
_ANY = re.compile(rf"{ERA_YEAR}|(?<![0-9])(?P<western>[12][0-9]{{3}})(?![0-9])")


def read_year(value: Raw, *, base_year: int, date1904: bool = False) -> Reading:
    """The fiscal year as a western year (平成29年度 is 2017).

    A western year as a number and the label of the drop-down list are ok; anything else of one meaning is
    normalised. A date gives the fiscal year it lies in. A number below 1000 without its era (``29``) is
    ambiguous even where only one era is plausible; the candidates are the years it has in 昭和, 平成 and 令和
    from 80 before to 30 after the base year, nearest first.
    """
    if value is None or (isinstance(value, str) and not unspaced(value)):
        return EMPTY
    if isinstance(value, datetime.date):
        return _as(value, fiscal_year(value), base_year)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _read_number(value, value, base_year, date1904)
    if not isinstance(value, str) or len(value) > 200:
        return _no(value)
    for lang in ("ja", "en"):
        found = _text_year(unspaced(value))
        if found is not None and value == year_label(found, base_year=base_year, lang=lang):
            return ok(found)
    return _read_text(value, base_year, date1904)


def _read_number(number: float, raw: object, base_year: int, date1904: bool) -> Reading:
    whole = number == number // 1
    if whole and FIRST <= number <= LAST:
        return ok(int(number)) if raw is number else _as(raw, int(number), base_year)
    if whole and 0 < number < 1000:
        return _without_era(int(number), raw, base_year)
    days = parse_days(str(int(number))) if whole and 18000000 <= number < 22000000 else ()
    day = serial_day(number, date1904=date1904) if _SERIAL_FROM <= number <= _SERIAL_TO else None
    day = days[0] if days else day
    return _no(raw) if day is None else _as(raw, fiscal_year(day), base_year, day)


def _read_text(raw: str, base_year: int, date1904: bool) -> Reading:
    text = plain_dashes(unspaced(raw))
    if re.fullmatch(r"[0-9]{1,10}(\.0+)?", text):
        return _read_number(float(text), raw, base_year, date1904)
    if match := _BARE.fullmatch(text):
        return _without_era(1 if match[1] == "元" else int(match[1]), raw, base_year)
    found = _text_year(text)
    if found is not None:
        return _as(raw, found, base_year)
    days = tuple(dict.fromkeys(fiscal_year(day) for day in parse_days(text)))
    if len(days) == 1:
        return _as(raw, days[0], base_year, parse_days(text)[0])
    if days:
        return _which(raw, days, base_year)
    return _read_several(raw, text, base_year)


def _text_year(text: str) -> int | None:
    """A year or a month that says its era or its four digits."""
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
    years = [_text_year(part) for part in parts]
    if len(parts) == 2 and years[0] is not None and years[0] == years[1]:
        return _as(raw, years[0], base_year)
    inside = (
        int(m["western"]) if m["western"] else era_year(m["era"], m["n"]) for m in _ANY.finditer(text)
    )
    named = tuple(dict.fromkeys(year for year in inside if year and FIRST <= year <= LAST))
    if named and len(parts) == 2 and years[0] is not None:
        return _which(raw, named, base_year)
    return _no(raw, named)


def _without_era(number: int, raw: object, base_year: int) -> Reading:
    years = [era.zero + number for era in ERAS[:3] if number]
    near = sorted((y for y in years if -80 <= y - base_year <= 30), key=lambda y: abs(y - base_year))
    return _which(raw, tuple(near), base_year) if near else _no(raw)


def _name(year: int, base_year: int) -> Text:
    label = year_label(year, base_year=base_year)
    return Text(ja=label if label.startswith(str(year)) else f"{label}（{year}年度）", en=f"FY{year}")


def _as(raw: object, year: int, base_year: int, day: datetime.date | None = None) -> Reading:
    name = _name(year, base_year)
    if day is None:
        ja, en = f"「{quoted(raw)}」を{name.ja}と読み取りました。", f'Read "{quoted(raw)}" as {name.en}.'
    else:
        ja = f"「{quoted(raw)}」を日付 {day.isoformat()} とみて、{name.ja}と読み取りました。"
        en = f'Read "{quoted(raw)}" as the date {day.isoformat()}, which lies in {name.en}.'
    return normalised(year, Text(ja=ja, en=en))


def _which(raw: object, years: tuple[int, ...], base_year: int) -> Reading:
    names = [_name(year, base_year) for year in years]
    return ambiguous(
        years,
        Text(
            ja=f"「{quoted(raw)}」はどの年度か確定できません（考えられる年度: {'、'.join(n.ja for n in names)}）。"
            "一覧から選び直してください。",
            en=f'"{quoted(raw)}" does not say which fiscal year is meant (possible: '
            f"{', '.join(n.en for n in names)}). Please choose it from the list.",
        ),
    )


def _no(raw: object, years: tuple[int, ...] = ()) -> Reading:
    return unreadable(
        Text(
            ja=f"「{quoted(raw)}」は年度として読み取れません。一覧から選んでください。",
            en=f'"{quoted(raw)}" cannot be read as a fiscal year. Please choose it from the list.',
        ),
        years,
    )
