"""Many workbooks stamped, on worker processes where that pays: the same bytes, whoever stamps them.

Blanks are drawn here, while the workers start, and go along with the work: receiving one takes a tenth of
drawing it. Workbooks go out in groups, because their formulas are evaluated together: what that costs, it
costs a group. What becomes of them is the caller's to say, parcel by parcel; nothing here touches a disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import Generic, TypeVar

from xltool.book.ahead import ahead
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
_AHEAD = 2  # groups
_OFTEN = 3  # times the number of workers: so many jobs bring a blank along
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
    """
    with contextlib.ExitStack() as stack:
        yield Press(then=then, workers=workers, stack=stack)


@dataclass(eq=False, kw_only=True)
class Press(Generic[About, Made]):
    """Stamps alone, or with the workers that it has started."""

    then: Then[About, Made]
    workers: int | None
    stack: contextlib.ExitStack  # what ends with the press
    jobs: Future[Iterator[_Job[About]]] = field(default_factory=Future)
    outcomes: Iterator[Outcome[_Made[Made] | None]] | None = None

    def expect(self, sheets: int) -> None:
        """Start the workers, unless so many sheets are quicker made here."""
        wanted = sheets > _FEW if self.workers is None else self.workers > 1 and sheets > 0
        count = self.workers or processors()
        if self.outcomes is not None or not wanted or count == 1:
            return
        made = run_jobs(
            partial(_on_worker, self.then), _jobs(count, self.jobs), workers=count, chunk=1, limits=_OURS
        )
        outcomes = self.stack.enter_context(ahead(made, _AHEAD))  # or workers wait while the caller is busy
        self.stack.callback(self._nothing_more)
        self.outcomes = islice(outcomes, count, None)

    def _nothing_more(self) -> None:
        if not self.jobs.done():
            self.jobs.set_result(iter(()))

    def stamp(self, edition: Edition, parcels: Iterable[Parcel[About]]) -> Generator[Made, None, None]:
        """What ``then`` makes of each parcel, in their order; once.

        Raises CannotWork at the parcel that cannot be made; those before it have been yielded.
        """
        groups = _groups(parcels)
        first = list(islice(groups, 1))
        while self.outcomes is None and sum(map(_size, first)) <= _FEW and (group := next(groups, None)):
            first.append(group)
        self.expect(sum(map(_size, first)))
        blanks = _Blanks(edition=edition)
        given: list[_Group[About]] = []  # what was handed out and is not back yet
        if self.outcomes is None:
            for group in chain(first, groups):
                yield from _made(_stamp(self.then, blanks.of, group))
            return
        sent: Counter[str] = Counter()
        often = _OFTEN * (self.workers or processors())
        self.jobs.set_result(_packed(blanks, chain(first, groups), given, sent, often))
        for group in first[:1]:
            blanks.of(len(group[0][0][0]))  # while the workers start
        for outcome in self.outcomes:
            group = given.pop(0)
            if outcome.result is None:
                sent.clear()
            # A worker that has died says nothing of the workbooks, nor does one without its blank: here they
            # are made, or say what is wrong.
            yield from _made(outcome.result or _stamp(self.then, blanks.of, group))


_Group = Sequence[Parcel[About]]


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


@dataclass(kw_only=True)
class _Blanks:
    """The blanks of an edition, each drawn once, whichever thread asks first."""

    edition: Edition
    known: dict[int, Blank] = field(default_factory=dict)  # by the number of form sheets
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, count: int) -> Blank:
        from xltool.book.draw import draw  # workers do without

        with self.lock:
            if count not in self.known:
                self.known[count] = draw(self.edition, sheets=count)
            return self.known[count]


_Made = tuple[list[Made], Text | None]  # what became of the parcels, and why there are no more


@dataclass(frozen=True, kw_only=True)
class _Work(Generic[About]):
    """A group on its way to a worker."""

    blanks: dict[int, str]  # by the number of form sheets: the blank's name
    packed: dict[str, bytes]  # by name: those that the worker may not have yet, pickled
    group: _Group[About]


_Job = _Work[About] | None


def _jobs(workers: int, then: Future[Iterator[_Job[About]]]) -> Iterator[_Job[About]]:
    """First nothing to do for each worker: they start while there is nothing to stamp yet."""
    yield from [None] * workers
    yield from then.result()


def _packed(
    blanks: _Blanks,
    groups: Iterable[_Group[About]],
    given: list[_Group[About]],
    sent: Counter[str],
    often: int,
) -> Iterator[_Job[About]]:
    """Blanks are large, and go along until every worker should have had them; ``sent``: how often so far."""
    packed: dict[int, bytes] = {}
    names: dict[int, str] = {}
    for group in groups:
        counts = {len(book) for books, _ in group for book in books}
        for count in counts - packed.keys():
            packed[count] = pickle.dumps(blanks.of(count), pickle.HIGHEST_PROTOCOL)
            names[count] = hashlib.sha256(packed[count]).hexdigest()
        along = {names[count]: packed[count] for count in counts if sent[names[count]] < often}
        sent.update(along.keys())
        given.append(group)
        yield _Work(blanks={count: names[count] for count in counts}, packed=along, group=group)


_received: dict[str, Blank] = {}  # by name


def _on_worker(then: Then[About, Made], job: _Job[About]) -> _Made[Made] | None:
    """None where a blank is missing: a worker that took another's place."""
    if job is None:
        return [], None
    for name in job.packed.keys() - _received.keys():
        _received[name] = pickle.loads(job.packed[name])  # noqa: S301 - our own parent wrote it
    if not _received.keys() >= set(job.blanks.values()):
        return None
    return _stamp(then, lambda count: _received[job.blanks[count]], job.group)


def _stamp(then: Then[About, Made], blank: Callable[[int], Blank], group: _Group[About]) -> _Made[Made]:
    made: list[Made] = []
    workbooks = stamp_mixed(blank, [book for books, _ in group for book in books])
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
