"""Cell addresses and what refers to them: A1 text, the targets of defined names, shared formulas."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "MAX_COL",
    "MAX_ROW",
    "Target",
    "address",
    "column_letters",
    "column_number",
    "is_lost",
    "parse_address",
    "parse_target",
    "shared_formula",
]

MAX_ROW, MAX_COL = 1_048_576, 16_384  # the grid of Excel 2007 and later

_columns: dict[str, int] = {}  # "A" -> 1; filled as columns occur, at most 16,384


def column_number(letters: str) -> int:
    """1 for "A", 16384 for "XFD", also in lower case; 0 for what is no column."""
    known = _columns.get(letters)
    if known is not None:
        return known
    number = 0
    for ch in letters.upper() if len(letters) <= 3 and letters.isascii() and letters.isalpha() else "":
        number = number * 26 + ord(ch) - 64
    if not 1 <= number <= MAX_COL:
        return 0
    if letters.isupper():
        _columns[letters] = number
    return number


@cache
def column_letters(number: int) -> str:
    """The inverse of ``column_number``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, col: int, *, absolute: bool = False) -> str:
    """ "C5" for (5, 3), "$C$5" absolute."""
    return f"${column_letters(col)}${row}" if absolute else f"{column_letters(col)}{row}"


def parse_address(text: str) -> tuple[int, int] | None:
    """(row, column), 1-based, of an address with or without "$"; None where it is none on the grid."""
    text = text.replace("$", "")
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    col = column_number(letters)
    if not col or not digits or len(digits) > 7 or digits[0] == "0":
        return None
    row = int(digits)
    return (row, col) if row <= MAX_ROW else None


class Target(NamedTuple):
    """The cell or range that a defined name stands for; a merged field has its value in the first corner."""

    sheet: str
    row: int
    col: int
    last_row: int
    last_col: int


_SHEET = r"(?:'(?P<quoted>(?:[^'\[\]]|'')+)'|(?P<bare>[^'!#\[\](),;:\s\"]+))!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
# the sheet may be repeated: Sheet1!$A$1:Sheet1!$C$2
_TARGET = re.compile(rf"\s*{_SHEET}(?P<first>{_CELL})(?::(?:(?P<again>[^:]+)!)?(?P<last>{_CELL}))?\s*")


@lru_cache(maxsize=8192)
def parse_target(text: str) -> Target | None:
    """Where a defined name points, or None: a lost or external reference, a union, a formula, a constant.

    ``'令和7 様式'!$C$5:$F$6`` gives ``Target("令和7 様式", 5, 3, 6, 6)``.
    """
    if len(text) > 255:
        return None
    match = _TARGET.fullmatch(text.removeprefix("="))
    if match is None or (match["again"] or match["quoted"] or match["bare"]).strip("'") != (
        match["quoted"] or match["bare"]
    ):
        return None
    first = parse_address(match["first"])
    last = parse_address(match["last"]) if match["last"] else first
    if first is None or last is None:
        return None
    sheet = match["bare"] or match["quoted"].replace("''", "'")
    rows, cols = sorted((first[0], last[0])), sorted((first[1], last[1]))
    return Target(sheet, rows[0], cols[0], rows[1], cols[1])


def is_lost(text: str) -> bool:
    """Whether a name's or formula's text lost what it referred to (the row was deleted)."""
    return "#REF!" in text


# A formula in pieces; only "cell", "cols" and "rows" move. An unfinished quote or bracket takes the rest with
# it, which keeps the scan linear.
_TOKEN = re.compile(
    r"""
    (?P<quoted> "(?:[^"]|"")*+" | '(?:[^']|'')*+'!? | \[(?:[^\[\]]|\[[^\]]*+\])*+\] | ["'\[].* )
  | (?P<error> \#[A-Z0-9/]+[!?]? )
  | (?P<rows> \$?[0-9]+:\$?[0-9]+ (?![\w.(!]) )
  | (?P<number> [0-9.]+(?:[eE][+-]?[0-9]+)? )
  | (?P<cols> \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3} (?![\w.(!]) )
  | (?P<cell> \$?[A-Za-z]{1,3}\$?[0-9]{1,7} (?![\w.(!]) )
  | (?P<word> [\w$.\\?]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"(\$?)([A-Za-z]+|[0-9]+)")


def shared_formula(text: str) -> Callable[[int, int], str]:
    """A shared formula, scanned once: call it with rows and columns further on to read it there.

    References that leave the grid are #REF!, as in Excel after filling down.
    """
    pieces: list[str] = []  # text, reference, text, reference, …, text
    references: list[tuple[tuple[str, int, bool], ...]] = []
    end = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup in {"cell", "cols", "rows"}:
            parts = tuple(_part(dollar, part) for dollar, part in _PART.findall(match[0]))
            if all(1 <= number <= (MAX_COL if is_col else MAX_ROW) for _, number, is_col in parts):
                pieces.append(text[end : match.start()])
                references.append(parts)
                end = match.end()
    last = text[end:]

    def at(rows: int, cols: int) -> str:
        out: list[str] = []
        for before, parts in zip(pieces, references, strict=True):
            out.append(before)
            out.append(_moved(parts, rows, cols))
        out.append(last)
        return "".join(out)

    return at


def _part(dollar: str, part: str) -> tuple[str, int, bool]:
    """("$" or "", row or column number, whether it is a column); 0 for what is on no grid."""
    if part.isdigit():
        return dollar, int(part) if len(part) <= 7 else 0, False
    return dollar, column_number(part), True


def _moved(parts: tuple[tuple[str, int, bool], ...], rows: int, cols: int) -> str:
    out = []
    for dollar, number, is_col in parts:
        there = number if dollar else number + (cols if is_col else rows)
        if not 1 <= there <= (MAX_COL if is_col else MAX_ROW):
            return "#REF!"
        out.append(dollar + (column_letters(there) if is_col else str(there)))
    return ("" if parts[0][2] != parts[1][2] else ":").join(out)
