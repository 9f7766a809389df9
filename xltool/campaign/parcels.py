"""What one department gets, written where its workbooks are stamped: a worker imports this and no more.

Files come to lie under names that do not count yet; the command puts them in place, all of a department's
or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.book.bundle import zip_files
from xltool.campaign.mail import draft
from xltool.report.files import staged
from xltool.text import Lang

__all__ = ["Contents", "Letters", "Staged", "stage"]


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Covering note, zip and mail draft of a department, as far as they are words."""

    folder: Path  # its workbooks
    note: tuple[str, bytes]  # name and content
    workbooks: tuple[str, ...]  # what goes into the zip
    archive: str  # name of the zip
    to: str | None  # cells of addresses, see ``mail.draft``
    sender: str | None
    subject: str
    body: str
    text: bytes  # the mail as a text
    lang: Lang

    def contents(self, made: Mapping[str, bytes]) -> tuple[bytes, bytes, Iterable[bytes], bytes]:
        """Note, zip, draft and text; workbooks that are not in ``made`` lie in the folder, or nowhere.

        The draft in pieces: it is large, and new memory takes longer than what is in it. Raises CannotWork.
        """
        name, note = self.note
        inside = {name: note}
        for file in self.workbooks:
            if file in made:
                inside[file] = made[file]
            elif (self.folder / file).is_file():
                inside[file] = (self.folder / file).read_bytes()
        packed = zip_files(list(inside.items()))
        letter = draft(
            to=self.to,
            sender=self.sender,
            subject=self.subject,
            body=self.body,
            attachments=[(self.archive, packed)],
            lang=self.lang,
        )
        return note, packed, letter, self.text


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What is in a parcel beside the workbooks' sheets."""

    names: tuple[str, ...]  # of the workbooks
    letters: Letters | None = None  # None: not all of the department's workbooks are in this parcel


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A parcel that is written."""

    workbooks: tuple[tuple[Path, str], ...]  # where each lies, and its SHA-256
    letters: tuple[Path, ...]


def stage(folder: Path, workbooks: Sequence[bytes], contents: Contents) -> Staged:
    """Write a parcel below ``folder``. Raises CannotWork."""
    letters = contents.letters
    made = dict(zip(contents.names, workbooks, strict=True))
    return Staged(
        workbooks=tuple((staged(folder, one), hashlib.sha256(one).hexdigest()) for one in workbooks),
        letters=tuple(staged(folder, one) for one in letters.contents(made)) if letters else (),
    )
