"""The number formats of TEXT that an office uses.

Digits ``0 # ,`` with decimals, thousands scaling and ``%``; dates and times ``yyyy yy m mm d dd aaa aaaa ddd
dddd h hh mm ss``; ``General``, ``@``; quoted, escaped and plain literal text; up to four sections. Not
supported, and a form error where the format is a literal: ``?``, fractions, ``E+00``, fill ``*``, everything
in ``[ ]``, and eras (``ggge``), which no engine but Excel itself renders.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Literal

from xltool.formula.number_text import EPOCH, MAX_SERIAL, number_to_text, text_to_number
from xltool.formula.vec import ExcelError, Scalar

__all__ = ["Section", "format_value", "read_format"]

_CONTEXT = Context(prec=1000)  # exact for every float and every format of that length
_MAX_LENGTH = 255  # characters of a format in Excel
_TOKEN = re.compile(
    r'(?P<literal>"[^"]*"|\\.|_.|[-+ $():/!^&\'~<>=¥￥]|[^\x00-\x7f])'
    r"|(?P<general>General|G/標準)"
    r"|(?P<digits>[0#][0#,]*(?:\.[0#]*)?,*|\.[0#]+,*)"
    r"|(?P<date>y{1,4}|m{1,2}|d{1,4}|h{1,2}|s{1,2}|a{3,4})"
    r"|(?P<percent>%)|(?P<text>@)",
    re.IGNORECASE,
)
_WEEK = ("月", "火", "水", "木", "金", "土", "日")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part between semicolons."""

    kind: Literal["number", "date", "general", "text", "literal"]
    tokens: tuple[tuple[str, str], ...]  # (token kind, text); literals already without quotes


@lru_cache(maxsize=1024)
def read_format(text: str) -> tuple[Section, ...] | None:
    """The sections of a format, None where it is not supported."""
    if len(text) > _MAX_LENGTH:
        return None
    sections: list[Section] = []
    for part in _split(text):
        section = _section(part)
        if section is None:
            return None
        sections.append(section)
    return tuple(sections) if 1 <= len(sections) <= 4 else None


def _split(text: str) -> list[str]:
    """At the semicolons outside quotes."""
    parts, start, quoted, escaped = [], 0, False, False
    for i, char in enumerate(text):
        if escaped:
            escaped = False
        elif char == '"':
            quoted = not quoted
        elif char == "\\" and not quoted:
            escaped = True
        elif char == ";" and not quoted:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def _section(text: str) -> Section | None:
    tokens: list[tuple[str, str]] = []
    pos = 0
    while pos < len(text):
        match = _TOKEN.match(text, pos)
        if match is None or match.lastgroup is None:
            return None
        tokens.append((match.lastgroup, _plain(match.lastgroup, match.group())))
        pos = match.end()
    kinds = [kind for kind, _ in tokens]
    special = {"date", "digits", "general", "text"} & set(kinds)
    if len(special) > 1 or ("date" not in special and sum(kinds.count(kind) for kind in special) > 1):
        return None
    if "date" in special:
        return Section(kind="date", tokens=_minutes(tokens))
    if not special:
        return Section(kind="literal", tokens=tuple(tokens))
    found = special.pop()
    return Section(
        kind="number" if found == "digits" else "general" if found == "general" else "text",
        tokens=tuple(tokens),
    )


def _plain(kind: str, text: str) -> str:
    if kind == "date":
        return text.lower()
    if kind != "literal" or len(text) == 1:
        return text
    return " " if text[0] == "_" else text[1:-1] if text[0] == '"' else text[1:]


def _minutes(tokens: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """``m`` after hours or before seconds means minutes."""
    codes = [i for i, (kind, _) in enumerate(tokens) if kind == "date"]
    out = list(tokens)
    for at, i in enumerate(codes):
        if tokens[i][1][0] == "m":
            before = tokens[codes[at - 1]][1] if at else ""
            after = tokens[codes[at + 1]][1] if at + 1 < len(codes) else ""
            if before.startswith("h") or after.startswith("s"):
                out[i] = ("date", "M" * len(tokens[i][1]))
    return tuple(out)


def format_value(value: Scalar, form: str) -> Scalar:
    """TEXT(value, form); an unsupported format is #VALUE!."""
    if form == "":
        return ""
    sections = read_format(form)
    if sections is None:
        return ExcelError.VALUE
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        number = None if sections[-1].kind == "text" else text_to_number(value)
        if number is None:
            return _with_text(value, sections)
        value = number
    if isinstance(value, ExcelError):
        return value
    return _with_number(float(value or 0), sections)


def _with_text(value: str, sections: tuple[Section, ...]) -> str:
    last = sections[-1]
    if last.kind != "text" and len(sections) < 4:
        return value
    return "".join(value if kind == "text" else text for kind, text in last.tokens)


def _with_number(value: float, sections: tuple[Section, ...]) -> Scalar:
    numeric = sections[:3] if sections[-1].kind != "text" or len(sections) == 1 else sections[:-1][:3]
    which = 0
    if value < 0 and len(numeric) > 1:
        which, value = 1, -value
    elif value == 0 and len(numeric) > 2:
        which = 2
    section = numeric[which]
    match section.kind:
        case "date":
            return _date(value, section)
        case "literal":
            sign = "-" if value < 0 else ""
            return sign + "".join(text for _, text in section.tokens)
        case "number":
            return _number(value, section)
        case _:
            shown = _general(abs(value)) if section.kind == "general" else number_to_text(abs(value))
            body = "".join(shown if kind in ("general", "text") else text for kind, text in section.tokens)
            return f"-{body}" if value < 0 else body


def _general(value: float) -> str:
    """General as in a wide cell: ten digits, scientific with six from 1E+11 and below 0.0001."""
    if value != 0 and (value >= 1e11 or value < 1e-4):
        digits, _, power = f"{value:.5e}".partition("e")
        return f"{digits.rstrip('0').rstrip('.')}E{int(power):+03d}"
    decimals = 10 - max(len(str(int(value))), 1)
    return number_to_text(
        float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-max(decimals, 0)), ROUND_HALF_UP))
    )


def _number(value: float, section: Section) -> str:
    kinds = [kind for kind, _ in section.tokens]
    pattern = section.tokens[kinds.index("digits")][1]
    scale = len(pattern) - len(pattern.rstrip(","))
    whole, _, fraction = pattern.rstrip(",").partition(".")
    power = 2 * kinds.count("percent") - 3 * scale
    if not power and value.is_integer() and abs(value) < 1e15:
        integer, decimals = str(abs(int(value))), "0" * len(fraction)
    else:
        exact = Decimal(f"{value:.15g}").scaleb(power, _CONTEXT)
        rounded = abs(exact.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP, _CONTEXT))
        integer, _, decimals = f"{rounded:f}".partition(".")
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        integer = _grouped(integer)
    needed = len(fraction.rstrip("#"))
    decimals = decimals[:needed] + decimals[needed:].rstrip("0")
    shown = integer + ("." + decimals if "." in pattern else "")
    body = "".join(shown if kind == "digits" else text for kind, text in section.tokens)
    return f"-{body}" if value < 0 else body


def _grouped(digits: str) -> str:
    first = len(digits) % 3
    groups = [digits[:first]] if first else []
    return ",".join(groups + [digits[i : i + 3] for i in range(first, len(digits), 3)])


def _date(value: float, section: Section) -> Scalar:
    if value < 0 or value >= MAX_SERIAL + 1:
        return ExcelError.VALUE
    seconds = round(value * 86400) % 86400
    days = int((value * 86400 + 0.5) // 86400)
    if days in (0, 60):
        parts = (1900, 1, 0) if days == 0 else (1900, 2, 29)
        weekday = (days + 5) % 7
    else:
        date = dt.date.fromordinal(min(days + (days < 60) + EPOCH, dt.date.max.toordinal()))
        parts, weekday = (date.year, date.month, date.day), (days + 5) % 7
    return "".join(
        _date_part(text, parts, weekday, seconds) if kind == "date" else text for kind, text in section.tokens
    )


def _date_part(code: str, date: tuple[int, int, int], weekday: int, seconds: int) -> str:
    named = {
        "ddd": _DAYS[weekday][:3],
        "dddd": _DAYS[weekday],
        "aaa": _WEEK[weekday],
        "aaaa": _WEEK[weekday] + "曜日",
    }
    if code in named:
        return named[code]
    if code[0] == "y":
        return f"{date[0]:04d}" if len(code) > 2 else f"{date[0] % 100:02d}"
    number = {"m": date[1], "d": date[2], "h": seconds // 3600, "M": seconds // 60 % 60, "s": seconds % 60}[
        code[0]
    ]
    return f"{number:0{len(code)}d}"
