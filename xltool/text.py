"""Texts that people read: one sentence in two languages, and how wide it is on paper."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

__all__ = ["Lang", "Text", "char_width", "display_width"]

Lang = Literal["ja", "en"]


@dataclass(frozen=True)
class Text:
    """One message in Japanese and in English; both may hold ``{placeholders}``."""

    ja: str
    en: str

    def pick(self, lang: Lang) -> str:
        return self.ja if lang == "ja" else self.en

    def format(self, **values: object) -> Text:
        """Fill the placeholders of both languages; a value that is itself a Text gives its own language."""
        return Text(
            ja=self.ja.format(**{k: v.ja if isinstance(v, Text) else v for k, v in values.items()}),
            en=self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )


@lru_cache(maxsize=4096)
def char_width(ch: str) -> int:
    """2 for East Asian wide, full-width and ambiguous characters, 0 for combining ones, else 1."""
    if ch < "\x7f":
        return 1
    if unicodedata.combining(ch):
        return 0
    return 2 if unicodedata.east_asian_width(ch) in "WFA" else 1


# Most of what is Japanese: kana, kanji, full-width signs; a test compares each of them with ``char_width``.
_WIDE = re.compile("[\u3000-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uff01-\uff5e]+")


def display_width(text: str) -> int:
    """Width in half-width columns."""
    if text.isascii():
        return len(text)
    rest = _WIDE.sub("", text)
    return 2 * (len(text) - len(rest)) + (len(rest) if rest.isascii() else sum(map(char_width, rest)))
