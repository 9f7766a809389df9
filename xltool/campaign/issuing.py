"""Handing out: department by department, workbooks, covering note, zip, mail draft, then the ledger.

A department is whole or untouched in the ledger: after a crash its files are written again, the same bytes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from xltool.book import Assignment
from xltool.book.press import Parcel, Press, press
from xltool.campaign.archive import digest_of
from xltool.campaign.desk import Desk
from xltool.campaign.enclosures import Enclosures
from xltool.campaign.identity import check_code
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.issues import Issue, add_issue, issues
from xltool.campaign.parcels import Contents, Staged, stage
from xltool.campaign.placing import Book, Job, Outgoing, folders
from xltool.errors import CannotWork
from xltool.report import make_folder
from xltool.report.files import put_in_place, swept
from xltool.text import Text

__all__ = ["HandedOut", "hand_out", "handing", "pressing"]

Progress = Callable[[int, int], None]

# Sheets of a parcel: a department with more comes in several, which lie in memory one after the other.
_LARGEST = 512


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


@contextlib.contextmanager
def handing(folder: Path, press: Press[Contents, Staged]) -> Iterator[None]:
    """Around ``hand_out``: when the press has ended, what it left below the folder of the job goes."""
    with swept(folder), contextlib.closing(press):
        yield


def pressing(folder: Path, jobs: int | None) -> contextlib.AbstractContextManager[Press[Contents, Staged]]:
    """What ``hand_out`` has workbooks stamped by: ``jobs`` processes, which stage them below the folder."""
    return press(partial(stage, folder), workers=jobs)


def hand_out(
    desk: Desk, run: Run, job: Job, press: Press[Contents, Staged], progress: Progress | None = None
) -> HandedOut:
    """Write everything. Raises CannotWork; departments that were done before stay done.

    What is staged gets its name here, and its department a row in the ledger, one after the other.
    """
    where: dict[str, str] = {}
    written: list[Path] = []
    aside: list[Path] = []
    left: list[Path] = []
    every = issues(desk.ledger)
    holders = _holders(every)
    named = folders(desk)
    enclosures = Enclosures(desk=desk, job=job)
    parts = {department: list(_parts(some)) for department, some in job.books.items()}
    going = sum(len(book.sheets) for some in job.books.values() for book in some)
    make_folder(job.folder)
    with contextlib.closing(press.stamp(desk.drawn, _parcels(desk, job, parts, enclosures))) as made:
        for department, some in parts.items():
            folder = make_folder(job.folder / named[department])
            noted: list[Issue] = []
            for part in some:
                staged = next(made)
                for book, (there, sha256) in zip(part, staged.workbooks, strict=True):
                    path = folder / book.file
                    aside += _make_way(desk, path, sha256)
                    put_in_place(there, path)
                    written.append(path)
                    below = _below(desk, path)
                    where.update({one.project: below for one in book.sheets})
                    noted += (_issue(run, job, one, below, sha256) for one in book.sheets)
                if progress is not None:
                    progress(len(where), going)
            if len(some) == 1:
                paths = enclosures.paths(folder)
                for there, path in zip(staged.letters, paths, strict=True):
                    put_in_place(there, path)
                written += paths
            else:
                written += enclosures.write(department, folder)
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
                    left.append(path)
    for department, name in job.again.items():
        written += enclosures.write(department, job.folder / name)
    return HandedOut(
        where=where,
        files=tuple(_below(desk, path) for path in written),
        aside=tuple(_below(desk, path) for path in aside),
        left=tuple(_below(desk, path) for path in left),
    )


def _below(desk: Desk, path: Path) -> str:
    return path.relative_to(desk.config.folder).as_posix()


def _parts(some: Sequence[Book]) -> Iterator[Sequence[Book]]:
    """A department's workbooks, parcel by parcel."""
    part: list[Book] = []
    size = 0
    for book in some:
        if part and size + len(book.sheets) > _LARGEST:
            yield part
            part, size = [], 0
        part.append(book)
        size += len(book.sheets)
    yield part


def _parcels(
    desk: Desk, job: Job, parts: Mapping[str, Sequence[Sequence[Book]]], enclosures: Enclosures
) -> Iterator[Parcel[Contents]]:
    named = folders(desk)
    for department, some in parts.items():
        letters = None
        if len(some) == 1:
            letters = enclosures.letters(department, job.folder / named[department])
        for part in some:
            sheets = [[_assignment(desk, one) for one in book.sheets] for book in part]
            yield sheets, Contents(names=tuple(book.file for book in part), letters=letters)


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


def _make_way(desk: Desk, path: Path, sha256: str) -> Iterator[Path]:
    """A workbook there that somebody has typed into moves aside, never away."""
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
                yield aside
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
