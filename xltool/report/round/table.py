"""Tables on a terminal: columns of equal width where kanji take two places, fitted into the width there is.

Only characters whose width no terminal disputes are ours: what is cut off ends in ``..``, rules are hyphens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.report.text import Line
from xltool.report.typeset import one_line
from xltool.text import char_width, display_width

__all__ = ["Cell", "Column", "Layout", "Piece", "cell", "clip", "fitting", "table"]

Piece = tuple[str, str]  # text, style
Cell = tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column, its heading and its cells from top to bottom."""

    head: str
    cells: Sequence[Cell]
    right: bool = False  # figures stand at the right
    least: int | None = None  # may shrink to this; None: never narrower than what it holds

    @property
    def natural(self) -> int:
        return max([display_width(self.head), *(_width(one) for one in self.cells)])

    @property
    def minimum(self) -> int:
        if self.least is None:
            return self.natural
        return max(display_width(self.head), min(self.least, self.natural))


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way to set a table."""

    columns: Sequence[Column]
    gap: int = 2  # spaces between columns
    indent: int = 0

    @property
    def minimum(self) -> int:
        return self.indent + self.gap * (len(self.columns) - 1) + sum(one.minimum for one in self.columns)


def cell(content: object, style: str = "") -> Cell:
    """One text; line breaks and control characters in it are made harmless."""
    return ((one_line(str(content)), style),)


def clip(text: str, width: int) -> str:
    """At most ``width`` columns; a cut is marked by two dots, as wide on every terminal."""
    if display_width(text) <= width:
        return text
    kept, used = "", min(2, width)
    for ch in text:
        used += char_width(ch)
        if used > width:
            break
        kept += ch
    return kept + ".."[:width]


def fitting(layouts: Sequence[Layout], width: int) -> Layout:
    """The first, richest one that fits; the last one where none does."""
    return next((one for one in layouts if one.minimum <= width), layouts[-1])


def table(layout: Layout, width: int, *, heads: bool = True, total: bool = False) -> Iterator[Line]:
    """The lines of a table; with ``total`` the last row is a sum, set off by a rule."""
    widths = _widths(layout, width)
    rule = Line(((" " * layout.indent, ""), ("-" * _span(layout, widths), "dim")))
    if heads:
        yield _row(layout, widths, [((one.head, "bold"),) for one in layout.columns])
        yield rule
    rows = list(zip(*(one.cells for one in layout.columns), strict=True))
    for at, row in enumerate(rows):
        if total and at == len(rows) - 1 and at:
            yield rule
        yield _row(layout, widths, row)


def _span(layout: Layout, widths: Sequence[int]) -> int:
    return sum(widths) + layout.gap * (len(widths) - 1)


def _widths(layout: Layout, width: int) -> list[int]:
    """Every column its minimum; what is left goes to those that were cut, evenly, up to what they hold."""
    widths = [one.minimum for one in layout.columns]
    left = width - layout.minimum
    while left > 0:
        hungry = [i for i, one in enumerate(layout.columns) if widths[i] < one.natural]
        if not hungry:
            break
        share = max(1, left // len(hungry))
        for i in hungry:
            more = min(share, layout.columns[i].natural - widths[i], left)
            widths[i] += more
            left -= more
    while left < 0:  # none of the layouts fits: the widest columns give way
        widest = max(range(len(widths)), key=widths.__getitem__)
        widths[widest] -= 1
        left += 1
    return widths


def _row(layout: Layout, widths: Sequence[int], cells: Sequence[Cell]) -> Line:
    pieces: list[Piece] = [(" " * layout.indent, "")] if layout.indent else []
    for i, (column, width, content) in enumerate(zip(layout.columns, widths, cells, strict=True)):
        if i:
            pieces.append((" " * layout.gap, ""))
        shown = _clipped(content, width)
        blanks = (" " * (width - _width(shown)), "")
        pieces += [blanks, *shown] if column.right else [*shown, blanks]
    return Line(tuple(piece for piece in pieces if piece[0]))


def _clipped(content: Cell, width: int) -> Cell:
    if _width(content) <= width:
        return content
    shown = clip("".join(text for text, _ in content), width)
    mark = min(2, width)
    left = len(shown) - mark
    out: list[Piece] = []
    for text, style in content:
        out.append((text[:left], style))
        left -= len(out[-1][0])
        if not left:
            break
    return (*out, (shown[len(shown) - mark :], out[-1][1]))


def _width(content: Cell) -> int:
    return sum(display_width(text) for text, _ in content)
