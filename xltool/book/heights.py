"""Row heights from text: Excel does not fit merged cells, so we count the lines ourselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from xltool.book.linebreaks import lines
from xltool.book.look import SIZE
from xltool.form import FieldBox, Layout, Section

__all__ = [
    "LINE",
    "MAX_ROW",
    "Need",
    "base_heights",
    "columns",
    "fit_rows",
    "height",
    "points",
    "with_rows",
]

MAX_ROW = 409.0  # points; Excel's limit
LINE = 1.45  # line height over font size: Noto Sans CJK needs 1.45, BIZ UD 1.3
_PAD = 3.0  # points above and below the text together


class Need(NamedTuple):
    """A text in a rectangle: first row, number of rows, and the points that it wants."""

    row: int
    rows: int
    points: float


def columns(width: float, size: float) -> float:
    """Half-width characters of font ``size`` that stand side by side in a cell ``width`` points wide."""
    return max(2.0, (width - _PAD) / (size / 2) * 0.97)


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
    """The heights that hold the needs of one row, and the needs of several that they do not, by span."""
    heights = list(base)
    spans = []
    for need in needs:
        if need.rows > 1:
            spans.append(need)
        elif need.points > heights[need.row - 1]:
            heights[need.row - 1] = min(need.points, MAX_ROW)
    return heights, sorted((need for need in spans if _lack(need, heights) > 0), key=_rows)


def fit_rows(base: Sequence[float], printed: Sequence[Need], needs: Iterable[Need]) -> list[float]:
    """Heights of all rows: at least ``base``; what spans rows shares its lack evenly, short spans first.

    ``base`` and ``printed`` as from ``with_rows``.
    """
    heights, spans = with_rows(base, needs)
    for need in sorted((*printed, *spans), key=_rows):
        first, last = need.row - 1, need.row - 1 + need.rows
        lack = _lack(need, heights)
        for left, i in zip(range(need.rows, 0, -1), range(first, last), strict=True):
            if lack <= 0:
                break
            share = min(lack / left, MAX_ROW - heights[i])
            heights[i] += share
            lack -= share
    return list(map(_in_quarters, heights))


def _lack(need: Need, heights: Sequence[float]) -> float:
    """Points that its rows are too low by."""
    return need.points - sum(heights[need.row - 1 : need.row - 1 + need.rows])


@lru_cache(maxsize=4096)
def _in_quarters(points: float) -> float:
    return min(MAX_ROW, round(points * 4) / 4)


def _rows(need: Need) -> int:
    return need.rows
