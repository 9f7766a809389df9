"""Groups of workbooks in a line: several threads take from it, and what they make comes back in its order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

from xltool.book.assignment import Assignment
from xltool.text import Text

__all__ = ["GROUP", "Group", "Line", "MadeOf", "Parcel", "Sheets", "Turn", "groups", "size_of"]

About = TypeVar("About")
Made = TypeVar("Made")

Sheets = Sequence[Assignment]  # of one workbook
Parcel = tuple[Sequence[Sheets], About]  # workbooks that belong together, and whatever is to be known of them
Group = Sequence[Parcel[About]]
MadeOf = tuple[list[Made], Text | None]  # what became of a group's parcels, and why there are no more

GROUP = 128  # sheets stamped together: evaluating costs 12 ms however many they are, then 0.6 ms each
_AHEAD = 2  # groups that are stamped here while a worker's, which comes before them, is not
_READY = 8  # groups that are made while there is nothing else to do


@dataclass(eq=False, kw_only=True)
class Turn(Generic[About, Made]):
    """A group that somebody has taken."""

    group: Group[About]
    here: bool  # it is stamped by this process
    made: MadeOf[Made] | None = None


@dataclass(eq=False, kw_only=True)
class Line(Generic[About, Made]):
    """The groups in their order: whoever is free takes the next, and they are given back in that order."""

    groups: Iterator[Group[About]]
    others: int  # who takes groups beside this process
    ready: deque[Group[About]] = field(default_factory=deque)
    taken: deque[Turn[About, Made]] = field(default_factory=deque)
    lock: Lock = field(default_factory=Lock)
    failed: Exception | None = None  # there are no more groups, and why
    sent: int = 0  # how often the edition went along, since a worker was lost

    def take(self, *, here: bool) -> Turn[About, Made] | None:
        """None: there are no more, or enough that were stamped here wait for a worker's."""
        with self.lock:
            if here and sum(turn.here for turn in self.taken) == _AHEAD:
                return None
            self._prepare(1)
            if not self.ready:
                return None
            group = self.ready.popleft()
            if not self.ready and self.others and len(group) > 1:
                half = (len(group) + 1) // 2
                self.ready.append(group[half:])
                group = group[:half]
            turn: Turn[About, Made] = Turn(group=group, here=here)
            self.taken.append(turn)
            if here:  # nobody shall wait for the next while this one is being stamped
                self._prepare(self.others)
            return turn

    def prepare(self) -> bool:
        """Make a group that is going to be taken; False where there are no more, or enough."""
        with self.lock:
            before = len(self.ready)
            self._prepare(before)
            return before < len(self.ready) < _READY

    def _prepare(self, count: int) -> None:
        """One more, too: the last is parted, or somebody would stamp it while the others look on."""
        if self.failed is not None:  # it was told to one thread, but both have to end
            raise self.failed
        try:
            self.ready.extend(islice(self.groups, max(0, count + 1 - len(self.ready))))
        except Exception as error:
            self.failed = error
            raise


def groups(parcels: Iterable[Parcel[About]]) -> Iterator[Group[About]]:
    """Parcels that follow each other, whatever the number of their sheets."""
    group: list[Parcel[About]] = []
    for parcel in parcels:
        if group and size_of(group) + size_of([parcel]) > GROUP:
            yield group
            group = []
        group.append(parcel)
    if group:
        yield group


def size_of(group: Group[About]) -> int:
    return sum(len(book) for books, _ in group for book in books)
