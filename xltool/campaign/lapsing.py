"""Corrections that hold no more, because the department has sent something else: said in the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xltool.book import Record
from xltool.campaign.central import Edits, edits_of
from xltool.campaign.desk import Desk
from xltool.campaign.diff import same
from xltool.campaign.fold import fold
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.submissions import Submission, decisions, record_of, submissions
from xltool.report.master.variants import spelling

__all__ = ["lapsed", "tell_lapsed"]


def lapsed(edits: Edits, before: Record, after: Record) -> Iterator[tuple[str, str]]:
    """(field, what is sent now) of corrections that held for one sheet and do not for the next.

    One that the department has made its own has not lapsed: it has done its work.
    """
    for (key, old), new in edits.corrections.items():
        held = spelling(before, key) == old
        if held and spelling(after, key) != old and not same(after.values.get(key), new):
            yield key, spelling(after, key)


def tell_lapsed(desk: Desk, run: Run, projects: Collection[str], arrived: Collection[str]) -> None:
    """Write down which corrections have lapsed with what has just arrived; inside ``writing`` only."""
    corrected = {project: one for project, one in edits_of(desk.ledger).items() if one.corrections}
    for project in projects:
        if project not in corrected:
            continue
        every = submissions(desk.ledger, [project]).get(project, [])
        decided = decisions(desk.ledger, project).get(project, [])
        before = fold([one for one in every if one.id not in arrived], decided).current
        after = fold(every, decided).current
        if before is None or after is None or before.id == after.id:
            continue
        for key, text in lapsed(corrected[project], _record(desk, before), _record(desk, after)):
            field = desk.roster.edition.form.fields.get(key)
            label = desk.roster.edition.label(field) if field is not None else key
            detail = {"field": key, "label": label, "new": text}
            desk.ledger.event(run, "correction_lapsed", project=project, submission=after.id, detail=detail)


def _record(desk: Desk, one: Submission) -> Record:
    return record_of(desk.ledger, one.id, desk.library, file=one.file)
