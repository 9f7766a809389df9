"""Row heights from text: Excel does not fit merged cells, so we count the lines ourselves.

Widths are estimates for a font whose full-width characters are square. Half-width ones count a tenth more
than half, because the fonts that stand in for ours are wider there. Line breaks allow for kinsoku: closing
marks never start a line, opening marks never end one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate
from typing import NamedTuple

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


class _Widths(dict[str, int]):
    """Twentieths of a full-width character of every one that has occurred, of some thousands at most."""

    def __missing__(self, ch: str) -> int:
        wide = _HALF if char_width(ch) == 1 else 10 * char_width(ch)
        if len(self) < 20_000:
            self[ch] = wide
        return wide


_width = _Widths().__getitem__


def wrap(text: str, width: float) -> list[int]:
    """Start index of every printed line; ``width`` is in half-width columns."""
    starts = []
    room = int(width * 10)
    at = 0
    for paragraph in text.split("\n"):
        starts.append(at)
        if len(paragraph) * 20 > room:
            starts += [at + line for line in _breaks(paragraph, room)]
        at += len(paragraph) + 1
    return starts


def _breaks(text: str, room: int) -> Iterator[int]:
    """Where the lines of a paragraph start, but the first one."""
    places = list(accumulate(map(_width, text), initial=0))  # of every character, if nothing breaks
    line = over = 0
    while places[-1] - places[line] > room:
        over = max(bisect_right(places, places[line] + room) - 1, over + 1)  # the one that does not fit
        if over >= len(text):
            return
        line = _break_at(text, over, line)
        yield line


def _break_at(text: str, i: int, line: int) -> int:
    """The index that starts the next line when the character at ``i`` does not fit."""
    at = _word(text, i, line) if _width(text[i]) == _HALF else i
    for _ in range(3):
        if at - 1 <= line or (text[at] not in _NOT_FIRST and text[at - 1] not in _NOT_LAST):
            break
        at -= 1
    return max(at, line + 1)


def _word(text: str, i: int, line: int) -> int:
    """Where the word around ``i`` begins, if that is on the line: Latin words and numbers do not break."""
    if text[i] == " ":
        return i
    for at in range(i - 1, line - 1, -1):
        if text[at] == " ":
            return at + 1
        if _width(text[at]) == 20 and at > line:
            return at
    return i


def columns(width: float, size: float) -> float:
    """Half-width characters of font ``size`` that stand side by side in a cell ``width`` points wide."""
    return max(2.0, (width - _PAD) / (size / 2) * 0.97)


def lines(text: str, width: float) -> int:
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    return len(wrap(text, width))


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
