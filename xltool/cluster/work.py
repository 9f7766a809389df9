"""What a worker does: read a chunk, judge every sheet of it, and write its part.

A file that kills the worker is met again by others. When the scheduler gives the chunk up, it is read
once more by a process of its own (``apart``) that has workers under a supervisor: there the file costs itself
only. What does not come through even so is told to be broken, file by file.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from xltool.book.many import Shelf, broken, library_of, read_many
from xltool.book.read import FileReading
from xltool.cluster.listing import Chunk, Unit, sources_in
from xltool.cluster.packing import edition_of, key_of, pack, unpack
from xltool.cluster.parts import Done, Folder
from xltool.cluster.sketch import sketch
from xltool.cluster.tables import Wanted, write_tables
from xltool.rules.engine import Judged, sheet_by_sheet
from xltool.rules.settings import Settings
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.book.library import Library
    from xltool.book.record import Record, Unread

__all__ = ["Job", "Way", "library_for", "read_apart", "work"]

Way = Literal["here", "apart", "given_up"]
Read = tuple[str, Text | None, FileReading | None]  # name, why it is left aside, what it gave
Packed = tuple[tuple[tuple[str, str], ...], tuple["Unread", ...]]  # (edition, record) of every sheet

_APART = "from xltool.cluster.work import read_apart; read_apart()"
_one_at_a_time = threading.Lock()  # a worker may have several threads
_libraries: dict[str, tuple[Shelf, Library]] = {}


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is to be done with every chunk."""

    shelf: Shelf
    phase: Judged
    folder: Folder
    seal: str  # a print of the program, the forms and the rules
    wanted: Wanted
    settings: Settings = field(default_factory=Settings)
    seconds: float = 60.0  # for one file


def library_for(job: Job) -> tuple[Shelf, Library]:
    """The job's forms, kept for the next chunk."""
    if job.seal not in _libraries:
        _libraries.clear()
        _libraries[job.seal] = (job.shelf, library_of(job.shelf))
    return _libraries[job.seal]


def work(chunk: Chunk, job: Job, way: Way = "here") -> Done:
    """Read, judge, write; what was done before is not done again."""
    with _one_at_a_time:
        if job.folder.has(chunk.name):
            done = job.folder.done(chunk.name)
            if not job.wanted.missing(done):
                return done
            records: Sequence[Record] = job.folder.records(chunk.name, library_for(job)[1])
            write_tables(records, job.wanted, done)
            return done
        return _work(chunk, job, way)


def _work(chunk: Chunk, job: Job, way: Way) -> Done:
    start = time.monotonic()
    read = {"here": _read_here, "apart": _read_in_process, "given_up": _given_up}[way]
    files: list[str] = []
    skipped: list[tuple[str, str, str]] = []
    records: list[Record] = []
    unread: list[Unread] = []
    for name, why, reading in read(chunk.units, job):
        if why is not None:
            skipped.append((name, why.ja, why.en))
        else:
            files.append(name)
        if reading is not None:
            records += reading.records
            unread += reading.unread
    told = sheet_by_sheet(records, unread, job.phase, job.settings)
    done = Done(
        name=chunk.name,
        files=tuple(files),
        records=len(records),
        findings=dict(Counter(one.finding.severity for one in told)),
        editions=tuple(dict.fromkeys(key_of(one.edition) for one in records)),
        lost=sum(one.sheet is None for one in unread),
        skipped=tuple(skipped),
        bytes=sum(one.size for one in chunk.units if one.skipped is None),
        seconds=round(time.monotonic() - start, 3),
    )
    write_tables(records, job.wanted, done)
    job.folder.finish(done, sketch(records, job.settings), [pack(one) for one in records], told)
    return done


# -- reading ------------------------------------------------------------------------------------------------


def _read_here(units: Sequence[Unit], job: Job) -> Iterator[Read]:
    """In this process: a file that kills it, or takes too long, kills the worker."""
    shelf, library = library_for(job)
    results = read_many(sources_in(units), shelf, workers=0, library=library)
    with _watch(job.seconds) as again:
        for source, reading in results:
            yield source.name, source.skipped, reading
            again()


@contextmanager
def _watch(seconds: float) -> Iterator[Callable[[], None]]:
    """End this worker when a file takes too long; only where a nanny starts another one."""
    if not _has_nanny():
        yield lambda: None
        return
    last = [time.monotonic()]
    over = threading.Event()

    def look() -> None:
        while not over.wait(min(1.0, seconds / 4)):
            if time.monotonic() - last[0] > seconds:
                os._exit(1)

    threading.Thread(target=look, daemon=True).start()
    try:
        yield lambda: last.__setitem__(0, time.monotonic())
    finally:
        over.set()


def _has_nanny() -> bool:
    from distributed import get_worker

    try:
        return get_worker().nanny is not None
    except ValueError:  # no worker at all
        return False


def _read_in_process(units: Sequence[Unit], job: Job) -> Iterator[Read]:
    """In a process of its own, all of them at once, or else one by one."""
    found = _apart(units, job)
    if found is not None:
        yield from found
        return
    for unit in units:
        alone = _apart([unit], job)
        yield from _given_up([unit], job) if alone is None else alone


def _apart(units: Sequence[Unit], job: Job) -> list[Read] | None:
    """None where the process did not survive."""
    paths = [os.environ.get("PYTHONPATH"), *sys.path]
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", _APART],
        input=pickle.dumps((tuple(units), job)),
        stdout=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )
    if done.returncode:
        return None
    _, library = library_for(job)
    return [
        (name, why, None if given is None else _unpacked(given, library))
        for name, why, given in pickle.loads(done.stdout)  # noqa: S301 - it is ourselves who wrote it
    ]


def _unpacked(given: Packed, library: Library) -> FileReading:
    records, unread = given
    return FileReading(
        records=tuple(unpack(text, edition_of(key, library)) for key, text in records), unread=unread
    )


def read_apart() -> None:
    """The process of its own: units and job on standard input, what was read on standard output."""
    units, job = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - our own worker wrote it
    found: list[tuple[str, Text | None, Packed | None]] = []
    for source, reading in read_many(sources_in(units), job.shelf, workers=1, seconds=job.seconds):
        given = None
        if reading is not None:
            given = tuple((key_of(one.edition), pack(one)) for one in reading.records), reading.unread
        found.append((source.name, source.skipped, given))
    sys.stdout.buffer.write(pickle.dumps(found))


def _given_up(units: Sequence[Unit], _: Job) -> Iterator[Read]:
    for unit in units:
        yield unit.name, unit.skipped, None if unit.skipped is not None else broken(unit.name)
