"""What a value looks like in the roster: what its cell there is read from again."""

from __future__ import annotations

import datetime

from xltool.book.celltext import cell_value
from xltool.form import Edition, Field, Value

__all__ = ["labels", "shown"]


def shown(edition: Edition, one: Field, value: Value) -> Value | datetime.date:
    """A choice's label, a year's label, a box's mark, a date; everything else as it is."""
    if value is None:
        return None
    if one.type == "date" and isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    if one.type == "tick" and one.choices:
        return next((edition.text(label) for code, label in one.choices.options if code == value), value)
    return cell_value(edition, one, value)


def labels(edition: Edition, one: Field) -> tuple[str | int, ...]:
    """The entries of a field's drop-down; none for a field without a list of its own."""
    if one.is_box:
        return ("■", "□")
    if one.type == "fiscal_year":
        return (*one.also, *(label for label, _ in reversed(edition.years)))
    if one.choices is None or one.choices.sheet:
        return ()
    if one.type == "score":
        return tuple(int(code) for code, _ in one.choices.options)
    return tuple(edition.text(label) for _, label in one.choices.options)
