"""The example row: plausible, and marked so that nobody takes it for a project."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from xltool.form import Edition, Field, Value
from xltool.report.roster.columns import RosterColumn
from xltool.report.roster.plan import Contents, Listed
from xltool.report.roster.words import EXAMPLE, WORDS
from xltool.text import Lang, Text

__all__ = ["EXAMPLE_DEPARTMENT", "EXAMPLE_MAIL", "example_entry", "example_row", "example_value"]

EXAMPLE_DEPARTMENT = Text("総務部総務課", "General Affairs")
EXAMPLE_MAIL = Text("soumu@example.lg.jp", "general@example.org")
_NAME = Text("庁舎管理事業", "Town hall maintenance")


def example_row(contents: Contents, columns: Sequence[RosterColumn]) -> Mapping[str, Listed]:
    """What the first row of the list shows."""
    return {one.key: _of_column(contents, one) for one in columns}


def _of_column(contents: Contents, column: RosterColumn) -> Listed:  # noqa: PLR0911 - one per column
    edition, lang = contents.edition, contents.lang
    words = edition.form.language
    identity = edition.form.identity
    if column.key in ("#project", identity.project):
        width = column.field.length if column.field else None
        return f"{EXAMPLE.pick(words)} {'123'.zfill(width or 3)[-(width or 3) :]}"
    if column.key in ("#name", identity.name):
        return _NAME.pick(words)
    if column.key in ("#department", identity.department):
        return contents.departments[0][0] if contents.departments else EXAMPLE_DEPARTMENT.pick(words)
    if column.key == "#memo":
        return WORDS["example_memo"].pick(lang)
    if column.key == "#deadline":
        return datetime.date(edition.year, 7, 15)
    if column.key == "#previous":
        own = edition.form.fields.get(identity.project or "")
        width = own.length if own else None
        return "118".zfill(width or 3)[-(width or 3) :]
    if column.field is None:
        return None
    choices = column.field.choices
    if choices and choices.column and choices.sheet not in edition.reference:
        return example_entry(choices.column, words)
    return example_value(edition, column.field)


def example_entry(column: str, lang: Lang) -> str:
    """What may stand in a column of a reference sheet."""
    return f"第1{column} ○○" if lang == "ja" else f"{column} 1"


def example_value(edition: Edition, one: Field) -> Value:  # noqa: PLR0911 - one per type
    """A value that a field might hold; None where only the office can know one."""
    if one.choices and one.choices.sheet:
        return _chosen(edition, one)
    if one.choices:
        return one.choices.options[0][0] if one.type != "score" else int(one.choices.options[0][0])
    match one.type:
        case "phone":
            return "内線1234"
        case "fiscal_year":
            return edition.year - 5
        case "date":
            return datetime.date(edition.year, 4, 1).isoformat()
        case "code":
            return "1".zfill(one.length or 3)
        case "integer" | "decimal" | "amount":
            return one.minimum if one.minimum else min(100, one.maximum or 100)
        case "percent":
            return 0.5
        case _:
            return None


def _chosen(edition: Edition, one: Field) -> Value:
    """The first entry of a reference sheet, under the first entries above it."""
    assert one.choices and one.choices.sheet
    if one.choices.sheet not in edition.reference:
        return None
    given: list[str] = []
    for field in (*edition.ancestors(one), one):
        entries = edition.narrowed(field, tuple(given))
        if not entries:
            return None
        given.append(entries[0])
    return given[-1]
