"""Numbers as text and text as numbers, the way Excel converts them by itself."""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache

__all__ = ["EPOCH", "MAX_SERIAL", "date_serial", "fifteen", "number_to_text", "text_to_number"]

EPOCH = dt.date(1899, 12, 30).toordinal()  # serial 0 for every date from 1900-03-01
MAX_SERIAL = 2958465  # 9999-12-31


def fifteen(value: float) -> float:
    """The value that Excel sees: 15 significant decimal digits."""
    return float(f"{value:.15g}")


def number_to_text(value: float) -> str:
    """General format as ``&`` gives it: at most 15 digits, scientific from 1E+20 and where more digits would
    be lost.

    0.1+0.2 -> 0.3, 1/3 -> 0.333333333333333, 1E20 -> 1E+20, 0.00001 -> 1E-05.
    """
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    mantissa, _, exponent = f"{value:.14e}".partition("e")
    power = int(exponent)
    sign = "-" if value < 0 else ""
    digits = mantissa.lstrip("-").replace(".", "").rstrip("0")
    if -5 < power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{digits}"
    if power < 0 or power >= 20:
        fraction = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{fraction}E{power:+03d}"
    whole = digits[: power + 1].ljust(power + 1, "0")
    fraction = digits[power + 1 :]
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


_HALF = str.maketrans("０１２３４５６７８９．，＋－％￥（）／：ｅＥ　", "0123456789.,+-%¥()/:eE ")
_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[+-]?)\s*[¥$\\]?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?P<exponent>[eE][+-]?\d+)?\s*(?P<percent>%)?(?P<close>\))?"
)
_DATE = re.compile(r"(?P<year>\d{4})(?P<mark>[/-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
_KANJI = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR])?(?P<year>\d{1,4}|元)"
    r"(?P<mark>年|\.|/|-)(?P<month>\d{1,2})(?(mark)(?:月|\.|/|-))(?P<day>\d{1,2})日?",
    re.IGNORECASE,
)
_TIME = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_LETTERS = {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}


@lru_cache(maxsize=65536)
def text_to_number(text: str) -> float | None:
    """The number that Excel (Japanese edition) reads from a text in arithmetic and VALUE; None gives #VALUE!.

    Spaces around, full-width digits, thousands commas, %, yen and dollar signs, parenthesised negatives,
    exponents, dates (``2025/4/1``, ``2025年4月1日``, ``令和7年4月1日``, ``R7.4.1``) and times. Not read:
    fractions (``1 1/2``), dates without a year.
    """
    plain = text.translate(_HALF).strip(" ")
    if not plain:
        return None
    match = _NUMBER.fullmatch(plain)
    if match is not None:
        return _number(match)
    day, _, clock = plain.partition(" ")
    if ":" in day and not clock:
        day, clock = "", day
    serial = _date(day) if day else 0.0
    part = _time(clock.strip()) if clock else 0.0
    return None if serial is None or part is None else serial + part


def _number(match: re.Match[str]) -> float | None:
    if bool(match["open"]) != bool(match["close"]) or (match["open"] and match["sign"]):
        return None
    value = float(match["digits"].replace(",", "") + (match["exponent"] or ""))
    if not math.isfinite(value):
        return None
    if match["percent"]:
        value /= 100
    return -value if match["open"] or match["sign"] == "-" else value


def _date(text: str) -> float | None:
    match = _DATE.fullmatch(text)
    if match is not None:
        return date_serial(int(match["year"]), int(match["month"]), int(match["day"]))
    match = _KANJI.fullmatch(text)
    if match is None:
        return None
    era = match["era"]
    if era is None and (match["mark"] != "年" or len(match["year"]) != 4):
        return None
    year = 1 if match["year"] == "元" else int(match["year"])
    start = 0 if era is None else _ERAS.get(era) or _LETTERS[era.upper()]
    return date_serial(start + year, int(match["month"]), int(match["day"]))


def _time(text: str) -> float | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = int(match[1]), int(match[2]), float(match[3] or 0)
    if minutes > 59 or seconds >= 60:
        return None
    return (hours * 3600 + minutes * 60 + seconds) / 86400


def date_serial(year: int, month: int, day: int) -> float | None:
    """Excel's day number of a calendar date from 1900-01-01 to 9999-12-31, None where there is no such day.

    Serial 60 is 1900-02-29, a day that Excel keeps for compatibility with Lotus 1-2-3.
    """
    if (year, month, day) == (1900, 2, 29):
        return 60.0
    try:
        ordinal = dt.date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None
    if year < 1900:
        return None
    return float(ordinal if ordinal > 60 else ordinal - 1)
