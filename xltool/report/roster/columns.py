"""The columns of the list of projects: what the office knows before a sheet goes out."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.form import Edition, Field
from xltool.report.roster.words import FIXED, FixedKey
from xltool.text import Lang
from xltool.values import fold

__all__ = ["RosterColumn", "addable", "project_columns"]

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


def project_columns(edition: Edition, lang: Lang) -> tuple[RosterColumn, ...]:
    """The columns that are drawn.

    Whose sheet it is, what the form prefills, what is chosen from the campaign's reference sheets, then the
    columns that every roster has. A prefilled field with a value of its own needs none.
    """
    identity = edition.form.identity
    roles = {getattr(identity, role): role for role in _ROLES}
    out = [_role(edition, role, lang) for role in _ROLES]
    out += [
        RosterColumn(key=one.id, heading=edition.label(one), field=one)
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
        return RosterColumn(key=one.id, heading=edition.label(one), field=one, needed=True)
    key: FixedKey = f"#{role}"  # type: ignore[assignment]
    return RosterColumn(key=key, heading=_heading(edition, key, lang), needed=True)


def _heading(edition: Edition, key: FixedKey, lang: Lang) -> str:
    """The first word for a fixed column that means no field."""
    taken = {fold(edition.label(one)) for one in addable(edition)}
    names = FIXED[key][lang]
    return next((name for name in names if fold(name) not in taken), names[-1])
