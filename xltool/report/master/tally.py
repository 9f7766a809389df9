"""What is counted in the overview: departments, cost totals, grades. No workbook here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from xltool.finding import Finding
from xltool.form import Edition, Field
from xltool.formula import Area
from xltool.formula.tree import walk

__all__ = ["Cross", "Whose", "crosses", "distributions", "owners", "parts", "scales", "totals"]

_MOST_GRADES = 12  # a longer list is no scale of grades


@dataclass(frozen=True, kw_only=True)
class Cross:
    """The department's grade against the committee's."""

    rows: str  # field ids
    columns: str
    labels: tuple[str, ...]  # of both


def totals(edition: Edition) -> list[Field]:
    """The computed amounts that no other formula of the form uses: 総事業費 of each year."""
    used = {
        key
        for node in edition.formulas.values()
        for part in walk(node)
        if isinstance(part, Area)
        for key in part.keys
    }
    return [
        one
        for one in edition.form.fields.values()
        if one.type == "amount" and one.formula is not None and one.id not in used
    ]


def parts(edition: Edition, total: Field) -> list[Field]:
    """The computed amounts that a total is made of, in the form's order; none where it is more than a sum."""
    node = edition.formulas.get(total.id)
    if node is None:
        return []
    keys = {key for part in walk(node) if isinstance(part, Area) for key in part.keys}
    found = [one for one in edition.form.fields.values() if one.id in keys]
    whole = all(one.type == "amount" and one.formula is not None for one in found)
    return found if whole and len(found) > 1 else []


def scales(edition: Edition) -> list[tuple[tuple[int, ...], list[Field]]]:
    """Scores by the levels that they share, the highest level first."""
    found: dict[tuple[int, ...], list[Field]] = {}
    for one in edition.form.fields.values():
        if one.type == "score" and one.choices:
            levels = sorted((int(code) for code, _ in one.choices.options if code.isdecimal()), reverse=True)
            found.setdefault(tuple(levels), []).append(one)
    return [(levels, fields) for levels, fields in found.items() if levels]


def crosses(edition: Edition) -> list[Cross]:
    """Every committee grade against each of the sheet's own with the same choices, nearest to it first."""
    grades = _grades(edition)
    found = []
    for second in (one for one in grades if one.owner == "committee"):
        for first in reversed([one for one in grades if one.owner != "committee"]):
            if _labels(edition, first) == _labels(edition, second):
                found.append(Cross(rows=first.id, columns=second.id, labels=_labels(edition, second)))
    return found


def distributions(edition: Edition) -> list[tuple[tuple[str, ...], list[Field]]]:
    """Scales of grades that more than one field uses, or the committee: labels and the fields on them."""
    scales: dict[tuple[str, ...], list[Field]] = {}
    for one in _grades(edition):
        scales.setdefault(_labels(edition, one), []).append(one)
    return [
        (labels, fields)
        for labels, fields in scales.items()
        if len(fields) > 1 or fields[0].owner == "committee"
    ]


def _grades(edition: Edition) -> list[Field]:
    return [
        one
        for one in edition.form.fields.values()
        if one.type == "choice" and one.choices and 2 <= len(one.choices.options) <= _MOST_GRADES
    ]


def _labels(edition: Edition, one: Field) -> tuple[str, ...]:
    assert one.choices
    return tuple(edition.text(label) for _, label in one.choices.options)


class _Sheet(Protocol):
    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def project(self) -> str | None: ...


class Whose(NamedTuple):
    """What of a record says whether a finding is about it."""

    file: str
    sheet: str
    project: str | None


def owners(records: Sequence[_Sheet], findings: Iterable[Finding]) -> list[int | None]:
    """For every finding the position of the one record that it is about, None where that is not clear."""
    by_file: dict[str | None, list[int]] = {}
    by_project: dict[str | None, list[int]] = {}
    for i, record in enumerate(records):
        by_file.setdefault(record.file, []).append(i)
        by_project.setdefault(record.project, []).append(i)

    def owner(one: Finding) -> int | None:
        near = (
            by_file.get(one.file, []) if one.file else by_project.get(one.project, []) if one.project else []
        )
        if len(near) == 1:
            return near[0]
        sheets = {place.sheet for place in one.own_places if place.sheet}
        for wanted in (
            [i for i in near if records[i].sheet in sheets],
            [i for i in near if one.project and records[i].project == one.project],
        ):
            if len(wanted) == 1:
                return wanted[0]
        return None

    return [owner(one) for one in findings]
