"""Where a stamped form sheet breaks into pages: sections stay whole where they can.

Excel and LibreOffice break between any two rows, also through a cell that spans them; what was cut in half
cannot be read. The rows' heights are known when a sheet is stamped, so that the breaks are, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from xltool.book.geometry import FIRST_ROW
from xltool.book.look import COLUMN_POINTS
from xltool.form import FieldBox, Layout

__all__ = ["BOTTOM", "SIDE", "TOP", "breaks_xml", "page_breaks", "page_room", "split_rows"]

SIDE, TOP, BOTTOM = 0.47, 0.5, 0.55  # margins, inches
_A4 = 595.3, 841.9  # points
_HEAD = 40.0  # title and identity line, repeated on every page

_WORTH = 0.7  # a page this full may stay as it is when the next section would be torn apart


def page_room(canvas: int, *, landscape: bool) -> float:
    """Points of a form's rows that one page holds when its width is fitted to the page."""
    wide, tall = _A4[::-1] if landscape else _A4
    scale = min(1.0, (wide - 2 * SIDE * 72) / (canvas * COLUMN_POINTS))
    return (tall - (TOP + BOTTOM) * 72) / scale * 0.98 - _HEAD


def split_rows(starts: Sequence[int], heights: Sequence[float], room: float) -> list[int]:
    """Rows, from 1, that start a new page: ``starts``, and those where a page between them is full."""
    found = []
    used, given = 0.0, set(starts)
    for row, tall in enumerate(heights, start=1):
        if row in given or (used and used + tall > room):
            found.append(row)
            used = 0.0
        used += tall
    return found


def breaks_xml(rows: Sequence[int]) -> bytes:
    """Page breaks above rows of the canvas."""
    if not rows:
        return b""
    each = b"".join(b'<brk id="%d" max="16383" man="1"/>' % (row + FIRST_ROW - 2) for row in rows)
    return b'<rowBreaks count="%d" manualBreakCount="%d">%s</rowBreaks>' % (len(rows), len(rows), each)


def page_breaks(layout: Layout, heights: Sequence[float], room: float) -> list[int]:
    """Rows of the canvas, from 1, that start a new page; ``room`` is what a page holds, in points."""
    found: list[int] = []
    used = 0.0
    for first, last in layout.sections:
        tall = sum(heights[first - 1 : last])
        torn = used + tall > room >= tall
        if used and (first in layout.breaks or (torn and used > room * _WORTH)):
            found.append(first)
            used = 0.0
        if used + tall <= room:
            used += tall
            continue
        for row, end in _blocks(layout, first, last, heights, room):
            block = sum(heights[row - 1 : end])
            if used and used + block > room:
                found.append(row)
                used = 0.0
            used = used + block if block <= room else block % room
    return found


def _blocks(
    layout: Layout, first: int, last: int, heights: Sequence[float], room: float
) -> Iterator[tuple[int, int]]:
    """Rows that belong together: what a cell spans, and a heading with what it heads."""
    start = first
    while start <= last:
        end = _end(layout, start, last, every=True)
        if sum(heights[start - 1 : end]) > room:  # let printed labels be torn apart, but no field
            end = _end(layout, start, last, every=False)
        yield start, end
        start = end + 1


@lru_cache(maxsize=1024)  # of one layout, there are many sheets
def _end(layout: Layout, start: int, last: int, *, every: bool) -> int:
    """Last row of the block that starts at ``start``."""
    cells = [c for c in layout.cells if start <= c.row <= last]
    end, filled = start, False
    row = start
    while row <= end:
        for cell in cells:
            if cell.row == row:
                field = isinstance(cell.box, FieldBox)
                filled = filled or field
                if every or field:
                    end = max(end, cell.row + cell.rows - 1)
        if row == end and not filled and end < last:
            end += 1  # a heading is not left alone
        row += 1
    return end
