"""``distribute``: the workbooks of the round, first and whenever something changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from xltool.book import Assignment
from xltool.book.bundle import names_in
from xltool.book.press import Press
from xltool.campaign.desk import Access, Desk, at_work, looking
from xltool.campaign.issuing import Progress, hand_out, handing
from xltool.campaign.last_records import current_records
from xltool.campaign.lastyear import LastYear, last_year
from xltool.campaign.ledger.ledger import FILE, rehearsed
from xltool.campaign.letters import LetterProject, check_letters
from xltool.campaign.model import Config, Roster, RosterRow
from xltool.campaign.parcels import Contents, Staged
from xltool.campaign.placing import Job, Outgoing, packed, places
from xltool.campaign.planning import Planned, known_words, plan
from xltool.campaign.prefill import prefilled
from xltool.campaign.rebuild import rebuild
from xltool.campaign.status import Case, cases, standing
from xltool.campaign.sync import sync
from xltool.form import Value
from xltool.standing import OWED, Distribution
from xltool.text import Text

__all__ = ["distribute", "first_issues"]

_ROW = 100  # bytes of a row of the roster: about 115 in a workbook, a little more in a CSV

_AGAIN = Text(
    "{department} から外れた事業があるため、送付文・zip・メールの下書きを作り直しました。",
    "A project has left {department}: its note, zip and mail draft were made anew.",
)


def distribute(  # noqa: PLR0913 - options by keyword
    config: Config,
    roster: Roster,
    *,
    only: Collection[str] = (),
    force: bool = False,
    dry_run: bool = False,
    access: Access | None = None,
    progress: Progress | None = None,
    press: Press[Contents, Staged],
) -> Distribution:
    """Issue what is new or has changed since the last time; with ``dry_run`` only say so.

    ``only``: project numbers and departments; ``force``: also what has not changed;
    ``press``: of ``pressing``, for the outbox.
    """
    last = last_year(config, current_records)
    check_letters(config)

    def prefill(row: RosterRow) -> tuple[Mapping[str, Value], Sequence[Text]]:
        return prefilled(roster, row, last)

    if dry_run:
        with (
            looking(config, roster) as real,
            rehearsed(real.ledger) as ledger,
            ledger.run("distribute") as run,
        ):
            desk = replace(real, ledger=ledger)
            rebuild(desk, run)
            planned = plan(desk, prefill, only=only, force=force)
            return _result(planned, places(desk, _job(desk, planned)), last, dry_run=True)
    known_words(roster, only)
    with (
        at_work(config, roster, "distribute", access) as (desk, run),
        handing(config.outbox, press),
    ):
        press.expect(_expected(desk, only, force=force))
        if config.bundle == "project":
            press.prepare(desk.drawn, sheets=1)
        rebuild(desk, run)
        planned = plan(desk, prefill, only=only, force=force)
        with desk.ledger.writing():
            sync(desk, run)
        job = _job(desk, planned, whole=not only)
        done = hand_out(desk, run, job, press, progress)
        result = _result(planned, done.where, last, dry_run=False)
        again = (_AGAIN.format(department=department) for department in job.again)
        return replace(result, files=done.files, remarks=(*result.remarks, *done.remarks, *again))


def _job(desk: Desk, planned: Sequence[Planned], *, whole: bool = False) -> Job:
    """With the new workbooks each department gets again what it still owes: its zip is always complete.

    ``whole``: departments that a project has left get new letters as well.
    """
    going = {one.action.project: one for one in planned if one.goes_out}
    departments = {one.action.department for one in going.values()}
    today = desk.ledger.clock().date()
    beside: dict[str, list[LetterProject]] = {}
    every = list(cases(desk)) if any(one.issues for one in planned) else []
    again = _again(desk, every, departments) if whole else {}
    departments.update(again)
    for case in every:
        owes = case.state in OWED and case.issues and case.folded.answered < case.issues[-1].number
        if owes and case.project not in going and case.department in departments:
            newest = case.issues[-1]
            if newest.department == case.department and newest.kind != "return":
                file = PurePosixPath(newest.file).name
                times = sum(one.department == case.department for one in case.issues)
                letter = replace(LetterProject.of(standing(case, today), file=file), issue=times)
                beside.setdefault(case.department, []).append(letter)
    outbox = desk.config.outbox
    return Job(
        kind="distribute",
        folder=outbox,
        note="covering_note",
        mail="mail",
        books=packed(desk, outbox, [_outgoing(desk, one) for one in going.values()]),
        beside=beside,
        again=again,
    )


def first_issues(config: Config) -> int:
    """Sheets that the first distribute issues, by the size of the roster, which takes a while to read."""
    path = config.roster
    return path.stat().st_size // _ROW if path.is_file() and not (config.hidden / FILE).exists() else 0


def _expected(desk: Desk, only: Collection[str], *, force: bool) -> int:
    """Sheets that will surely be issued: those that never were. What has changed is not known yet."""
    issued = {project for (project,) in desk.ledger.db.execute("SELECT DISTINCT project FROM issue")}
    return sum(
        (not only or row.project in only or row.department in only) and (force or row.project not in issued)
        for row in desk.roster.rows
    )


def _again(desk: Desk, every: Sequence[Case], going: Collection[str]) -> dict[str, str]:
    """Departments (and their folders) whose zip holds the workbook of a project that has left them."""
    held: set[tuple[str, str]] = set()
    gone: dict[tuple[str, str], str] = {}
    for case in every:
        for one in case.issues:
            path = PurePosixPath(one.file)
            if one.kind == "return" or one.department in going:
                continue
            if one.department == case.department and not case.withdrawn:
                held.add((path.parent.name, path.name))
            else:
                gone[path.parent.name, path.name] = one.department
    inside: dict[str, frozenset[str]] = {}
    found = {}
    for (folder, name), department in gone.items():
        if (folder, name) not in held:
            if folder not in inside:
                inside[folder] = names_in(desk.config.outbox / f"{folder}.zip")
            if name in inside[folder]:
                found[department] = folder
    return found


def _outgoing(desk: Desk, one: Planned) -> Outgoing:
    action = one.action
    assert action.issue is not None
    times = sum(old.department == action.department for old in one.issues)
    row = desk.roster.by_project[action.project]
    return Outgoing(
        project=action.project,
        name=action.name,
        department=action.department,
        number=action.issue,
        fingerprint=one.fingerprint,
        sheet=Assignment(values=one.values, explanations=one.explanations, tint=True),
        letter=LetterProject(
            number=action.project,
            name=action.name,
            issue=times + 1,
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
