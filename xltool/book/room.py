"""How tall every row of a stamped form sheet is, and what does not fit even then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from xltool.book.a1 import address
from xltool.book.blank import Blank
from xltool.book.draw import base_heights
from xltool.book.heights import LINE, MAX_ROW, Need, fit_rows, points, wrap
from xltool.book.look import SIZE, align_of, text_width, upright
from xltool.book.more import MORE_WIDTH
from xltool.book.wording import WORDS
from xltool.form import Layout, TextBox, Value

__all__ = ["Overflow", "fit"]

_PAGE = 560.0  # points: what spans several rows is not let grow beyond most of a page


@dataclass(frozen=True, kw_only=True)
class Overflow:
    """A text that its cell cannot show in full."""

    number: int  # form sheet
    label: str
    cell: str  # absolute address on the form sheet
    text: str
    chunks: tuple[tuple[int, int, float], ...]  # start, length, height of every row of the continuation


@lru_cache(maxsize=32)
def _printed_needs(layout: Layout, texts: tuple[str, ...]) -> tuple[tuple[float, ...], tuple[Need, ...]]:
    needs = []
    boxes = [cell for cell in layout.cells if isinstance(cell.box, TextBox)]
    for cell, text in zip(boxes, texts, strict=True):
        assert isinstance(cell.box, TextBox)
        size = SIZE[cell.box.style]
        if cell.box.style == "label" and upright(text, cell.cols, cell.rows):
            needs.append(Need(row=cell.row, rows=cell.rows, points=len(text) * size * LINE + 6.0))
            continue
        want = max(
            points(text, text_width(cell.cols, cell.box.style, cell.box.align), size),
            cell.box.rows * size * LINE + 3.0,
        )
        needs.append(Need(row=cell.row, rows=cell.rows, points=want))
    return tuple(base_heights(layout)), tuple(needs)


def fit(blank: Blank, shown: Mapping[str, Value], number: int) -> tuple[list[float], list[Overflow]]:
    """Row heights of a form sheet from the top of the canvas down, and the texts that go on elsewhere."""
    edition, layout = blank.edition, blank.layout
    texts = tuple(
        edition.text(cell.box.text, cell.box.offset) for cell in layout.cells if isinstance(cell.box, TextBox)
    )
    base, printed = _printed_needs(layout, texts)
    needs = list(printed)
    overflows: list[Overflow] = []
    size = SIZE["field"]
    for key, cell in layout.fields.items():
        text = shown.get(key)
        if not isinstance(text, str):
            continue
        width = text_width(cell.cols, "field", align_of(edition.form.fields[key]))
        if len(text) * size < width - 4 and "\n" not in text:
            continue
        want = points(text, width, size)
        most = MAX_ROW if cell.rows == 1 else min(MAX_ROW * cell.rows, _PAGE)
        if want > most:
            label = edition.label(edition.form.fields[key]) + WORDS[edition.form.language].more_mark
            chunks = _chunks(text, width, most)
            overflows.append(
                Overflow(
                    number=number,
                    label=label,
                    cell=address(*blank.cells[key], absolute=True),
                    text=text,
                    chunks=chunks,
                )
            )
            want = most
        needs.append(Need(row=cell.row, rows=cell.rows, points=want))
    return fit_rows(base, needs), overflows


def _chunks(text: str, width: float, most: float) -> tuple[tuple[int, int, float], ...]:
    """What is left after the lines that fit, in pieces that each fit one row of the continuation sheet."""
    size = SIZE["field"]
    fitting = int((most - 3.0) / (size * LINE))
    start = wrap(text, (width - 3.0) / (size / 2) * 0.97)[fitting - 1]  # the last line shown is repeated
    starts = [start + at for at in wrap(text[start:], (MORE_WIDTH - 3.0) / (size / 2) * 0.97)]
    tall = 26  # lines in one row
    out = []
    for i in range(0, len(starts), tall):
        begin = starts[i]
        end = starts[i + tall] if i + tall < len(starts) else len(text)
        rows = min(tall, len(starts) - i)
        out.append((begin, end - begin, min(MAX_ROW, rows * size * LINE + 6.0)))
    return tuple(out)
