"""Cells and blocks of cells as Excel text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from xltool.formula.tree import Area, CellRef

__all__ = ["Address", "Mode", "a1", "block", "cell", "plain", "runs"]

Address: TypeAlias = Callable[[str], CellRef]  # field id -> where it is

# What a place does with a cell: take its value; look at the cell itself (ISBLANK); count it if it is a number
# (SUM); count it unless it is text (AND).
Mode: TypeAlias = Literal["value", "cell", "counted", "truth"]


def a1(ref: CellRef) -> str:
    """``$D$20``, with the sheet in front where there is one."""
    return f"{_sheet(ref)}{_corner(ref.row, ref.col)}"


def cell(ref: CellRef, mode: Mode) -> str:
    """The text for one cell in a place of that kind."""
    place = a1(ref)
    if ref.value is None or mode == "cell":
        return place
    value = ref.value.replace("{ref}", place)
    if mode == "counted":
        return f"IF(ISNUMBER({value}),{value},{place})"
    if mode == "truth":
        return f"IF(ISTEXT({value}),{place},{value})"
    return value


def plain(area: Area, address: Address) -> bool:
    """Whether every cell holds its value itself."""
    return all(address(key).value is None for key in area.keys)


def block(area: Area, address: Address) -> str | None:
    """``$D$20:$D$24`` where the cells are plain and lie in the sheet just as in the area, else None."""
    refs = [[address(key) for key in row] for row in area.rows]
    first = refs[0][0]
    for i, row in enumerate(refs):
        for j, ref in enumerate(row):
            if (ref.sheet, ref.row, ref.col, ref.value) != (first.sheet, first.row + i, first.col + j, None):
                return None
    return _block(first, refs[-1][-1])


def runs(area: Area, mode: Mode, address: Address) -> list[str]:
    """The cells as few arguments as possible, where their order does not matter: blocks, columns, single
    cells."""
    found = block(area, address)
    if found is not None:
        return [found]
    out: list[str] = []
    column: list[CellRef] = []
    refs = [address(key) for column_keys in zip(*area.rows, strict=True) for key in column_keys]
    for ref in refs:
        if column and not _continues(column[-1], ref):
            out.append(_run(column, mode))
            column = []
        column.append(ref)
    return [*out, _run(column, mode)]


def _continues(last: CellRef, ref: CellRef) -> bool:
    below = (last.sheet, last.row + 1, last.col) == (ref.sheet, ref.row, ref.col)
    return below and last.value is None and ref.value is None


def _run(column: list[CellRef], mode: Mode) -> str:
    return cell(column[0], mode) if len(column) == 1 else _block(column[0], column[-1])


def _block(first: CellRef, last: CellRef) -> str:
    if (first.row, first.col) == (last.row, last.col):
        return a1(first)
    return f"{a1(first)}:{_corner(last.row, last.col)}"


def _sheet(ref: CellRef) -> str:
    if ref.sheet is None:
        return ""
    quoted = ref.sheet.replace("'", "''")
    return f"'{quoted}'!"


def _corner(row: int, col: int) -> str:
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"${letters}${row + 1}"
