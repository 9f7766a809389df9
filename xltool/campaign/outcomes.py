"""What has become of the sheets of one collect, once all have come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xltool.campaign.desk import Desk
from xltool.campaign.diff import changes
from xltool.campaign.fold import Folded, fold
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.issues import Issue
from xltool.campaign.ledger.submissions import Submission, decisions, record_of
from xltool.campaign.reasons import REASONS
from xltool.standing import Change, Collected, Counts
from xltool.text import Text

__all__ = ["Table", "settled"]


@dataclass(kw_only=True)
class Table:
    """What is known while one collect is sorted."""

    desk: Desk
    run: Run
    issued: Mapping[str, Sequence[Issue]]
    received: dict[str, list[Submission]]
    first: dict[str, str] = field(default_factory=dict)  # sheet -> the file of this run that held it first
    arrived: dict[str, Mapping[str, str]] = field(default_factory=dict)  # what is new -> explanations in it

    def folded(self, project: str) -> Folded:
        return fold(self.received.get(project, ()), decisions(self.desk.ledger, project).get(project, ()))


def settled(table: Table, found: Sequence[Collected]) -> list[Collected]:
    """The outcome of every sheet that counts, once all have come in."""
    decided = decisions(table.desk.ledger)
    folds = {
        one.project: fold(table.received.get(one.project, ()), decided.get(one.project, ()))
        for one in found
        if one.submission and one.project
    }
    by_id = {one.id: one for some in table.received.values() for one in some}
    result = []
    for one in found:
        if one.submission and one.project and one.outcome in ("new", "unchanged"):
            one = _fate(table, one, folds[one.project], by_id[one.submission])  # noqa: PLW2901
        result.append(one)
    return result


def _fate(table: Table, one: Collected, folded: Folded, own: Submission) -> Collected:
    fate = folded.fates[own.id]
    counts = Counts(error=own.errors, query=own.queries, note=own.notes)
    one = replace(one, findings=counts)
    if fate == "set_aside":
        return replace(one, outcome="ignored", reason=REASONS["aside"])
    if fate == "conflict":
        return _conflict(table, one, folded, own)
    if one.outcome == "unchanged":
        return one if fate == "current" else replace(one, reason=_left(folded, own))
    if fate in ("superseded", "held"):
        return replace(one, outcome=fate, reason=_why(folded, own))
    return replace(one, reason=_odd(table, own))


def _left(folded: Folded, own: Submission) -> Text:
    """Why a sheet that came in before does not count."""
    return REASONS["replaced"] if folded.fates[own.id] == "superseded" else _why(folded, own)


def _odd(table: Table, own: Submission) -> Text | None:
    """What is odd about a sheet that counts."""
    if own.project not in table.desk.roster.by_project:
        return REASONS["withdrawn"].format(project=own.project)
    if own.project not in table.issued:
        return REASONS["never_sent"].format(project=own.project)
    if own.untouched and not own.clean and not own.nothing:
        return REASONS["blank"]
    return None


def _why(folded: Folded, own: Submission) -> Text:
    if folded.fates[own.id] == "held":
        if own.untouched:
            return REASONS["held_blank"]
        return REASONS["held"].format(errors=own.errors, queries=own.queries - own.explained)
    current = folded.current
    if current is not None and own.issue < current.issue:
        return REASONS["late"].format(issue=own.issue, newer=current.issue)
    if own.untouched and current is not None and current.run == own.run:
        return REASONS["blank_beside"]
    return REASONS["replaced"]


def _conflict(table: Table, one: Collected, folded: Folded, own: Submission) -> Collected:
    others = [each for each in folded.conflict if each.id != own.id]
    names = [
        each.file if each.file != own.file else f"{each.file} {each.id.partition('/')[2]}" for each in others
    ]
    reason = REASONS["conflict"].format(project=own.project, others=Text("、".join(names), ", ".join(names)))
    first, desk = folded.conflict[0], table.desk
    differ: tuple[Change, ...] = ()
    if first.id != own.id:
        old = record_of(desk.ledger, first.id, desk.library, file=first.file)
        differ = changes(old, record_of(desk.ledger, own.id, desk.library, file=own.file))
    return replace(one, outcome="conflict", reason=reason, changes=differ)
