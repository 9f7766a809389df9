"""Whole cells in the text of a sheet; what most of them say is known from other workbooks.

The sheets of one form have the same formulas, labels and keys in the same places, each spelled as in the
workbook before. So the text is cut where cells end, and of a piece that was met before it is known what it
says. That is the same wherever it stands: shared strings are looked up, and what is odd is looked at, there.
"""

from __future__ import annotations

from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from xltool.book.a1 import MAX_ROW, column_number
from xltool.book.markup import plain
from xltool.book.quick import BORDER, CELL, OFTEN, Split, split_by, unescaped
from xltool.book.raw import CellValue, RawCell

if TYPE_CHECKING:
    from collections.abc import Callable

    from xltool.book.cellvalues import Place
    from xltool.book.limits import Limits

__all__ = ["WholeCell", "is_usual", "whole_cells"]

_END = "</c>"
_STYLES = 10_000
_FORM = 1_500  # cells in a chunk: the sheets of a form have fewer, and none of a list is like another
_by_pattern = split_by(CELL)
_ODD = RawCell(None)


class WholeCell(NamedTuple):
    """A cell that needs no parser."""

    groups: tuple[str | None, ...]  # as ``CELL`` has them
    place: Place | None  # None: it has to be looked at where it stands
    string: int  # number of its shared string; -1: it has none
    cell: RawCell  # with its format alone where it has a shared string
    characters: int  # of its text and its formula


def is_usual(limits: Limits) -> bool:
    """Whether cells that are known keep these limits."""
    return min(limits.text, limits.formula) >= OFTEN and limits.styles >= _STYLES


def whole_cells() -> Callable[[str], Split]:
    """A function to run over the texts of one sheet, in order.

    It gives other text, a ``WholeCell``, other text, …, where the end of a row and the next one's beginning
    between two cells are left out; of a long list, from the first long text on, what ``CELL`` makes of it.
    """
    long = False

    def split(text: str) -> Split:
        nonlocal long
        long = long or text.count(_END) > _FORM
        return _by_pattern(text) if long else (1, _cells_in(text))

    return split


def _cells_in(text: str) -> list[str | WholeCell]:
    pieces = text.split(_END)
    last = pieces.pop()
    found: list[str | WholeCell] = []
    loose: list[str] = []  # other text that is no whole piece
    for piece in pieces:
        before, cell, bordering = _often(piece) if len(piece) <= OFTEN else _looked_at(piece)
        if cell is None:
            loose.append(before)
        elif loose or not found or not bordering:
            loose.append(before)
            found += ("".join(loose), cell)
            loose.clear()
        else:
            found += ("", cell)
    found.append("".join([*loose, last]))
    return found


def _looked_at(piece: str) -> tuple[str, WholeCell | None, bool]:
    """What stands before the cell, the cell, and whether the former is a border of rows, or nothing."""
    match = CELL.search(piece + _END)
    if match is None:
        return piece + _END, None, False
    before = piece[: match.start()]
    bordering = not before or (BORDER.fullmatch(before) is not None and "xmlns" not in before)
    return before, _whole(match.groups(), known=len(piece) <= OFTEN), bordering


_often = lru_cache(maxsize=4096)(_looked_at)


def _whole(groups: tuple[str | None, ...], *, known: bool) -> WholeCell:
    letters, digits, style, kind, formula, value, inline = groups
    row, col, number = int(digits or 0), column_number(letters or ""), int(style or 0)
    odd = WholeCell(groups, None, -1, _ODD, 0)
    if not known or row > MAX_ROW or not col or number >= _STYLES:
        return odd
    if kind == "s":
        if not value or formula or not value.isdecimal():
            return odd
        return WholeCell(groups, (row, col), int(value), RawCell(None, None, number), 0)
    text = unescaped((value if inline is None else inline) or "")
    content: CellValue
    characters = 0
    if kind in ("str", "inlineStr"):
        content, characters = plain(text), len(text)
    elif kind is None or kind == "n":
        content = _number(text)
        if content is None:
            return odd
    else:
        return odd
    if formula is not None:
        formula = unescaped(formula)
        characters += len(formula)
        formula = formula.removeprefix("=") or None
    return WholeCell(groups, (row, col), -1, RawCell(content, formula, number), characters)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and "_" not in text else None
