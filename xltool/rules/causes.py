"""One cause, one finding: what would be right without a slip that is told already is not told again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xltool.finding import rank
from xltool.rules.form_rules import as_finding, failures
from xltool.rules.group import Group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xltool.book.record import Record
    from xltool.finding import Finding
    from xltool.form import BoundRule
    from xltool.rules.rule import Builtin, Spot
    from xltool.rules.tell import Found

__all__ = ["Slip", "causes"]


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A number that was told, and what was most likely meant."""

    sheet: int
    field: str
    instead: float
    weight: int  # rank of its finding's severity

    @classmethod
    def of(cls, group: Group, rule: Builtin, spot: Spot) -> Slip:
        severity = group.settings.weight(rule.id, rule.severity, group.records[spot.sheet].project)
        assert spot.instead is not None
        return cls(
            sheet=spot.sheet, field=spot.place.field or "", instead=spot.instead, weight=rank(severity)
        )


def causes(group: Group, bound: BoundRule, found: Found, slips: Iterable[Slip]) -> Found:
    """The findings of a form's rule without those that a slip of their sheet, told as seriously, explains.

    The rule is judged once more as if what was meant stood in the cells: a year typed in yen is no rise of
    the cost, but a loan for a project that takes none stays one, whatever its unit.
    """
    mine: dict[int, dict[str, float]] = {}
    severe = {i: rank(finding.severity) for i, finding in found if finding.id == bound.rule.id}
    needed = _needed(group, bound) if severe else frozenset()
    for one in slips:
        if one.field in needed and one.weight <= severe.get(one.sheet, -1):
            mine.setdefault(one.sheet, {})[one.field] = one.instead
    if not mine:
        return found
    sheets = sorted(mine)
    own = _only(group, [group.records[i] for i in sheets])
    mended = _only(group, [_with(group.records[i], mine[i]) for i in sheets])
    left: dict[int, Finding] = {
        sheets[failure.sheet]: as_finding(bound.rule, failure) for failure in failures(own, bound, mended)
    }
    return [(i, left.get(i, finding)) for i, finding in found if i not in mine or i in left]


def _needed(group: Group, bound: BoundRule) -> frozenset[str]:
    return bound.inputs.union(*(group.needs.get(key, ()) for key in bound.inputs))


def _only(group: Group, records: list[Record]) -> Group:
    return Group(edition=group.edition, records=records, settings=group.settings)


def _with(record: Record, values: dict[str, float]) -> Record:
    return replace(record, values={**record.values, **values})
