"""What is counted in the overview: departments, cost totals, grades. No workbook here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xltool.book.record import Record
from xltool.finding import Finding
from xltool.form import Edition, Field
from xltool.formula import Area
from xltool.formula.tree import walk
from xltool.report.master.listing import Listing

__all__ = ["Cross", "crosses", "departments", "distributions", "owners", "totals"]

_MOST_GRADES = 12  # a longer list is no scale of grades


@dataclass(frozen=True, kw_only=True)
class Cross:
    """The department's grade against the committee's."""

    rows: str  # field ids
    columns: str
    labels: tuple[str, ...]  # of both


def departments(listing: Listing) -> list[str]:
    """Every department in the list in order of appearance; "" where none is written."""
    column = listing.columns[listing.at("#department") or 0]
    return list(dict.fromkeys(str(listing.cell(row, column) or "") for row in listing.rows))


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


def owners(records: Sequence[Record], findings: Sequence[Finding]) -> list[int | None]:
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
        sheets = {place.sheet for place in one.own_places if place.sheet}
        for wanted in (
            [i for i in near if records[i].sheet in sheets],
            [i for i in near if one.project and records[i].project == one.project],
            near,
        ):
            if len(wanted) == 1:
                return wanted[0]
        return None

    return [owner(one) for one in findings]
