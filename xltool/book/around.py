"""What stands around the cells of a worksheet: merged ranges, hidden columns, protection."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xltool.book.a1 import MAX_COL, MAX_ROW, column_number
from xltool.book.markup import Attributes, flag, integer
from xltool.book.raw import Merge
from xltool.book.refusal import refused
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from xltool.book.limits import Meter
    from xltool.errors import Unreadable

__all__ = ["Around", "off_grid"]

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


class Around:
    """Handlers of one sheet; what they found."""

    __slots__ = ("_cols", "_meter", "_most", "merges", "protected", "seen")

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self.merges: list[Merge] = []
        self.seen = False  # whether it is a worksheet at all
        self.protected = False
        self._most = meter.limits.merges
        self._cols = bytearray(MAX_COL + 1)  # 1 where hidden

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            "worksheet": self._worksheet,
            "mergeCell": self._merge,
            "col": self._column,
            "sheetProtection": self._protection,
        }

    def hidden_cols(self) -> frozenset[int]:
        found: set[int] = set()
        col = self._cols.find(1)
        while col >= 0:
            found.add(col)
            col = self._cols.find(1, col + 1)
        return frozenset(found)

    def _worksheet(self, _: Attributes) -> None:
        self.seen = True

    def _protection(self, attributes: Attributes) -> None:
        self.protected = flag(attributes.get("sheet"))

    def _column(self, attributes: Attributes) -> None:
        if flag(attributes.get("hidden")):
            first, last = integer(attributes.get("min")), min(integer(attributes.get("max")), MAX_COL)
            if 1 <= first <= last:
                self._cols[first : last + 1] = b"\1" * (last - first + 1)

    def _merge(self, attributes: Attributes) -> None:
        self.merge([attributes.get("ref", "")])

    def merge(self, ranges: list[str]) -> None:
        """Take merged ranges; Unreadable where one is off the grid, or they are too many."""
        self.merges.extend(map(_merged, ranges))
        if len(self.merges) > self._most:
            self._meter.check("merges", len(self.merges))


@lru_cache(maxsize=8192)
def _merged(ref: str) -> Merge:
    """The range; the sheets of one form all have the same ones."""
    found = _RANGE.fullmatch(ref)
    if found is None:
        raise off_grid(ref)
    left, top, right, bottom = found.groups()
    row, col = int(top), column_number(left)
    last_row, last_col = (int(bottom), column_number(right)) if right else (row, col)
    if not (0 < row <= last_row <= MAX_ROW and 0 < col <= last_col <= MAX_COL):
        raise off_grid(ref)
    return Merge(row, col, last_row, last_col)


def off_grid(place: str) -> Unreadable:
    """A refusal: programs differ in what they make of a cell that no sheet has."""
    return refused(_OFF_GRID, place=place)


_OFF_GRID = Text(ja="表の範囲外のセルがあります: {place}", en="a cell outside the grid: {place}")
