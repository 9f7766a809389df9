"""What goes along with a department's workbooks: covering note, zip, mail draft and its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from xltool.campaign.desk import Desk
from xltool.campaign.letters import NOTE_FILES, LetterProject, letter_context, render, text_file
from xltool.campaign.parcels import Letters
from xltool.campaign.placing import Job
from xltool.report import remove_file, write_file

__all__ = ["Enclosures"]


@dataclass(frozen=True, kw_only=True)
class Enclosures:
    """The letters of one job."""

    desk: Desk
    job: Job

    @cached_property
    def _place(self) -> Mapping[str, int]:
        """Project -> its place in the roster."""
        return {project: at for at, project in enumerate(self.desk.roster.by_project)}

    def paths(self, folder: Path) -> tuple[Path, Path, Path, Path]:
        """Where note, zip, draft and text of a department lie."""
        lang = self.desk.config.lang
        beside = f"{folder.name} {NOTE_FILES[self.job.mail].pick(lang)}"
        return (
            folder / NOTE_FILES[self.job.note].pick(lang),
            folder.with_name(f"{folder.name}.zip"),
            folder.with_name(f"{folder.name}.eml"),
            folder.with_name(beside),
        )

    def letters(self, department: str, folder: Path) -> Letters | None:
        """What they say and hold; None where the department owes nothing any more."""
        config, roster = self.desk.config, self.desk.roster
        books = self.job.books.get(department, ())
        going = [replace(one.letter, file=book.file) for book in books for one in book.sheets]
        some: list[LetterProject] = [*going, *self.job.beside.get(department, ())]
        if not some:
            return None
        note, archive, *_ = self.paths(folder)
        context = letter_context(
            config,
            roster,
            department,
            sorted(some, key=lambda one: self._place[one.number]),
            today=self.desk.ledger.clock().date(),
            archive=archive.name,
        )
        mail = render(config, self.job.mail, context)
        known = roster.by_department.get(department)
        return Letters(
            folder=folder,
            note=(note.name, text_file(render(config, self.job.note, context).body)),
            workbooks=tuple(dict.fromkeys(one.file for one in context.projects)),
            archive=archive.name,
            to=known.mail if known else None,
            sender=config.office.mail,
            subject=mail.subject,
            body=mail.body,
            text=text_file(
                f"{'件名: ' if config.lang == 'ja' else 'Subject: '}{mail.subject}\n\n{mail.body}"
            ),
            lang=config.lang,
        )

    def write(self, department: str, folder: Path) -> tuple[Path, ...]:
        """Write them here, of workbooks that are in place; without any, they go. Raises CannotWork."""
        letters, paths = self.letters(department, folder), self.paths(folder)
        if letters is None:
            for path in paths:
                remove_file(path)
            return ()
        contents: Iterable[bytes | Iterable[bytes]] = letters.contents({})
        for path, data in zip(paths, contents, strict=True):
            write_file(path, data)
        return paths
