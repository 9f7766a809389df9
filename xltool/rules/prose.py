"""Texts that are alike among thousands: found without comparing each with each.

Two texts are as alike as their sets of three-character sequences: the shared ones divided by all. A text that
shares a part t of the n sequences of another must share m of its (1 - t) n + m rarest ones, whatever m is;
only texts that meet in so many rare sequences are compared (prefix filtering).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["alike", "bare"]

_MARKS = re.compile(r"[\W_]+")
_SEQUENCE = 3  # characters
_MEET = 4  # rare sequences in which two texts must meet at least to be compared …
_PART = 5  # … and this part of the shorter one's: what is put together of the same words meets often
_CROWD = 40  # texts with one rare sequence that are looked at; what is more frequent is a stock phrase
_ENOUGH = 5  # texts found alike to one; more would only be counted


def bare(text: str) -> str:
    """What counts when texts are compared: letters and digits, of one width and case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def alike(texts: Sequence[str], threshold: float) -> dict[int, dict[int, float]]:
    """Text -> the texts (a few, where there are many) that are alike to at least ``threshold``, and how much.

    ``texts`` are distinct and at least three characters long.
    """
    found: dict[int, dict[int, float]] = defaultdict(dict)
    if not texts or threshold >= 1:
        return found
    sequences = _sequences(texts)
    sets: dict[int, frozenset[int]] = {}
    index: dict[int, list[int]] = defaultdict(list)
    needs: dict[int, int] = {}  # rare sequences in which a longer one must meet it
    for i in sorted(range(len(texts)), key=lambda i: len(sequences[i])):
        own = sequences[i]
        shared = math.ceil(threshold * len(own))
        rare = own[: len(own) - shared + _meet(len(own))].tolist()
        met: Counter[int] = Counter()
        for one in rare:
            met.update(index[one][-_CROWD:])
            index[one].append(i)
        near = [(often, j) for j, often in met.items() if often >= needs[j] and len(sequences[j]) >= shared]
        needs[i] = min(_meet(len(own)), shared)
        for _, j in sorted(near, reverse=True):
            if len(found[i]) >= _ENOUGH:
                break
            share = _share(i, j, sequences, sets)
            if share >= threshold:
                found[i][j] = found[j][i] = share
    return {i: others for i, others in found.items() if others}


def _meet(length: int) -> int:
    return max(_MEET, length // _PART)


def _share(i: int, j: int, sequences: Sequence[NDArray[np.int64]], sets: dict[int, frozenset[int]]) -> float:
    for one in (i, j):
        if one not in sets:
            sets[one] = frozenset(sequences[one].tolist())
    common = len(sets[i] & sets[j])
    return common / (len(sets[i]) + len(sets[j]) - common)


def _sequences(texts: Sequence[str]) -> list[NDArray[np.int64]]:
    """Per text its distinct three-character sequences as numbers, the rarest of all texts first."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    lengths = np.array([len(text) for text in texts])
    whose = np.repeat(np.arange(len(texts)), lengths)
    grams = codes[:-2] << 42 | codes[1:-1] << 21 | codes[2:]
    inside = whose[:-2] == whose[2:]
    grams, whose = grams[inside], whose[:-2][inside]
    distinct, which, counts = np.unique(grams, return_inverse=True, return_counts=True)
    rank = np.empty(len(distinct), np.int64)
    rank[np.argsort(counts, kind="stable")] = np.arange(len(distinct))
    pairs = np.unique(whose * len(distinct) + rank[which.reshape(-1)])
    ends = np.searchsorted(pairs, np.arange(1, len(texts)) * len(distinct))
    return [part % len(distinct) for part in np.split(pairs, ends)]
