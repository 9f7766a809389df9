"""Which findings of a sheet given back have their own row in 入力チェック: those that no live row shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from xltool.book.assignment import Listed
from xltool.book.checkplan import OWN_ROWS

__all__ = ["is_open", "own_rows"]


def own_rows(findings: Iterable[Listed], live: Callable[[str], bool]) -> tuple[list[Listed], int]:
    """The findings that are not ``live`` (broken on the sheet's own showing); how many more do not fit.

    Of those that are, what is to be said about their explanations.
    """
    rows = [
        one if not live(one.rule) else replace(one, severity="note", message=one.said)
        for one in findings
        if one.said or not live(one.rule)
    ]
    return rows[:OWN_ROWS], max(0, len(rows) - OWN_ROWS)


def is_open(one: Listed, explanations: Mapping[str, str]) -> bool:
    """Whether the row counts as open when it is stamped."""
    if one.state != "open":
        return False
    return one.severity == "error" or (one.severity == "query" and not explanations.get(one.rule))
