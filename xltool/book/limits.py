"""How much of a file the reader accepts, and the meter that counts while reading.

The figures are DESIGN §7: above the largest honest ones in 2,687 public workbooks (ratio 140:1, part 57 MB,
1,033 parts), and low enough that the worst file ends within seconds and a few hundred megabytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from xltool.book.refusal import over_limit
from xltool.text import Text

__all__ = ["LIMITS", "Limits", "Meter"]

MB = 1_000_000
MIB = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Every bound of the reader; ``dataclasses.replace(LIMITS, cells=…)`` makes another set."""

    file: int = 50 * MB  # bytes of the file itself
    part: int = 64 * MB  # inflated bytes of one part
    inflated: int = 256 * MB  # inflated bytes of all parts that are read
    ratio: int = 200  # inflated : packed of one part …
    ratio_from: int = MIB  # … once it has given this many bytes
    parts: int = 2_000  # entries of the zip, and sheets of the book
    cells: int = 300_000  # cells with a value or a formula, all sheets together
    names: int = 20_000  # defined names
    styles: int = 100_000  # highest cell format that a cell may name; fonts and formats that are read
    merges: int = 100_000  # merged ranges, all sheets together
    strings: int = 1_000_000  # shared strings
    depth: int = 256  # nested XML elements
    tags: int = 6_000_000  # "<" in all parts that are read: bounds the time
    token: int = MIB  # bytes of one tag with its attributes
    text: int = MIB  # characters of one text (Excel itself: 32,767)
    formula: int = 32_767  # characters of one formula (Excel itself: 8,192)
    remarks: int = 20_000  # comments, text boxes, pictures and objects, all sheets together
    shared: int = 8_000_000  # characters of shared formulas written out for their cells
    characters: int = 32_000_000  # characters of all texts and formulas that are kept
    vocabulary: int = 20_000  # different element and attribute names in one part
    facts: int = 1_000  # facts that are noted; more are counted, not kept


LIMITS = Limits()


@dataclass(slots=True)
class Meter:
    """What one reading has used so far; raises Unreadable("limit") where a bound is passed."""

    limits: Limits = LIMITS
    used: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, amount: int) -> None:
        """Count ``amount`` more of ``what`` (a field name of Limits)."""
        total = self.used.get(what, 0) + amount
        self.used[what] = total
        self.check(what, total)

    def check(self, what: str, amount: int) -> None:
        """Refuse an amount above its bound."""
        bound: int = getattr(self.limits, what)
        if amount > bound:
            raise over_limit(_NAMES[what], bound)


_NAMES: dict[str, Text] = {
    "file": Text(ja="ファイルの大きさ（バイト）", en="bytes of the file"),
    "part": Text(ja="一つのパーツの展開後の大きさ（バイト）", en="unpacked bytes of one part"),
    "inflated": Text(ja="展開後の全体の大きさ（バイト）", en="unpacked bytes in total"),
    "ratio": Text(ja="圧縮率", en="compression ratio"),
    "parts": Text(ja="パーツまたはシートの数", en="parts or sheets"),
    "cells": Text(ja="入力のあるセルの数", en="filled cells"),
    "names": Text(ja="名前の定義の数", en="defined names"),
    "styles": Text(ja="セルの書式の数", en="cell formats"),
    "merges": Text(ja="結合セルの数", en="merged ranges"),
    "strings": Text(ja="文字列の数", en="strings"),
    "remarks": Text(ja="コメント、図形、画像の数", en="comments, shapes and pictures"),
    "depth": Text(ja="XML の入れ子の深さ", en="levels of nested XML"),
    "tags": Text(ja="XML の要素の数", en="XML tags"),
    "token": Text(ja="一つの XML タグの長さ（バイト）", en="bytes of one XML tag"),
    "text": Text(ja="一つの文字列の長さ（文字）", en="characters of one text"),
    "formula": Text(ja="一つの数式の長さ（文字）", en="characters of one formula"),
    "shared": Text(ja="共有数式の文字数の合計", en="characters of shared formulas in total"),
    "characters": Text(ja="文字数の合計", en="characters of text in total"),
    "vocabulary": Text(ja="XML の名前の種類", en="different XML names"),
}
