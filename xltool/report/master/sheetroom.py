"""How tall the rows of 個票 are, on which paper they fit, and how much of a text each cell shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltool.book.heights import LINE, MAX_ROW, Need, base_heights, columns, fit_rows, points
from xltool.book.look import COLUMN_PIXELS, SIZE, align_of, text_width
from xltool.book.pages import BOTTOM, SIDE, TOP
from xltool.book.room import printed_needs
from xltool.form import Edition, Field, Layout, Placed
from xltool.report.master.page import A3, A4

__all__ = ["Room", "Space", "is_prose", "room_for"]

_SIZES = {A4: (595.3, 841.9), A3: (841.9, 1190.6)}  # points
_LEAST = 0.65  # of the drawn size: text of 9.5 points prints at six, still readable
_TYPICAL = 0.8  # so many of the texts are shown in full, if there is room
_STEPS = 40
_WIDEST = 26  # pixels of a column
_PAD = 3.0  # points above and below a text together
_KINSOKU = 2  # half-width characters at the end of a line that closing marks may need


@dataclass(frozen=True, kw_only=True)
class Space:
    """What a cell shows of a text."""

    lines: int
    columns: int  # half-width characters of a line

    def overflows(self, text: str) -> bool:
        """Whether it may show less than all, counted as the live formula counts."""
        units = [unit for ch in text for unit in ([9, 9] if ch > "\uffff" else [ord(ch)])]
        most = self.most
        wide = most if any(ch > "\uffff" for ch in text) else sum(unit > 255 for unit in units[:most])
        breaks = text.count("\n")
        return (11 * len(units) + 9 * wide - 1) // (10 * self.columns) + breaks + 1 > self.lines

    @property
    def most(self) -> int:
        """More UTF-16 units than this never fit."""
        return self.lines * self.columns


@dataclass(frozen=True, kw_only=True)
class Room:
    heights: Sequence[float]  # of the rows of the form's area, points
    paper: int
    pixels: int  # of a column
    spaces: Mapping[str, Space]  # of every field with prose


def is_prose(edition: Edition, one: Field) -> bool:
    """Whether any text may stand in the field."""
    return one.type in ("text", "paragraph") or (one.type == "choice" and edition.options(one) is None)


def room_for(edition: Edition, layout: Layout, lengths: Mapping[str, Sequence[int]], head: float) -> Room:
    """As much for every text as is typical for it, as far as one page of readable size holds it.

    ``lengths`` of the texts by field; ``head``: points of the page that the form itself does not have.
    """
    for paper in (A4, A3):
        pixels = COLUMN_PIXELS if paper == A4 else _wider(edition)
        column = pixels * 0.75
        needs = [*printed_needs(edition, layout, column), *_labels(edition, layout, column)]
        least = fit_rows(base_heights(layout), (), needs)
        page = _page(edition, paper, column) - head
        if sum(least) <= page:
            break
    wants = {
        key: (layout.fields[key], _want(edition, layout.fields[key], column, own))
        for key, own in lengths.items()
        if key in layout.fields
    }
    heights = least
    for step in range(_STEPS, 0, -1):
        grown = fit_rows(
            least, (), [_grown(cell, least, want, step / _STEPS) for cell, want in wants.values()]
        )
        if sum(grown) <= page:
            heights = grown
            break
    spaces = {
        key: _space(edition.form.fields[key], cell, column, heights)
        for key, cell in layout.fields.items()
        if is_prose(edition, edition.form.fields[key])
    }
    return Room(heights=heights, paper=paper, pixels=pixels, spaces=spaces)


def _wider(edition: Edition) -> int:
    """Pixels of a column on the large page: it is broader than a form drawn for A4 needs."""
    wide = _SIZES[A3][1 if edition.form.landscape else 0] - 2 * SIDE * 72
    return max(COLUMN_PIXELS, min(_WIDEST, int(wide / _LEAST / edition.form.canvas / 0.75)))


def _page(edition: Edition, paper: int, column: float) -> float:
    """Points of rows that a page holds when nothing on it is smaller than it should be."""
    wide, tall = _SIZES[paper][:: -1 if edition.form.landscape else 1]
    across = (wide - 2 * SIDE * 72) / (edition.form.canvas * column)
    return (tall - (TOP + BOTTOM) * 72) / min(_LEAST, across) * 0.98


def _labels(edition: Edition, layout: Layout, column: float) -> list[Need]:
    """What the longest choice of every list needs."""
    needs = []
    for key, cell in layout.fields.items():
        one = edition.form.fields[key]
        width = text_width(cell.cols, "field", align_of(one), column)
        wants = [points(label, width, SIZE["field"]) for _, label in edition.options(one) or ()]
        if wants:
            needs.append(Need(row=cell.row, rows=cell.rows, points=max(wants)))
    return needs


def _want(edition: Edition, cell: Placed, column: float, lengths: Sequence[int]) -> float:
    """Points for the text of typical length."""
    length = sorted(lengths)[int((len(lengths) - 1) * _TYPICAL)]
    across = columns(cell.cols * column, SIZE["field"])
    lines = math.ceil(length * (2 if edition.form.language == "ja" else 1.1) / across)
    return min(lines * SIZE["field"] * LINE + _PAD, MAX_ROW * cell.rows)


def _grown(cell: Placed, least: Sequence[float], want: float, part: float) -> Need:
    now = sum(least[cell.row - 1 : cell.row - 1 + cell.rows])
    return Need(row=cell.row, rows=cell.rows, points=now + max(want - now, 0.0) * part)


def _space(one: Field, cell: Placed, column: float, heights: Sequence[float]) -> Space:
    tall = sum(heights[cell.row - 1 : cell.row - 1 + cell.rows])
    across = int(columns(text_width(cell.cols, "field", align_of(one), column), SIZE["field"]))
    lines = max(1, int((tall - _PAD) / (SIZE["field"] * LINE) + 0.01))
    return Space(lines=lines, columns=max(2, across - _KINSOKU if lines > 1 else across))
