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
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from queue import SimpleQueue
from typing import Generic, TypeVar

from xltool.book.ahead import Ahead, ahead
from xltool.book.blank import Blank
from xltool.book.line import GROUP, Line, MadeOf, Parcel, Sheets, groups, size_of
from xltool.book.outcome import Outcome
from xltool.book.pool import JobLimits, processors, run_jobs
from xltool.book.presswork import Blanks, Drawn, Then, Work, on_worker, stamp_group
from xltool.errors import CannotWork
from xltool.form import Edition

__all__ = ["Parcel", "Press", "press", "stamp_all"]

About = TypeVar("About")
Made = TypeVar("Made")

_FEW = 3 * GROUP  # sheets that are stamped quicker here than workers start and draw
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
    work: SimpleQueue[Iterable[Work[About]] | None] = field(default_factory=SimpleQueue)
    early: int = 0  # jobs in which nothing is stamped
    answers: Ahead[MadeOf[Made] | None] | None = None
    packed: tuple[Edition, str, bytes] | None = None
    drawn: Future[Drawn] | None = None

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
            partial(on_worker, self.then),
            _jobs(self.others, self.work),
            workers=self.others,
            chunk=1,
            limits=_OURS,
        )
        self.answers = self.stack.enter_context(ahead(self._answers(outcomes), 2 * self.others))
        self.stack.callback(self.work.put, None)

    def _answers(
        self, outcomes: Generator[_Outcome[Made], None, None]
    ) -> Generator[MadeOf[Made] | None, None, None]:
        with contextlib.closing(outcomes):
            for outcome in outcomes:
                if not isinstance(outcome.result, Drawn):
                    if outcome.index >= self.early:
                        yield outcome.result
                elif self.drawn is not None:
                    self.drawn.set_result(outcome.result)

    def prepare(self, edition: Edition, sheets: int) -> None:
        """Have workers that have started draw a blank, while nobody knows yet what goes into it; once."""
        if self.answers is not None:
            self.early += self.others
            self.drawn = Future()
            name, packed = self._packed(edition)
            every = [Work[About](edition=name, packed=packed, sheets=sheets)] * self.others
            self.work.put([replace(every[0], wanted=True), *every[1:]])

    def stamp(self, edition: Edition, parcels: Iterable[Parcel[About]]) -> Generator[Made, None, None]:
        """What ``then`` makes of each parcel, in their order; once.

        Raises CannotWork at the parcel that cannot be made; those before it have been yielded.
        """
        some = groups(parcels)
        first = list(islice(some, 1))
        while self.answers is None and sum(map(size_of, first)) <= _FEW and (group := next(some, None)):
            first.append(group)
        self.expect(sum(map(size_of, first)))
        line: Line[About, Made] = Line(groups=chain(first, some), others=self.others)
        blanks = Blanks(edition=edition)
        if self.answers is not None:
            name, packed = self._packed(edition)
            self.work.put(_handed(line, name, packed))
            self.work.put(None)
            if first:
                blanks.known.update(self._from_worker(name, line))
        while True:
            while (made := self._next(line, blanks)) is not None:
                yield from _made(made)
            if (turn := line.take(here=True)) is not None:
                turn.made = stamp_group(self.then, blanks, turn.group)
            elif (made := self._next(line, blanks, wait=True)) is not None:
                yield from _made(made)
            else:
                return

    def _from_worker(self, name: str, line: Line[About, Made]) -> Mapping[int, Blank]:
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

    def _next(self, line: Line[About, Made], blanks: Blanks, *, wait: bool = False) -> MadeOf[Made] | None:
        """What became of the group whose turn it is; None where that is not known yet, or there is none."""
        if not line.taken:
            return None
        turn = line.taken[0]
        if turn.made is None and self.answers is not None and (wait or self.answers.has_one()):
            turn.made = next(self.answers)
            if turn.made is None:
                # A worker that has died says nothing of the workbooks, nor does one without the edition: here
                # they are made, or say what is wrong.
                line.sent = 0
                turn.made = stamp_group(self.then, blanks, turn.group)
        if turn.made is not None:
            line.taken.popleft()
        return turn.made

    def _packed(self, edition: Edition) -> tuple[str, bytes]:
        """A name for the edition, and itself as it was first asked for: it grows by what is found in it."""
        if self.packed is None or self.packed[0] is not edition:
            self.packed = edition, secrets.token_hex(8), pickle.dumps(edition, pickle.HIGHEST_PROTOCOL)
        return self.packed[1:]


_Outcome = Outcome[MadeOf[Made] | Drawn | None]


def _handed(line: Line[About, Made], name: str, packed: bytes) -> Iterator[Work[About]]:
    """What workers take; the edition is large, and goes along until every worker should have had it."""
    while (turn := line.take(here=False)) is not None:
        along = line.sent < _OFTEN * line.others
        line.sent += along
        yield Work(edition=name, packed=packed if along else None, group=turn.group)


def _jobs(workers: int, work: SimpleQueue[Iterable[Work[About]] | None]) -> Iterator[Work[About] | None]:
    """First nothing to do for each worker: they start while there is nothing to stamp yet."""
    yield from [None] * workers
    while (some := work.get()) is not None:
        yield from some


def _made(made: MadeOf[Made]) -> Iterator[Made]:
    yield from made[0]
    if made[1] is not None:
        raise CannotWork(made[1])
