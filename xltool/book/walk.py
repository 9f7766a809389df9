"""The files below a folder, in a fixed order; links are not followed, and what is left out is told."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.book.noise import EMPTY, noise_file, noise_folder
from xltool.book.refusal import no_access
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Found", "order", "walk"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A file, or a folder that is left out as a whole."""

    path: Path
    skipped: Text | None = None
    reason: str | None = None  # one word for it: noise, empty, link, special, no_access


def walk(path: Path) -> Iterator[Found]:
    """The file itself, or everything below the folder; the path may be a link, what lies in it may not."""
    if not path.is_dir():
        yield Found(path=path)
        return
    # A stack of our own: folders may be nested deeper than Python calls.
    waiting = [_listed(path)]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif isinstance(found, Path):
            waiting.append(_listed(found))
        else:
            yield found


def order(name: str) -> tuple[str, str]:
    """How names are sorted: ignoring case, and whether an accent is a character of its own."""
    return unicodedata.normalize("NFC", name).casefold(), name


def _listed(folder: Path) -> Iterator[Found | Path]:
    """What stands in a folder; a Path for every folder to go into."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: order(entry.name))
    except OSError as error:
        yield Found(path=folder, skipped=no_access(error).text, reason="no_access")
        return
    for entry in entries:
        try:
            yield _looked_at(entry)
        except OSError as error:
            yield Found(path=Path(entry.path), skipped=no_access(error).text, reason="no_access")


def _looked_at(entry: os.DirEntry[str]) -> Found | Path:
    path = Path(entry.path)
    why = noise_file(entry.name)
    if why is not None:
        return Found(path=path, skipped=why, reason="noise")
    # On Windows a folder may be a junction, which is a link by another name (Python 3.12 tells).
    if entry.is_symlink() or getattr(entry, "is_junction", bool)():
        return Found(path=path, skipped=_LINK, reason="link")
    if entry.is_dir(follow_symlinks=False):
        why = noise_folder(entry.name)
        return path if why is None else Found(path=path, skipped=why, reason="noise")
    if not entry.is_file(follow_symlinks=False):
        return Found(path=path, skipped=_SPECIAL, reason="special")
    if not entry.stat(follow_symlinks=False).st_size:
        return Found(path=path, skipped=EMPTY, reason="empty")
    return Found(path=path)


_LINK = Text(
    ja="ファイルではなくリンク（ショートカット）のため読みません。リンク先のファイルを置いてください。",
    en="This is a link, not a file; please put the file itself here.",
)
_SPECIAL = Text(
    ja="通常のファイルではない（パイプやデバイス）ため読みません。",
    en="This is no regular file but a pipe or a device, and is not read.",
)
