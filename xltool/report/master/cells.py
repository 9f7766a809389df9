"""What cells with text need: room for them, and a mark where Excel would take them for a formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from xltool.text import display_width

__all__ = ["fitted", "quoted", "row_height", "row_heights"]

_LINE = 15.0  # points of a text line
_HIGHEST = 409.0  # points; Excel's limit
_RISKY = tuple("=+-@")


def fitted(least: float, most: float, texts: Iterable[str]) -> float:
    """Characters that a column needs for these texts, within bounds."""
    return float(min(most, max([least, *(display_width(text) + 2.0 for text in texts)])))


def row_height(cells: Iterable[tuple[object, float]], *, most_lines: int = 27) -> float:
    """Points for a row of (content, column width in characters)."""
    return row_heights(1, (((text,), width) for text, width in cells), most_lines=most_lines)[0]


def row_heights(
    count: int, columns: Iterable[tuple[Sequence[object], float]], *, most_lines: int = 27
) -> list[float]:
    """The same for many rows, of their columns (contents, width in characters)."""
    lines = [1] * count
    for cells, width in columns:
        for row, text in enumerate(cells):
            if isinstance(text, str) and (2 * len(text) >= width or "\n" in text):
                lines[row] = max(lines[row], _lines(text, width))
    return [min(min(number, most_lines) * _LINE + 3, _HIGHEST) for number in lines]


@lru_cache(maxsize=4096)  # names and labels come again in every row; prose goes through
def _lines(text: str, width: float) -> int:
    lines = 0
    for part in text.split("\n"):
        lines += max(1, math.ceil(display_width(part) / (width - 1)))
    return lines


def quoted(value: object) -> dict[str, bool]:
    """The format's change that keeps such text as text even when somebody edits the cell."""
    return {"quote_prefix": True} if isinstance(value, str) and value.startswith(_RISKY) else {}
