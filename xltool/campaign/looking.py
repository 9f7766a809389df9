"""What every file holds, before any of them is read: by its hash, or while nothing is known, by a glance."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from xltool.book.onfile import read_end
from xltool.book.pool import processors
from xltool.book.sources import Source
from xltool.campaign.archive import digest_of
from xltool.errors import Unreadable

__all__ = ["Looked", "glanced_at", "looked_at"]

_TOGETHER = 64  # files that a thread is handed at once: one alone takes hardly longer than handing it over
_END = 8192  # bytes; there a workbook has the checksums of its parts
_AHEAD = 4  # times as many are looked at before anybody asks

Known = Callable[[str, bytes], None]  # of a hash and the bytes; it may raise CannotWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """One file; without a hash where it is not to be read, could not be, or holds what no other does."""

    source: Source
    sha256: str | None = None
    refused: Unreadable | None = None
    data: bytes | None = None  # of what does not lie on the disk, so that nobody unpacks it again
    first: tuple[Source, str] | None = None  # an earlier one that looks like it, and the hash of that


def looked_at(sources: Sequence[Source], known: Known) -> Iterator[Looked]:
    """Every source in its order, after ``known`` was called with what it holds.

    Threads do it, because reading and hashing let others run; members of a zip are taken one by one.
    """
    lots: deque[tuple[Sequence[Source], Future[list[Looked | None]]]] = deque()
    with ThreadPoolExecutor(processors()) as pool:
        for start in range(0, len(sources), _TOGETHER):
            some = sources[start : start + _TOGETHER]
            lots.append((some, pool.submit(_on_disk, some, known)))
            if len(lots) > _AHEAD:
                yield from _in_order(*lots.popleft(), known)
        while lots:
            yield from _in_order(*lots.popleft(), known)


def glanced_at(sources: Sequence[Source]) -> Iterator[Looked]:
    """Every source in its order, where nothing is known that it could be the same as, but each other.

    Files of different size or end are different: only those that look alike are read and hashed.
    """
    firsts: dict[tuple[int, int], tuple[Source, str | None]] = {}
    for source in sources:
        looked = Looked(source=source) if source.path is not None else _looked(source)
        if source.skipped is not None or looked.refused is not None:
            yield looked
            continue
        try:
            mark = _mark(looked)
            first, sha256 = firsts.setdefault(mark, (source, looked.sha256))
            if first is not source:
                looked = _looked(source) if looked.data is None else looked
                with contextlib.suppress(Unreadable):  # it has gone meanwhile; this one has not
                    firsts[mark] = known = first, sha256 or digest_of(first.load())
                    looked = replace(looked, first=known)
        except Unreadable as error:
            looked = Looked(source=source, refused=error)
        yield looked


def _mark(looked: Looked) -> tuple[int, int]:
    """The size, and a number for the end: of many files the ends themselves would fill the memory."""
    if looked.data is not None:
        return len(looked.data), hash(looked.data[-_END:])
    assert looked.source.path is not None
    size, end = read_end(looked.source.path, _END)
    return size, hash(end)


def _on_disk(some: Sequence[Source], known: Known) -> list[Looked | None]:
    return [_looked(one, known) if one.path is not None else None for one in some]


def _in_order(some: Sequence[Source], found: Future[list[Looked | None]], known: Known) -> Iterator[Looked]:
    for source, looked in zip(some, found.result(), strict=True):
        yield looked or _looked(source, known)


def _looked(source: Source, known: Known | None = None) -> Looked:
    if source.skipped is not None:
        return Looked(source=source)
    try:
        data = source.load()
    except Unreadable as error:
        return Looked(source=source, refused=error)
    sha256 = digest_of(data)
    if known is not None:
        known(sha256, data)
    return Looked(source=source, sha256=sha256, data=data if source.path is None else None)
