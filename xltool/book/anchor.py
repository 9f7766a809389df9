"""Where a drawn thing begins: the cell of its upper left corner."""

from __future__ import annotations

from xltool.book.a1 import MAX_COL, MAX_ROW
from xltool.book.markup import Attributes, integer

__all__ = ["ANCHOR", "Corner"]

# SpreadsheetDrawing, Transitional and Strict
ANCHOR = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
)


class Corner:
    """Handlers for ``<from>``: the cell that something begins at. What follows changes nothing."""

    __slots__ = ("_col", "_row", "cell")

    def __init__(self) -> None:
        self.cell: tuple[int, int] | None = None
        self._row = self._col = -1

    def begin(self, _: Attributes) -> None:
        self._row = self._col = -1

    def row(self, text: str) -> None:
        self._row = integer(text.strip(), -1)

    def col(self, text: str) -> None:
        self._col = integer(text.strip(), -1)

    def end(self, _: str) -> None:
        on_grid = 0 <= self._row < MAX_ROW and 0 <= self._col < MAX_COL
        self.cell = (self._row + 1, self._col + 1) if on_grid else None
