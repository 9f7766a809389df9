"""Many workbooks stamped, by this process and by workers beside it: the same bytes, whoever stamps them.

Every process draws its own blanks, from an edition that goes along with the work, so that nobody waits for
another; only the first is drawn by a worker for this process, too, while the caller still plans. Workbooks
are stamped in groups, because their formulas are evaluated together: what that costs, it costs a group. What
becomes of them is the caller's to say, parcel by parcel; nothing here touches a disk.
"""

from __future__ import annotations

import contextlib
import pickle
import secrets
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from queue import SimpleQueue
from threading import Lock
from typing import Generic, TypeVar

from xltool.book.ahead import Ahead, ahead
from xltool.book.assignment import Assignment
from xltool.book.blank import Blank
from xltool.book.outcome import Outcome
from xltool.book.pool import JobLimits, processors, run_jobs
from xltool.book.stamp import stamp_mixed
from xltool.errors import CannotWork
from xltool.form import Edition
from xltool.text import Text

__all__ = ["Parcel", "Press", "press", "stamp_all"]

About = TypeVar("About")
Made = TypeVar("Made")

Sheets = Sequence[Assignment]  # of one workbook
Parcel = tuple[Sequence[Sheets], About]  # workbooks that belong together, and whatever is to be known of them
Then = Callable[[Sequence[bytes], About], Made]

_GROUP = 128  # sheets stamped together: evaluating costs 12 ms however many they are, then 0.6 ms each
_FEW = 3 * _GROUP  # sheets that are stamped quicker here than workers start and draw
_AHEAD = 2  # groups that are stamped here while a worker's, which comes before them, is not
_READY = 8  # groups that are made while there is nothing else to do
_OFTEN = 4  # times the number of workers: so many jobs bring the edition along
_DRAWING = 0.2  # seconds to wait for a blank that is being drawn: drawing one here takes 0.1
_OURS = JobLimits(seconds=None, memory=None, keep=None)  # nothing that came from outside is read


def stamp_all(
    edition: Edition, books: Iterable[Sheets], *, workers: int | None = None
) -> Generator[bytes, None, None]:
    """The workbooks in their order, drawn from the edition for as many sheets as each has.

    ``workers``: 0 and 1 stamp in this process; None takes the processors, where there is enough to do.
    Raises CannotWork at the workbook that cannot be made; those before it have been yielded.
    """
    with press(_as_it_is, workers=workers) as own:
        yield from own.stamp(edition, (((book,), None) for book in books))


def _as_it_is(workbooks: Sequence[bytes], _: None) -> bytes:
    return workbooks[0]


@contextlib.contextmanager
def press(then: Then[About, Made], *, workers: int | None = None) -> Iterator[Press[About, Made]]:
    """For one lot of workbooks: workers may start before it is known what is to be stamped.

    ``then`` makes something of a parcel's workbooks where they were stamped; it may raise CannotWork.
    ``workers``: see ``stamp_all``; this process is one of them.
    """
    with contextlib.ExitStack() as stack:
        yield Press(then=then, workers=workers, stack=stack)


@dataclass(eq=False, kw_only=True)
class Press(Generic[About, Made]):
    """Stamps alone, or beside the workers that it has started."""

    then: Then[About, Made]
    workers: int | None
    stack: contextlib.ExitStack  # what ends with the press
    work: SimpleQueue[Iterable[_Work[About]] | None] = field(default_factory=SimpleQueue)
    early: int = 0  # jobs in which nothing is stamped
    answers: Ahead[_Outcome[Made]] | None = None
    packed: tuple[Edition, str, bytes] | None = None
    drawn: Future[_Drawn] | None = None

    @property
    def others(self) -> int:
        """The workers that there may be."""
        return max(0, (processors() if self.workers is None else self.workers) - 1)

    def close(self) -> None:
        """End the workers."""
        self.stack.close()

    def expect(self, sheets: int) -> None:
        """Start the workers, unless so many sheets are quicker made here."""
        if sheets > (_FEW if self.workers is None else 0):
            self.start()

    def start(self) -> None:
        """Start the workers, where there are to be any."""
        if self.answers is not None or not self.others:
            return
        self.early = self.others
        outcomes = run_jobs(
            partial(_on_worker, self.then),
            _jobs(self.others, self.work),
            workers=self.others,
            chunk=1,
            limits=_OURS,
        )
        self.answers = self.stack.enter_context(ahead(self._answers(outcomes), 2 * self.others))
        self.stack.callback(self.work.put, None)

    def _answers(
        self, outcomes: Generator[_Outcome[Made], None, None]
    ) -> Generator[_Outcome[Made], None, None]:
        with contextlib.closing(outcomes):
            for outcome in outcomes:
                if outcome.index >= self.early:
                    yield outcome
                elif isinstance(outcome.result, _Drawn) and self.drawn is not None:
                    self.drawn.set_result(outcome.result)

    def prepare(self, edition: Edition, sheets: int) -> None:
        """Have workers that have started draw a blank, while nobody knows yet what is going to be in it."""
        if self.answers is not None:
            self.early += self.others
            self.drawn = Future()
            name, packed = self._packed(edition)
            every = [_Work[About](edition=name, packed=packed, sheets=sheets)] * self.others
            self.work.put([replace(every[0], wanted=True), *every[1:]])

    def stamp(self, edition: Edition, parcels: Iterable[Parcel[About]]) -> Generator[Made, None, None]:
        """What ``then`` makes of each parcel, in their order; once.

        Raises CannotWork at the parcel that cannot be made; those before it have been yielded.
        """
        groups = _groups(parcels)
        first = list(islice(groups, 1))
        while self.answers is None and sum(map(_size, first)) <= _FEW and (group := next(groups, None)):
            first.append(group)
        self.expect(sum(map(_size, first)))
        line: _Line[About, Made] = _Line(groups=chain(first, groups), others=self.others)
        blanks = _Blanks(edition=edition)
        if self.answers is not None:
            name, packed = self._packed(edition)
            self.work.put(line.handed(name, packed))
            self.work.put(None)
            blanks.known.update(self._drawn(name, line))
        while True:
            while (made := self._next(line, blanks)) is not None:
                yield from _made(made)
            if (turn := line.take(here=True)) is not None:
                turn.made = _stamp(self.then, blanks, turn.group)
            elif (made := self._next(line, blanks, wait=True)) is not None:
                yield from _made(made)
            else:
                return

    def _drawn(self, name: str, line: _Line[About, Made]) -> Mapping[int, Blank]:
        """What a worker has drawn, or is about to: it began long before this process could."""
        if self.drawn is not None:
            until = time.monotonic() + _DRAWING
            while not self.drawn.done() and line.prepare():
                pass
            with contextlib.suppress(TimeoutError):  # it has died, or its processor is busy
                found = self.drawn.result(max(0, until - time.monotonic()))
                if found.edition == name:
                    return {found.sheets: pickle.loads(found.blank)}  # noqa: S301 - our own worker's
        return {}

    def _next(self, line: _Line[About, Made], blanks: _Blanks, *, wait: bool = False) -> _Made[Made] | None:
        """What became of the group whose turn it is; None where that is not known yet, or there is none."""
        if not line.taken:
            return None
        turn = line.taken[0]
        if turn.made is None and self.answers is not None and (wait or self.answers.has_one()):
            result = next(self.answers).result
            turn.made = None if isinstance(result, _Drawn) else result
            if turn.made is None:
                # A worker that has died says nothing of the workbooks, nor does one without the edition: here
                # they are made, or say what is wrong.
                line.sent = 0
                turn.made = _stamp(self.then, blanks, turn.group)
        if turn.made is not None:
            line.taken.popleft()
        return turn.made

    def _packed(self, edition: Edition) -> tuple[str, bytes]:
        """A name for the edition, and itself as it was first asked for: it grows by what is found in it."""
        if self.packed is None or self.packed[0] is not edition:
            self.packed = edition, secrets.token_hex(8), pickle.dumps(edition, pickle.HIGHEST_PROTOCOL)
        return self.packed[1:]


_Group = Sequence[Parcel[About]]
_Made = tuple[list[Made], Text | None]  # what became of the parcels, and why there are no more


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """A worker's blank."""

    edition: str  # its name
    sheets: int
    blank: bytes  # pickled


_Outcome = Outcome[_Made[Made] | _Drawn | None]


@dataclass(frozen=True, kw_only=True)
class _Work(Generic[About]):
    """What a worker is to do."""

    edition: str  # its name
    packed: bytes | None  # itself, where the worker may not have it yet
    sheets: int | None = None  # a blank of so many is going to be needed
    wanted: bool = False  # and it is wanted back
    group: _Group[About] = ()


@dataclass(eq=False, kw_only=True)
class _Turn(Generic[About, Made]):
    """A group that somebody has taken."""

    group: _Group[About]
    here: bool  # it is stamped by this process
    made: _Made[Made] | None = None


@dataclass(eq=False, kw_only=True)
class _Line(Generic[About, Made]):
    """The groups in their order: whoever is free takes the next, and they are given back in that order."""

    groups: Iterator[_Group[About]]
    others: int  # who takes groups beside this process
    ready: deque[_Group[About]] = field(default_factory=deque)
    taken: deque[_Turn[About, Made]] = field(default_factory=deque)
    lock: Lock = field(default_factory=Lock)
    failed: Exception | None = None  # there are no more groups, and why
    sent: int = 0  # how often the edition went along, since a worker was lost

    def take(self, *, here: bool) -> _Turn[About, Made] | None:
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
            turn: _Turn[About, Made] = _Turn(group=group, here=here)
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

    def handed(self, name: str, packed: bytes) -> Iterator[_Work[About]]:
        """What workers take; the edition is large, and goes along until every worker should have had it."""
        while (turn := self.take(here=False)) is not None:
            along = self.sent < _OFTEN * self.others
            self.sent += along
            yield _Work(edition=name, packed=packed if along else None, group=turn.group)


def _groups(parcels: Iterable[Parcel[About]]) -> Iterator[_Group[About]]:
    """Parcels that follow each other, whatever the number of their sheets."""
    group: list[Parcel[About]] = []
    for parcel in parcels:
        if group and _size(group) + _size([parcel]) > _GROUP:
            yield group
            group = []
        group.append(parcel)
    if group:
        yield group


def _size(group: _Group[About]) -> int:
    return sum(len(book) for books, _ in group for book in books)


def _jobs(workers: int, work: SimpleQueue[Iterable[_Work[About]] | None]) -> Iterator[_Work[About] | None]:
    """First nothing to do for each worker: they start while there is nothing to stamp yet."""
    yield from [None] * workers
    while (some := work.get()) is not None:
        yield from some


@dataclass(frozen=True, kw_only=True)
class _Blanks:
    """The blanks of an edition, each drawn once."""

    edition: Edition
    known: dict[int, Blank] = field(default_factory=dict)  # by the number of form sheets

    def of(self, count: int) -> Blank:
        from xltool.book.draw import draw  # late: workers are up the sooner

        if count not in self.known:
            self.known[count] = draw(self.edition, sheets=count)
        return self.known[count]


_received: dict[str, _Blanks] = {}  # by the edition's name


def _on_worker(then: Then[About, Made], job: _Work[About] | None) -> _Made[Made] | _Drawn | None:
    """None where the edition is missing: a worker that took another's place."""
    if job is None:
        return [], None
    if job.packed is not None and job.edition not in _received:
        _received[job.edition] = _Blanks(edition=pickle.loads(job.packed))  # noqa: S301 - our own parent wrote it
    blanks = _received.get(job.edition)
    if blanks is None:
        return None
    if job.sheets is not None:
        blank = blanks.of(job.sheets)
        if job.wanted:
            packed = pickle.dumps(blank, pickle.HIGHEST_PROTOCOL)
            return _Drawn(edition=job.edition, sheets=job.sheets, blank=packed)
    return _stamp(then, blanks, job.group)


def _stamp(then: Then[About, Made], blanks: _Blanks, group: _Group[About]) -> _Made[Made]:
    made: list[Made] = []
    workbooks = stamp_mixed(blanks.of, [book for books, _ in group for book in books])
    try:
        for books, about in group:
            made.append(then(list(islice(workbooks, len(books))), about))
    except CannotWork as error:  # it would not survive the pipe, and the others would be lost with it
        return made, error.text
    return made, None


def _made(made: _Made[Made]) -> Iterator[Made]:
    yield from made[0]
    if made[1] is not None:
        raise CannotWork(made[1])
