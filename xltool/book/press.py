"""Many workbooks stamped, on worker processes where that pays: the same bytes, whoever stamps them.

A worker draws its own blanks: that takes as long as sending one, and needs no blank here. Workbooks go out in
groups, because their formulas are evaluated together: what that costs, it costs a group. Files are the
caller's to write; nothing here touches a disk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from xltool.book.assignment import Assignment
from xltool.book.blank import Blank
from xltool.book.draw import draw
from xltool.book.pool import JobLimits, run_jobs
from xltool.book.stamp import stamp_mixed
from xltool.errors import CannotWork
from xltool.form import Edition
from xltool.text import Text

__all__ = ["stamp_all"]

Sheets = Sequence[Assignment]  # of one workbook

_GROUP = 128  # sheets stamped together: evaluating costs 25 ms however many they are, then 1 ms each
_HERE = 3  # groups that are stamped quicker here than workers start and draw
_OURS = JobLimits(seconds=None, memory=None, keep=None)  # nothing that came from outside is read


def stamp_all(
    edition: Edition, books: Iterable[Sheets], *, workers: int | None = None
) -> Generator[bytes, None, None]:
    """The workbooks in their order, drawn from the edition for as many sheets as each has.

    ``workers``: 0 and 1 stamp in this process; None takes the processors, where there is enough to do.
    Raises CannotWork at the workbook that cannot be made; those before it have been yielded.
    """
    stamp = partial(_stamp, edition)
    groups = _groups(books)
    first = [group for _, group in zip(range(_HERE + 1), groups, strict=False)] if workers is None else []
    if workers in (0, 1) or (workers is None and len(first) <= _HERE):
        for group in chain(first, groups):
            yield from _made(stamp(group))
        return
    given: list[Sequence[Sheets]] = []  # what was handed out and is not back yet
    jobs = _noted(chain(first, groups), given)
    with contextlib.closing(run_jobs(stamp, jobs, workers=workers, chunk=1, limits=_OURS)) as outcomes:
        for outcome in outcomes:
            group = given.pop(0)
            # A worker that has died says nothing of the workbooks: here they are made, or say what is wrong.
            yield from _made(outcome.result or stamp(group))


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


def _noted(groups: Iterable[Sequence[Sheets]], given: list[Sequence[Sheets]]) -> Iterator[Sequence[Sheets]]:
    for group in groups:
        given.append(group)
        yield group


_Made = tuple[list[bytes], Text | None]  # the workbooks, and why there are no more

_drawn: list[
    tuple[Edition, dict[int, Blank]]
] = []  # of the edition served last: a worker has one all its life


def _stamp(edition: Edition, group: Sequence[Sheets]) -> _Made:
    made: list[bytes] = []
    try:
        made.extend(stamp_mixed(partial(_blank, edition), group))
    except CannotWork as error:  # it would not survive the pipe, and the others would be lost with it
        return made, error.text
    return made, None


def _blank(edition: Edition, count: int) -> Blank:
    if not _drawn or _drawn[0][0] is not edition:
        _drawn[:] = [(edition, {})]
    blanks = _drawn[0][1]
    if count not in blanks:
        blanks[count] = draw(edition, sheets=count)
    return blanks[count]


def _made(made: _Made) -> Iterator[bytes]:
    yield from made[0]
    if made[1] is not None:
        raise CannotWork(made[1])
