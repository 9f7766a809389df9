"""Where everything of a form stands: nested rows of boxes become rectangles on the canvas. Still no Excel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xltool.form.model import FieldBox, Form, Row, Section, Stack, TextBox

__all__ = ["Layout", "Placed", "lay_out"]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One rectangle; rows and columns count from 1 within the form's area."""

    row: int
    col: int
    rows: int
    cols: int
    box: TextBox | FieldBox | Section  # a section stands for its heading


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """Where everything of a form stands."""

    cells: tuple[Placed, ...]  # in reading order of the form file
    height: int  # rows
    breaks: tuple[int, ...]  # rows that start a new page

    @cached_property
    def fields(self) -> dict[str, Placed]:
        return {cell.box.field: cell for cell in self.cells if isinstance(cell.box, FieldBox)}

    @cached_property
    def sections(self) -> tuple[tuple[int, int], ...]:
        """First and last row of every section; one without a heading belongs to the one before."""
        starts = sorted({1, *self.breaks, *(c.row for c in self.cells if isinstance(c.box, Section))})
        ends = [start - 1 for start in starts[1:]] + [self.height]
        return tuple(zip(starts, ends, strict=True))


def lay_out(form: Form) -> Layout:
    """Place every section below the one before, every box beside the one before."""
    cells: list[Placed] = []
    breaks: list[int] = []
    top = 1
    for section in form.sections:
        if section.page_break:
            breaks.append(top)
        if section.title:
            cells.append(Placed(row=top, col=1, rows=1, cols=form.canvas, box=section))
            top += 1
        for row in section.rows:
            height = _height(row)
            cells.extend(_place(row, top=top, left=1, height=height))
            top += height
    return Layout(cells=tuple(cells), height=top - 1, breaks=tuple(breaks))


def _height(row: Row) -> int:
    stacks = [sum(_height(inner) for inner in box.rows) for box in row.boxes if isinstance(box, Stack)]
    return max([1, *stacks])


def _place(row: Row, *, top: int, left: int, height: int) -> Iterator[Placed]:
    """Leaves span the whole height; the last row of a shorter stack is stretched to it."""
    for box in row.boxes:
        if isinstance(box, Stack):
            at, left_over = top, height
            for inner in box.rows:
                last = inner is box.rows[-1]
                tall = left_over if last else _height(inner)
                yield from _place(inner, top=at, left=left, height=tall)
                at += tall
                left_over -= tall
        else:
            yield Placed(row=top, col=left, rows=height, cols=box.width, box=box)
        left += box.width
