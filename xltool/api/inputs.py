"""Which files a command is about."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from xltool.book.sources import Source, find_sources
from xltool.book.walk import walk
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["Paths", "sources", "workbooks"]

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})


def sources(paths: Paths) -> list[Source]:
    """Every file of the paths, of folders and of zips among them, also those that are skipped, and why.

    Raises CannotWork for a path that does not exist.
    """
    return list(find_sources(_given(paths)))


def workbooks(paths: Paths) -> list[Path]:
    """The files themselves, and every workbook below the folders among them, each once, in a fixed order.

    Left out of folders: lock files, system files, links, empty files, other endings. Raises CannotWork for a
    path that does not exist.
    """
    found: dict[str, Path] = {}
    for path in _given(paths):
        if not path.exists():
            raise CannotWork(
                Text(
                    f"{path} がありません。ファイル名とフォルダーを確かめてください。",
                    f"{path} does not exist; check the name and the folder.",
                )
            )
        for one in walk(path):
            if one.path == path or (one.skipped is None and one.path.suffix.lower() in _ENDINGS):
                found.setdefault(os.path.realpath(one.path), one.path)
    return list(found.values())


def _given(paths: Paths) -> list[Path]:
    return [Path(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
