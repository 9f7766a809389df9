"""Take the bytes of a file that somebody put there: regular files only, never more than a bound."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from xltool.book.limits import LIMITS, Meter
from xltool.book.refusal import no_access

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["read_bytes", "read_end", "read_head"]

Taken = TypeVar("Taken")


def read_bytes(path: Path, bound: int = LIMITS.file) -> bytes:
    """The whole file; Unreadable where it cannot be opened, is no regular file, or is above the bound."""
    data = read_head(path, bound + 1)
    if len(data) > bound:
        Meter(replace(LIMITS, file=bound)).check("file", len(data))
    return data


def read_head(path: Path, count: int) -> bytes:
    """At most ``count`` bytes of its beginning."""
    # One more than there are: reading takes the memory for all it is asked.
    return _from(path, lambda file, size: _read(file, min(count, size + 1)))


def read_end(path: Path, count: int) -> tuple[int, bytes]:
    """Its size, and at most ``count`` bytes of its end."""

    def end(file: int, size: int) -> tuple[int, bytes]:
        os.lseek(file, max(0, size - count), os.SEEK_SET)
        return size, _read(file, min(count, size))

    return _from(path, end)


def _from(path: Path, take: Callable[[int, int], Taken]) -> Taken:
    """What ``take`` makes of the open file and its size."""
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    mode = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, mode)
        try:
            known = os.fstat(file)
            if not stat.S_ISREG(known.st_mode):
                raise OSError(errno.EINVAL, "not a regular file")
            return take(file, known.st_size)
        finally:
            os.close(file)
    except (OSError, ValueError) as error:
        raise no_access(error if isinstance(error, OSError) else OSError(errno.EINVAL, str(error))) from error


def _read(file: int, count: int) -> bytes:
    data = os.read(file, count)
    while len(data) < count and (more := os.read(file, count - len(data))):
        data += more
    return data
