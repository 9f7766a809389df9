"""Spots become findings: one per rule and sheet, with the spots in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from xltool.finding import Finding, Phase, Place, rank
from xltool.rules.builtin.crashed import RULE as CRASHED
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xltool.book.record import Record
    from xltool.form import Field
    from xltool.rules.engine import Judged
    from xltool.rules.rule import Builtin, Spot
    from xltool.rules.settings import Settings

__all__ = ["Found", "Told", "crash", "in_order", "per_sheet", "stamped"]

_LISTED = 8  # spots told in words; the places name all of them
_OTHERS = 3  # places in other sheets
T = TypeVar("T")
Found = list[tuple[int, Finding]]  # index of the record, and what was found


@dataclass(frozen=True, kw_only=True)
class Told:
    """A finding and what its order depends on."""

    finding: Finding
    record: int  # index in the input; -1 for what is about no record
    position: int  # of its first field in the printed form; -1 for what has none


def per_sheet(
    rule: Builtin, spots: Iterable[Spot], phase: Judged, field: Callable[[Spot], Field | None]
) -> Iterator[tuple[int, Finding]]:
    """One finding per sheet, and per owner where the rule follows the fields' owners."""
    sorted_out: dict[tuple[int, Phase], list[Spot]] = {}
    for spot in spots:
        one = field(spot) if rule.phase == "field" else None
        own: Phase = one.phase if one is not None else "submission"
        if phase in ("all", own) or rule.phase == "always":
            sorted_out.setdefault((spot.sheet, own), []).append(spot)
    for (i, own), some in sorted_out.items():
        others = dict.fromkeys(place for spot in some for place in spot.others)
        yield (
            i,
            Finding(
                id=rule.id,
                severity=rule.severity,
                phase=own,
                message=rule.message.format(items=_listed(some, sentences=rule.sentences), count=len(some)),
                remedy=rule.remedy,
                places=(*dict.fromkeys(spot.place for spot in some), *list(others)[:_OTHERS]),
                expected=_only(spot.expected for spot in some),
                actual=_only(spot.actual for spot in some),
            ),
        )


def stamped(finding: Finding, record: Record, settings: Settings) -> Finding:
    """A finding with whose it is, how serious it is in this campaign, and what the department says to it."""
    return replace(
        finding,
        severity=settings.weight(finding.id, finding.severity, record.project),
        file=record.file,
        project=record.project,
        department=record.department,
        explanation=record.explanations.get(finding.id),
    )


def crash(name: str, error: Exception, *places: Place) -> Finding:
    """What is told instead of a rule that failed."""
    what = f"{name}（{type(error).__name__}: {error}）", f"{name} ({type(error).__name__}: {error})"
    return Finding(
        id=CRASHED.id,
        severity=CRASHED.severity,
        message=CRASHED.message.format(items=Text(*what)),
        remedy=CRASHED.remedy,
        places=places,
    )


def in_order(told: Iterable[Told], files: Iterable[str | None]) -> tuple[Finding, ...]:
    """By file as given, what has none at the end; then the most serious first, then as printed."""
    order: dict[str | None, int] = {}
    for name in files:
        order.setdefault(name, len(order))
    ranked = sorted(
        told,
        key=lambda one: (
            *(order.get(one.finding.file, len(order)), rank(one.finding.severity)),
            *(one.record, one.position, one.finding.id),
        ),
    )
    return tuple(one.finding for one in ranked)


def _listed(spots: Sequence[Spot], *, sentences: bool) -> Text:
    """The spots in words: sentences on lines of their own, labels in a row."""
    texts = list(dict.fromkeys(spot.says for spot in spots))
    more = len(texts) - _LISTED
    texts = texts[:_LISTED]
    if more > 0:
        texts.append(Text(f"ほか{more}か所", f"and {more} more"))
    ja, en = ("\n", "\n") if sentences else ("、", ", ")
    return Text(ja.join(t.ja for t in texts), en.join(t.en for t in texts))


def _only(values: Iterable[T]) -> T | None:
    """The one value that all have, or None."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None
