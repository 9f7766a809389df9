"""Deflating and checksums of what is stamped: by zlib-ng where it is installed (``xltool[fast]``), else zlib.

zlib-ng needs a third of the time. What is read back is the same; how it is packed is each library's own, so
that only one and the same installation writes the same bytes. Nothing that came from outside is inflated
here. (isal is as quick, but once in ten thousands of parts it packs the same bytes in another way.)
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib import import_module

try:
    _quick = import_module("zlib_ng.zlib_ng")
except ImportError:
    _quick = zlib

__all__ = ["Packer", "crc32"]

crc32: Callable[..., int] = _quick.crc32  # of some bytes, and the checksum of what precedes them
_QUICK = 1  # level: much quicker than the higher ones, and not much larger


class Packer:
    """Packs pieces of deflate streams: each needs nothing of what precedes it and ends with a whole byte.

    For one workbook; making one takes as long as packing 2 KB.
    """

    __slots__ = ("_stream",)

    def __init__(self) -> None:
        self._stream = _quick.compressobj(_QUICK, zlib.DEFLATED, -15)

    def piece(self, content: bytes) -> bytes:
        found: bytes = self._stream.compress(content) + self._stream.flush(zlib.Z_FULL_FLUSH)
        return found
