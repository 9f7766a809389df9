"""The judgement of many records against each other and against last year's: ``judge_across``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xltool.finding import Finding, Place
from xltool.rules.builtin import BUILTIN
from xltool.rules.engine import Judged, printed, sheet_by_sheet
from xltool.rules.group import Grouped, groups
from xltool.rules.pile import Pile, piles
from xltool.rules.rule import Absent, Spot
from xltool.rules.settings import Settings
from xltool.rules.tell import Told, crash, in_order, per_sheet, stamped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xltool.book.record import Record, Unread
    from xltool.form import Field
    from xltool.rules.rule import AcrossCheck, Builtin

__all__ = ["fields_told", "judge_across", "judge_all", "judged_across", "told_across"]


def judge_across(
    records: Sequence[Record],
    *,
    previous: Mapping[str, Record] | None = None,
    phase: Judged = "submission",
    settings: Settings | None = None,
    files: Sequence[str] = (),
    told: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """What shows only when sheets are compared, one finding per rule and sheet concerned.

    ``previous`` are last year's records by project; ``told`` what ``judge`` said of the same records, so that
    no cause is told twice. A finding about no sheet (a project that is missing, a sum) has no file. Nothing
    is judged of a single sheet without ``previous``, roster or totals. Ordered as by ``judge``.
    """
    settings = settings or Settings()
    found = judged_across(records, previous, phase, settings, told)
    return in_order(found, (*files, *(r.file for r in records)))


def judge_all(
    records: Sequence[Record],
    unread: Sequence[Unread] = (),
    *,
    previous: Mapping[str, Record] | None = None,
    phase: Judged = "submission",
    settings: Settings | None = None,
    files: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """``judge`` and ``judge_across`` in one list: of a file the most serious first, what has no file last."""
    settings = settings or Settings()
    grouped = groups(records, settings)
    alone = sheet_by_sheet(records, unread, phase, settings, grouped)
    across = judged_across(records, previous, phase, settings, [one.finding for one in alone], grouped)
    return in_order((*alone, *across), (*files, *(r.file for r in records), *(u.file for u in unread)))


def judged_across(
    records: Sequence[Record],
    previous: Mapping[str, Record] | None,
    phase: Judged,
    settings: Settings,
    told: Iterable[Finding],
    grouped: Grouped | None = None,
) -> list[Told]:
    """``judge_across`` before it is put in order; ``grouped`` as for ``piles``."""
    found: list[Told] = []
    for indices, pile in piles(records, previous, settings, fields_told(told), grouped):
        for one in _judged(pile, phase):
            found.append(one if one.record < 0 else replace(one, record=indices[one.record]))
    return found


def fields_told(told: Iterable[Finding]) -> dict[tuple[str | None, str | None], frozenset[str]]:
    """(file, sheet) -> the fields that errors and queries are about."""
    fields: dict[tuple[str | None, str | None], set[str]] = {}
    for finding in told:
        for place in finding.own_places if finding.severity != "note" else ():
            if place.field:
                fields.setdefault((finding.file, place.sheet), set()).add(place.field)
    return {key: frozenset(some) for key, some in fields.items()}


def _judged(pile: Pile, phase: Judged) -> Iterator[Told]:
    for rule in BUILTIN:
        if rule.across is None or rule.id in pile.settings.off:
            continue
        if phase == "committee" and rule.phase == "submission":
            continue
        yield from told_across(pile, rule, phase)


def told_across(pile: Pile, rule: Builtin, phase: Judged, check: AcrossCheck | None = None) -> Iterator[Told]:
    """What a rule (or another ``check`` of it) finds in a pile; where it crashes, one finding says so."""
    try:
        check = check or rule.across
        assert check is not None
        found = list(check(pile, pile.settings.limits(rule)))
    except Exception as error:
        finding = replace(
            crash(rule.id, error, Place(sheet=pile.records[0].sheet)), file=pile.records[0].file
        )
        yield Told(finding=finding, record=0, position=-1)
        return
    spots = [one for one in found if isinstance(one, Spot)]

    def field(spot: Spot) -> Field | None:
        return pile.at[spot.sheet][0].edition.form.fields.get(spot.place.field or "")

    for i, finding in per_sheet(rule, spots, phase, field):
        full = stamped(finding, pile.records[i], pile.settings)
        yield Told(finding=full, record=i, position=printed(pile.at[i][0], full))
    for one in found:
        if isinstance(one, Absent):
            yield Told(finding=_absent(rule, one, pile.settings), record=-1, position=-1)


def _absent(rule: Builtin, one: Absent, settings: Settings) -> Finding:
    return Finding(
        id=rule.id,
        severity=settings.weight(rule.id, rule.severity, one.project),
        message=rule.message.format(items=one.says, count=1),
        remedy=rule.remedy,
        project=one.project,
        department=one.department,
        places=one.others,
        expected=one.expected,
        actual=one.actual,
    )
