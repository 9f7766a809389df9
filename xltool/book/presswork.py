"""What one process at the press does: draw the blanks that it needs, stamp a group, say what became of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from xltool.book.blank import Blank
from xltool.book.line import Group, MadeOf
from xltool.book.stamp import stamp_mixed
from xltool.errors import CannotWork
from xltool.form import Edition

__all__ = ["Blanks", "Drawn", "Then", "Work", "on_worker", "stamp_group"]

About = TypeVar("About")
Made = TypeVar("Made")

Then = Callable[[Sequence[bytes], About], Made]


@dataclass(frozen=True, kw_only=True)
class Work(Generic[About]):
    """What a worker is to do."""

    edition: str  # its name
    packed: bytes | None  # itself, where the worker may not have it yet
    sheets: int | None = None  # a blank of so many is going to be needed
    wanted: bool = False  # and it is wanted back
    group: Group[About] = ()


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A worker's blank."""

    edition: str  # its name
    sheets: int
    blank: bytes  # pickled


@dataclass(frozen=True, kw_only=True)
class Blanks:
    """The blanks of an edition, each drawn once."""

    edition: Edition
    known: dict[int, Blank] = field(default_factory=dict)  # by the number of form sheets

    def of(self, count: int) -> Blank:
        from xltool.book.draw import draw  # late: workers are up the sooner

        if count not in self.known:
            self.known[count] = draw(self.edition, sheets=count)
        return self.known[count]


_received: dict[str, Blanks] = {}  # by the edition's name


def on_worker(then: Then[About, Made], job: Work[About] | None) -> MadeOf[Made] | Drawn | None:
    """None where the edition is missing: a worker that took another's place."""
    if job is None:
        return [], None
    if job.packed is not None and job.edition not in _received:
        _received[job.edition] = Blanks(edition=pickle.loads(job.packed))  # noqa: S301 - our own parent wrote it
    blanks = _received.get(job.edition)
    if blanks is None:
        return None
    if job.sheets is not None:
        blank = blanks.of(job.sheets)
        if job.wanted:
            packed = pickle.dumps(blank, pickle.HIGHEST_PROTOCOL)
            return Drawn(edition=job.edition, sheets=job.sheets, blank=packed)
    return stamp_group(then, blanks, job.group)


def stamp_group(then: Then[About, Made], blanks: Blanks, group: Group[About]) -> MadeOf[Made]:
    made: list[Made] = []
    workbooks = stamp_mixed(blanks.of, [book for books, _ in group for book in books])
    try:
        for books, about in group:
            made.append(then(list(islice(workbooks, len(books))), about))
    except CannotWork as error:  # it would not survive the pipe, and the others would be lost with it
        return made, error.text
    return made, None
