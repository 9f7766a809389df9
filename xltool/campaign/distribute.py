"""``distribute``: the workbooks of the round, first and whenever something changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from xltool.campaign.desk import Access, Desk, at_work, looking
from xltool.campaign.issuing import Job, Outgoing, Progress, hand_out, places
from xltool.campaign.last_records import current_records
from xltool.campaign.lastyear import LastYear, last_year
from xltool.campaign.letters import LetterProject, check_letters
from xltool.campaign.model import Config, Roster, RosterRow
from xltool.campaign.planning import Planned, plan
from xltool.campaign.prefill import prefilled
from xltool.campaign.rebuild import rebuild
from xltool.campaign.status import OWED, cases, standing
from xltool.campaign.sync import sync
from xltool.form import Value
from xltool.standing import Distribution
from xltool.text import Text

__all__ = ["distribute"]


def distribute(
    config: Config,
    roster: Roster,
    *,
    only: Collection[str] = (),
    force: bool = False,
    dry_run: bool = False,
    access: Access | None = None,
    progress: Progress | None = None,
) -> Distribution:
    """Issue what is new or has changed since the last time; with ``dry_run`` only say so.

    ``only``: project numbers and departments; ``force``: also what has not changed.
    """
    last = last_year(config, current_records)
    check_letters(config)

    def prefill(row: RosterRow) -> tuple[Mapping[str, Value], Sequence[Text]]:
        return prefilled(roster, row, last)

    if dry_run:
        with looking(config, roster) as desk:
            planned = plan(desk, prefill, only=only, force=force)
            return _result(planned, places(desk, _job(desk, planned)), last, dry_run=True)
    with at_work(config, roster, "distribute", access) as (desk, run):
        rebuild(desk, run)
        planned = plan(desk, prefill, only=only, force=force)
        with desk.ledger.writing():
            sync(desk, run)
        where, written = hand_out(desk, run, _job(desk, planned), progress)
        return replace(_result(planned, where, last, dry_run=False), files=tuple(written))


def _job(desk: Desk, planned: Sequence[Planned]) -> Job:
    """With the new workbooks each department gets again what it still owes: its zip is always complete."""
    going = {one.action.project: one for one in planned if one.goes_out}
    departments = {one.action.department for one in going.values()}
    today = desk.ledger.clock().date()
    beside: dict[str, list[LetterProject]] = {}
    for case in cases(desk):
        owes = case.state in OWED and case.issues and case.folded.answered < case.issues[-1].number
        if owes and case.project not in going and case.department in departments:
            newest = case.issues[-1]
            if newest.department == case.department and newest.kind != "return":
                file = PurePosixPath(newest.file).name
                letter = LetterProject.of(standing(case, today), file=file)
                beside.setdefault(case.department, []).append(letter)
    job = Job(
        kind="distribute",
        folder=desk.config.outbox,
        note="covering_note",
        mail="mail",
        going=[_outgoing(desk, one) for one in going.values()],
        beside=beside,
    )
    files = places(desk, job)
    named = [
        replace(one, letter=replace(one.letter, file=PurePosixPath(files[one.project]).name))
        for one in job.going
    ]
    return replace(job, going=named)


def _outgoing(desk: Desk, one: Planned) -> Outgoing:
    action = one.action
    assert action.issue is not None
    row = desk.roster.by_project[action.project]
    return Outgoing(
        project=action.project,
        name=action.name,
        department=action.department,
        number=action.issue,
        fingerprint=one.fingerprint,
        values=one.values,
        explanations=one.explanations,
        letter=LetterProject(
            number=action.project,
            name=action.name,
            issue=action.issue,
            deadline=row.deadline or desk.config.deadline,
            state="not_sent",
        ),
    )


def _result(
    planned: Sequence[Planned], where: Mapping[str, str], last: LastYear | None, *, dry_run: bool
) -> Distribution:
    actions = tuple(
        replace(one.action, file=where.get(one.action.project) or (one.before.file if one.before else None))
        for one in planned
    )
    remarks = (*(last.remarks if last else ()), *(text for one in planned for text in one.remarks))
    return Distribution(actions=actions, files=(), remarks=remarks, dry_run=dry_run)
