"""One cell to one value of the field's type. What cannot be read is said, never guessed."""

from __future__ import annotations

import re
from typing import cast

from xltool.book.raw import CellError, CellValue
from xltool.book.record import AnomalyKind
from xltool.form import NUMERIC, Edition, Field, Value
from xltool.text import Text
from xltool.values import (
    Reading,
    format_number,
    read_choice,
    read_code,
    read_date,
    read_number,
    read_phone,
    read_score,
    read_standin,
    read_tick,
    read_year,
)
from xltool.values.numbers import NumberKind

__all__ = ["Cell", "raw_text", "read_cell"]

Cell = tuple[Value, AnomalyKind | None, Text | None]  # value, what to say of it, the sentence
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # control characters but tab and line ends
_LISTS = frozenset({"choice", "tick", "score"})


def raw_text(value: CellValue) -> str:
    """The cell's content as text, as a person would see it in a General cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format_number(value).replace(",", "")
    return str(value)


def read_cell(  # noqa: PLR0911 - one per kind of content
    edition: Edition, one: Field, raw: CellValue, *, date1904: bool = False
) -> Cell:
    """The value of a field's cell, and what there is to say about how it was written."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return (False if one.is_box else None), None, None
    if isinstance(raw, CellError):
        return None, "error_value", None
    kind = one.type
    if kind in ("text", "paragraph"):
        text = raw if isinstance(raw, str) else raw_text(raw)
        return text, "control_characters" if _UNSEEN.search(text) else None, None
    if isinstance(raw, float) and kind in NUMERIC and kind not in ("score", "integer"):
        return (int(raw) if raw.is_integer() and abs(raw) < 1e15 else raw), None, None
    if one.also and isinstance(raw, str):
        meant = read_standin(raw, one.also)
        if meant is not None:
            return meant, None, None
    reading = _reading(edition, one, raw, date1904=date1904)
    if reading is None:
        return raw_text(raw), None, None
    if reading.status in ("ok", "empty"):
        value = reading.value
        return (
            (int(value) if isinstance(value, float) and value.is_integer() and kind != "date" else value),
            None,
            None,
        )
    if reading.status == "normalised":
        return reading.value, "normalised", reading.note
    if reading.status == "unreadable" and kind in _LISTS:
        return None, "not_in_list", reading.note
    return None, "ambiguous" if reading.status == "ambiguous" else "unreadable", reading.note


def _reading(  # noqa: PLR0911 - one per type
    edition: Edition, one: Field, raw: float | str | bool, *, date1904: bool
) -> Reading | None:
    """The reader of the field's type; None where anything is right."""
    match one.type:
        case "fiscal_year":
            return read_year(raw, base_year=edition.year, date1904=date1904)
        case "date":
            return read_date(raw, date1904=date1904)
        case "code":
            return read_code(raw, width=one.length)
        case "phone":
            return read_phone(raw)
        case "score":
            assert one.choices
            return read_score(raw, [(int(code), label) for code, label in one.choices.options])
        case "tick":
            return read_tick(raw) if one.choices is None else read_choice(raw, edition.options(one) or ())
        case "choice":
            options = edition.options(one)
            return None if options is None else read_choice(raw, options)
        case _:
            return read_number(raw, unit=one.unit, kind=cast(NumberKind, one.type))
