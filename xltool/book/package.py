"""The zip container, read defensively: all entries are checked before one is inflated, and that is metered.

Python's zipfile trusts the central directory (a million entries become a million objects before one can look)
and only newer releases see overlapping entries; what a hostile file can do must not depend on the release.
Source: PKWARE APPNOTE 6.3.10, ISO/IEC 29500-2 (OPC: part names are equal ignoring case).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.book.container import Entry, check_overlap, directory, entry_at
from xltool.book.refusal import damaged, refused
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.book.limits import Meter

__all__ = ["Entry", "Package", "open_package"]

_STORED, _DEFLATED = 0, 8
_CHUNK = 1 << 18  # inflated bytes handed on at once
_SLICE = 1 << 16  # packed bytes given to zlib at once


@dataclass(frozen=True, slots=True)
class Package:
    """An opened container. Part names have no leading slash; looking one up ignores case."""

    data: bytes
    entries: dict[str, Entry]  # by folded name
    meter: Meter

    def find(self, name: str) -> Entry | None:
        return self.entries.get(_fold(name))

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The part's bytes; the last step checks size and CRC, so exhaust it before believing the content."""
        if entry.method == _STORED:
            pieces = _stored(self.data, entry)
        elif entry.method == _DEFLATED:
            pieces = _inflated(self.data, entry)
        else:
            raise refused(_METHOD, name=entry.name)
        limits = self.meter.limits
        made = crc = 0
        try:
            for piece in pieces:
                made += len(piece)
                self.meter.check("part", made)
                self.meter.add("inflated", len(piece))
                if made > limits.ratio_from and made > limits.ratio * entry.packed:
                    self.meter.check("ratio", made // max(entry.packed, 1))
                crc = zlib.crc32(piece, crc)
                yield piece
        except zlib.error as error:
            raise damaged(entry.name) from error
        if crc != entry.crc or made != entry.size:
            raise damaged(entry.name)


def open_package(data: bytes, meter: Meter) -> Package:
    """Check the whole directory of a zip; Unreadable where it is broken or ambiguous. Inflates nothing."""
    start, end, count = directory(data)
    meter.check("parts", count)
    found: list[Entry] = []
    entries: dict[str, Entry] = {}
    while start < end:
        entry, start = entry_at(data, start, end)
        found.append(entry)
        meter.check("parts", len(found))
        if entry.name.endswith("/"):
            continue
        key = _fold(entry.name)
        if key in entries:
            raise refused(_DUPLICATE, name=entry.name)
        entries[key] = entry
    if len(found) != count:
        raise damaged()
    check_overlap(found, end)
    return Package(data, entries, meter)


def _fold(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _stored(data: bytes, entry: Entry) -> Iterator[bytes]:
    for at in range(entry.start, entry.start + entry.packed, _CHUNK):
        yield data[at : min(at + _CHUNK, entry.start + entry.packed)]


def _inflated(data: bytes, entry: Entry) -> Iterator[bytes]:
    engine = zlib.decompressobj(-15)
    end = entry.start + entry.packed
    for at in range(entry.start, end, _SLICE):
        packed = data[at : min(at + _SLICE, end)]
        while packed and not engine.eof:
            yield engine.decompress(packed, _CHUNK)
            packed = engine.unconsumed_tail
    if not engine.eof:
        yield engine.flush()


_DUPLICATE = Text(ja="同じ名前のパーツが二つあります: {name}", en="two parts of the same name: {name}")
_METHOD = Text(ja="未知の圧縮方式です: {name}", en="unknown compression method: {name}")
