"""``remind``: texts and mail drafts for departments that are late, or due soon. Nothing is sent."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from xltool.campaign.desk import Access, Desk, at_work
from xltool.campaign.due import due
from xltool.campaign.ledger.submissions import findings_of
from xltool.campaign.letters import (
    LetterProject,
    letter_context,
    letter_findings,
    render,
    text_file,
)
from xltool.campaign.mail import draft
from xltool.campaign.model import Config, Roster
from xltool.campaign.placing import folders
from xltool.campaign.status import Case, cases, status
from xltool.report import make_folder, write_file
from xltool.standing import Reminded, Reminder, Standing

__all__ = ["remind"]


def remind(
    config: Config, roster: Roster, *, days: int, as_of: datetime.date, access: Access | None = None
) -> Reminded:
    """Write ``reminders/<day>/<department>.txt`` and ``.eml`` for who is late or due within ``days``.

    A second run on the same day writes the same files anew.
    """
    with at_work(config, roster, "remind", access) as (desk, run):
        owed = due(status(desk, as_of=as_of), days=days)
        known = {case.project: case for case in cases(desk)}
        folder = config.folder / "reminders" / as_of.isoformat()
        reminders = []
        for department, some in owed.items():
            files = _write(desk, make_folder(folder), department, [known[one.project] for one in some], some)
            reminders.append(Reminder(department=department, standings=tuple(some), files=files))
        with desk.ledger.writing():
            for reminder in reminders:
                for one in reminder.standings:
                    desk.ledger.event(run, "reminded", project=one.project, file=reminder.files[0])
    return Reminded(as_of=as_of, reminders=tuple(reminders))


def _write(
    desk: Desk, folder: Path, department: str, some: Sequence[Case], standings: Sequence[Standing]
) -> tuple[str, ...]:
    config, roster = desk.config, desk.roster
    projects = [_project(desk, case, one) for case, one in zip(some, standings, strict=True)]
    context = letter_context(config, roster, department, projects, today=_day(folder))
    letter = render(config, "reminder", context)
    subject = f"{'件名: ' if config.lang == 'ja' else 'Subject: '}{letter.subject}"
    whom = roster.by_department.get(department)
    contents: Mapping[str, bytes | Iterable[bytes]] = {
        ".eml": draft(
            to=whom.mail if whom else None,
            sender=config.office.mail,
            subject=letter.subject,
            body=letter.body,
            lang=config.lang,
        ),
        ".txt": text_file(f"{subject}\n\n{letter.body}"),
    }
    written = []
    for ending, data in contents.items():
        path = folder / f"{folders(desk)[department]}{ending}"
        write_file(path, data)
        written.append(path.relative_to(config.folder).as_posix())
    return tuple(written)


def _day(folder: Path) -> datetime.date:
    return datetime.date.fromisoformat(folder.name)


def _project(desk: Desk, case: Case, one: Standing) -> LetterProject:
    current = case.folded.current
    findings = findings_of(desk.ledger, current) if current is not None else ()
    return LetterProject.of(
        one,
        file=PurePosixPath(case.issues[-1].file).name if case.issues else None,
        findings=letter_findings(findings, desk.config.lang),
    )
