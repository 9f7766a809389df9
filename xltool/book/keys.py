"""What a sheet carries to find its fields by: the hidden key row and key column, and the defined names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xltool.book.a1 import parse_target
from xltool.book.meta import parse_anchor
from xltool.book.raw import DefinedName, RawBook, RawSheet

__all__ = ["Keys", "Names", "find_keys", "form_of", "is_key", "names_on"]

_LONGEST = 5  # r147, c49
Place = tuple[int, int]
Names = tuple[Mapping[str, Place], Mapping[str, Place]]  # sheet-scoped, workbook-scoped


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The hidden keys of a sheet as they stand now."""

    rows: Mapping[int, int]  # canvas row -> sheet row
    cols: Mapping[int, int]  # canvas column -> sheet column
    row_line: int | None  # sheet row of the key row
    col_line: int | None  # sheet column of the key column


def is_key(value: object) -> bool:
    """Whether a cell holds a key or the anchor."""
    if not isinstance(value, str):
        return False
    short = len(value) <= _LONGEST and value[:1] in ("r", "c") and value[1:].isdecimal() and value.isascii()
    return short or value.startswith("xltool:")


def find_keys(sheet: RawSheet, named: Iterable[Place] = ()) -> Keys:
    """Read the key row and key column, wherever inserted rows and columns have pushed them.

    Of a key that stands twice (a row was copied) the one counts where the names are, ``named``.
    """
    rows: dict[int, dict[int, list[int]]] = {}
    cols: dict[int, dict[int, list[int]]] = {}
    for (row, col), text in sorted(
        (at, cell.value)
        for at, cell in sheet.cells.items()
        if isinstance(cell.value, str) and len(cell.value) <= _LONGEST and is_key(cell.value)
    ):
        number = int(text[1:])
        if text[0] == "r":
            rows.setdefault(col, {}).setdefault(number, []).append(row)
        else:
            cols.setdefault(row, {}).setdefault(number, []).append(col)
    col_line = max(rows, key=lambda c: len(rows[c]), default=None)
    row_line = max(cols, key=lambda r: len(cols[r]), default=None)
    named = list(named)
    return Keys(
        rows=_one_each(rows, col_line, (row for row, _ in named)),
        cols=_one_each(cols, row_line, (col for _, col in named)),
        row_line=row_line,
        col_line=col_line,
    )


def _one_each(
    lines: Mapping[int, Mapping[int, list[int]]], line: int | None, named: Iterable[int]
) -> dict[int, int]:
    if line is None or len(lines[line]) <= 2:
        return {}
    found = lines[line]
    if all(len(places) == 1 for places in found.values()):
        return {number: place for number, (place,) in found.items()}
    names = Counter(named)
    return {number: max(places, key=lambda p: names[p]) for number, places in found.items()}


def names_on(book: RawBook) -> dict[str, Names]:
    """Sheet name -> (sheet-scoped, workbook-scoped) names of ours that point there."""
    return dict(_names_on(book.names, tuple(sheet.name for sheet in book.sheets)))


@lru_cache(maxsize=16)  # the workbooks of one form have the same ones
def _names_on(names: tuple[DefinedName, ...], sheets: tuple[str, ...]) -> Mapping[str, Names]:
    found: dict[str, tuple[dict[str, Place], dict[str, Place]]] = {sheet: ({}, {}) for sheet in sheets}
    titles = {sheet.casefold(): sheet for sheet in sheets}
    for name in names:
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
