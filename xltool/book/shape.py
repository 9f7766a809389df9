"""What reading knows of a form before it opens a file: where fields and printed texts were, and the lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from xltool.book.geometry import IDENTITY_ROW, TITLE_ROW, positions
from xltool.book.geometry import place as sheet_place
from xltool.book.labels import Printed
from xltool.book.lists import ListSheet, list_sheet
from xltool.form import Edition, Section, TextBox, lay_out

__all__ = ["Shape", "shape_of"]

_known: WeakKeyDictionary[Edition, Shape] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Shape:
    """Addresses are rows and columns of the sheet as it was drawn."""

    cells: dict[str, tuple[int, int]]  # field -> place
    printed: dict[tuple[int, int], str]  # place -> printed text
    head: tuple[int, ...]  # rows above the canvas that hold the title and the identity line
    lists: ListSheet

    @cached_property
    def labels(self) -> Printed:
        return Printed(self.printed)


def shape_of(edition: Edition) -> Shape:
    """Worked out once per edition."""
    found = _known.get(edition)
    if found is None:
        layout = lay_out(edition.form)
        printed: dict[tuple[int, int], str] = {}
        for cell in layout.cells:
            row, col = sheet_place(cell)
            if isinstance(cell.box, TextBox):
                printed[row, col] = edition.text(cell.box.text, cell.box.offset)
            elif isinstance(cell.box, Section):
                printed[row, col] = edition.text(cell.box.title)
                if cell.box.note:
                    printed[row, col + cell.cols - cell.cols // 4] = edition.text(cell.box.note)
        found = Shape(
            cells=positions(layout),
            printed=printed,
            head=(TITLE_ROW, IDENTITY_ROW),
            lists=list_sheet(edition),
        )
        _known[edition] = found
    return found
