"""The directory of a zip as it stands in the file: every entry, without judgement.

Beside ``package``, which opens the one zip that is a workbook and refuses what is doubtful in it; a zip of
many files is judged file by file (``archive``). Source: PKWARE APPNOTE 6.3.10.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.book.package import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BadDirectory", "Directory", "Record", "find_directory", "records"]

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF


class BadDirectory(Exception):  # noqa: N818 - it reads as what it means
    """The directory contradicts itself or the file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Directory:
    start: int
    end: int
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    name: bytes
    flags: int
    system: int  # that made it; 3 is Unix
    mode: int  # external attributes
    entry: Entry


def find_directory(data: bytes) -> Directory:
    """Where the directory stands, by the record at the end of the zip. Errors also as struct.error."""
    at = data.rfind(b"PK\5\6")
    if at < 0:
        raise BadDirectory
    _, disk, _, _, count, size, start, _ = _END.unpack_from(data, at)
    where = at - _LOCATOR64.size
    if where >= 0 and data[where : where + 4] == b"PK\6\7":
        _, _, at, _ = _LOCATOR64.unpack_from(data, where)
        mark, _, _, _, disk, _, _, count, size, start = _END64.unpack_from(data, at)
        if mark != b"PK\6\6":
            raise BadDirectory
    if disk or start + size != at:
        raise BadDirectory
    return Directory(start=start, end=at, count=count)


def records(data: bytes, directory: Directory) -> Iterator[Record]:
    """The entries as the directory tells them, each with the place of its data."""
    at, end = directory.start, directory.end
    for _ in range(directory.count):
        if at >= end:
            raise BadDirectory
        mark, made, _, flags, method, _, _, crc, packed, size, names, extras, comments, _, _, mode, header = (
            _CENTRAL.unpack_from(data, at)
        )
        at += _CENTRAL.size
        name, extra = data[at : at + names], data[at + names : at + names + extras]
        at += names + extras + comments
        if mark != b"PK\1\2" or at > end:
            raise BadDirectory
        if _FULL32 in (packed, size, header):
            size, packed, header = _wide(extra, size, packed, header)
        local, *_, local_names, local_extras = _LOCAL.unpack_from(data, header)
        start = header + _LOCAL.size + local_names + local_extras
        if local != b"PK\3\4":
            raise BadDirectory
        entry = Entry(name.decode("cp437"), method, crc, packed, size, header, start)
        yield Record(name=name, flags=flags, system=made >> 8, mode=mode, entry=entry)
    if at != end:
        raise BadDirectory


def _wide(extra: bytes, *values: int) -> Iterator[int]:
    """Replace what did not fit into 32 bits by the 64-bit figures of the extra field."""
    at, wide = 0, b""
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            wide = extra[at + 4 : at + 4 + length]
        at += 4 + length
    for value in values:
        if value == _FULL32 and len(wide) < 8:
            raise BadDirectory
        yield int.from_bytes(wide[:8], "little") if value == _FULL32 else value
        wide = wide[8:] if value == _FULL32 else wide
