"""Where a sheet that is given back keeps what was flagged: on ``_meta``, below everything else.

For every form sheet there are a list of the flagged cells (what each held, whether it still does, how its
mark shows) and a picture of the canvas, in which the marked cells are 1 (an error), 2 (a query) or 0 (not any
more). The form sheet has two conditional formats, whose formula looks at the picture by the cell's own keys,
so that inserted rows move the marks along; a blank holds the formats and an empty picture.
"""

from __future__ import annotations

from dataclasses import dataclass

from xltool.book.a1 import address
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW, KEY_COLUMN, KEY_ROW

__all__ = ["HELD", "SAME", "SHOWS", "MarkPlan", "mark_criteria", "mark_name"]

HELD, SAME, SHOWS = 2, 3, 4  # columns of the list, from 1
_PICTURE = 6  # first column of the picture


@dataclass(frozen=True, kw_only=True)
class MarkPlan:
    first: int  # row of ``_meta``, from 1
    rows: int  # of the canvas
    cols: int
    fields: int  # most entries of a list

    def row(self, number: int, entry: int) -> int:
        """Row of the ``entry``-th flagged cell of form sheet ``number``."""
        return self.first + number * (max(self.rows, self.fields) + 1) + entry

    def place(self, number: int, row: int, col: int) -> tuple[int, int]:
        """Row and column on ``_meta`` of a cell of the canvas (from 1)."""
        return self.row(number, row - 1), _PICTURE + col - 1

    def picture(self, number: int) -> str:
        """Absolute range of the picture of form sheet ``number``."""
        first, last = self.place(number, 1, 1), self.place(number, self.rows, self.cols)
        return f"{address(*first, absolute=True)}:{address(*last, absolute=True)}"


def mark_name(number: int, sheets: int) -> str:
    """The name of the picture of form sheet ``number``: conditional formats may not name other sheets."""
    return "X_MARK" + (f"_{number + 1}" if sheets > 1 else "")


def mark_criteria(name: str, shows: int) -> str:
    """The formula of the format for marks that are ``shows``, for a range that begins with the canvas."""
    row = f"VALUE(MID(${address(FIRST_ROW, KEY_COLUMN)},2,9))"
    letters = address(KEY_ROW, FIRST_COLUMN).rstrip("0123456789")
    col = f"VALUE(MID({letters}${KEY_ROW},2,9))"
    return f"=INDEX({name},{row},{col})={shows}"
