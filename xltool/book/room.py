"""How tall every row of a stamped form sheet is, and what does not fit even then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xltool.book.a1 import address
from xltool.book.geometry import positions
from xltool.book.heights import (
    LINE,
    MAX_ROW,
    Need,
    base_heights,
    columns,
    fit_rows,
    height,
    points,
    with_rows,
)
from xltool.book.linebreaks import lines_of_many, wrap
from xltool.book.look import COLUMN_POINTS, SIZE, align_of, text_width, upright
from xltool.book.more import MORE_WIDTH
from xltool.book.wording import WORDS
from xltool.form import Edition, Layout, TextBox, Value, lay_out

__all__ = ["Overflow", "fit", "line_counts", "printed_needs", "text_widths"]

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

    place: int  # in the order of the form
    row: int
    rows: int
    columns: float  # half-width characters side by side
    most: float  # points of height


@lru_cache(maxsize=8)
def _printed(edition: Edition) -> tuple[list[float], list[Need]]:
    """What the form itself wants: heights for its printed texts of one row, and the room for the others."""
    layout = lay_out(edition.form)
    return with_rows(base_heights(layout), printed_needs(edition, layout))


def printed_needs(edition: Edition, layout: Layout, column: float = COLUMN_POINTS) -> list[Need]:
    """The room for the printed texts of a form whose columns are so many points wide."""
    needs = []
    for cell in layout.cells:
        box = cell.box
        if not isinstance(box, TextBox):
            continue
        text, size = edition.text(box.text, box.offset), SIZE[box.style]
        if box.style == "label" and upright(box.text, cell.cols, cell.rows):
            want = len(text) * size * LINE + 6.0
        else:
            want = points(text, text_width(cell.cols, box.style, box.align, column), size)
        needs.append(Need(row=cell.row, rows=cell.rows, points=max(want, box.rows * size * LINE + 3.0)))
    return needs


@lru_cache(maxsize=8)
def _rooms(edition: Edition) -> dict[str, tuple[_Room, str]]:
    """Field -> its room, and where its cell is."""
    layout = lay_out(edition.form)
    cells = positions(layout)
    rooms = {}
    for place, (key, cell) in enumerate(layout.fields.items()):
        width = text_width(cell.cols, "field", align_of(edition.form.fields[key]))
        room = _Room(
            place=place,
            row=cell.row,
            rows=cell.rows,
            columns=columns(width, SIZE["field"]),
            most=MAX_ROW if cell.rows == 1 else min(MAX_ROW * cell.rows, _PAGE),
        )
        rooms[key] = (room, address(*cells[key], absolute=True))
    return rooms


@lru_cache(maxsize=8)
def text_widths(edition: Edition) -> dict[str, float]:
    """Field -> how many half-width characters stand side by side in its cell."""
    return {key: room.columns for key, (room, _) in _rooms(edition).items()}


def line_counts(edition: Edition, sheets: Sequence[Mapping[str, Value]]) -> list[dict[str, int]]:
    """Of each sheet its texts, and how many lines they take; all are broken together."""
    widths = text_widths(edition)
    keys = [[key for key, text in one.items() if isinstance(text, str) and key in widths] for one in sheets]
    texts = [(str(one[key]), widths[key]) for one, own in zip(sheets, keys, strict=True) for key in own]
    counts = iter(lines_of_many(texts))
    return [{key: next(counts) for key in own} for own in keys]


def fit(
    edition: Edition,
    shown: Mapping[str, Value],
    counts: Mapping[str, int] | None = None,
    *,
    number: int = 0,
    width: float = MORE_WIDTH,
    hint: str = "",
) -> tuple[list[float], list[Overflow]]:
    """Row heights of a form sheet from the top of the canvas down, and the texts that go on elsewhere.

    ``shown``: what its cells hold; with ``counts``, its ``line_counts``, only what these are of is looked at.
    ``number``: which of the workbook's form sheets it is; ``width``: points of a line where texts go on;
    ``hint``: what a cell says of that in its last lines, else its last line is repeated there.
    """
    base, printed = _printed(edition)
    needs: list[Need] = []
    overflows: list[Overflow] = []
    size = SIZE["field"]
    rooms = _rooms(edition)
    counts = line_counts(edition, [shown])[0] if counts is None else counts
    for key in sorted(counts, key=lambda key: rooms[key][0].place):
        if counts[key] == 1:
            continue  # every row holds as much
        room, cell = rooms[key]
        want = height(counts[key], size)
        if want > room.most:
            kept = int((room.most - 3.0) / (size * LINE)) - len(wrap(hint, room.columns))
            text = str(shown[key])
            start = wrap(text, room.columns)[max(1, kept)]
            overflows.append(
                Overflow(
                    number=number,
                    field=key,
                    label=edition.label(edition.form.fields[key]) + WORDS[edition.form.language].more_mark,
                    cell=cell,
                    text=text,
                    chunks=_chunks(text, start, width),
                )
            )
            want = room.most
        needs.append(Need(room.row, room.rows, want))
    return fit_rows(base, printed, needs), overflows


def _chunks(text: str, start: int, width: float) -> tuple[tuple[int, int, float], ...]:
    """The text from ``start`` on, in pieces that each fit one row of the continuation."""
    size = SIZE["field"]
    starts = [start + at for at in wrap(text[start:], columns(width, size))]
    tall = 26  # lines in one row
    out = []
    for i in range(0, len(starts), tall):
        begin = starts[i]
        end = starts[i + tall] if i + tall < len(starts) else len(text)
        rows = min(tall, len(starts) - i)
        out.append((begin, end - begin, min(MAX_ROW, rows * size * LINE + 6.0)))
    return tuple(out)
