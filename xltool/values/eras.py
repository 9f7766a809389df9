"""Japanese eras and fiscal years: which era a year is named by, and how it is spelled.

A fiscal year begins on 1 April and is named by the era in force on that day: 昭和64 is fiscal 平成元年度 only
because 昭和 had ended by then. The one exception is 2019: the Cabinet decided (2 April 2019) that the whole
year is 令和元年度 once the era has changed. Sheets printed before a change cannot know it, so the base year
decides: for base 2018 the year 2020 is 平成32年度.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from xltool.text import Lang

__all__ = ["ERAS", "Era", "era_number", "era_of", "fiscal_year", "kanji_number", "year_choices", "year_label"]


@dataclass(frozen=True, kw_only=True)
class Era:
    """One era: its year n is the calendar year ``zero + n``."""

    name: str
    letter: str  # as in H29
    sign: str  # the one-character form, U+337B …
    zero: int
    first: int  # the first fiscal year named by it
    last: int  # the last one


def _era(name: str, letter: str, sign: str, zero: int, years: tuple[int, int]) -> Era:
    return Era(name=name, letter=letter, sign=sign, zero=zero, first=years[0], last=years[1])


ERAS: tuple[Era, ...] = (  # newest first
    _era("令和", "R", "㋿", 2018, (2019, 9999)),
    _era("平成", "H", "㍻", 1988, (1989, 2018)),
    _era("昭和", "S", "㍼", 1925, (1927, 1988)),
    _era("大正", "T", "㍽", 1911, (1913, 1926)),
    _era("明治", "M", "㍾", 1867, (1868, 1912)),
)


def era_of(year: int, base_year: int) -> Era | None:
    """The era that fiscal ``year`` is named by, of those known in ``base_year``; None before 明治."""
    known = (era for era in ERAS if era.first <= max(base_year, ERAS[-1].first))
    return next((era for era in known if era.first <= year), None)


def era_number(year: int, base_year: int) -> str:
    """The year within its era: ``29``, ``元``; the western year before 明治."""
    era = era_of(year, base_year)
    if era is None:
        return str(year)
    return "元" if year - era.zero == 1 else str(year - era.zero)


def year_label(year: int, *, base_year: int, lang: Lang = "ja") -> str:
    """``平成29年度``, or ``FY2017`` in English."""
    if lang == "en":
        return f"FY{year}"
    era = era_of(year, base_year)
    return f"{era.name if era else ''}{era_number(year, base_year)}年度"


def year_choices(base_year: int, first: int, last: int) -> tuple[tuple[str, int], ...]:
    """Label and western year from ``first`` to ``last`` inclusive, for a drop-down list."""
    return tuple((year_label(year, base_year=base_year), year) for year in range(first, last + 1))


def fiscal_year(day: datetime.date) -> int:
    """The fiscal year that a day belongs to: January to March are still last year's."""
    return day.year if day.month >= 4 else day.year - 1


_DIGITS = {ch: n for n, ch in enumerate("〇一二三四五六七八九")} | {"元": 1}


def kanji_number(text: str) -> int | None:
    """``29``, ``二十九``, ``二九`` or ``元`` as a number below 1000; None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 4 else None
    if text == "元" or (len(text) <= 3 and text and all(ch in _DIGITS and ch != "元" for ch in text)):
        return int("".join(str(_DIGITS[ch]) for ch in text))
    tens, ten, ones = text.partition("十")
    if not ten or len(tens) > 1 or len(ones) > 1 or {*tens, *ones} - (_DIGITS.keys() - {"元", "〇"}):
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
