"""Row heights from text: Excel does not fit merged cells, so we count the lines ourselves.

Widths are estimates for a font whose full-width characters are square. Half-width ones count a tenth more
than half, because the fonts that stand in for ours are wider there. Line breaks allow for kinsoku: closing
marks never start a line, opening marks never end one.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from typing import NamedTuple

import numpy as np

from xltool.book.look import SIZE
from xltool.form import FieldBox, Layout, Section
from xltool.text import char_width

__all__ = [
    "LINE",
    "MAX_ROW",
    "Need",
    "base_heights",
    "columns",
    "fit_rows",
    "height",
    "lines",
    "lines_of_many",
    "points",
    "with_rows",
    "wrap",
]

MAX_ROW = 409.0  # points; Excel's limit
LINE = 1.45  # line height over font size: Noto Sans CJK needs 1.45, BIZ UD 1.3
_HALF = 11  # twentieths of a full-width character that a half-width one takes
_PAD = 3.0  # points above and below the text together
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〉》〕〟’”…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}｡､｣"
)
_NOT_LAST = frozenset("（［｛「『【〈《〔‘“([{｢")


class Need(NamedTuple):
    """A text in a rectangle: first row, number of rows, and the points that it wants."""

    row: int
    rows: int
    points: float


_widths = np.zeros(sys.maxunicode + 1, np.uint8)  # of every character that has occurred; 0: not yet


def wrap(text: str, width: float) -> list[int]:
    """Start index of every printed line; ``width`` is in half-width columns."""
    return _starts(text, _places(text), 0, len(text), width)


def _places(text: str) -> array[int]:
    """Where every character begins, and the last one ends, if nothing breaks."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    wide = _widths[codes]
    if not wide.all():
        for ch in set(text):
            _widths[ord(ch)] = _HALF if char_width(ch) == 1 else 10 * char_width(ch)
        wide = _widths[codes]
    places = np.zeros(len(codes) + 1, np.int64)
    wide.cumsum(out=places[1:])
    return array("q", places.tobytes())  # a list would be an object for every character


def _starts(text: str, places: Sequence[int], at: int, end: int, width: float) -> list[int]:
    """The starts of the lines between two indices."""
    starts = []
    room = int(width * 10)
    for paragraph in text[at:end].split("\n"):
        starts.append(at)
        if len(paragraph) * 20 > room:
            starts += _breaks(text, places, at, at + len(paragraph), room)
        at += len(paragraph) + 1
    return starts


def _breaks(text: str, places: Sequence[int], line: int, end: int, room: int) -> Iterator[int]:
    """Where the lines of a paragraph start, but the first one."""
    over = line
    while places[end] - places[line] > room:
        least = line + room // 20
        over = max(bisect_right(places, places[line] + room, least, end) - 1, over + 1)  # it does not fit
        if over >= end:
            return
        line = _break_at(text, places, over, line)
        yield line


def _break_at(text: str, places: Sequence[int], i: int, line: int) -> int:
    """The index that starts the next line when the character at ``i`` does not fit."""
    at = _word(text, places, i, line) if places[i + 1] - places[i] == _HALF else i
    for _ in range(3):
        if at - 1 <= line or (text[at] not in _NOT_FIRST and text[at - 1] not in _NOT_LAST):
            break
        at -= 1
    return max(at, line + 1)


def _word(text: str, places: Sequence[int], i: int, line: int) -> int:
    """Where the word around ``i`` begins, if that is on the line: Latin words and numbers do not break."""
    if text[i] == " ":
        return i
    for at in range(i - 1, line - 1, -1):
        if text[at] == " ":
            return at + 1
        if places[at + 1] - places[at] == 20 and at > line:
            return at
    return i


def columns(width: float, size: float) -> float:
    """Half-width characters of font ``size`` that stand side by side in a cell ``width`` points wide."""
    return max(2.0, (width - _PAD) / (size / 2) * 0.97)


def lines(text: str, width: float) -> int:
    return len(wrap(text, width)) if _may_wrap(text, width) else 1


def lines_of_many(texts: Sequence[tuple[str, float]]) -> list[int]:
    """As ``lines`` of each text and width; their characters are measured in one go."""
    long = [text for text, width in texts if _may_wrap(text, width)]
    whole = "\n".join(long)
    places = _places(whole)
    counts = []
    at = 0
    for text, width in texts:
        if not _may_wrap(text, width):
            counts.append(1)
            continue
        counts.append(len(_starts(whole, places, at, at + len(text), width)))
        at += len(text) + 1
    return counts


def _may_wrap(text: str, width: float) -> bool:
    return len(text) * 2 > width or "\n" in text


def points(text: str, width: float, size: float) -> float:
    """Points that a text of font ``size`` wants in a cell ``width`` points wide."""
    return height(lines(text, columns(width, size)), size)


def base_heights(layout: Layout) -> list[float]:
    """Least height of every row of the form's area, in points, before any text is looked at."""
    heights = [SIZE["field"] * LINE + 4.0] * layout.height
    for cell in layout.cells:
        if isinstance(cell.box, Section):
            heights[cell.row - 1] = 19.5
        elif isinstance(cell.box, FieldBox) and cell.box.lines > 1:
            want = cell.box.lines * SIZE["field"] * LINE + 3.0
            heights[cell.row - 1] = max(heights[cell.row - 1], want / cell.rows)
    return heights


def height(count: int, size: float) -> float:
    """Points that so many lines want."""
    return count * size * LINE + _PAD


def with_rows(base: Sequence[float], needs: Iterable[Need]) -> tuple[list[float], list[Need]]:
    """The heights that hold the needs of one row, and those that span several, in their order."""
    heights = list(base)
    spans = []
    for need in needs:
        if need.rows > 1:
            spans.append(need)
        elif need.points > heights[need.row - 1]:
            heights[need.row - 1] = min(need.points, MAX_ROW)
    return heights, sorted(spans, key=_rows)


def fit_rows(base: Sequence[float], printed: Sequence[Need], needs: Iterable[Need]) -> list[float]:
    """Heights of all rows: at least ``base``; what spans rows shares its lack evenly, short spans first.

    ``base`` and ``printed`` as from ``with_rows``.
    """
    heights, spans = with_rows(base, needs)
    for row, rows, wanted in merge(printed, spans, key=_rows):
        first, last = row - 1, row - 1 + rows
        lack = wanted - sum(heights[first:last])
        for left, i in zip(range(rows, 0, -1), range(first, last), strict=True):
            if lack <= 0:
                break
            share = min(lack / left, MAX_ROW - heights[i])
            heights[i] += share
            lack -= share
    return [min(MAX_ROW, round(h * 4) / 4) for h in heights]


def _rows(need: Need) -> int:
    return need.rows
