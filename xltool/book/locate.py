"""Find the fields of a form on a sheet that came back: by defined name, and by key row and key column.

Both are computed and compared. Where they agree, or only one is left, that is the place. Where they
disagree (a cell dragged onto another takes its name along) the keys win, because they are what the eye
sees, and it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from xltool.book.a1 import parse_target
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW
from xltool.book.meta import parse_anchor
from xltool.book.raw import RawBook, RawSheet
from xltool.book.record import Located
from xltool.form import Form

__all__ = ["Keys", "Places", "find_keys", "locate", "names_on"]

Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The hidden keys of a sheet as they stand now."""

    rows: Mapping[int, int]  # canvas row -> sheet row
    cols: Mapping[int, int]  # canvas column -> sheet column
    row_line: int | None  # sheet row of the key row
    col_line: int | None  # sheet column of the key column


@dataclass(frozen=True, kw_only=True)
class Places:
    at: Mapping[str, Place]  # field -> row and column
    how: Mapping[str, Located]
    moved: Mapping[str, Place]  # fields whose name points elsewhere -> where
    lost: tuple[str, ...]


def find_keys(sheet: RawSheet) -> Keys:
    """Read the key row and key column, wherever inserted rows and columns have pushed them."""
    rows: dict[int, dict[int, int]] = {}
    cols: dict[int, dict[int, int]] = {}
    for (row, col), cell in sheet.cells.items():
        text = cell.value
        if (
            not isinstance(text, str)
            or len(text) > 5
            or text[:1] not in ("r", "c")
            or not text[1:].isdecimal()
        ):
            continue
        number = int(text[1:])
        if text[0] == "r":
            rows.setdefault(col, {}).setdefault(number, row)
        else:
            cols.setdefault(row, {}).setdefault(number, col)
    col_line = max(rows, key=lambda c: len(rows[c]), default=None)
    row_line = max(cols, key=lambda r: len(cols[r]), default=None)
    return Keys(
        rows=rows[col_line] if col_line is not None and len(rows[col_line]) > 2 else {},
        cols=cols[row_line] if row_line is not None and len(cols[row_line]) > 2 else {},
        row_line=row_line,
        col_line=col_line,
    )


def names_on(book: RawBook) -> dict[str, tuple[dict[str, Place], dict[str, Place]]]:
    """Sheet name -> (sheet-scoped, workbook-scoped) names of ours that point there."""
    found: dict[str, tuple[dict[str, Place], dict[str, Place]]] = {
        sheet.name: ({}, {}) for sheet in book.sheets
    }
    titles = {sheet.name.casefold(): sheet.name for sheet in book.sheets}
    for name in book.names:
        if not name.name.startswith("F_"):
            continue
        target = parse_target(name.text)
        if target is None:
            continue
        title = titles.get((target.sheet or name.sheet or "").casefold())
        if title is not None:
            found[title][0 if name.sheet is not None else 1].setdefault(name.name, (target.row, target.col))
    return found


def form_of(sheet: RawSheet) -> tuple[str, str, int] | None:
    """Form, version and year out of the anchor cell, wherever it was pushed."""
    for (row, col), cell in sheet.cells.items():
        if row <= 40 and col <= 40 and isinstance(cell.value, str) and cell.value.startswith("xltool:"):
            found = parse_anchor(cell.value)
            if found is not None:
                return found
    return None


def locate(
    form: Form,
    blank: Mapping[str, Place],
    keys: Keys,
    names: tuple[Mapping[str, Place], Mapping[str, Place]],
) -> Places:
    """Where every field stands; ``blank`` is where it stood when the sheet was drawn."""
    at: dict[str, Place] = {}
    how: dict[str, Located] = {}
    moved: dict[str, Place] = {}
    lost: list[str] = []
    own, book = names
    twice = Counter({**book, **own}.values())
    for key, (row, col) in blank.items():
        name = form.fields[key].defined_name
        by_name = own.get(name) or book.get(name)
        key_row, key_col = keys.rows.get(row - FIRST_ROW + 1), keys.cols.get(col - FIRST_COLUMN + 1)
        by_key = (key_row, key_col) if key_row is not None and key_col is not None else None
        if by_key is not None and by_name is not None and by_key != by_name:
            at[key], how[key], moved[key] = by_key, "key", by_name
        elif by_name is not None and (by_key is not None or twice[by_name] == 1):
            at[key], how[key] = by_name, "sheet-name" if name in own else "book-name"
        elif by_key is not None:
            at[key], how[key] = by_key, "key"
        else:
            lost.append(key)
    return Places(at=at, how=how, moved=moved, lost=tuple(lost))
