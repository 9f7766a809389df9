"""A zip of files to be handed out. Same input, same bytes: fixed dates, nothing of this machine in it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from xltool.book.zipped import Part, deflate, join, part_of
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["names_in", "zip_files"]

_MOST_FILES = 65534  # 0xFFFF announces zip64, which we do not write
_MOST_BYTES = 0xFFFF_0000
_MODE = 0o100644  # a plain file that everybody may read
_PACKED = (".xlsx", ".xlsm", ".xlsb", ".ods", ".zip", ".png", ".jpg", ".pdf")  # deflated already


def zip_files(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The zip of files given as (name, content), in this order; "/" in a name makes a folder.

    Names are told as UTF-8. Raises CannotWork for more than a zip can hold, ValueError for a name that
    stands twice or leads elsewhere: names come from ``xltool.campaign.names``.
    """
    seen: set[str] = set()
    for name, _ in files:
        if name in seen or not all(part.strip(".") for part in name.split("/")) or "\\" in name:
            raise ValueError(name)
        seen.add(name)
    size = sum(len(data) + 2 * len(name.encode()) + 128 for name, data in files)
    if len(files) > _MOST_FILES or size > _MOST_BYTES:
        raise CannotWork(_TOO_MUCH)
    return join(_part(name, data) for name, data in files)


def names_in(path: Path) -> frozenset[str]:
    """The names of the files in a zip that ``zip_files`` made; none where there is no such zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return frozenset()


def _part(name: str, data: bytes) -> Part:
    if name.casefold().endswith(_PACKED):
        return part_of(name, zlib.crc32(data), len(data), data, method=0, mode=_MODE)
    return deflate(name, data, level=6, mode=_MODE)


_TOO_MUCH = Text(
    "zip に入る量（65,534 ファイル、4 GB）を超えています。部署を分けてください。",
    "This is more than a zip holds (65,534 files, 4 GB); divide the department.",
)
