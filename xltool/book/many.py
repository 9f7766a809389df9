"""Many files read by worker processes: one bad file never stops the others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from xltool.book.crossing import Crossing, pack, unpack
from xltool.book.library import Library
from xltool.book.limits import LIMITS, Limits
from xltool.book.onfile import read_bytes
from xltool.book.pool import Failure, JobLimits, run_jobs
from xltool.book.read import FileReading, read_file
from xltool.book.record import Unread
from xltool.book.sources import Source
from xltool.errors import Unreadable
from xltool.form import Form, Reference, Value, find_form
from xltool.text import Text

__all__ = ["FEW", "Shelf", "broken", "library_of", "read_many", "read_with"]

FEW = 4  # files that are read quicker here than a worker starts
_SECONDS = 60.0  # for one file

Made = TypeVar("Made")
_Also = Callable[[str, bytes, FileReading], Made]  # of a file's name, its bytes and what reading them gave

_Job = tuple[str, Path | None, bytes | None]  # name, where it lies, or its bytes
_Read = tuple[Crossing, Made | None]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What a worker needs to make a Library of its own; it crosses the pipe once."""

    own: Sequence[Form] = ()  # forms that do not ship
    reference: Mapping[str, Reference] | None = None
    store: Path | None = None  # of forms as they were issued
    parameters: Mapping[str, Value] | None = None  # of the round


def library_of(shelf: Shelf) -> Library:
    """The library of a shelf: its own forms before those that ship."""
    own = {form.id: form for form in shelf.own}
    return Library(
        find=lambda name: own.get(name) or find_form(name),
        reference=shelf.reference or {},
        store=shelf.store,
        parameters=shelf.parameters or {},
    )


def read_many(
    sources: Iterable[Source],
    shelf: Shelf,
    *,
    workers: int | None = None,
    limits: Limits = LIMITS,
    library: Library | None = None,
    seconds: float = _SECONDS,
) -> Iterator[tuple[Source, FileReading | None]]:
    """Every source in its order with what it gave; None for one that is skipped. See ``read_with``."""
    found = read_with(None, sources, shelf, workers=workers, limits=limits, library=library, seconds=seconds)
    with contextlib.closing(found):
        for source, reading, _ in found:
            yield source, reading


def read_with(
    also: _Also[Made] | None,
    sources: Iterable[Source],
    shelf: Shelf,
    *,
    workers: int | None = None,
    limits: Limits = LIMITS,
    library: Library | None = None,
    seconds: float = _SECONDS,
) -> Generator[tuple[Source, FileReading | None, Made | None], None, None]:
    """The same, with what ``also`` makes of each file where it is read.

    ``also``: a top-level function or a partial of one, which gets the bytes that were read; what it makes
    is None where reading gave nothing.
    ``workers``: 0 reads in this process; None takes the processors. Few files are read here as well.
    ``library``: the shelf's, where the caller has made it; ``seconds``: the time limit of a file on a worker.
    """
    library = library or library_of(shelf)
    todo = iter(sources)
    ahead: list[Source] = []
    if workers is None:
        ahead = list(islice(todo, FEW + 1))
        workers = 0 if len(ahead) <= FEW else None
    waiting: list[Source] = []
    refused: dict[str, FileReading] = {}
    jobs = _jobs(chain(ahead, todo), waiting, refused)
    read = partial(_read, shelf, limits, also)
    bounds = JobLimits(seconds=seconds)
    with contextlib.closing(run_jobs(read, jobs, workers=workers, limits=bounds)) as outcomes:
        for outcome in outcomes:
            yield from ((*passed, None) for passed in _passed(waiting, refused))
            source = waiting.pop(0)
            if outcome.result is None:
                yield source, _failed(source.name, outcome.failure), None
            else:
                packed, made = outcome.result
                yield source, unpack(packed, library), made
    yield from ((*passed, None) for passed in _passed(waiting, refused))


def _jobs(
    sources: Iterator[Source], waiting: list[Source], refused: dict[str, FileReading]
) -> Iterator[_Job]:
    """The jobs; every source is noted in ``waiting``, so that answers and what gives no job stay in order."""
    for source in sources:
        waiting.append(source)
        if source.skipped is not None:
            continue
        if source.path is not None:
            yield source.name, source.path, None
            continue
        try:
            content = source.load()
        except Unreadable as error:
            refused[source.name] = FileReading(records=(), unread=(_refused(source.name, error),))
            continue
        yield source.name, None, content


def _passed(
    waiting: list[Source], refused: dict[str, FileReading]
) -> Iterator[tuple[Source, FileReading | None]]:
    """Sources at the head of the line that gave no job."""
    while waiting and (waiting[0].skipped is not None or waiting[0].name in refused):
        source = waiting.pop(0)
        yield source, refused.pop(source.name, None)


_served: list[tuple[Shelf, Library]] = []  # the shelf served last: a worker serves one all its life


def _read(shelf: Shelf, limits: Limits, also: _Also[Made] | None, job: _Job) -> _Read[Made]:
    if not _served or _served[0][0] is not shelf:
        _served[:] = [(shelf, library_of(shelf))]
    library = _served[0][1]
    name, path, content = job
    try:
        data = read_bytes(path, limits.file) if path is not None else content or b""
    except Unreadable as error:
        return pack(FileReading(records=(), unread=(_refused(name, error),))), None
    reading = read_file(data, file=name, library=library, limits=limits)
    made = also(name, data, reading) if also is not None else None
    return pack(reading), made


def _refused(name: str, error: Unreadable) -> Unread:
    return Unread(file=name, reason=error.reason, text=error.text)


def broken(name: str) -> FileReading:
    """What is told of a file that nothing survives."""
    return _failed(name, None)


def _failed(name: str, failure: Failure | None) -> FileReading:
    """A file that its worker did not survive."""
    reason = "limit" if failure is not None and failure.kind in ("time", "memory") else "damaged"
    text = _TOO_MUCH if reason == "limit" else _BROKE
    return FileReading(records=(), unread=(Unread(file=name, reason=reason, text=text),))


_TOO_MUCH = Text(
    "読み取りに時間またはメモリがかかりすぎるため、読み取りを中止しました。"
    "配布したブックに記入し直したものを送り直してもらってください。",
    "Reading it took too much time or memory and was stopped; ask for it again in the workbook handed out.",
)
_BROKE = Text(
    "読み取り中に異常終了しました。ファイルが壊れているおそれがあります。"
    "Excel で開けるか確かめ、保存し直したものを送ってもらってください。",
    "Reading it ended abnormally; the file may be damaged. "
    "See whether Excel opens it, and ask for a fresh copy.",
)
