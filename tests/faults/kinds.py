"""The registry of all kinds of fault; ``python -m tests.faults.kinds`` prints them as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.faults.fault import Fault
from tests.faults.in_cell import IN_CELL
from tests.faults.in_file import IN_FILE
from tests.faults.in_heap import IN_HEAP
from tests.faults.in_sheet import IN_SHEET

__all__ = ["IN_FILE", "IN_HEAP", "IN_VALUES", "KINDS", "table"]

IN_VALUES = (*IN_CELL, *IN_SHEET)
KINDS: tuple[Fault[Any], ...] = (*IN_VALUES, *IN_FILE, *IN_HEAP)


def table() -> Iterator[str]:
    """A line for every kind: level, what somebody did, rule, consequences."""
    for one in sorted(KINDS, key=lambda kind: (kind.form, kind.level, kind.rule)):
        yield f"| {one.level} | {one.clerk} | {one.rule} | {', '.join(one.also)} |"


if __name__ == "__main__":
    print("\n".join(table()))
