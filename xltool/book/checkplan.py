"""Where everything of the check sheet stands: one block of rows per form sheet, one row per rule.

Above the rules of each block is room for the findings of a sheet that is given back: rows that stay hidden
until they are stamped. The column of rule ids says whose such a row is: ``2:XL202`` of the second form sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xltool.book.a1 import address
from xltool.book.checksheet import CheckSheet
from xltool.book.meta import META_ROWS

__all__ = [
    "COUNTER",
    "EXPLAIN",
    "LINK",
    "MARK",
    "MESSAGE",
    "OWN_ROWS",
    "RULE",
    "SEVERITY",
    "TITLE",
    "VERDICT",
    "CheckPlan",
    "own_rule",
    "parse_own_rule",
    "plan_checks",
]

# columns, from 0
MARK, SEVERITY, TITLE, MESSAGE, LINK, EXPLAIN, RULE, VERDICT = range(8)
_FIRST_BLOCK = 3  # row, from 0, below the sheet's title and lead
_BLOCK_HEAD = 2  # a row with the project and the counts, a row of column headings
OWN_ROWS = 60  # findings of a sheet given back that have no row of their own; one is of one rule
_OWN_ROOM = (
    1 + OWN_ROWS + 1 + 1
)  # a heading, the findings, how many more there are, a heading of the live rows
_GAP = 1
COUNTER = "#counter"
_OWN_RULE = re.compile(r"(\d{1,4}):(XL\d{3}|[a-z][a-z0-9_-]*/\S{1,80})")


@dataclass(frozen=True, kw_only=True)
class CheckPlan:
    rows: dict[str, int]  # rule -> its row within a block
    height: int
    counter: tuple[int, int]  # row and column (from 0) of the counter on the form sheet

    def top(self, number: int) -> int:
        """First row (from 0) of the block of form sheet ``number``."""
        return _FIRST_BLOCK + number * self.height

    def row(self, rule: str, number: int) -> int:
        return self.top(number) + _BLOCK_HEAD + _OWN_ROOM + self.rows[rule]

    def own(self, number: int) -> int:
        """The heading row of the findings of form sheet ``number``; theirs follow."""
        return self.top(number) + _BLOCK_HEAD

    def live(self, number: int) -> int:
        """The heading row of the live checks; it shows where there are findings above."""
        return self.own(number) + _OWN_ROOM - 1

    def cell(self, key: str, number: int) -> tuple[int, int]:
        """Row and column (from 0) of a ``#…`` key on the check sheet."""
        kind, _, rest = key[1:].partition(":")
        if kind == "open":
            return self.top(number), VERDICT + (rest == "query")
        if kind == "own":
            return self.own(number), VERDICT + (rest == "query")
        if kind == "v":
            rule, _, i = rest.rpartition(":")
            return self.row(rule, number), VERDICT + int(i)
        column = {"mark": MARK, "text": MESSAGE, "why": EXPLAIN}[kind]
        return self.row(rest, number), column

    def meta_cell(self, index: int, number: int) -> str:
        """Absolute address on ``_meta`` of the ``index``-th issued value of form sheet ``number``."""
        return address(len(META_ROWS) + index + 1, number + 2, absolute=True)


def own_rule(number: int, rule: str) -> str:
    """What the hidden column says of a finding's own row: whose it is, of form sheet ``number``."""
    return f"{number + 1}:{rule}"


def parse_own_rule(text: str) -> tuple[int, str] | None:
    """The reverse of :func:`own_rule`; None for any other text."""
    match = _OWN_RULE.fullmatch(text)
    return (int(match[1]) - 1, match[2]) if match else None


def plan_checks(checks: CheckSheet, counter: tuple[int, int]) -> CheckPlan:
    rows = {check.rule: i for i, check in enumerate(checks.checks)}
    return CheckPlan(rows=rows, height=_BLOCK_HEAD + _OWN_ROOM + len(rows) + _GAP, counter=counter)
