"""How tall every row of a stamped form sheet is, and what does not fit even then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from xltool.book.a1 import address
from xltool.book.blank import Blank
from xltool.book.heights import (
    LINE,
    MAX_ROW,
    Need,
    base_heights,
    columns,
    fit_rows,
    height,
    lines,
    points,
    with_rows,
    wrap,
)
from xltool.book.look import SIZE, align_of, text_width, upright
from xltool.book.more import MORE_WIDTH
from xltool.book.wording import WORDS
from xltool.form import TextBox, Value

__all__ = ["Overflow", "fit"]

_PAGE = 560.0  # points: what spans several rows is not let grow beyond most of a page


@dataclass(frozen=True, kw_only=True)
class Overflow:
    """A text that its cell cannot show in full."""

    number: int  # form sheet
    field: str
    label: str
    cell: str  # absolute address on the form sheet
    text: str
    chunks: tuple[tuple[int, int, float], ...]  # start, length, height of every row of the continuation


@dataclass(frozen=True, kw_only=True, slots=True)
class _Room:
    """What a field's cell offers to a text."""

    row: int
    rows: int
    width: float  # points
    columns: float  # half-width characters side by side
    most: float  # points of height


@lru_cache(maxsize=8)
def _printed(blank: Blank) -> tuple[list[float], list[Need]]:
    """What the form itself wants: heights for its printed texts of one row, and the room for the others."""
    edition, layout = blank.edition, blank.layout
    needs = []
    for cell in layout.cells:
        box = cell.box
        if not isinstance(box, TextBox):
            continue
        text, size = edition.text(box.text, box.offset), SIZE[box.style]
        if box.style == "label" and upright(box.text, cell.cols, cell.rows):
            want = len(text) * size * LINE + 6.0
        else:
            want = points(text, text_width(cell.cols, box.style, box.align), size)
        needs.append(Need(row=cell.row, rows=cell.rows, points=max(want, box.rows * size * LINE + 3.0)))
    return with_rows(base_heights(layout), needs)


@lru_cache(maxsize=8)
def _rooms(blank: Blank) -> dict[str, _Room]:
    rooms = {}
    for key, cell in blank.layout.fields.items():
        width = text_width(cell.cols, "field", align_of(blank.edition.form.fields[key]))
        rooms[key] = _Room(
            row=cell.row,
            rows=cell.rows,
            width=width,
            columns=columns(width, SIZE["field"]),
            most=MAX_ROW if cell.rows == 1 else min(MAX_ROW * cell.rows, _PAGE),
        )
    return rooms


def fit(blank: Blank, shown: Mapping[str, Value], number: int) -> tuple[list[float], list[Overflow]]:
    """Row heights of a form sheet from the top of the canvas down, and the texts that go on elsewhere."""
    edition = blank.edition
    base, printed = _printed(blank)
    needs: list[Need] = []
    overflows: list[Overflow] = []
    size = SIZE["field"]
    for key, room in _rooms(blank).items():
        text = shown.get(key)
        if not isinstance(text, str) or not text:
            continue
        want = height(lines(text, room.columns), size)
        if want > room.most:
            overflows.append(
                Overflow(
                    number=number,
                    field=key,
                    label=edition.label(edition.form.fields[key]) + WORDS[edition.form.language].more_mark,
                    cell=address(*blank.cells[key], absolute=True),
                    text=text,
                    chunks=_chunks(text, room.width, room.most),
                )
            )
            want = room.most
        needs.append(Need(room.row, room.rows, want))
    return fit_rows(base, printed, needs), overflows


def _chunks(text: str, width: float, most: float) -> tuple[tuple[int, int, float], ...]:
    """What is left after the lines that fit, in pieces that each fit one row of the continuation sheet."""
    size = SIZE["field"]
    fitting = int((most - 3.0) / (size * LINE))
    start = wrap(text, columns(width, size))[fitting - 1]  # the last line shown is repeated
    starts = [start + at for at in wrap(text[start:], columns(MORE_WIDTH, size))]
    tall = 26  # lines in one row
    out = []
    for i in range(0, len(starts), tall):
        begin = starts[i]
        end = starts[i + tall] if i + tall < len(starts) else len(text)
        rows = min(tall, len(starts) - i)
        out.append((begin, end - begin, min(MAX_ROW, rows * size * LINE + 6.0)))
    return tuple(out)
