"""What lies in folders and behind URLs, listed without being opened, and cut into chunks of work."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from xltool.api.inputs import without_notes
from xltool.book.archive import ARCHIVES
from xltool.book.limits import LIMITS, Meter
from xltool.book.membername import path_name
from xltool.book.noise import EMPTY, noise_file, noise_folder
from xltool.book.refusal import no_access
from xltool.book.sources import Source, expand, told_apart
from xltool.book.walk import Found, order, walk
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["CHUNK", "Chunk", "Unit", "chunk_of", "chunks", "is_url", "listed", "sources_in"]

CHUNK = 50  # files of a chunk at least, three times as many at most; its end is where a name says so
_BYTES = 64 << 20  # after which a chunk is full: zips hold many sheets
_TRIES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A file that was listed: a workbook, a zip of them, or what is left aside."""

    name: str
    path: Path | None  # None: it does not lie on a disk
    base: str = ""  # the URL that fsspec opens, …
    inside: str = ""  # … and where the file is in there
    given: bool = False  # itself, not the folder that it lies in
    size: int = 0
    stamp: str = ""  # differs when the file has changed: its time, or its entity tag
    skipped: Text | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chunk:
    """Files that are read and judged together, under a name that they alone have."""

    name: str
    units: tuple[Unit, ...]


def is_url(place: str) -> bool:
    return "://" in place


def listed(places: Iterable[str]) -> Iterator[Unit]:
    """Every file of folders, zips and URLs in a fixed order. Raises CannotWork for what is not there."""
    seen: set[str] = set()
    places = list(places)
    for place in places:
        for unit in _remote(place) if is_url(place) else _local(place):
            if len(places) > 1:
                identity = os.path.realpath(unit.path) if unit.path and unit.reason != "link" else unit.name
                if identity in seen:
                    continue
                seen.add(identity)
            yield unit


def _local(place: str) -> Iterator[Unit]:
    given = Path(place)
    if not os.path.lexists(given):
        raise CannotWork(_NOT_THERE.format(path=path_name(given)))
    for found in walk(given):
        unit = Unit(
            name=path_name(found.path),
            path=found.path,
            given=found.path == given,
            skipped=found.skipped,
            reason=found.reason,
        )
        try:
            known = found.path.stat() if found.skipped is None else None
        except OSError as error:
            why = no_access(error)
            yield replace(unit, skipped=why.text, reason=why.reason)
            continue
        yield replace(unit, size=known.st_size, stamp=str(known.st_mtime_ns)) if known else unit


def _remote(url: str) -> Iterator[Unit]:
    import fsspec

    try:
        system, root = fsspec.core.url_to_fs(url)
        found: dict[str, dict[str, Any]] = system.find(root, detail=True)
        if not found and not system.exists(root):
            raise FileNotFoundError(url)
    except (OSError, ValueError, ImportError) as error:
        raise CannotWork(_NO_URL.format(url=url, why=str(error) or type(error).__name__)) from None
    joint = "!" if "::" in url else "/"
    for inside in sorted(found, key=lambda one: [order(part) for part in one.split("/")]):
        about = found[inside]
        rest = inside.removeprefix(str(root)).lstrip("/")
        *folders, file = (rest or inside).split("/")
        noise = next(filter(None, map(noise_folder, folders)), None) or noise_file(file) if rest else None
        size = int(about.get("size") or 0)
        yield Unit(
            name=f"{url.rstrip('/')}{joint}{rest}" if rest else url,
            path=None,
            base=url,
            inside=inside,
            given=not rest,
            size=size,
            stamp=_stamp(about),
            skipped=noise or (None if size else EMPTY),
            reason="noise" if noise else None if size else "empty",
        )


def _stamp(about: dict[str, Any]) -> str:
    return next((str(about[key]) for key in ("ETag", "etag", "mtime", "LastModified") if about.get(key)), "")


def sources_in(units: Iterable[Unit]) -> Iterator[Source]:
    """Everything to be read in the files, and what is left aside."""
    return told_apart(
        without_notes(source, [unit.path] if unit.given and unit.path else ())
        for unit in units
        for source in _sources(unit)
    )


def _sources(unit: Unit) -> Iterator[Source]:
    if unit.path is not None:
        found = Found(path=unit.path, skipped=unit.skipped, reason=unit.reason)
        yield from expand([found])
        return
    load = partial(_load, unit)
    if unit.skipped is not None:
        yield Source(name=unit.name, path=None, load=load, skipped=unit.skipped, reason=unit.reason)
    elif without_notes(source := Source(name=unit.name, path=None, load=load)).skipped and not unit.given:
        yield source  # not fetched for nothing
    else:
        yield from expand([(unit.name, load)])


def _load(unit: Unit) -> bytes:
    """Its bytes, asked for again when the network fails. Raises Unreadable."""
    import fsspec

    bound = ARCHIVES.file if PurePosixPath(unit.inside).suffix.lower() == ".zip" else LIMITS.file
    Meter(replace(LIMITS, file=bound)).check("file", unit.size)
    for left in reversed(range(_TRIES)):
        try:
            system, _ = fsspec.core.url_to_fs(unit.base)
            return bytes(system.cat_file(unit.inside))
        except OSError as error:
            if not left:
                raise no_access(error) from error
    raise AssertionError("unreachable")


def chunks(units: Iterable[Unit], seal: str, least: int = CHUNK) -> Iterator[Chunk]:
    """The units in chunks; ``seal`` stands for all else that their results depend on.

    Where a chunk ends depends on the names around it alone, so that a file more changes one chunk, not all
    that come after it.
    """
    some: list[Unit] = []
    files = size = 0
    for unit in units:
        some.append(unit)
        files += unit.skipped is None
        size += unit.size
        ends = zlib.crc32(unit.name.encode("utf-8", "surrogateescape")) % least == 0
        if files >= 3 * least or size >= _BYTES or (files >= least and ends):
            yield chunk_of(some, seal)
            some, files, size = [], 0, 0
    if some:
        yield chunk_of(some, seal)


def chunk_of(units: Iterable[Unit], seal: str) -> Chunk:
    own = tuple(units)
    digest = hashlib.sha256(seal.encode())
    for one in own:
        said = f"{one.name}\0{one.size}\0{one.stamp}\0{one.given}\0{one.reason}\n"
        digest.update(said.encode("utf-8", "surrogateescape"))
    return Chunk(name=digest.hexdigest()[:32], units=own)


_NOT_THERE = Text(
    "{path} がありません。ファイル名とフォルダーを確かめてください。",
    "{path} does not exist; check the name and the folder.",
)
_NO_URL = Text(
    "{url} を開けません（{why}）。URL と、その種類に必要な fsspec の追加パッケージを確かめてください。",
    "{url} cannot be opened ({why}); check the URL, and whether the package that fsspec needs for it "
    "is installed.",
)
