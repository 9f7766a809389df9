"""One project's sheet of a volume: what was read, as it is on paper, with its pages counted.

What is too long for its cell goes on below the form, on a page of its own, and the cell says where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xltool.book.a1 import address
from xltool.book.celltext import cell_value
from xltool.book.cellxml import Slot, cell_xml, escape_attribute, height_xml
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW, TITLE_ROW, where
from xltool.book.heights import columns, points
from xltool.book.hidden import Look
from xltool.book.look import COLUMN_POINTS, SIZE, text_width
from xltool.book.pages import breaks_xml, page_breaks, page_room, split_rows
from xltool.book.pen import PROJECT_TOKEN
from xltool.book.record import Record
from xltool.book.room import Overflow, fit
from xltool.book.volume import FIRST_PAGE, HEAD_SPLIT, Page
from xltool.book.wording import WORDS
from xltool.form import Edition, Field, Value
from xltool.text import display_width

__all__ = ["Leaf", "draw_leaf", "name_of"]

_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_MERGES = re.compile(rb'<mergeCells count="(\d+)">')
_ANY_PAGE = 99_999  # as wide as a page number becomes
_HEADING = 24.0  # points


@dataclass(frozen=True, kw_only=True)
class Leaf:
    content: bytes  # sheet part
    pages: int
    last_row: int
    last_col: int


def name_of(record: Record, *, public: bool = False) -> str:
    """The project's name on one line."""
    key = record.edition.form.identity.name
    if key is None or (public and record.edition.form.fields[key].internal):
        return ""
    value = _shown(record, record.edition.form.fields[key])
    return "" if value is None else " ".join(str(value).split())


def draw_leaf(page: Page, record: Record, *, first: int, public: bool = False) -> Leaf:
    """The sheet of a record, its pages numbered from ``first``; ``public`` leaves internal fields blank."""
    edition, template = page.edition, page.template
    fields = edition.form.fields
    shown: dict[str, Value] = {
        one.id: None if public and one.internal else _shown(record, one) for one in fields.values()
    }
    words = WORDS[edition.form.language]
    label_cols = _label_columns(edition)
    width = text_width(edition.form.canvas - label_cols, "field", "left")
    heights, overflows = fit(edition, shown, width=width, hint=words.more_at.format(page=_ANY_PAGE))
    more = list(_more_rows(page, overflows, label_cols, first_row=FIRST_ROW + len(heights)))
    starts = _starts(page, heights, [tall for tall, _, _ in more])
    goes_on = iter(_pages_of(overflows, len(heights), starts, first))
    pieces = list(template.pieces)
    cut = {over.field: over for over in overflows}
    for one in fields.values():
        slot = template.slots[_cells(edition)[one.id]]
        value, style = shown[one.id], slot.style
        if one.id in cut:
            begin = cut[one.id].text[: cut[one.id].chunks[0][0]]
            value = begin.rstrip() + "\n" + words.more_at.format(page=next(goes_on))
        if value is not None and (one.prefill == "locked" or one.id in cut):
            fixed = one.formula is not None or one.owner == "committee" or one.prefill == "locked"
            style = page.styles.looks[Look(one.id, fixed, one.id in cut)]
        pieces[slot.piece] = cell_xml(slot, value, style)
    head = template.slots[address(TITLE_ROW, FIRST_COLUMN + int(edition.form.canvas * HEAD_SPLIT))]
    pieces[head.piece] = cell_xml(head, _running_head(record, edition, public=public))
    for row, height in enumerate(heights, start=FIRST_ROW):
        piece, start = template.rows[row]
        pieces[piece] = start + height_xml(height)
    if template.breaks is not None:
        pieces[template.breaks] = breaks_xml(starts)
    last_row = FIRST_ROW + len(heights) + len(more) - 1
    last_col = FIRST_COLUMN + edition.form.canvas - 1
    _finish(pieces, record, more, first, address(last_row, last_col))
    return Leaf(content=b"".join(pieces), pages=1 + len(starts), last_row=last_row, last_col=last_col)


def _shown(record: Record, one: Field) -> Value:
    """What the cell holds; where nothing could be read, what was typed."""
    value = record.values.get(one.id)
    if value is None and one.formula is None:
        typed = record.raw.get(one.id, "")
        if typed.strip():
            return typed.replace("\r\n", "\n").replace("\r", "\n")
    return cell_value(record.edition, one, value)


@lru_cache(maxsize=8)
def _cells(edition: Edition) -> Mapping[str, str]:
    return where(edition)[1]


def _label_columns(edition: Edition) -> int:
    return max(3, edition.form.canvas // 5)


def _running_head(record: Record, edition: Edition, *, public: bool) -> str:
    """Number and name of the project on every page, in two lines at most."""
    width = (edition.form.canvas - int(edition.form.canvas * HEAD_SPLIT)) * COLUMN_POINTS
    room = 2 * columns(width, 8.5) - 4
    text = "　".join(part for part in (record.project or "", name_of(record, public=public)) if part)
    if display_width(text) <= room:
        return text
    while text and display_width(text) > room - 2:
        text = text[:-1]
    return text + "…"


# -- what goes on below the form ----------------------------------------------------------------------------

_Row = tuple[float, bytes, bytes]  # points, the row, its merges


def _more_rows(
    page: Page, overflows: Sequence[Overflow], label_cols: int, *, first_row: int
) -> Iterator[_Row]:
    """A heading, then label and text for every piece."""
    if not overflows:
        return
    edition, styles = page.edition, page.styles
    last = FIRST_COLUMN + edition.form.canvas - 1
    title = WORDS[edition.form.language].more_title
    yield _row(first_row, _HEADING, [(FIRST_COLUMN, last, title, styles.more)])
    row = first_row
    for over in overflows:
        label_width = text_width(label_cols, "label", "left")
        for start, length, height in over.chunks:
            row += 1
            tall = max(height, points(over.label, label_width, SIZE["label"]))
            yield _row(
                row,
                tall,
                [
                    (FIRST_COLUMN, FIRST_COLUMN + label_cols - 1, over.label, styles.label),
                    (
                        FIRST_COLUMN + label_cols,
                        last,
                        over.text[start : start + length].strip("\n"),
                        styles.text,
                    ),
                ],
            )


def _row(row: int, height: float, cells: Sequence[tuple[int, int, str, bytes]]) -> _Row:
    """A row of merged cells: first and last column, text, style."""
    out = [b'<row r="%d"' % row + height_xml(height)]
    merges = []
    for first, last, text, style in cells:
        for col in range(first, last + 1):
            slot = Slot(0, address(row, col).encode(), style, None)
            out.append(cell_xml(slot, text if col == first else None))
        merges.append(
            b'<mergeCell ref="%s:%s"/>' % (address(row, first).encode(), address(row, last).encode())
        )
    return height, b"".join((*out, b"</row>")), b"".join(merges)


def _starts(page: Page, heights: Sequence[float], more: Sequence[float]) -> list[int]:
    """Rows, from 1, that start a new page; what goes on below the form starts one."""
    form = page.edition.form
    room = page_room(form.canvas, landscape=form.landscape)
    starts = page_breaks(page.layout, heights, room)
    if more:
        starts = [*starts, len(heights) + 1]
    return split_rows(starts, [*heights, *more], room)


def _pages_of(overflows: Sequence[Overflow], rows: int, starts: Sequence[int], first: int) -> Iterator[int]:
    """The page on which each of the texts goes on."""
    row = rows + 2  # below the heading
    for over in overflows:
        yield first + sum(start <= row for start in starts)
        row += len(over.chunks)


def _finish(pieces: list[bytes], record: Record, more: Sequence[_Row], first: int, corner: str) -> None:
    """What stands around the cells: size, merges, page number, footer."""
    at = next(i for i, piece in enumerate(pieces) if b"</sheetData>" in piece)
    label = " ".join((record.project or "").split())[:40].replace("&", "&&")
    tail = b"".join(pieces[at:]).replace(
        b'firstPageNumber="%d"' % FIRST_PAGE, b'firstPageNumber="%d"' % first
    )
    tail = tail.replace(PROJECT_TOKEN.encode(), escape_attribute(label))
    if more:
        tail = tail.replace(b"</sheetData>", b"".join(row for _, row, _ in more) + b"</sheetData>", 1)
        merges = b"".join(cells for _, _, cells in more)
        count = merges.count(b"<mergeCell ")
        tail = tail.replace(b"</mergeCells>", merges + b"</mergeCells>", 1)
        tail = _MERGES.sub(lambda m: b'<mergeCells count="%d">' % (int(m[1]) + count), tail, count=1)
        pieces[0] = _DIMENSION.sub(b'<dimension ref="B1:%s"/>' % corner.encode(), pieces[0], count=1)
    pieces[at:] = [tail]
