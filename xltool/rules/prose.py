"""Texts that are alike among thousands: found without comparing each with each.

Two texts are as alike as their sets of three-character sequences: the shared ones divided by all. Of a text
with n sequences, one that shares a part t with it must share one of the (1 - t) n + 1 rarest; only texts that
meet in such a rare sequence are compared (prefix filtering).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["alike", "bare"]

_MARKS = re.compile(r"[\W_]+")
_SEQUENCE = 3  # characters
_CROWD = 200  # texts of one rare sequence that are compared with the next; beyond that it is a stock phrase
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
    for i in sorted(range(len(texts)), key=lambda i: len(sequences[i])):
        own = sequences[i]
        rare = own[: len(own) - math.ceil(threshold * len(own)) + 1].tolist()
        tried: set[int] = set()
        for one in rare:
            for j in index[one][-_CROWD:] if len(found[i]) < _ENOUGH else ():
                if j in tried or len(sequences[j]) < threshold * len(own):
                    continue
                tried.add(j)
                share = _share(i, j, sequences, sets)
                if share >= threshold:
                    found[i][j] = found[j][i] = share
                    if len(found[i]) >= _ENOUGH:
                        break
            index[one].append(i)
    return {i: others for i, others in found.items() if others}


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
