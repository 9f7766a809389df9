"""Many workbooks stamped, on worker processes where that pays: the same bytes, whoever stamps them.

Blanks are drawn here, while the workers start, and go along with the work: receiving one takes a tenth of
drawing it. Workbooks go out in groups, because their formulas are evaluated together: what that costs, it
costs a group. What becomes of a workbook is the caller's to say; nothing here touches a disk.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import TypeVar

from xltool.book.ahead import ahead
from xltool.book.assignment import Assignment
from xltool.book.blank import Blank
from xltool.book.pool import JobLimits, processors, run_jobs
from xltool.book.stamp import stamp_mixed
from xltool.errors import CannotWork
from xltool.form import Edition
from xltool.text import Text

__all__ = ["stamp_all", "stamp_with"]

T = TypeVar("T")

Sheets = Sequence[Assignment]  # of one workbook

_GROUP = 128  # sheets stamped together: evaluating costs 25 ms however many they are, then 1 ms each
_HERE = 3  # groups that are stamped quicker here than workers start and draw
_AHEAD = 2  # groups
_OURS = JobLimits(seconds=None, memory=None, keep=None)  # nothing that came from outside is read


def stamp_all(
    edition: Edition, books: Iterable[Sheets], *, workers: int | None = None
) -> Generator[bytes, None, None]:
    """The workbooks in their order, drawn from the edition for as many sheets as each has.

    ``workers``: 0 and 1 stamp in this process; None takes the processors, where there is enough to do.
    Raises CannotWork at the workbook that cannot be made; those before it have been yielded.
    """
    return stamp_with(_as_it_is, edition, books, workers=workers)


def stamp_with(
    then: Callable[[bytes], T], edition: Edition, books: Iterable[Sheets], *, workers: int | None = None
) -> Generator[T, None, None]:
    """What ``then`` makes of each workbook where it was stamped; it may raise CannotWork too."""
    blanks = _Blanks(edition=edition)
    groups = _groups(books)
    first = list(islice(groups, _HERE + 1 if workers is None else 1))
    if not first or workers in (0, 1) or (workers is None and len(first) <= _HERE):
        for group in chain(first, groups):
            yield from _made(_stamp(then, blanks.of, group))
        return
    workers = workers or processors()
    given: list[Sequence[Sheets]] = []  # what was handed out and is not back yet
    jobs = _jobs(workers, blanks, chain(first, groups), given)
    made = run_jobs(partial(_on_worker, then), jobs, workers=workers, chunk=1, limits=_OURS)
    with ahead(made, _AHEAD) as outcomes:  # or workers wait while files are written
        blanks.of(len(first[0][0]))
        for outcome in outcomes:
            if outcome.index < workers:
                continue
            group = given.pop(0)
            # A worker that has died says nothing of the workbooks: here they are made, or say what is wrong.
            yield from _made(outcome.result or _stamp(then, blanks.of, group))


def _as_it_is(workbook: bytes) -> bytes:
    return workbook


def _groups(books: Iterable[Sheets]) -> Iterator[Sequence[Sheets]]:
    """Workbooks that follow each other, whatever the number of their sheets."""
    group: list[Sheets] = []
    size = 0
    for book in books:
        if group and size + len(book) > _GROUP:
            yield group
            group, size = [], 0
        group.append(book)
        size += len(book)
    if group:
        yield group


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


_Made = tuple[list[T], Text | None]  # the workbooks, and why there are no more
_Job = tuple[dict[int, bytes], Sequence[Sheets]]  # the blanks pickled, and what is stamped on them


def _jobs(
    workers: int, blanks: _Blanks, groups: Iterable[Sequence[Sheets]], given: list[Sequence[Sheets]]
) -> Iterator[_Job | None]:
    """First nothing to do for each worker: they start while the blank is being drawn."""
    yield from [None] * workers
    packed: dict[int, bytes] = {}
    for group in groups:
        counts = {len(book) for book in group}
        for count in counts - packed.keys():
            packed[count] = pickle.dumps(blanks.of(count), pickle.HIGHEST_PROTOCOL)
        given.append(group)
        yield {count: packed[count] for count in counts}, group


_received: dict[int, tuple[bytes, Blank]] = {}  # the blanks that came last


def _on_worker(then: Callable[[bytes], T], job: _Job | None) -> _Made[T]:
    if job is None:
        return [], None
    packed, group = job
    for count, one in packed.items():
        if count not in _received or _received[count][0] != one:
            _received[count] = one, pickle.loads(one)  # noqa: S301 - our own parent wrote it
    return _stamp(then, lambda count: _received[count][1], group)


def _stamp(then: Callable[[bytes], T], blank: Callable[[int], Blank], group: Sequence[Sheets]) -> _Made[T]:
    made: list[T] = []
    try:
        made.extend(map(then, stamp_mixed(blank, group)))
    except CannotWork as error:  # it would not survive the pipe, and the others would be lost with it
        return made, error.text
    return made, None


def _made(made: _Made[T]) -> Iterator[T]:
    yield from made[0]
    if made[1] is not None:
        raise CannotWork(made[1])
