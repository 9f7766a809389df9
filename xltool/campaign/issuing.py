"""Handing out: department by department, workbooks, covering note, zip, mail draft, then the ledger.

A department is whole or untouched in the ledger: after a crash its files are written again, the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from xltool.book import Assignment, Blank, draw, stamp_many
from xltool.book.bundle import zip_files
from xltool.campaign.archive import digest_of
from xltool.campaign.desk import Desk
from xltool.campaign.identity import check_code
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.rows import Issue, add_issue, issues
from xltool.campaign.letters import NOTE_FILES, LetterName, LetterProject, letter_context, render, text_file
from xltool.campaign.mail import draft
from xltool.campaign.names import file_name, folder_name, unique
from xltool.errors import CannotWork
from xltool.report import make_folder, remove_file, write_file
from xltool.text import Text

__all__ = ["HandedOut", "Job", "Outgoing", "addressed", "folders", "hand_out", "places"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One form sheet to be handed out."""

    project: str
    name: str
    department: str
    number: int  # of its issue
    fingerprint: str
    sheet: Assignment  # what is stamped; whose it is and its number are put in here
    letter: LetterProject  # how letters speak of it


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is handed out, where, and with which letters."""

    kind: Literal["distribute", "return"]
    folder: Path  # outbox or returned
    note: LetterName
    mail: LetterName
    going: Sequence[Outgoing]
    beside: Mapping[str, Sequence[LetterProject]] = field(default_factory=dict)
    # by department: what it still owes of earlier issues, and gets once more with the new
    again: Mapping[str, str] = field(default_factory=dict)
    # department -> its folder: letters to be made anew though nothing goes there, a project has left it


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


@dataclass(frozen=True, kw_only=True)
class _Book:
    """One workbook: a project, or a whole department."""

    file: str  # its name
    sheets: tuple[Outgoing, ...]


def hand_out(desk: Desk, run: Run, job: Job, progress: Progress | None = None) -> HandedOut:
    """Write everything. Raises CannotWork; departments that were done before stay done."""
    blanks: dict[int, Blank] = {}
    where: dict[str, str] = {}
    written: list[str] = []
    aside: list[str] = []
    left: list[str] = []
    every = issues(desk.ledger)
    done = 0
    for department, books in _books(desk, job).items():
        folder = _folder(desk, job, department)
        noted: list[Issue] = []
        for book, data in _stamped(desk, books, blanks):
            path = folder / book.file
            aside += _make_way(desk, path, data)
            write_file(path, data)
            below = path.relative_to(desk.config.folder).as_posix()
            written.append(below)
            where.update({one.project: below for one in book.sheets})
            noted += (_issue(run, job, one, below, data) for one in book.sheets)
            done += len(book.sheets)
            if progress is not None:
                progress(done, len(job.going))
        written += _letters(desk, job, department, folder)
        stale = _stale(desk, job, noted, every)
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
        for path in stale:
            try:
                path.unlink(missing_ok=True)
            except OSError:  # open in Excel
                left.append(path.relative_to(desk.config.folder).as_posix())
    for department, name in job.again.items():
        written += _letters(desk, job, department, job.folder / name)
    return HandedOut(where=where, files=tuple(written), aside=tuple(aside), left=tuple(left))


def _books(desk: Desk, job: Job) -> dict[str, list[_Book]]:
    """Department -> its workbooks, with names that no other sheet's newest workbook has."""
    config = desk.config
    by_department: dict[str, list[Outgoing]] = {}
    for one in job.going:
        by_department.setdefault(one.department, []).append(one)
    going = {one.project for one in job.going}
    taken: dict[Path, list[str]] = {}
    for project, issued in issues(desk.ledger).items():
        if project not in going:
            path = config.folder / issued[-1].file
            taken.setdefault(path.parent, []).append(path.name)
    found: dict[str, list[_Book]] = {}
    for department, some in by_department.items():
        groups = [tuple(some)] if config.bundle == "department" else [(one,) for one in some]
        wanted = [_wanted(desk, group) for group in groups]
        there = sorted(set(taken.get(_folder(desk, job, department), ())))
        names = unique([*there, *wanted])[len(there) :]
        found[department] = [
            _Book(file=name, sheets=group) for name, group in zip(names, groups, strict=True)
        ]
    return found


def places(desk: Desk, job: Job) -> dict[str, str]:
    """Project -> the workbook that it is going to be in, below the campaign folder."""
    root = job.folder.relative_to(desk.config.folder).as_posix()
    named = folders(desk)
    return {
        one.project: f"{root}/{named[department]}/{book.file}"
        for department, books in _books(desk, job).items()
        for book in books
        for one in book.sheets
    }


def addressed(desk: Desk, job: Job) -> Job:
    """The job with the workbooks' names in its letters."""
    files = places(desk, job)
    going = [
        replace(one, letter=replace(one.letter, file=PurePosixPath(files[one.project]).name))
        for one in job.going
    ]
    return replace(job, going=going)


def _wanted(desk: Desk, group: Sequence[Outgoing]) -> str:
    """The name by the campaign's pattern; a department's workbook cannot be called after one project."""
    config, first = desk.config, group[0]
    pattern = config.file_name
    if config.bundle == "department" and ("{project}" in pattern or "{name}" in pattern):
        pattern = "{department}_{year}"
    return file_name(
        pattern,
        project=first.project,
        name=first.name,
        department=first.department,
        year=config.year,
        campaign=config.campaign,
    )


def folders(desk: Desk) -> dict[str, str]:
    """Department -> the name of its folder; two that a system takes for one are told apart."""
    names = [one.name for one in desk.roster.departments]
    return dict(zip(names, unique(folder_name(name) for name in names), strict=True))


def _folder(desk: Desk, job: Job, department: str) -> Path:
    return job.folder / folders(desk)[department]


def _stamped(desk: Desk, books: Sequence[_Book], blanks: dict[int, Blank]) -> Iterator[tuple[_Book, bytes]]:
    """The workbooks' bytes; a blank is drawn once for every number of sheets."""
    sizes = list(dict.fromkeys(len(book.sheets) for book in books))
    for size in sizes:
        if size not in blanks:
            blanks[size] = draw(desk.roster.edition, sheets=size)
        same = [book for book in books if len(book.sheets) == size]
        stamped = stamp_many(blanks[size], [[_assignment(desk, one) for one in b.sheets] for b in same])
        yield from zip(same, stamped, strict=True)


def _assignment(desk: Desk, one: Outgoing) -> Assignment:
    config = desk.config
    return replace(
        one.sheet,
        campaign=config.campaign,
        issue=one.number,
        check=check_code(config.campaign, config.form.id, config.year, one.project, one.number),
    )


def _issue(run: Run, job: Job, one: Outgoing, below: str, data: bytes) -> Issue:
    return Issue(
        project=one.project,
        number=one.number,
        kind=job.kind,
        at=run.at,
        name=one.name,
        department=one.department,
        file=below,
        sha256=digest_of(data),
        fingerprint=one.fingerprint,
        values=one.sheet.values,
        typed={key: str(text) for key, text in one.sheet.typed.items()},
        explanations=one.sheet.explanations,
    )


def _make_way(desk: Desk, path: Path, data: bytes) -> Iterator[str]:
    """Make the folder; a workbook there that somebody has typed into moves aside, never away."""
    make_folder(path.parent)
    try:
        if path.is_file():
            there = digest_of(path.read_bytes())
            known = desk.ledger.db.execute("SELECT 1 FROM issue WHERE sha256 = ?", (there,)).fetchone()
            if known is None and there != digest_of(data):
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


def _stale(desk: Desk, job: Job, noted: Sequence[Issue], every: Mapping[str, Sequence[Issue]]) -> list[Path]:
    """Workbooks of earlier issues elsewhere below the job's folder, as written, that nobody else is in."""
    going = {one.project for one in noted}
    used = {one.file for one in noted}
    used.update(some[-1].file for project, some in every.items() if project not in going)
    found = []
    for one in noted:
        for old in every.get(one.project, ())[-1:]:
            path = desk.config.folder / old.file
            if not path.is_relative_to(job.folder):
                continue
            if old.file not in used and path.is_file() and digest_of(path.read_bytes()) == old.sha256:
                found.append(path)
    return list(dict.fromkeys(found))


def _letters(desk: Desk, job: Job, department: str, folder: Path) -> Iterator[str]:
    """Covering note, zip and mail draft of one department; none where it owes nothing any more."""
    config = desk.config
    going = [one.letter for one in job.going if one.department == department]
    place = {project: at for at, project in enumerate(desk.roster.by_project)}
    projects = sorted([*going, *job.beside.get(department, ())], key=lambda one: place[one.number])
    archive = folder.with_name(f"{folder.name}.zip")
    note_name = NOTE_FILES[job.note].pick(config.lang)
    beside = folder.with_name(f"{folder.name} {NOTE_FILES[job.mail].pick(config.lang)}")
    written = (folder / note_name, archive, folder.with_name(f"{folder.name}.eml"), beside)
    if not projects:
        for path in written:
            remove_file(path)
        return
    today = desk.ledger.clock().date()
    context = letter_context(config, desk.roster, department, projects, today=today, archive=archive.name)
    note = text_file(render(config, job.note, context).body)
    mail = render(config, job.mail, context)
    inside = [(note_name, note)]
    for one in context.projects:
        path = folder / one.file
        if (one.file, b"") not in inside and path.is_file():
            inside.append((one.file, path.read_bytes()))
    packed = zip_files(list(dict(inside).items()))
    to = desk.roster.by_department[department].mail if department in desk.roster.by_department else None
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
