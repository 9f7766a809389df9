"""Everything that was submitted, by content: .xltool/archive/ab/abcd….xlsx, written once, never changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from xltool.report import make_folder, write_file

__all__ = ["ENDINGS", "digest_of", "keep", "mend", "stored"]

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_FOLDER = "archive"


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(hidden: Path, sha256: str, data: bytes, name: str) -> str:
    """Store a file's bytes unless they are there; where they lie, below ``hidden``. Raises CannotWork."""
    ending = PurePosixPath(name).suffix.lower()
    below = f"{_FOLDER}/{sha256[:2]}/{sha256}{ending if ending in ENDINGS else ''}"
    mend(hidden, below, data)
    return below


def mend(hidden: Path, below: str, data: bytes) -> None:
    """Put a file into its place unless it is there whole. Raises CannotWork."""
    place = os.path.join(hidden, below)  # noqa: PTH118 - quicker than a Path, and asked of every file
    try:
        size = os.stat(place).st_size  # noqa: PTH116
    except OSError:
        size = None
    if size != len(data):
        path = Path(place)
        make_folder(path.parent)
        write_file(path, data)
        with contextlib.suppress(OSError):
            path.chmod(0o444)


def stored(hidden: Path) -> Iterator[Path]:
    """Every file of the archive."""
    for folder in sorted((hidden / _FOLDER).glob("??")):
        yield from sorted(path for path in folder.iterdir() if path.is_file())
