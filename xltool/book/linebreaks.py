"""Where the lines of texts break in their cells: widths of characters, and kinsoku.

Widths are estimates for a font whose full-width characters are square. Half-width ones count a tenth more
than half, because the fonts that stand in for ours are wider there. Line breaks allow for kinsoku: closing
marks never start a line, opening marks never end one.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from xltool.text import char_width

__all__ = ["lines", "lines_of_many", "may_wrap", "wrap"]

_HALF, _FULL = 11, 20  # twentieths of a full-width character that a character takes
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〉》〕〟’”…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}｡､｣"
)
_NOT_LAST = frozenset("（［｛「『【〈《〔‘“([{｢")
_WIDTH, _FIRST, _LAST, _SEEN = 0x1F, 0x20, 0x40, 0x80  # what is noted of a character: bits
_FEW = 8  # paragraphs that are broken quicker one by one

_Ints: TypeAlias = NDArray[np.int32]
_noted = np.zeros(sys.maxunicode + 1, np.uint8)  # of every character that has occurred


def wrap(text: str, width: float) -> list[int]:
    """Start index of every printed line; ``width`` is in half-width columns."""
    line = _measured(text)
    places = line.listed()
    starts: list[int] = []
    at = 0
    for paragraph in text.split("\n"):
        starts += at, *_breaks(line, places, at, at, at + len(paragraph), int(width * 10))
        at += len(paragraph) + 1
    return starts


def lines(text: str, width: float) -> int:
    return len(wrap(text, width)) if may_wrap(text, width) else 1


def may_wrap(text: str, width: float) -> bool:
    """Whether a text can take more than one line; asked of every text, it does not look at each character."""
    return len(text) * 2 > width or "\n" in text


@dataclass(frozen=True, kw_only=True, eq=False)
class _Measured:
    """A text and what is known of each of its characters."""

    text: str
    codes: NDArray[np.uint32]
    notes: NDArray[np.uint8]
    places: _Ints  # where every character begins, and the last one ends, if nothing breaks
    stops: bytes  # 1: a word can begin here, or after a space

    def listed(self) -> array[int]:
        """The places; a list would be an object for every character."""
        return array("i", self.places.tobytes())


def _measured(text: str) -> _Measured:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    notes = _notes(codes)
    wide = notes & _WIDTH
    places = np.zeros(len(notes) + 1, np.int32)
    wide.cumsum(out=places[1:])
    stops = (codes == ord(" ")) | (wide == _FULL)
    return _Measured(text=text, codes=codes, notes=notes, places=places, stops=stops.tobytes())


def _notes(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """What is to be known of each character."""
    notes = _noted[codes]
    if len(notes) and notes.min() < _SEEN:
        for code in set(codes[notes < _SEEN].tolist()):
            ch = chr(code)
            width = _HALF if char_width(ch) == 1 else 10 * char_width(ch)
            _noted[code] = width | (ch in _NOT_FIRST) * _FIRST | (ch in _NOT_LAST) * _LAST | _SEEN
        notes = _noted[codes]
    return notes


def _breaks(
    whole: _Measured, places: Sequence[int], line: int, over: int, end: int, room: int
) -> Iterator[int]:
    """Where the lines of a paragraph start, but the first one; ``over``: what did not fit the line before."""
    while places[end] - places[line] > room:
        least = line + room // _FULL
        over = max(bisect_right(places, places[line] + room, least, end) - 1, over + 1)  # it does not fit
        if over >= end:
            return
        line = _break_at(whole, places, over, line)
        yield line


def _break_at(whole: _Measured, places: Sequence[int], i: int, line: int) -> int:
    """The index that starts the next line when the character at ``i`` does not fit."""
    text = whole.text
    at = _word(whole, i, line) if places[i + 1] - places[i] == _HALF else i
    for _ in range(3):
        if at - 1 <= line or (text[at] not in _NOT_FIRST and text[at - 1] not in _NOT_LAST):
            break
        at -= 1
    return max(at, line + 1)


def _word(whole: _Measured, i: int, line: int) -> int:
    """Where the word around ``i`` begins, if that is on the line: Latin words and numbers do not break."""
    if whole.text[i] == " ":
        return i
    at = whole.stops.rfind(1, line, i)
    if at >= 0 and whole.text[at] == " ":
        return at + 1
    return at if at > line else i


# -- many texts ---------------------------------------------------------------------------------------------


def lines_of_many(texts: Sequence[tuple[str, float]]) -> list[int]:
    """As ``lines`` of each text and width; their paragraphs are broken all together, a line at a time."""
    counts = [1] * len(texts)
    long = [i for i, (text, width) in enumerate(texts) if may_wrap(text, width)]
    if not long:
        return counts
    whole = _measured("\n".join(texts[i][0] for i in long))
    places = whole.places
    first = np.cumsum([0, *(len(texts[i][0]) + 1 for i in long)])  # where each text begins
    feeds = np.flatnonzero(whole.codes == ord("\n"))
    starts, ends = np.append(0, feeds + 1), np.append(feeds, len(whole.codes))
    of = np.searchsorted(first, starts, "right") - 1
    rooms = np.array([int(texts[i][1] * 10) for i in long], np.int32)[of]
    total = np.bincount(of, minlength=len(long))
    on = np.flatnonzero(places[ends] - places[starts] > rooms)  # paragraphs that go on
    line = over = starts[on]
    while len(on) > _FEW:
        over = np.maximum(places.searchsorted(places[line] + rooms[on], "right") - 1, over + 1)
        more = np.flatnonzero(over < ends[on])
        on, over = on[more], over[more]
        line = _break_at_many(whole, over, line[more])
        total += np.bincount(of[on], minlength=len(long))
        more = np.flatnonzero(places[ends[on]] - places[line] > rooms[on])
        on, over, line = on[more], over[more], line[more]
    listed = whole.listed() if len(on) else ()
    rest = (one.tolist() for one in (on, line, over, ends[on], rooms[on]))
    for at, start, missed, end, room in zip(*rest, strict=True):
        total[of[at]] += len(list(_breaks(whole, listed, start, missed, end, room)))
    for i, count in zip(long, total.tolist(), strict=True):
        counts[i] = count
    return counts


def _break_at_many(whole: _Measured, i: NDArray[np.intp], line: NDArray[np.intp]) -> NDArray[np.intp]:
    """``_break_at`` of many lines."""
    notes, at = whole.notes, i.copy()
    inside = np.flatnonzero((notes[i] & _WIDTH) == _HALF)
    at[inside] = list(map(partial(_word, whole), i[inside].tolist(), line[inside].tolist()))
    for _ in range(3):
        bad = (notes[at] & _FIRST) | (notes[at - 1] & _LAST)
        at -= bad != 0
    return np.maximum(at, line + 1)
