"""Copy zip entries raw: what does not change is neither inflated nor deflated again; dates are fixed.

Local headers and central directory as in PKWARE's APPNOTE 6.3, without data descriptors or zip64: a
workbook of ours is far below its limits, and ``bundle`` looks before.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import BinaryIO, NamedTuple

from xltool.book.deflating import Packer, crc32

__all__ = ["Part", "deflate", "deflate_blocks", "join", "join_into", "part_of", "parts_of"]

_DATE = (1980 - 1980) << 9 | 1 << 5 | 1  # 1 January 1980, the first day a zip file knows
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5HI")
_AT = struct.Struct("<I")
_END = struct.Struct("<4s4H2IH")
_UTF8 = 0x800
_DEFLATED = 8
_UNIX = 3 << 8
_LAST = b"\x03\x00"  # an empty block, marked as the last one


class Part(NamedTuple):
    """One entry, as it stands in the file."""

    local: bytes  # its header
    data: bytes  # raw deflate stream, or the bytes themselves
    before: bytes  # the entry in the directory, before and after the place of the header
    after: bytes


def part_of(name: str, crc: int, size: int, data: bytes, method: int = _DEFLATED, mode: int = 0) -> Part:
    """``size``: of the data inflated; ``mode``: Unix's, with which Info-ZIP takes the name as it is told."""
    path = name.encode()
    common = (20, _UTF8, method, 0, _DATE, crc, len(data), size, len(path), 0)
    made_by, attributes = (_UNIX | 20, mode << 16) if mode else (20, 0)
    before = _CENTRAL.pack(b"PK\x01\x02", made_by, *common, 0, 0, 0, attributes)
    return Part(_LOCAL.pack(b"PK\x03\x04", *common) + path, data, before, path)


def deflate(name: str, content: bytes, level: int = 4, mode: int = 0) -> Part:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    data = packer.compress(content) + packer.flush()
    return part_of(name, crc32(content), len(content), data, mode=mode)


def deflate_blocks(name: str, blocks: Sequence[bytes], usual: Sequence[bytes], packer: Packer) -> Part:
    """A part in blocks, of which those that are as ``usual`` are deflated only once and by themselves."""
    return _usual_part(name, *blocks) if blocks == usual else _part_of_blocks(name, blocks, usual, packer)


@lru_cache(maxsize=64)
def _usual_part(name: str, *blocks: bytes) -> Part:
    return _part_of_blocks(name, blocks, blocks, Packer())


def _part_of_blocks(name: str, blocks: Sequence[bytes], usual: Sequence[bytes], packer: Packer) -> Part:
    crc = size = 0
    out: list[bytes] = []
    own: list[bytes] = []
    for block, known in zip_longest(blocks, usual):
        if block is None:
            break
        crc = crc32(block, crc)
        size += len(block)
        if block != known:
            own.append(block)
            continue
        if own:
            out.append(packer.piece(b"".join(own)))
            own = []
        out.append(_usual(known))
    if own:
        out.append(packer.piece(b"".join(own)))
    return part_of(name, crc, size, b"".join((*out, _LAST)))


@lru_cache(maxsize=1024)
def _usual(block: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)  # once and for all: as small as can be
    return packer.compress(block) + packer.flush(zlib.Z_SYNC_FLUSH)


def parts_of(workbook: bytes) -> dict[str, bytes]:
    """Name -> content of a workbook that we drew ourselves, in order."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def join(parts: Iterable[Part]) -> bytes:
    """The zip file with these entries, in this order."""
    return b"".join(_pieces(parts))


def join_into(target: BinaryIO, parts: Iterable[Part]) -> None:
    """Write the zip file entry by entry, as they come; not for 65,535 entries or 4 GB."""
    target.writelines(_pieces(parts))


def _pieces(parts: Iterable[Part]) -> Iterator[bytes]:
    central: list[bytes] = []
    at = count = 0
    for local, data, before, after in parts:
        central += before, _AT.pack(at), after
        yield local
        yield data
        at += len(local) + len(data)
        count += 1
    directory = b"".join(central)
    yield directory
    yield _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)
