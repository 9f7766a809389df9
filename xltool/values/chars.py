"""Characters of Japanese keyboards: widths, spaces, dashes. Prose itself is never folded, only its key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "DASHES",
    "TICKED",
    "UNTICKED",
    "clean_prose",
    "fold",
    "half_width",
    "is_dash",
    "plain_dashes",
    "squeeze",
    "unspaced",
]

# Hyphens, dashes, minus signs, box-drawing lines and the long vowel mark: on a sheet all of them say "none".
DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\u30fc\ufe58\ufe63\uff0d\uff70"
# Invisible characters that come along from web pages, PDF and emoji keyboards; glyph variants of kanji.
_INVISIBLE = [*map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"), *range(0xE0100, 0xE01F0)]
TICKED, UNTICKED = "■☑☒✔✓✅🗹", "□☐▢"

_HALF = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0x3000: " ", 0xFFE5: "¥"}
_HALF |= dict.fromkeys(_INVISIBLE, "")
_DASH = dict.fromkeys(map(ord, DASHES), "-")
_LOWER = {ord("A") + i: chr(ord("a") + i) for i in range(26)}
_BOX = dict.fromkeys(map(ord, TICKED), "■") | dict.fromkeys(map(ord, UNTICKED), "□")
_SAME = _DASH | _LOWER | _BOX
_KANA = re.compile("[\uff61-\uff9f]+")  # half-width katakana and its punctuation


def half_width(text: str) -> str:
    """Full-width ASCII as ASCII, the wide space as a space; invisible characters dropped; nothing else."""
    return text.translate(_HALF)


def squeeze(text: str) -> str:
    """Half-width, without outer spaces, every run of spaces and line breaks inside as one space."""
    return " ".join(half_width(text).split())


def unspaced(text: str) -> str:
    """Half-width, without any space or line break."""
    return "".join(half_width(text).split())


def plain_dashes(text: str) -> str:
    """Every member of the dash family as ``-``."""
    return text.translate(_DASH)


def is_dash(text: str) -> bool:
    """True for a cell that holds nothing but dashes (``－``, ``―``, ``ー``, ``--``, …): no number, "none"."""
    bare = unspaced(text)
    return bool(bare) and all(ch in DASHES for ch in bare)


def fold(text: str) -> str:
    """The comparison key of a label or choice: equal keys mean "written the same, but for the typing".

    Folds width (ASCII and katakana), case of ASCII, all spaces and line breaks, the dash family, and box
    glyphs onto ■ and □. Never stored and never shown. Idempotent.
    """
    return _label(text) if len(text) <= _LABEL else _folded(text)


_LABEL = 64  # characters; longer texts do not come again


def _folded(text: str) -> str:
    wide = unspaced(_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), half_width(text)))
    # NFC joins voiced marks typed apart; what it makes of a rare sign may be a capital again
    return unicodedata.normalize("NFC", wide.translate(_SAME)).translate(_SAME)


_label = lru_cache(maxsize=4096)(_folded)


def clean_prose(text: str) -> str:
    """Prose as it was typed, with ``\\n`` line ends and without blank lines around it. Idempotent."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(lines[first:last])
