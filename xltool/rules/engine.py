"""The judgement of many records, sheet by sheet: ``judge``. What compares sheets is in ``across.py``."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from xltool.finding import Finding, Place
from xltool.form.resolve import UnknownName
from xltool.rules.builtin import BUILTIN
from xltool.rules.causes import Slip, causes
from xltool.rules.form_rules import as_finding, failures
from xltool.rules.group import Group, Grouped, groups
from xltool.rules.settings import Settings
from xltool.rules.tell import Found, Told, crash, in_order, per_sheet, stamped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xltool.book.record import Record, Unread
    from xltool.form import BoundRule, Rule
    from xltool.rules.rule import Builtin, Spot

__all__ = ["Judged", "judge", "printed", "sheet_by_sheet"]

Judged = Literal["submission", "committee", "all"]
_ALONE = frozenset(rule.id for rule in BUILTIN if rule.alone)


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
    told = sheet_by_sheet(records, unread, phase, settings or Settings())
    return in_order(told, (*files, *(r.file for r in records), *(u.file for u in unread)))


def sheet_by_sheet(
    records: Sequence[Record],
    unread: Sequence[Unread],
    phase: Judged,
    settings: Settings,
    grouped: Grouped | None = None,
) -> list[Told]:
    """``judge`` before it is put in order; ``grouped``: the records' groups, where they are made already."""
    told: list[Told] = [one for item in unread for one in _unread(item, settings)]
    for indices, group in grouped if grouped is not None else groups(records, settings):
        for one in _judged(group, phase):
            i = indices[one.record]
            told.append(one if i == one.record else replace(one, record=i))
    return told


# -- files that gave no record ------------------------------------------------------------------------------


def _unread(item: Unread, settings: Settings) -> Iterator[Told]:
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
            yield Told(finding=finding, record=-1, position=-1)


# -- sheets -------------------------------------------------------------------------------------------------


def _judged(group: Group, phase: Judged) -> Iterator[Told]:
    off = group.settings.off
    found: Found = []
    slips: list[Slip] = []
    for rule in BUILTIN:
        if rule.sheets is not None and rule.id not in off:
            found += _guarded(group, rule.id, partial(_sheets, rule=rule, phase=phase, slips=slips))
    rules = [
        bound
        for bound in (*group.edition.rules, *_office(group))
        if bound.rule.id not in off and phase in ("all", bound.rule.phase)
    ]
    told = [(bound, _guarded(group, bound.rule.id, partial(_form, bound=bound))) for bound in rules]
    errors = (one for _, some in told for one in some if one[1].severity == "error")
    knowing = group.knowing(_fields_told(group, (*found, *errors)))
    for rule in BUILTIN:
        if rule.within is not None and rule.id not in off:
            found += _guarded(knowing, rule.id, partial(_within, rule=rule, phase=phase, slips=slips))
    for bound, some in told:
        found += causes(group, bound, some, slips) if slips else some
    foreign = {i for i, finding in found if finding.id in _ALONE}
    for i, finding in found:
        if i not in foreign or finding.id.startswith(("XL0", "XL1")):
            full = stamped(finding, group.records[i], group.settings)
            yield Told(finding=full, record=i, position=printed(group, full))


def printed(group: Group, finding: Finding) -> int:
    """Where the first field of a finding stands in the printed form; -1 where it has none."""
    fields = (one.field for one in finding.places if one.file is None and one.field)
    return min((at for one in fields if (at := group.order.get(one, -1)) >= 0), default=-1)


def _office(group: Group) -> Iterator[BoundRule]:
    """The campaign's own rules, but those whose names this version of the form does not have."""
    own = {bound.rule.id for bound in group.edition.rules}
    for rule in group.settings.office:
        bound = _bound(group, rule) if rule.id not in own else None
        if bound is not None:
            yield bound


def _bound(group: Group, rule: Rule) -> BoundRule | None:
    try:
        return group.edition.bound(rule)
    except UnknownName:
        return None


def _fields_told(group: Group, found: Iterable[tuple[int, Finding]]) -> list[frozenset[str]]:
    """Per sheet the fields that errors and queries are about."""
    fields: list[set[str]] = [set() for _ in group.records]
    for i, finding in found:
        if finding.severity != "note":
            fields[i].update(place.field for place in finding.places if place.field)
    return [frozenset(some) for some in fields]


def _guarded(group: Group, name: str, check: Callable[[Group], Iterable[tuple[int, Finding]]]) -> Found:
    """What a rule finds; where it crashes the sheets are tried one by one: only the culprits lose it."""
    try:
        return list(check(group))
    except Exception as error:
        if len(group.records) == 1:
            return [(0, crash(name, error, Place(sheet=group.records[0].sheet)))]
    found: Found = []
    for i, record in enumerate(group.records):
        alone = replace(group, records=(record,), told=group.told[i : i + 1])
        found += ((i, finding) for _, finding in _guarded(alone, name, check))
    return found


def _form(group: Group, bound: BoundRule) -> Iterator[tuple[int, Finding]]:
    for failure in failures(group, bound):
        yield failure.sheet, as_finding(bound.rule, failure)


def _sheets(group: Group, rule: Builtin, phase: Judged, slips: list[Slip]) -> Iterator[tuple[int, Finding]]:
    assert rule.sheets is not None
    return _made(group, rule, phase, rule.sheets(group), slips)


def _within(group: Group, rule: Builtin, phase: Judged, slips: list[Slip]) -> Iterator[tuple[int, Finding]]:
    assert rule.within is not None
    return _made(group, rule, phase, rule.within(group, group.settings.limits(rule)), slips)


def _made(
    group: Group, rule: Builtin, phase: Judged, spots: Iterable[Spot], slips: list[Slip]
) -> Iterator[tuple[int, Finding]]:
    fields = group.edition.form.fields
    some = list(spots)
    slips += (Slip.of(group, rule, spot) for spot in some if spot.instead is not None)
    return per_sheet(rule, some, phase, lambda spot: fields.get(spot.place.field or ""))
