"""What the fields mean, as rows for the tables ``fields`` and ``choices`` and for the codebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.report.data.public import withheld
from xltool.report.master.tally import distributions

if TYPE_CHECKING:
    from xltool.form import Edition, Field

__all__ = ["Meaning", "meanings", "options_of"]


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """One field of one form at one base year."""

    edition: Edition
    field: Field
    position: int  # in printed order, from 1
    options: tuple[tuple[str, str], ...] | None  # code and label
    basis: str | None  # of an amount, by its fiscal year: 決算額
    role: str | None  # project, name, department, nothing
    instance: str | None  # activity.1
    part: str | None  # target
    name_field: str | None  # which names the indicator that it is a figure of
    unit_field: str | None
    grade: bool
    public: bool

    @property
    def label(self) -> str:
        return self.edition.label(self.field)

    @property
    def section(self) -> str | None:
        return self.edition.text(self.field.section) or None

    @property
    def fiscal_year(self) -> int | None:
        return None if self.field.offset is None else self.edition.year + self.field.offset

    @property
    def type(self) -> str:
        return "box" if self.field.is_box else self.field.type

    @property
    def owner(self) -> str:
        """department, committee, computed, or issued: by the coordinator, with the sheet."""
        if self.field.formula is not None:
            return "computed"
        if self.field.owner == "committee":
            return "committee"
        return "issued" if self.field.locked else "department"

    @property
    def required(self) -> str | None:
        return self.field.required_text or ("true" if self.field.required is True else None)


def meanings(editions: Sequence[Edition]) -> list[Meaning]:
    """Every field of every form and base year, in printed order; of two versions the later one."""
    gone = withheld(editions)
    found: dict[tuple[str, int], dict[str, Meaning]] = {}
    for edition in editions:
        own = found.setdefault((edition.form.id, edition.year), {})
        own.update((one.field.id, one) for one in _of(edition, gone[edition.form.id]))
    return [one for key in sorted(found) for one in found[key].values()]


def _of(edition: Edition, gone: set[str]) -> Iterator[Meaning]:
    form = edition.form
    roles = {key: role for role, key in vars(form.identity).items() if key is not None}
    grades = {one.id for _, fields in distributions(edition) for one in fields}
    indicators = _indicators(edition)
    for position, one in enumerate(form.fields.values(), start=1):
        instance, part = _place(one)
        name, unit = indicators.get(instance or "", (None, None))
        figure = one.id not in (name, unit)
        yield Meaning(
            edition=edition,
            field=one,
            position=position,
            options=options_of(edition, one),
            basis=form.basis.get(one.offset) if one.offset is not None and one.type == "amount" else None,
            role=roles.get(one.id),
            instance=instance,
            part=part,
            name_field=name if figure else None,
            unit_field=unit if figure else None,
            grade=one.id in grades,
            public=one.id not in gone,
        )


def _place(one: Field) -> tuple[str | None, str | None]:
    """``activity.1.target`` in the repeat ``activity`` is part ``target`` of ``activity.1``."""
    if one.scope is None or not one.row.startswith(f"{one.scope}."):
        return None, None
    number, _, part = one.row.removeprefix(f"{one.scope}.").partition(".")
    return f"{one.scope}.{number}", part or None


def _indicators(edition: Edition) -> dict[str, tuple[str | None, str | None]]:
    """Instance -> the fields with its name and unit."""
    fields = edition.form.fields
    found: dict[str, tuple[str | None, str | None]] = {}
    for one in edition.form.indicators:
        for instance in {place for place, _ in map(_place, fields.values()) if place}:
            name, unit = (_inside(instance, path.path) for path in (one.name, one.unit))
            if name in fields:
                found[instance] = (name, unit if unit in fields else None)
    return found


def _inside(instance: str, path: Sequence[str]) -> str | None:
    """``activity.*.name`` in ``activity.1`` is ``activity.1.name``."""
    scope, _, number = instance.rpartition(".")
    star = path.index("*") if "*" in path else len(path)
    if ".".join(path[:star]) != scope:
        return None
    return ".".join((scope, number, *path[star + 1 :]))


def options_of(edition: Edition, one: Field) -> tuple[tuple[str, str], ...] | None:
    """Code and label of every choice; None where anything may be written."""
    choices = one.choices
    if choices is not None and choices.sheet is None:  # of a tick, not the whole line of boxes
        return tuple((code, edition.text(label)) for code, label in choices.options)
    return edition.options(one)
