"""How a value stands in its cell, and as people read it: labels, boxes, serial dates."""

from __future__ import annotations

from xltool.form import Edition, Field, Value
from xltool.values import day_serial, format_number, serial_day

__all__ = ["TICKED", "UNTICKED", "cell_value", "printed"]

TICKED, UNTICKED = "■", "□"


def cell_value(edition: Edition, one: Field, value: Value) -> Value:
    """What is written into the cell: a year's and a choice's label, a box's mark, a date's serial number."""
    if one.is_box:
        return TICKED if value is True else UNTICKED
    if value is None:
        return edition.unticked.get(one.id)
    if one.type == "fiscal_year" and isinstance(value, int | float) and not isinstance(value, bool):
        return edition.year_label(int(value))
    if one.type in ("choice", "tick") and isinstance(value, str):
        return _label(edition, one, value)
    if one.type == "date" and isinstance(value, str):
        number = day_serial(value)
        return value if number is None else number
    broken = isinstance(value, str) and "\r" in value
    return str(value).replace("\r\n", "\n").replace("\r", "\n") if broken else value


def _label(edition: Edition, one: Field, code: str) -> str:
    return next((label for known, label in edition.options(one) or () if known == code), code)


def printed(edition: Edition, one: Field, value: Value) -> str:  # noqa: PLR0911 - one line per kind
    """The cell as it looks: with thousands commas and decimals."""
    shown = cell_value(edition, one, value)
    if shown is None:
        return ""
    if isinstance(shown, bool):
        return "TRUE" if shown else "FALSE"
    if isinstance(shown, str):
        return shown
    if one.type == "date":
        day = serial_day(float(shown))
        return "" if day is None else f"{day:%Y/%m/%d}"
    if one.type == "percent":
        return f"{format_number(shown * 100, one.decimals)}%"
    if one.type in ("integer", "amount") or one.decimals is not None:
        return format_number(shown, one.decimals or 0)
    return format_number(shown).replace(",", "")
