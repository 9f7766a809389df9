"""Texts that are alike among thousands: found without comparing each with each.

Two texts are as alike as their sets of three-character sequences: the shared ones divided by all. Each text
draws one of its sequences by lot, many times over, and all draw by the same lots: two texts draw the same
one as often as they are alike (min-hashing; what stands in one text only takes no part). Put in the order of
three draws, alike texts stand beside each other, and neighbours are compared; every draw is the first of one
order (an LSH forest). The work grows with the number of texts, however much of them is stock phrases.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xltool.form import Field, Form

__all__ = ["alike", "bare", "bare_all", "written"]

Numbers: TypeAlias = NDArray[np.int64]
Hashes: TypeAlias = NDArray[np.uint32]
Masks: TypeAlias = NDArray[np.uint64]

_MARKS = re.compile(r"[\W_]+")
_SEQUENCE = 3  # characters
_DRAWS = 24
_BESIDE = 20  # neighbours that a text is compared with, in each order
_KEY = 63  # bits of a number that is sorted: three draws, and the text
_BUCKETS = 1 << 22  # in which sequences are counted
_BITS = 512  # that say roughly which sequences a text has
_CROWD = 40  # likely ones that are looked at for each
_ENOUGH = 5  # texts found alike to one; more would only be counted
_AT_ONCE = 1 << 18, 1 << 12  # characters and texts, so that arrays stay small


# -- letters and digits -------------------------------------------------------------------------------------


def bare(text: str) -> str:
    """What counts when texts are compared: letters and digits, of one width and case."""
    quick = text.translate(_LETTERS)
    return quick if _TOGETHER not in quick else _bare(text)


def bare_all(texts: Sequence[str]) -> Iterator[str]:
    """The same of many texts."""
    for part in _parts(texts):
        some = texts[part]
        left = _left_of(_codes(some))
        ends = np.cumsum([len(text) for text in some])
        there = left != 0
        stops = np.concatenate([[0], np.cumsum(there)])[ends].tolist()
        whole = left[there].tobytes().decode("utf-32-le", "surrogatepass")
        for text, start, stop in zip(some, [0, *stops], stops, strict=False):
            quick = whole[start:stop]
            yield quick if _MANY not in quick else bare(text)


def _left_of(codes: Hashes) -> Hashes:
    """What is left of each character: 0 where nothing is, _MANY where it may be more than a character."""
    low = np.minimum(codes, _TABLED)
    left = _TABLE[low]
    for code in np.unique(low[left == _UNKNOWN]).tolist():
        one = _LETTERS[code] if code < _TABLED else _MANY
        _TABLE[code] = 0 if not one else ord(one) if len(one) == 1 and one != _TOGETHER else ord(_MANY)
    return _TABLE[low]


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


class _Letters(dict[int, str]):
    """Character -> what is left of it; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _TOGETHER if _joins(chr(code)) else _bare(chr(code))
        return found


def _joins(char: str) -> bool:
    """Whether a character may become one with that before it: ﾞ, an accent, a part of a Hangul syllable."""
    return char > "\uffff" or any(
        unicodedata.category(part).startswith("M") or "\u1100" <= part <= "\u11ff"
        for part in unicodedata.normalize("NFKD", char)[:1]
    )


_TOGETHER = "\0"  # no letter: it stands in no bare text
_MANY = "\1"  # nor does this
_LETTERS = _Letters()
_TABLED = 1 << 16
_UNKNOWN = 2**32 - 1
_TABLE = np.full(_TABLED + 1, _UNKNOWN, np.uint32)


def written(form: Form) -> Iterator[Field]:
    """The fields with prose that departments write anew each year."""
    names = {form.identity.project, form.identity.name, form.identity.department}
    for one in form.fields.values():
        prose = one.type in ("paragraph", "text") and one.carry is None and not one.locked
        if prose and one.id not in names:
            yield one


# -- alike texts --------------------------------------------------------------------------------------------


def alike(texts: Sequence[str], threshold: float) -> dict[int, dict[int, float]]:
    """Text -> the texts (a few, where there are many) that are alike to at least ``threshold``, and how much.

    ``texts`` are distinct and at least three characters long.
    """
    found: dict[int, dict[int, float]] = defaultdict(dict)
    if not texts or threshold >= 1:
        return found
    sets: dict[int, frozenset[str]] = {}
    for i, j in _likely(texts, threshold):
        if len(found[i]) < _ENOUGH:
            share = _share(i, j, texts, sets)
            if share >= threshold:
                found[i][j] = found[j][i] = share
    return {i: others for i, others in found.items() if others}


def _share(i: int, j: int, texts: Sequence[str], sets: dict[int, frozenset[str]]) -> float:
    for one in (i, j):
        if one not in sets:
            text = texts[one]
            sets[one] = frozenset([text[at : at + _SEQUENCE] for at in range(len(text) - _SEQUENCE + 1)])
    common = len(sets[i] & sets[j])
    return common / (len(sets[i]) + len(sets[j]) - common)


def _likely(texts: Sequence[str], threshold: float) -> Iterator[tuple[int, int]]:
    """(text, an earlier one) that may be alike, of each text the likeliest first."""
    draws, masks = _drawn(texts)
    # Of two texts with a and b sequences that share the part t, (a + b) (1 - t) / (1 + t) stand in one alone,
    # and no more bits than that differ: not where a mask is folded either.
    part = (1 - threshold) / (1 + threshold)
    sizes = np.array([len(text) - _SEQUENCE + 1 for text in texts]) * part + 1e-6
    folded = [np.bitwise_xor.reduce(masks[:, half::2], axis=1) for half in (0, 1)]
    pairs = np.empty(0, np.int64)  # later text * number of texts + earlier one
    for first in range(_DRAWS):
        order, group = _order(draws, first)
        crowded = np.bincount(pairs // len(texts), minlength=len(texts))[order] >= _CROWD
        most, halves = sizes[order], [half[order] for half in folded]
        found = [pairs]
        for step in range(1, min(_BESIDE, len(texts) - 1) + 1):
            differ = np.bitwise_count(halves[0][step:] ^ halves[0][:-step])
            differ += np.bitwise_count(halves[1][step:] ^ halves[1][:-step])
            near = (group[step:] == group[:-step]) & (differ <= most[step:] + most[:-step])
            at = np.flatnonzero(near & ~(crowded[step:] & crowded[:-step]))
            one, other = order[at], order[at + step]
            differ = _differ(masks, one, other)
            often = np.count_nonzero(draws[:, one] == draws[:, other], axis=0)
            likely = (differ <= sizes[one] + sizes[other]) & (often >= int(_DRAWS * threshold / 3))
            one, other = one[likely], other[likely]
            found.append(np.maximum(one, other) * len(texts) + np.minimum(one, other))
        pairs = np.unique(np.concatenate(found))
    later, earlier = np.divmod(pairs, len(texts))
    best = np.lexsort((_differ(masks, later, earlier), later))
    return zip(later[best].tolist(), earlier[best].tolist(), strict=True)


def _differ(masks: Masks, one: Numbers, other: Numbers) -> Numbers:
    """In how many bits the masks of texts differ."""
    return np.asarray(np.bitwise_count(masks[one] ^ masks[other]).sum(axis=1, dtype=np.int64))


def _order(draws: Hashes, first: int) -> tuple[Numbers, Numbers]:
    """The texts in the order of three draws, and for each what it drew first."""
    size = draws.shape[1]
    text = size.bit_length()
    bits = (_KEY - text) // 3
    key = np.zeros(size, np.int64)
    for draw in range(first, first + 3):
        key = key << bits | (draws[draw % _DRAWS] >> np.uint32(32 - bits))
    key = np.sort(key << text | np.arange(size))
    return key & ((1 << text) - 1), key >> (text + 2 * bits)


def _drawn(texts: Sequence[str]) -> tuple[Hashes, Masks]:
    """What each text drew, draw by draw, and a mask per text with a bit for each of its sequences."""
    counts = np.zeros(_BUCKETS, np.uint32)
    for _, _, hashes in _sequences(texts):
        np.add.at(counts, (hashes % _BUCKETS).astype(np.intp), np.uint32(1))
    draws = np.empty((_DRAWS, len(texts)), np.uint32)
    masks = np.empty((len(texts), _BITS // 64), np.uint64)
    lots = _mixed(np.arange(1, _DRAWS + 1, dtype=np.uint32)) | np.uint32(1)
    for part, whose, hashes in _sequences(texts):
        size = part.stop - part.start
        bits = np.zeros(size * _BITS, np.bool_)
        bits[whose * _BITS + hashes // np.uint32(2**32 // _BITS)] = True
        masks[part] = np.packbits(bits.reshape(size, _BITS), axis=1).view(np.uint64)
        alone = np.where(counts[hashes % _BUCKETS] > 1, np.uint32(0), np.uint32(2**32 - 1))
        starts = np.searchsorted(whose, np.arange(size))
        for draw in range(_DRAWS):
            draws[draw, part] = np.minimum.reduceat(hashes * lots[draw] | alone, starts)
    return _mixed(
        draws
    ), masks  # the least of many numbers is small: mixed, its upper bits tell it from others


def _sequences(texts: Sequence[str]) -> Iterator[tuple[slice, Numbers, Hashes]]:
    """Some texts after others: which ones; of each sequence in which of them it stands, and its number."""
    for part in _parts(texts):
        some = texts[part]
        codes = _codes(some)
        whose = np.repeat(np.arange(len(some)), [len(text) for text in some])
        inside = whose[:-2] == whose[2:]
        hashes = codes[:-2] * _FACTORS[0] + codes[1:-1] * _FACTORS[1] + codes[2:] * _FACTORS[2]
        yield part, whose[:-2][inside], _mixed(hashes[inside])


def _parts(texts: Sequence[str]) -> Iterator[slice]:
    """Some texts after others."""
    characters, most = _AT_ONCE
    ends = np.cumsum([len(text) for text in texts])
    start = 0
    while start < len(texts):
        before = ends[start - 1] if start else 0
        stop = int(np.searchsorted(ends, before + characters, "right"))
        stop = min(max(stop, start + 1), start + most, len(texts))
        yield slice(start, stop)
        start = stop


def _codes(texts: Sequence[str]) -> Hashes:
    """The characters of texts, one after the other."""
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)


_FACTORS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D], np.uint32)


def _mixed(numbers: Hashes) -> Hashes:
    """A number of 32 bits for each that looks like chance (Wellons' lowbias32)."""
    out = numbers ^ numbers >> np.uint32(16)
    out *= np.uint32(0x7FEB352D)
    out ^= out >> np.uint32(15)
    out *= np.uint32(0x846CA68B)
    return np.asarray(out ^ out >> np.uint32(16))
