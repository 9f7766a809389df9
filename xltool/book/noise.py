"""Files that no person meant to send: what programs and systems leave behind. Skipped, and listed."""

from __future__ import annotations

import re

from xltool.text import Text

__all__ = ["EMPTY", "noise_file", "noise_folder"]

_LOCK = Text(
    ja="開いている間だけ作られる作業用ファイルです。",
    en="This is a working file that exists while the workbook is open.",
)
_SYSTEM = Text(ja="システムが作るファイルです。", en="This is a file of the system.")
_FOLDER = Text(ja="システムが作るフォルダーです。", en="This is a folder of the system.")
_HIDDEN = Text(ja="隠しフォルダーです。", en="This is a hidden folder.")
EMPTY = Text(
    ja="空のファイル（0 バイト）です。もう一度送ってもらってください。",
    en="This is an empty file (0 bytes); please ask for it again.",
)

_FILES = (
    (re.compile(r"~\$.*|\.~lock\..*#|\.xltool-.*|.*\.tmp", re.DOTALL), _LOCK),
    (re.compile(r"\._.*|\.ds_store|thumbs\.db|ehthumbs\.db|desktop\.ini|\.localized", re.DOTALL), _SYSTEM),
)
_FOLDERS = frozenset({"__macosx", "$recycle.bin", "#recycle", "@eadir", "system volume information"})


def noise_file(name: str) -> Text | None:
    """Why a file of that name (without folders) is skipped; None where it is not."""
    folded = name.casefold()
    return next((why for pattern, why in _FILES if pattern.fullmatch(folded)), None)


def noise_folder(name: str) -> Text | None:
    """Why a folder of that name is skipped with all that is in it; None where it is not."""
    if name.casefold() in _FOLDERS:
        return _FOLDER
    return _HIDDEN if name.startswith(".") and name not in {".", ".."} else None
