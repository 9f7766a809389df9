"""Where a form sheet's fields are: right of the key column, below key row, title and identity."""

from __future__ import annotations

import re

from xltool.book.a1 import address
from xltool.form import Edition, Layout, Placed, lay_out

__all__ = [
    "ANCHOR",
    "FIRST_COLUMN",
    "FIRST_ROW",
    "IDENTITY_ROW",
    "KEY_COLUMN",
    "KEY_ROW",
    "TITLE_ROW",
    "anchor_text",
    "place",
    "positions",
    "sheet_title",
    "where",
]

# all counted from 1, as Excel shows them
KEY_ROW = 1
KEY_COLUMN = 1
TITLE_ROW = 2
IDENTITY_ROW = 3
FIRST_ROW = 4
FIRST_COLUMN = 2
ANCHOR = (KEY_ROW, KEY_COLUMN)  # where the key row and the key column meet: says whose keys they are
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]|\{[^{}]*\}")


def place(cell: Placed) -> tuple[int, int]:
    """Sheet row and column of a placed box."""
    return cell.row + FIRST_ROW - 1, cell.col + FIRST_COLUMN - 1


def positions(layout: Layout) -> dict[str, tuple[int, int]]:
    """Field id -> sheet row and column."""
    return {key: place(cell) for key, cell in layout.fields.items()}


def anchor_text(edition: Edition) -> str:
    """The word in the anchor cell: ``xltool:jimu-jigyo@1|2017``."""
    return f"xltool:{edition.form.id}@{edition.form.version}|{edition.year}"


def sheet_title(edition: Edition) -> str:
    """The tab of a single form sheet: the form's title without its year, as Excel allows it."""
    title = " ".join(_NOT_IN_TITLES.sub(" ", edition.form.title).split()).strip("'")
    return title[:31] or edition.form.id[:31]


def where(edition: Edition) -> tuple[str, dict[str, str]]:
    """Title of the form sheet, and field id -> A1 address, as the blank is drawn."""
    cells = {key: address(*at) for key, at in positions(lay_out(edition.form)).items()}
    return sheet_title(edition), cells
