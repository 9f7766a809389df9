"""The columns of the list of projects: what the office knows before a sheet goes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from xltool.form import Edition, Field
from xltool.report.roster.words import FIXED, FixedKey
from xltool.text import Lang
from xltool.values import fold

__all__ = ["RosterColumn", "addable", "heading_of", "project_columns"]

_ROLES = ("project", "name", "department")


@dataclass(frozen=True, kw_only=True)
class RosterColumn:
    """One column; the heading is what finds it again."""

    key: str  # field id, or one of FIXED
    heading: str
    field: Field | None = None
    needed: bool = False  # a row without it is a mistake


def addable(edition: Edition) -> tuple[Field, ...]:
    """Every field that may have a column: what the department would type, or the office prefills."""
    fields = edition.form.fields.values()
    return tuple(one for one in fields if one.formula is None and one.owner == "department")


def heading_of(edition: Edition, one: Field) -> str:
    """The field's label with its year; its id where another field is labelled the same."""
    label = edition.label(one)
    return one.id if _labels(edition)[fold(label)] > 1 else label


def project_columns(edition: Edition, lang: Lang) -> tuple[RosterColumn, ...]:
    """The columns that are drawn.

    Whose sheet it is, what the form prefills, what is chosen from the campaign's reference sheets, then the
    columns that every roster has. A prefilled field with a value of its own needs none.
    """
    identity = edition.form.identity
    roles = {getattr(identity, role): role for role in _ROLES}
    out = [_role(edition, role, lang) for role in _ROLES]
    out += [
        RosterColumn(key=one.id, heading=heading_of(edition, one), field=one)
        for one in addable(edition)
        if one.id not in roles
        and one.default is None
        and (one.prefill or (one.choices and one.choices.sheet))
    ]
    keys: tuple[FixedKey, ...] = ("#deadline", "#previous", "#memo")
    return (*out, *(RosterColumn(key=key, heading=_heading(edition, key, lang)) for key in keys))


def _role(edition: Edition, role: str, lang: Lang) -> RosterColumn:
    own = getattr(edition.form.identity, role)
    if own is not None:
        one = edition.form.fields[own]
        return RosterColumn(key=one.id, heading=heading_of(edition, one), field=one, needed=True)
    key: FixedKey = f"#{role}"  # type: ignore[assignment]
    return RosterColumn(key=key, heading=_heading(edition, key, lang), needed=True)


def _heading(edition: Edition, key: FixedKey, lang: Lang) -> str:
    """The first word for a fixed column that means no field."""
    taken = {fold(edition.label(one)) for one in addable(edition)}
    names = FIXED[key][lang]
    return next((name for name in names if fold(name) not in taken), names[-1])


@lru_cache(maxsize=8)
def _labels(edition: Edition) -> Counter[str]:
    return Counter(fold(edition.label(one)) for one in addable(edition))
