"""Names of files as people may see them: decoded as their writer meant them, without what cannot be seen.

A zip says of a name that it is UTF-8, or nothing: then it is what the writing system used, which on Japanese
Windows is cp932, and on macOS and in many programs UTF-8 all the same.
"""

from __future__ import annotations

import os
import re
import unicodedata

__all__ = ["member_name", "path_name", "shown"]

_LONGEST = 240
_DRIVE = re.compile(r"[A-Za-z]:")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # control, format and direction marks, surrogates, breaks


def member_name(raw: bytes, *, is_utf8: bool) -> str:
    """A zip member's name: folders joined by "/", one more at the end of a folder's own; never upwards."""
    text = _decode(raw, is_utf8).replace("\\", "/")
    parts = [shown(part) for part in text.split("/")]
    kept = [p for p in parts if p not in {"", ".", ".."} and not _DRIVE.fullmatch(p)]
    name = "/".join(kept) or "?"
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 40]}…{name[-40:]}"
    return f"{name}/" if text.endswith("/") else name


def _decode(raw: bytes, is_utf8: bool) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    for encoding in ("utf-8", "cp932") if not is_utf8 else ("utf-8",):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp932" if not is_utf8 else "utf-8", "replace")


def path_name(path: str | os.PathLike[str]) -> str:
    """A path as it is shown; one that is no Unicode (an old disk, cp932) is decoded like a zip member."""
    text = os.fspath(path)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = _decode(os.fsencode(text), is_utf8=False)
    return shown(text)


def shown(text: str) -> str:
    """NFC, without characters that cannot be seen: control characters and direction marks among them."""
    return "".join(ch for ch in unicodedata.normalize("NFC", text) if unicodedata.category(ch) not in _UNSEEN)
