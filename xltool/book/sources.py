"""Everything that somebody handed over: files, folders of any nesting, zips, zips in zips.

Each file is one Source, in a fixed order; what is not to be read is listed with its reason, so that nothing
that was sent vanishes. A zip is told from a workbook by its content. Nothing is written to disk.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from xltool.book.archive import ARCHIVES, ArchiveLimits, Budget, Member, head_of, inflate, is_office, members
from xltool.book.limits import LIMITS, Limits, Meter
from xltool.book.membername import path_name
from xltool.book.noise import EMPTY, noise_file, noise_folder
from xltool.book.onfile import read_bytes, read_head
from xltool.book.refusal import no_access
from xltool.book.walk import Found, order, walk
from xltool.errors import CannotWork, Unreadable
from xltool.text import Text

__all__ = ["Source", "expand", "find_sources", "told_apart"]

Load = Callable[[], bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One file that was handed over."""

    name: str  # the path as given or found, a zip's member behind "!": ``inbox/a.zip!sub/b.xlsx``
    path: Path | None  # None for a zip's member
    load: Load  # its bytes; raises Unreadable where they cannot be had
    skipped: Text | None = None  # why it is not to be read
    reason: str | None = None  # one word for it: noise, empty, link, special, depth, or Unreadable's


def find_sources(
    paths: Iterable[str | os.PathLike[str]], limits: Limits = LIMITS, archives: ArchiveLimits = ARCHIVES
) -> Iterator[Source]:
    """Every file below the paths, each once and under a name of its own.

    A path that is given is looked at whatever its name, and may be a link; links inside folders are listed.
    Take the sources one after another: what ``load`` needs of a zip is kept for the last two zips only.
    Raises CannotWork for a path that does not exist, before anything is yielded.
    """
    given = [Path(path) for path in paths]
    for path in given:
        if not os.path.lexists(path):
            raise CannotWork(_NOT_THERE.format(path=path_name(path)))
    return told_apart(_Search(limits=limits, archives=archives).below(given))


def expand(
    listed: Iterable[Found | tuple[str, Load]], limits: Limits = LIMITS, archives: ArchiveLimits = ARCHIVES
) -> Iterator[Source]:
    """The sources in files that were listed before, by ``walk`` or as (name, what gives the bytes)."""
    search = _Search(limits=limits, archives=archives)
    for one in listed:
        yield from search.held(*one) if isinstance(one, tuple) else search.file(one)


def told_apart(sources: Iterable[Source]) -> Iterator[Source]:
    """Files of one name told apart, by a number."""
    times: dict[str, int] = {}
    for source in sources:
        times[source.name] = number = times.get(source.name, 0) + 1
        yield source if number == 1 else replace(source, name=f"{source.name} ({number})")


@dataclass(slots=True)
class _Shelf:
    """The zips that were opened last, so that their members need not read them again, each of them."""

    held: OrderedDict[str, bytes] = field(default_factory=OrderedDict)

    def get(self, name: str, load: Load) -> bytes:
        if name not in self.held:
            self.held[name] = load()
        self.held.move_to_end(name)
        while len(self.held) > 2:
            self.held.popitem(last=False)
        return self.held[name]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Search:
    limits: Limits
    archives: ArchiveLimits
    shelf: _Shelf = field(default_factory=_Shelf)

    def below(self, given: list[Path]) -> Iterator[Source]:
        seen: set[str] = set()
        for path in given:
            for found in walk(path):
                # A link that was left out is another thing than the file it leads to.
                once = len(given) == 1 or found.reason == "link"
                identity = str(found.path) if once else os.path.realpath(found.path)
                if identity not in seen:
                    seen.add(identity)
                    yield from self.file(found)

    def file(self, found: Found) -> Iterator[Source]:
        name, path = path_name(found.path), found.path
        load = partial(read_bytes, path, self.limits.file)
        source = Source(name=name, path=path, load=load, skipped=found.skipped, reason=found.reason)
        if found.skipped is not None:
            yield source
            return
        try:
            head = read_head(path, 64)
            if _may_hold_files(head, name):
                whole = partial(self.shelf.get, str(path), partial(read_bytes, path, self.archives.file))
                yield from self._zip(source, whole, Budget(self.archives), 1)
                return
            size = path.stat().st_size
        except Unreadable as error:
            yield _skip(source, error)
        except OSError as error:
            yield _skip(source, no_access(error))
        else:
            yield _within(source, size, self.limits)

    def held(self, name: str, load: Load) -> Iterator[Source]:
        """A file that does not lie on this disk."""
        whole = partial(self.shelf.get, name, load)
        source = Source(name=name, path=None, load=whole)
        try:
            data = whole()
        except Unreadable as error:
            yield _skip(source, error)
            return
        if _may_hold_files(data[:64], name):
            yield from self._zip(source, whole, Budget(self.archives), 1)
        else:
            yield _within(source, len(data), self.limits)

    def _zip(self, source: Source, whole: Load, budget: Budget, depth: int) -> Iterator[Source]:
        """The members of a zip, or the zip itself where it is one document, or cannot be listed."""
        try:
            data = whole()
            found = members(data, budget)
        except Unreadable as error:
            # One that is called a workbook is left to the reader, which says better what is wrong.
            is_zip = source.name.casefold().endswith(".zip")
            yield _skip(source, error) if is_zip or error.reason != "damaged" else source
            return
        if is_office({member.name.casefold() for member in found}):
            yield source
        elif depth > self.archives.depth:
            yield replace(source, skipped=_TOO_DEEP, reason="depth")
        elif not found:
            yield replace(source, skipped=_NO_FILES, reason="empty")
        else:
            for member in sorted(found, key=lambda one: [order(part) for part in one.name.split("/")]):
                yield from self._member(source, member, data, whole, budget, depth)

    def _member(
        self, outer: Source, member: Member, data: bytes, whole: Load, budget: Budget, depth: int
    ) -> Iterator[Source]:
        name = f"{outer.name}!{member.name}"
        source = Source(name=name, path=None, load=partial(self._inflated, whole, member, self.limits.file))
        *folders, file = member.name.split("/")
        noise = next(filter(None, map(noise_folder, folders)), None) or noise_file(file)
        if noise is not None:
            yield replace(source, skipped=noise, reason="noise")
        elif member.trouble is not None:
            yield _skip(source, member.trouble)
        elif not member.entry.size:
            yield replace(source, skipped=EMPTY, reason="empty")
        elif _may_hold_files(head_of(data, member, self.limits), name):
            inner = partial(self._inflated, whole, member, self.archives.file)
            yield from self._zip(source, partial(self.shelf.get, name, inner), budget, depth + 1)
        else:
            yield _within(source, member.entry.size, self.limits)

    def _inflated(self, whole: Load, member: Member, bound: int) -> bytes:
        return inflate(whole(), member, bound, self.limits)


# How the first entry of a zip that is a document is called, whoever wrote it.
_DOCUMENT = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"mimetype", b"word/", b"ppt/")


def _may_hold_files(head: bytes, name: str) -> bool:
    """Whether a file that begins like this is a zip to be listed; one called .zip always is."""
    if not head.startswith((b"PK\3\4", b"PK\5\6")):
        return False
    return name.casefold().endswith(".zip") or not head[30:].startswith(_DOCUMENT)


def _skip(source: Source, why: Unreadable) -> Source:
    return replace(source, skipped=why.text, reason=why.reason)


def _within(source: Source, size: int, limits: Limits) -> Source:
    try:
        Meter(limits).check("file", size)
    except Unreadable as error:
        return _skip(source, error)
    return source


_NOT_THERE = Text(
    ja="{path} がありません。ファイル名とフォルダーを確かめてください。",
    en="{path} does not exist; check the name and the folder.",
)
_TOO_DEEP = Text(
    ja="zip の中の zip の中にさらにあるため読みません。展開したファイルを置いてください。",
    en="This zip lies too deep within other zips and is not read; please unpack it and put the files here.",
)
_NO_FILES = Text(ja="zip の中にファイルがありません。", en="There are no files in the zip.")
