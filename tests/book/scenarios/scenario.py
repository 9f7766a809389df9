"""What a scenario is: what somebody did to a filled workbook, and what reading and judging must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltool.form import Value
from xltool.text import Text

__all__ = ["Places", "Scenario", "Step", "each", "years"]

Step = tuple[str | int | float, ...]  # (verb of user.py, arguments); cells are those of the sheet as drawn
Places = tuple[tuple[str, str], ...]  # (rule id, field or cell; "" for the sheet as a whole)

OFFSETS = ("-1", "0", "+1", "+2")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One edit. Nothing but ``findings`` and ``also`` may be told, at exactly these places."""

    id: str
    did: Text  # what they did, as the README tells it
    edit: tuple[Step, ...]
    on: str = "one"  # the workbook: one, three (projects), last (year's), free (a parameterless other form)
    saved_as: str = "xlsx"  # or ods, xls
    expect: Mapping[str, Value] = field(default_factory=dict)  # values of the first sheet that differ
    second: Mapping[str, Value] = field(default_factory=dict)  # the same of the second sheet
    findings: Places = ()
    also: Places = ()  # what follows from the same cause and may be told beside it
    sheets: tuple[str | None, ...] = ("00417",)  # projects of the records, in the order of the sheets
    year: int | None = None  # the base year that is expected
    located: frozenset[str] | None = None  # all the ways by which fields were found, where it matters
    no_trace: bool = False  # the file keeps no trace: the values as they now stand are right


def years(row: str) -> tuple[str, ...]:
    """The four years' fields of a row."""
    return tuple(f"{row}[{offset}]" for offset in OFFSETS)


def each(rule: str, *places: str) -> Places:
    """The same rule at several places."""
    return tuple((rule, place) for place in places)
