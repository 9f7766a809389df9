"""Names of files and folders out of what people wrote: safe on every system, Japanese kept.

A name is one path part: no separator survives, and nothing that Windows reads as a device or a shell folder.
Sources: Microsoft "Naming Files, Paths, and Namespaces"; Unicode's Default_Ignorable_Code_Point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from xltool.book.noise import noise_folder

__all__ = ["LONGEST", "cut", "folder_name", "name_part", "unique", "visible"]

LONGEST = 200  # bytes in UTF-8, the ending included: 255 is what file systems hold, and people add words
_LONGEST_FOLDER = 120  # with a file in it, and where the campaign lies, below Windows' 260 characters
_LOOKALIKE = str.maketrans('<>:"/\\|?*', "＜＞：”／＼｜？＊")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_IGNORABLE = re.compile(  # seen by nobody, though letters or marks: fillers, joiners, glyph variants
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
_BREAK = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:\.|$)", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_BEFORE, _BEHIND = " .-~", " ._"  # hidden files, options, lock files; what Windows drops, what joins nothing


def folder_name(department: str) -> str:
    """The folder of one department, and its zip without the ending."""
    name = name_part(visible(department), _LONGEST_FOLDER)
    return name if noise_folder(name) is None else name_part(f"_{name}", _LONGEST_FOLDER)


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names, those that some system takes for one that stands before them with a number: ``a_2.xlsx``.

    A name that is alone keeps itself, whatever stands around it.
    """
    given = list(names)
    taken = {_same(one) for one in given}
    seen: set[str] = set()
    out = []
    for one in given:
        name = one
        if _same(one) in seen:
            number = 2
            while _same(name := _numbered(one, number)) in taken:
                number += 1
            taken.add(_same(name))
        seen.add(_same(name))
        out.append(name)
    return tuple(out)


# What most names are made of: NFC already, seen by everybody, single spaces inside; a test compares.
_PLAIN = "[!-~\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uff01-\uff5e]+"
_ORDINARY = re.compile(f"{_PLAIN}(?: {_PLAIN})*")


@lru_cache(maxsize=4096)  # the same names stand in folders, files and letters
def visible(text: str) -> str:
    """NFC on one line, without what nobody sees; the wide space and 外字 (private use) stay."""
    return text if _ORDINARY.fullmatch(text) else _cleaned(text)


def _cleaned(text: str) -> str:
    text = _BREAK.sub(" ", unicodedata.normalize("NFC", text))
    text = "".join(ch for ch in _IGNORABLE.sub("", text) if unicodedata.category(ch) not in _UNSEEN)
    text = "".join(
        " " if unicodedata.category(ch) == "Zs" and ch != "\u3000" else ch
        for ch in unicodedata.normalize("NFC", text)
    )
    return re.sub(" {2,}", " ", text).strip()


def name_part(text: str, room: int = LONGEST - 5) -> str:
    """One path part of at most ``room`` bytes; ``_`` where nothing is left."""
    text = visible(text).translate(_LOOKALIKE).replace(".{", "_{")  # name.{id}: a folder of the shell
    text = _end(cut(_begin(text), room))
    if _DEVICE.match(text):
        text = _end(cut(f"_{text}", room))
    return text or "_"


def _begin(text: str) -> str:
    """Without what may not come first, marks that would join nothing among it."""
    start = 0
    while start < len(text) and (text[start] in _BEFORE or text[start].isspace() or _joins(text[start])):
        start += 1
    return text[start:]


def _end(text: str) -> str:
    while text and (text[-1] in _BEHIND or text[-1].isspace()):
        text = text[:-1]
    return text


def cut(text: str, room: int) -> str:
    """The beginning of at most ``room`` bytes; a character keeps all its marks or is left out."""
    if len(text.encode()) <= room:
        return text
    size = end = 0
    for at, ch in enumerate(text):
        if not _joins(ch):
            end = at
        size += len(ch.encode())
        if size > room:
            break
    return text[:end]


def _joins(ch: str) -> bool:
    """Whether a character belongs to the one before it: accents, voiced marks, skin tones."""
    return unicodedata.category(ch) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= ch <= "\U0001f3ff"


def _same(name: str) -> str:
    """Equal for names that NTFS, APFS or a file server may take for one."""
    return unicodedata.normalize("NFC", name.upper().casefold())


def _numbered(name: str, number: int) -> str:
    match = _ENDING.search(name, max(name.rfind("."), 0))
    ending = match[0] if match and match.end() == len(name) and match.start() else ""
    tail = f"_{number}{ending}"
    return _end(cut(name.removesuffix(ending), LONGEST - len(tail.encode()))) + tail
