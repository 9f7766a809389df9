"""Which files a command is about."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["Paths", "workbooks"]

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})  # the last three are told to be saved anew
_NOISE = ("~$", ".~lock.", "._", ".DS_Store", "Thumbs.db", ".xltool-")


def workbooks(paths: Paths) -> list[Path]:
    """The files themselves, and every workbook below the folders among them, each once, in a fixed order.

    Left out of folders: lock files, system files, links, empty files, other endings. Raises CannotWork for a
    path that does not exist.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    found: dict[str, Path] = {}
    for path in map(Path, given):
        if path.is_dir():
            for one in sorted(_below(path), key=lambda p: [part.casefold() for part in p.parts]):
                found.setdefault(_identity(one), one)
        elif path.exists():
            found.setdefault(_identity(path), path)
        else:
            raise CannotWork(
                Text(
                    f"{path} がありません。ファイル名とフォルダーを確かめてください。",
                    f"{path} does not exist; check the name and the folder.",
                )
            )
    return list(found.values())


def _identity(path: Path) -> str:
    return os.path.realpath(path)


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            path = Path(where, name)
            if name.startswith(_NOISE) or path.suffix.lower() not in _ENDINGS or path.is_symlink():
                continue
            if path.is_file() and path.stat().st_size > 0:
                yield path
