"""Names for the tabs of many sheets: each its own, and as Excel allows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from xltool.book.cellxml import utf16_length

__all__ = ["tab_names"]

_LONGEST = 31  # UTF-16 units
_BAD = re.compile(r"[\[\]:*?/\\]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_RESERVED = frozenset({"history"})  # Excel keeps it for itself


def tab_names(wanted: Iterable[str], *, taken: Iterable[str] = (), fallback: str) -> Iterator[str]:
    """A tab's name for every wish, in order; one that is taken, or only looks like it, gets a number."""
    known = {_same(one) for one in taken} | _RESERVED
    again: dict[str, int] = {}
    for one in wanted:
        name = _cut(_clean(one), _LONGEST) or fallback
        first = _same(name)
        while _same(name) in known:
            again[first] = again.get(first, 1) + 1
            tail = f" ({again[first]})"
            name = _cut(_clean(one) or fallback, _LONGEST - len(tail)) + tail
        known.add(_same(name))
        yield name


def _clean(text: str) -> str:
    shown = "".join(" " if ch in "\t\n\r" else ch for ch in text)
    shown = "".join(ch for ch in shown if unicodedata.category(ch) not in _UNSEEN)
    return _ends(" ".join(_BAD.sub(" ", shown).split()))


def _cut(text: str, room: int) -> str:
    while utf16_length(text) > room:
        text = text[:-1]
    return _ends(text)


def _ends(text: str) -> str:
    return text.strip("' \u3000")


def _same(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
