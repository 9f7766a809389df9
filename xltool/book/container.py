"""The directory of a workbook's zip, byte by byte: what two readers could read differently is refused.

``zipdirectory`` reads the zips that hold many files, where a doubtful entry costs only itself.
Source: PKWARE APPNOTE 6.3.10.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.book.refusal import damaged, locked, refused
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Entry", "check_overlap", "directory", "entry_at"]

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _UTF8 = 0x1, 0x800


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the zip, its data located."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    header: int  # offset of the local header
    start: int  # offset of the data


def directory(data: bytes) -> tuple[int, int, int]:
    """(start, end, number of entries) of the central directory."""
    at = data.rfind(b"PK\5\6")
    if at < 0 or len(data) - at < _END.size:
        raise damaged()
    _, disk, first_disk, here, count, size, start, _ = _END.unpack_from(data, at)
    stop = at  # where the directory must end: two answers would be two different workbooks
    where = at - _LOCATOR64.size
    if _FULL16 in (here, count) or _FULL32 in (size, start) or data[max(where, 0) : where + 4] == b"PK\6\7":
        if where < 0:
            raise damaged()
        mark, _, stop, _ = _LOCATOR64.unpack_from(data, where)
        if mark != b"PK\6\7" or stop + _END64.size > where or data[stop : stop + 4] != b"PK\6\6":
            raise damaged()
        _, _, _, _, disk, first_disk, here, count, size, start = _END64.unpack_from(data, stop)
    if disk or first_disk or here != count or start + size != stop:
        raise damaged()
    return start, stop, count


def entry_at(data: bytes, at: int, end: int) -> tuple[Entry, int]:
    """The entry at an offset of the central directory, and the offset of the next one."""
    if at + _CENTRAL.size > end:
        raise damaged()
    (
        mark,
        _,
        _,
        flags,
        method,
        _,
        _,
        crc,
        packed,
        size,
        name_len,
        extra_len,
        comment_len,
        _,
        _,
        _,
        header,
    ) = _CENTRAL.unpack_from(data, at)
    at += _CENTRAL.size
    following = at + name_len + extra_len + comment_len
    if mark != b"PK\1\2" or following > end:
        raise damaged()
    raw = data[at : at + name_len]
    if _FULL32 in (packed, size, header):
        extra = data[at + name_len : at + name_len + extra_len]
        size, packed, header = _zip64(extra, size, packed, header)
    name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    if "\0" in name:
        raise refused(_NUL, name=name)
    if flags & _ENCRYPTED:
        raise locked()
    return Entry(name, method, crc, packed, size, header, _data_start(data, header, raw)), following


def _zip64(extra: bytes, *values: int) -> Iterator[int]:
    """Replace what did not fit into 32 bits by the 64-bit figures of the extra field."""
    at, wide = 0, b""
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            wide = extra[at + 4 : at + 4 + length]
        at += 4 + length
    for value in values:
        if value == _FULL32:
            if len(wide) < 8:
                raise damaged()
            value, wide = int.from_bytes(wide[:8], "little"), wide[8:]  # noqa: PLW2901 - the wide form of it
        yield value


def _data_start(data: bytes, header: int, name: bytes) -> int:
    """Where an entry's bytes begin; its local header must tell the same name as the directory."""
    if header + _LOCAL.size > len(data):
        raise damaged()
    mark, *_, name_len, extra_len = _LOCAL.unpack_from(data, header)
    at = header + _LOCAL.size
    if mark != b"PK\3\4":
        raise damaged()
    if data[at : at + name_len] != name:
        raise refused(_TWO_NAMES, name=name.decode("cp437"))
    return int(at + name_len + extra_len)


def check_overlap(entries: list[Entry], end: int) -> None:
    """Entries that share bytes are how small files become endless ones (Fifield 2019)."""
    free = 0
    for entry in sorted(entries, key=lambda e: e.header):
        if entry.header < free:
            raise refused(_OVERLAP, name=entry.name)
        free = entry.start + entry.packed
        if free > end:
            raise damaged(entry.name)


_OVERLAP = Text(ja="圧縮データが重なっています: {name}", en="overlapping entries: {name}")
_TWO_NAMES = Text(
    ja="パーツの名前が二通りに書かれています: {name}", en="an entry has two different names: {name}"
)
_NUL = Text(ja="パーツの名前が正しくありません: {name}", en="a part has an impossible name: {name}")
