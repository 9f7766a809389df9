"""Values as people see them in the sheet: 1437 as ``1,437``, 2018 as 平成30年度, a code as its label."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from xltool.form import NUMERIC, Edition, Field
from xltool.formula import ExcelError, Scalar
from xltool.text import Text
from xltool.values import format_number, serial_day

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BLANK", "joined", "one_line", "plain", "quote", "same", "shown"]

BLANK = Text("（空欄）", "(blank)")
_LONGEST = 60  # characters of prose inside a message


def shown(edition: Edition, one: Field, value: Scalar) -> Text:
    """A normalised value of a field, on one line."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, ExcelError):
        return _both(value.value)
    if isinstance(value, bool):
        return _both(("■" if value else "□") if one.is_box else str(value).upper())
    return _both(_word(edition, one, value) if isinstance(value, str) else _number(edition, one, value))


def _word(edition: Edition, one: Field, value: str) -> str:
    options = one.choices.options if one.choices and one.type != "score" else ()
    label = next((label for code, label in options if code == value), None)
    return one_line(edition.text(label) if label is not None else value)


def _number(edition: Edition, one: Field, value: float) -> str:
    if one.type == "fiscal_year" and float(value).is_integer():
        return edition.year_label(int(value))
    if one.type == "percent":
        return format_number(value * 100, one.decimals) + "%"
    if one.type == "date":
        day = serial_day(float(value))
        return day.isoformat() if day is not None else format_number(value)
    return format_number(value, one.decimals if one.type in NUMERIC else None)


def one_line(text: str) -> str:
    """Prose, shortened to be quoted inside a sentence."""
    line = " ".join(text[: _LONGEST * 10].split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def plain(text: str) -> str:
    """Without spaces and differences of width or case, which are nobody's mistake; for comparing only."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def quote(text: Text) -> Text:
    """In the quotation marks of its language; what stands in brackets already (（空欄）) stays as it is."""
    return text if text == BLANK else Text(f"「{text.ja}」", f'"{text.en}"')


def joined(texts: Iterable[Text]) -> Text:
    """Distinct texts as a list: ``平成30年度、平成31年度``."""
    distinct = tuple(dict.fromkeys(texts))
    return Text("、".join(t.ja for t in distinct), ", ".join(t.en for t in distinct))


def same(one: Scalar, other: Scalar) -> bool:
    """Equal but for what Excel cannot tell apart: empty and "", the 15th digit of a number, line ends."""
    if one == other:
        return True
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return _text(one) == _text(other)
    if isinstance(one, ExcelError) or isinstance(other, ExcelError):
        return one is other
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


def _text(value: Scalar) -> Scalar:
    if value is None:
        return ""
    return (
        "\n".join(line.rstrip() for line in value.splitlines()).strip() if isinstance(value, str) else value
    )


def _both(text: str) -> Text:
    return Text(text, text)
