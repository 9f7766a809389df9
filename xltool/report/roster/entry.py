"""What a cell of the roster accepts while somebody types, and the message beside it."""

from __future__ import annotations

import datetime
from typing import Any

from xltool.book.entry import input_message
from xltool.form import NUMERIC, Edition, Field
from xltool.report.roster.columns import RosterColumn
from xltool.report.roster.plan import Pen
from xltool.report.roster.shown import labels
from xltool.report.roster.words import WORDS
from xltool.text import Lang

__all__ = ["entry", "how"]

_TITLE, _MESSAGE = 32, 255  # characters that Excel allows
_LARGEST = 1e15


def entry(pen: Pen, column: RosterColumn) -> dict[str, Any]:  # noqa: PLR0911 - one per kind
    """XlsxWriter's options for one column, but for lists that follow another sheet."""
    edition, lang = pen.contents.edition, pen.lang
    options: dict[str, Any] = {
        "ignore_blank": True,
        "input_title": _clip(column.heading, _TITLE),
        "input_message": _clip(how(edition, column, lang), _MESSAGE),
        "error_title": _clip(column.heading, _TITLE),
    }
    one = column.field
    if column.key == "#deadline" or (one is not None and one.type == "date"):
        return options | _date(edition.year, lang)
    if one is None:
        return options | {"validate": "any"}
    entries = labels(edition, one)
    if entries:
        return options | {
            "validate": "list",
            "source": pen.lists.fixed(entries),
            "error_message": WORDS["not_in_list"].pick(lang),
        }
    if one.type in NUMERIC and not one.also:
        low = -_LARGEST if one.minimum is None else one.minimum
        high = _LARGEST if one.maximum is None else one.maximum
        return options | {
            "validate": "integer" if one.type == "integer" else "decimal",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_message": WORDS["not_a_number"].pick(lang),
        }
    if one.type == "code" and one.length:
        return options | {
            "validate": "length",
            "criteria": "==",
            "value": one.length,
            "error_type": "warning",
            "error_message": WORDS["wrong_length"].format(digits=one.length).pick(lang),
        }
    if one.length:
        return options | {"validate": "length", "criteria": "<=", "value": one.length}
    return options | {"validate": "any"}


def _date(year: int, lang: Lang) -> dict[str, Any]:
    example = datetime.date(year, 6, 30)
    text = f"{example:%Y}/{example.month}/{example.day}" if lang == "ja" else example.isoformat()
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": datetime.date(year - 2, 1, 1),
        "maximum": datetime.date(year + 3, 12, 31),
        "error_message": WORDS["not_a_date"].format(example=text).pick(lang),
    }


def how(edition: Edition, column: RosterColumn, lang: Lang) -> str:
    """How to fill a column in."""
    one = column.field
    identity = edition.form.identity
    if column.key in ("#project", identity.project):
        digits = one.length if one is not None and one.type == "code" else None
        return WORDS["number_help" if digits else "number_help_any"].format(digits=digits).pick(lang)
    if column.key in ("#name", identity.name):
        return WORDS["name_help"].pick(lang)
    if column.key in ("#department", identity.department):
        return WORDS["department_help"].pick(lang)
    if one is None:
        return WORDS[f"{column.key.removeprefix('#')}_help"].pick(lang)
    return of_field(edition, one)


def of_field(edition: Edition, one: Field) -> str:
    """The form's own words on how a field is filled in."""
    if one.type == "tick" and one.choices:
        joined = " / ".join(edition.text(label) for _, label in one.choices.options)
        return f"一覧から選択（{joined}）" if edition.form.language == "ja" else f"choose: {joined}"
    return input_message(edition, one)


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
