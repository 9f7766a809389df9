"""Rows of a table one by one: as blocks with their heights, and no more of them than Excel holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from xltool.report.master.cells import row_heights
from xltool.report.master.listing import Block, Cell, Column, Tinted
from xltool.report.master.words import WORDS
from xltool.text import Lang

__all__ = ["MOST_ROWS", "beyond", "fits", "in_blocks", "shortened"]

MOST_ROWS = 1_048_576 - 4  # of a table below title, note and headings
_BLOCK = 500  # rows that are written together


def in_blocks(rows: Iterable[Sequence[Cell]], columns: Sequence[Column]) -> Iterator[Block]:
    """Rows one by one as blocks, with their heights; those that do not fit are left out."""
    texts = [(at, one.width) for at, one in enumerate(columns) if one.kind in ("text", "long", "choice")]
    some = islice(rows, MOST_ROWS)
    while block := list(islice(some, _BLOCK)):
        cells = list(zip(*block, strict=True))
        own = (([_text(cell) for cell in cells[at]], width) for at, width in texts)
        yield Block(columns=cells, heights=row_heights(len(block), own))


def fits(count: int) -> int:
    """How many of so many rows there is room for."""
    return min(count, MOST_ROWS)


def beyond(count: int) -> int | None:
    """The number of rows where Excel does not hold them all; None where it does."""
    return count if count > MOST_ROWS else None


def shortened(note: str, count: int, file: str, lang: Lang) -> str:
    """A sheet's note; before it, where rows are left out, how many there are, and which file has them all."""
    if beyond(count) is None:
        return note
    told = WORDS["too_long"].format(n=f"{MOST_ROWS:,}", all=f"{count:,}", file=file)
    return f"{told.pick(lang)} {note}"


def _text(cell: Cell) -> object:
    return cell.value if isinstance(cell, Tinted) else cell
