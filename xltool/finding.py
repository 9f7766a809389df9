"""Findings: one inconsistency each, as plain data. DESIGN: contract shape of ``check``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from xltool.text import Lang, Text

__all__ = ["SEVERITIES", "Finding", "Phase", "Place", "Severity", "rank"]

Severity = Literal["error", "query", "note"]
Phase = Literal["submission", "committee"]

SEVERITIES: tuple[Severity, ...] = ("error", "query", "note")  # most serious first


def rank(severity: Severity) -> int:
    """0 for error, 1 for query, 2 for note."""
    return SEVERITIES.index(severity)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a finding is: any part may be unknown."""

    sheet: str | None = None
    cell: str | None = None  # A1 address in the file as it came back
    field: str | None = None  # field id
    value: str | None = None  # what stands there, as text
    file: str | None = None  # another file than the finding's own, where sheets are compared


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One inconsistency of one sheet; several cells of one cause are its places."""

    id: str  # XL201, jimu-jigyo/end_year, office/…
    severity: Severity
    message: Text  # what is wrong, with the values
    remedy: Text  # what to do
    phase: Phase = "submission"
    file: str | None = None
    project: str | None = None
    department: str | None = None
    places: tuple[Place, ...] = field(default=())
    expected: str | None = None
    actual: str | None = None
    explanation: str | None = None  # the department's answer to a query

    @property
    def own_places(self) -> tuple[Place, ...]:
        """The places in the finding's own file; only these can be marked or corrected there."""
        return tuple(place for place in self.places if place.file is None)

    def to_json(self, lang: Lang) -> dict[str, object]:
        first = self.places[0] if self.places else Place()
        return {
            "id": self.id,
            "severity": self.severity,
            "phase": self.phase,
            "file": self.file,
            "sheet": first.sheet,
            "cell": first.cell,
            "field": first.field,
            "project": self.project,
            "department": self.department,
            "places": [
                {"sheet": p.sheet, "cell": p.cell, "field": p.field, "value": p.value, "file": p.file}
                for p in self.places
            ],
            "message": self.message.pick(lang),
            "remedy": self.remedy.pick(lang),
            "expected": self.expected,
            "actual": self.actual,
            "explanation": self.explanation,
        }
