"""Cell addresses and what refers to them: A1 text, the targets of defined names, shared formulas."""

from __future__ import annotations

import re
from typing import NamedTuple

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
    "shift_formula",
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


def column_letters(number: int) -> str:
    """The inverse of ``column_number``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, col: int) -> str:
    """ "C5" for (5, 3)."""
    return f"{column_letters(col)}{row}"


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


_SHEET = r"(?:'(?P<quoted>(?:[^'\[\]]|'')+)'|(?P<bare>[^'!\[\](),;:\s\"]+))!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
# the sheet may be repeated: Sheet1!$A$1:Sheet1!$C$2
_TARGET = re.compile(rf"\s*{_SHEET}(?P<first>{_CELL})(?::(?:(?P<again>[^:]+)!)?(?P<last>{_CELL}))?\s*")


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


def shift_formula(text: str, rows: int, cols: int) -> str:
    """A shared formula as it reads that many rows and columns further on; what leaves the grid is #REF!."""

    def moved(match: re.Match[str]) -> str:
        if match.lastgroup not in {"cell", "cols", "rows"}:
            return match[0]
        glue = "" if match.lastgroup == "cell" else ":"
        parts = _PART.findall(match[0])
        if not all(_on_grid(part, 0) for _, part in parts):
            return match[0]  # a name such as ZZZ1
        if not all(dollar or _on_grid(part, rows if part.isdigit() else cols) for dollar, part in parts):
            return "#REF!"
        return glue.join(
            dollar + part if dollar else _moved(part, rows if part.isdigit() else cols)
            for dollar, part in parts
        )

    return _TOKEN.sub(moved, text)


def _on_grid(part: str, by: int) -> bool:
    if part.isdigit():
        return len(part) <= 7 and 1 <= int(part) <= MAX_ROW and 1 <= int(part) + by <= MAX_ROW
    number = column_number(part)
    return number > 0 and 1 <= number + by <= MAX_COL


def _moved(part: str, by: int) -> str:
    return str(int(part) + by) if part.isdigit() else column_letters(column_number(part) + by)
