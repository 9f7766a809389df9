"""Take the bytes of a file that somebody put there: regular files only, never more than a bound."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

from xltool.book.limits import LIMITS, Meter
from xltool.book.refusal import no_access

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_bytes", "read_head"]


def read_bytes(path: Path, bound: int = LIMITS.file) -> bytes:
    """The whole file; Unreadable where it cannot be opened, is no regular file, or is above the bound."""
    data = read_head(path, bound + 1)
    if len(data) > bound:
        Meter(replace(LIMITS, file=bound)).check("file", len(data))
    return data


def read_head(path: Path, count: int) -> bytes:
    """At most ``count`` bytes of its beginning."""
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    mode = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, mode)
        try:
            known = os.fstat(file)
            if not stat.S_ISREG(known.st_mode):
                raise OSError(errno.EINVAL, "not a regular file")
            return _read(file, min(count, known.st_size + 1))  # reading takes the memory for all it is asked
        finally:
            os.close(file)
    except (OSError, ValueError) as error:
        raise no_access(error if isinstance(error, OSError) else OSError(errno.EINVAL, str(error))) from error


def _read(file: int, count: int) -> bytes:
    data = os.read(file, count)
    while len(data) < count and (more := os.read(file, count - len(data))):
        data += more
    return data
