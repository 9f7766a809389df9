"""The judgement of many records at once: ``judge``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

from xltool.finding import Finding, Phase, Place, rank
from xltool.rules.builtin import BUILTIN
from xltool.rules.builtin.crashed import RULE as CRASHED
from xltool.rules.form_rules import Failure, failures
from xltool.rules.group import Group, groups
from xltool.rules.settings import Settings
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xltool.book.record import Record, Unread
    from xltool.form import BoundRule
    from xltool.rules.rule import Builtin, Spot

__all__ = ["Judged", "judge"]

Judged = Literal["submission", "committee", "all"]
_LISTED = 8  # spots told in words; the places name all of them
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class _Told:
    """A finding and what its order depends on."""

    finding: Finding
    record: int  # index in the input; -1 for a file that gave no record
    position: int  # of its first field in the printed form; -1 for what has none


def judge(
    records: Sequence[Record],
    unread: Sequence[Unread] = (),
    *,
    phase: Judged = "submission",
    settings: Settings | None = None,
    files: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Every inconsistency of every sheet, one finding per rule and sheet.

    Ordered by file (as in ``files``, else as the records come, then the unread ones), most serious first,
    then as printed. Never raises about data: a rule that crashes becomes a finding that names it (XL001).
    """
    settings = settings or Settings()
    told: list[_Told] = [one for item in unread for one in _unread(item, settings)]
    for indices, group in groups(records, settings):
        told += (replace(one, record=indices[one.record]) for one in _judged(group, phase))
    order: dict[str | None, int] = {}
    for name in (*files, *(r.file for r in records), *(u.file for u in unread)):
        order.setdefault(name, len(order))
    told.sort(
        key=lambda one: (
            *(order[one.finding.file], rank(one.finding.severity)),
            *(one.record, one.position, one.finding.id),
        )
    )
    return tuple(one.finding for one in told)


# -- files that gave no record ------------------------------------------------------------------------------


def _unread(item: Unread, settings: Settings) -> Iterator[_Told]:
    for rule in BUILTIN:
        if rule.files is not None and rule.id not in settings.off and rule.files(item):
            finding = Finding(
                id=rule.id,
                severity=settings.severity.get(rule.id, rule.severity),
                message=rule.message.format(items=item.text, count=1),
                remedy=rule.remedy,
                file=item.file,
                places=(Place(sheet=item.sheet),) if item.sheet else (),
                actual=item.reason,
            )
            yield _Told(finding=finding, record=-1, position=-1)


# -- sheets -------------------------------------------------------------------------------------------------


def _judged(group: Group, phase: Judged) -> Iterator[_Told]:
    order = {key: at for at, key in enumerate(group.edition.form.fields)}
    off = group.settings.off
    found: list[tuple[int, Finding]] = []
    for rule in BUILTIN:
        if rule.sheets is not None and rule.id not in off:
            found += _guarded(group, rule.id, partial(_builtin, rule=rule, phase=phase))
    for bound in group.edition.rules:
        if bound.rule.id not in off and phase in ("all", bound.rule.phase):
            found += _guarded(group, bound.rule.id, partial(_form, bound=bound))
    for i, finding in found:
        record = group.records[i]
        full = replace(
            finding,
            severity=group.settings.severity.get(finding.id, finding.severity),
            file=record.file,
            project=record.project,
            department=record.department,
            explanation=record.explanations.get(finding.id),
        )
        places = (order[p.field] for p in full.places if p.field in order)
        yield _Told(finding=full, record=i, position=min(places, default=-1))


Found = list[tuple[int, Finding]]


def _guarded(group: Group, name: str, check: Callable[[Group], Iterable[tuple[int, Finding]]]) -> Found:
    """What a rule finds; where it crashes the sheets are tried one by one: only the culprits lose it."""
    try:
        return list(check(group))
    except Exception as error:
        if len(group.records) == 1:
            return [(0, _crash(group.records[0], name, error))]
    found: Found = []
    for i, record in enumerate(group.records):
        alone = Group(edition=group.edition, records=(record,), settings=group.settings)
        found += ((i, finding) for _, finding in _guarded(alone, name, check))
    return found


def _crash(record: Record, name: str, error: Exception) -> Finding:
    what = f"{name}（{type(error).__name__}: {error}）", f"{name} ({type(error).__name__}: {error})"
    return Finding(
        id=CRASHED.id,
        severity=CRASHED.severity,
        message=CRASHED.message.format(items=Text(*what)),
        remedy=CRASHED.remedy,
        places=(Place(sheet=record.sheet),),
    )


def _form(group: Group, bound: BoundRule) -> Iterator[tuple[int, Finding]]:
    rule = bound.rule
    failure: Failure
    for failure in failures(group, bound):
        yield (
            failure.sheet,
            Finding(
                id=rule.id,
                severity=rule.severity,
                phase=rule.phase,
                message=failure.message,
                remedy=rule.remedy,
                places=failure.places,
            ),
        )


def _builtin(group: Group, rule: Builtin, phase: Judged) -> Iterator[tuple[int, Finding]]:
    assert rule.sheets is not None
    spots: dict[tuple[int, Phase], list[Spot]] = {}
    for spot in rule.sheets(group):
        one = group.edition.form.fields.get(spot.place.field or "")
        own: Phase = one.phase if one is not None and rule.phase == "field" else "submission"
        if phase in ("all", own) or rule.phase == "always":
            spots.setdefault((spot.sheet, own), []).append(spot)
    for (i, own), some in spots.items():
        yield (
            i,
            Finding(
                id=rule.id,
                severity=rule.severity,
                phase=own,
                message=rule.message.format(items=_listed(some, sentences=rule.sentences), count=len(some)),
                remedy=rule.remedy,
                places=tuple(spot.place for spot in some),
                expected=_only(spot.expected for spot in some),
                actual=_only(spot.actual for spot in some),
            ),
        )


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
