"""Handing out: department by department, workbooks, covering note, zip, mail draft, then the ledger.

A department is whole or untouched in the ledger: after a crash its files are written again, the same bytes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from xltool.book import Assignment
from xltool.book.bundle import zip_files
from xltool.book.press import stamp_with
from xltool.campaign.archive import digest_of
from xltool.campaign.desk import Desk
from xltool.campaign.identity import check_code
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.rows import Issue, add_issue, issues
from xltool.campaign.letters import NOTE_FILES, LetterProject, letter_context, render, text_file
from xltool.campaign.mail import draft
from xltool.campaign.placing import Job, Outgoing, books, folders
from xltool.errors import CannotWork
from xltool.report import make_folder, remove_file, write_file
from xltool.report.files import put_in_place, staged, swept
from xltool.text import Text

__all__ = ["HandedOut", "hand_out"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class HandedOut:
    """What was written, as paths below the campaign folder."""

    where: Mapping[str, str]  # project -> its workbook
    files: tuple[str, ...]
    aside: tuple[str, ...]  # workbooks that somebody had typed into, under the names that they have now
    left: tuple[str, ...]  # workbooks of issues before that could not be deleted

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What somebody should look at."""
        return (
            *(_ASIDE.format(file=one) for one in self.aside),
            *(_LEFT.format(file=one) for one in self.left),
        )


def hand_out(
    desk: Desk, run: Run, job: Job, progress: Progress | None = None, jobs: int | None = None
) -> HandedOut:
    """Write everything. Raises CannotWork; departments that were done before stay done.

    ``jobs`` processes stamp and stage the workbooks; here they get their names, and their departments a row
    in the ledger, one after the other.
    """
    where: dict[str, str] = {}
    written: list[str] = []
    aside: list[str] = []
    left: list[str] = []
    every = issues(desk.ledger)
    holders = _holders(every)
    planned, named = books(desk, job), folders(desk)
    letters = _Letters(desk=desk, job=job)
    sheets = ([_assignment(desk, one) for one in book.sheets] for some in planned.values() for book in some)
    stage = partial(_stage, make_folder(job.folder))
    with (
        swept(job.folder),
        contextlib.closing(stamp_with(stage, desk.drawn, sheets, workers=jobs)) as stamped,
    ):
        for department, some in planned.items():
            folder = job.folder / named[department]
            noted: list[Issue] = []
            for book in some:
                made = next(stamped)
                path = folder / book.file
                aside += _make_way(desk, path, made.sha256)
                put_in_place(made.there, path)
                below = path.relative_to(desk.config.folder).as_posix()
                written.append(below)
                where.update({one.project: below for one in book.sheets})
                noted += (_issue(run, job, one, below, made.sha256) for one in book.sheets)
                if progress is not None:
                    progress(len(where), len(job.going))
            written += letters.write(department, folder)
            stale = _stale(desk, job, noted, every, holders)
            for one in noted:
                for old in every.get(one.project, ())[-1:]:
                    holders[old.file].discard(one.project)
                holders.setdefault(one.file, set()).add(one.project)
            _note(desk, run, job, noted, every)
            for path in stale:
                try:
                    path.unlink(missing_ok=True)
                except OSError:  # open in Excel
                    left.append(path.relative_to(desk.config.folder).as_posix())
    for department, name in job.again.items():
        written += letters.write(department, job.folder / name)
    return HandedOut(where=where, files=tuple(written), aside=tuple(aside), left=tuple(left))


@dataclass(frozen=True, kw_only=True)
class _Staged:
    """A workbook that is written, under a name that does not count yet."""

    there: Path
    sha256: str


def _stage(folder: Path, workbook: bytes) -> _Staged:
    return _Staged(there=staged(folder, workbook), sha256=digest_of(workbook))


def _note(desk: Desk, run: Run, job: Job, noted: Sequence[Issue], every: dict[str, list[Issue]]) -> None:
    """Put what one department was handed out into the ledger, and into ``every``."""
    with desk.ledger.writing():
        for issue in noted:
            add_issue(desk.ledger, run, issue)
            every.setdefault(issue.project, []).append(issue)
            desk.ledger.event(
                run,
                "issued" if job.kind == "distribute" else "given_back",
                project=issue.project,
                file=issue.file,
                detail={"issue": issue.number, "department": issue.department},
            )


def _assignment(desk: Desk, one: Outgoing) -> Assignment:
    config = desk.config
    return replace(
        one.sheet,
        campaign=config.campaign,
        issue=one.number,
        check=check_code(config.campaign, config.form.id, config.year, one.project, one.number),
    )


def _issue(run: Run, job: Job, one: Outgoing, below: str, sha256: str) -> Issue:
    return Issue(
        project=one.project,
        number=one.number,
        kind=job.kind,
        run=run.id,
        at=run.at,
        name=one.name,
        department=one.department,
        file=below,
        sha256=sha256,
        fingerprint=one.fingerprint,
        values=one.sheet.values,
        typed={key: str(text) for key, text in one.sheet.typed.items()},
        explanations=one.sheet.explanations,
        asked=one.asked,
    )


def _make_way(desk: Desk, path: Path, sha256: str) -> Iterator[str]:
    """Make the folder; a workbook there that somebody has typed into moves aside, never away."""
    make_folder(path.parent)
    try:
        if path.is_file():
            there = digest_of(path.read_bytes())
            known = desk.ledger.db.execute("SELECT 1 FROM issue WHERE sha256 = ?", (there,)).fetchone()
            if known is None and there != sha256:
                words = "（変更あり）" if desk.config.lang == "ja" else " (edited)"
                number, aside = 1, path.with_name(f"{path.stem}{words}{path.suffix}")
                while aside.exists():
                    number += 1
                    aside = path.with_name(f"{path.stem}{words}{number}{path.suffix}")
                path.rename(aside)
                yield aside.relative_to(desk.config.folder).as_posix()
    except OSError as error:
        raise CannotWork(
            Text(
                f"{path} に書き込めません（{error.strerror}）。"
                "Excel で開いている場合は閉じてから、もう一度実行してください。",
                f"{path} cannot be written ({error.strerror}); close it in Excel and try again.",
            )
        ) from None


def _holders(every: Mapping[str, Sequence[Issue]]) -> dict[str, set[str]]:
    """Workbook -> the projects that are in it, as far as it is their newest."""
    found: dict[str, set[str]] = {}
    for project, some in every.items():
        found.setdefault(some[-1].file, set()).add(project)
    return found


def _stale(
    desk: Desk,
    job: Job,
    noted: Sequence[Issue],
    every: Mapping[str, Sequence[Issue]],
    holders: Mapping[str, set[str]],
) -> list[Path]:
    """Workbooks of earlier issues elsewhere below the job's folder, as written, that nobody else is in."""
    going = {one.project for one in noted}
    used = {one.file for one in noted}
    found = []
    for one in noted:
        for old in every.get(one.project, ())[-1:]:
            path = desk.config.folder / old.file
            if not path.is_relative_to(job.folder):
                continue
            alone = old.file not in used and holders[old.file] <= going
            if alone and path.is_file() and digest_of(path.read_bytes()) == old.sha256:
                found.append(path)
    return list(dict.fromkeys(found))


@dataclass(frozen=True, kw_only=True)
class _Letters:
    """What the departments get beside their workbooks."""

    desk: Desk
    job: Job

    @cached_property
    def going(self) -> Mapping[str, list[LetterProject]]:
        found: dict[str, list[LetterProject]] = {}
        for one in self.job.going:
            found.setdefault(one.department, []).append(one.letter)
        return found

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Project -> its place in the roster."""
        return {project: at for at, project in enumerate(self.desk.roster.by_project)}

    def write(self, department: str, folder: Path) -> Iterator[str]:
        """Covering note, zip and mail draft of one department; none where it owes nothing any more."""
        config = self.desk.config
        some = (*self.going.get(department, ()), *self.job.beside.get(department, ()))
        projects = sorted(some, key=lambda one: self.place[one.number])
        archive = folder.with_name(f"{folder.name}.zip")
        note_name = NOTE_FILES[self.job.note].pick(config.lang)
        beside = folder.with_name(f"{folder.name} {NOTE_FILES[self.job.mail].pick(config.lang)}")
        written = (folder / note_name, archive, folder.with_name(f"{folder.name}.eml"), beside)
        if not projects:
            for path in written:
                remove_file(path)
            return
        today = self.desk.ledger.clock().date()
        context = letter_context(
            config, self.desk.roster, department, projects, today=today, archive=archive.name
        )
        note = text_file(render(config, self.job.note, context).body)
        mail = render(config, self.job.mail, context)
        inside = {note_name: note}
        for file in dict.fromkeys(one.file for one in context.projects):
            if (folder / file).is_file():
                inside[file] = (folder / file).read_bytes()
        packed = zip_files(list(inside.items()))
        to = (
            self.desk.roster.by_department[department].mail
            if department in self.desk.roster.by_department
            else None
        )
        letter = draft(
            to=to,
            sender=config.office.mail,
            subject=mail.subject,
            body=mail.body,
            attachments=[(archive.name, packed)],
            lang=config.lang,
        )
        text = f"{'件名: ' if config.lang == 'ja' else 'Subject: '}{mail.subject}\n\n{mail.body}"
        for path, data in zip(written, (note, packed, letter, text_file(text)), strict=True):
            write_file(path, data)
            yield path.relative_to(config.folder).as_posix()


_ASIDE = Text(
    "ブックが作成後に書き換えられていたため、{file} という名前で残しました。"
    "提出として扱う場合は inbox に移して collect を実行し、不要なら削除してください。",
    "Somebody had typed into a workbook: it is kept as {file}. "
    "Move it into inbox and collect if it counts, or delete it.",
)
_LEFT = Text(
    "{file} は前の号のブックですが、削除できませんでした。Excel で開いている場合は閉じて、削除してください。",
    "{file} is of an earlier issue and could not be deleted; close it in Excel and delete it.",
)
