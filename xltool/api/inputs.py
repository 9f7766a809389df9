"""Which files a command is about."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from xltool.book.sources import Source, find_sources
from xltool.text import Text

__all__ = ["Paths", "sources", "without_notes"]

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

# Beside workbooks in a folder: what a project keeps there, and nobody sends for a sheet.
_NOTES = frozenset(
    {".json", ".yaml", ".yml", ".md", ".txt", ".log", ".eml", ".html", ".parquet", ".sqlite", ".duckdb"}
)
_NOTE = Text("ブックではないので読み取りません。", "No workbook: not read.")


def sources(paths: Paths) -> list[Source]:
    """Every file of the paths, of folders and of zips among them, also those that are skipped, and why.

    A path that is given is read whatever its name. Raises CannotWork for one that does not exist.
    """
    given = [Path(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    return [without_notes(one, given) for one in find_sources(given)]


def without_notes(source: Source, given: Collection[Path] = ()) -> Source:
    """The source, skipped where its name says that it is no workbook; what is given is read."""
    ending = PurePosixPath(source.name).suffix.lower()
    if source.skipped is not None or ending not in _NOTES or source.path in given:
        return source
    return replace(source, skipped=_NOTE, reason="note")
