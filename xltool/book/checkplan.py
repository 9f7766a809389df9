"""Where everything of the check sheet stands: one block of rows per form sheet, one row per rule."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.book.a1 import address
from xltool.book.checksheet import CheckSheet
from xltool.book.meta import META_ROWS

__all__ = ["COUNTER", "EXPLAIN", "MARK", "MESSAGE", "RULE", "VERDICT", "CheckPlan", "plan_checks"]

# columns, from 0
MARK, SEVERITY, TITLE, MESSAGE, LINK, EXPLAIN, RULE, VERDICT = range(8)
_FIRST_BLOCK = 3  # row, from 0, below the sheet's title and lead
_BLOCK_HEAD = 2  # a row with the project and the counts, a row of column headings
_GAP = 1
COUNTER = "#counter"


@dataclass(frozen=True, kw_only=True)
class CheckPlan:
    rows: dict[str, int]  # rule -> its row within a block
    height: int
    counter: tuple[int, int]  # row and column (from 0) of the counter on the form sheet

    def top(self, number: int) -> int:
        """First row (from 0) of the block of form sheet ``number``."""
        return _FIRST_BLOCK + number * self.height

    def row(self, rule: str, number: int) -> int:
        return self.top(number) + _BLOCK_HEAD + self.rows[rule]

    def cell(self, key: str, number: int) -> tuple[int, int]:
        """Row and column (from 0) of a ``#…`` key on the check sheet."""
        kind, _, rest = key[1:].partition(":")
        if kind == "open":
            return self.top(number), VERDICT + (rest == "query")
        if kind == "v":
            rule, _, i = rest.rpartition(":")
            return self.row(rule, number), VERDICT + int(i)
        column = {"mark": MARK, "text": MESSAGE, "why": EXPLAIN}[kind]
        return self.row(rest, number), column

    def meta_cell(self, index: int, number: int) -> str:
        """Absolute address on ``_meta`` of the ``index``-th issued value of form sheet ``number``."""
        return address(len(META_ROWS) + index + 1, number + 2, absolute=True)


def plan_checks(checks: CheckSheet, counter: tuple[int, int]) -> CheckPlan:
    rows = {check.rule: i for i, check in enumerate(checks.checks)}
    return CheckPlan(rows=rows, height=_BLOCK_HEAD + len(rows) + _GAP, counter=counter)
