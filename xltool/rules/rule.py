"""What a built-in rule is: its texts as data, and a function that yields places and what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xltool.book.record import Unread
    from xltool.finding import Place, Severity
    from xltool.rules.group import Group
    from xltool.rules.pile import Pile
    from xltool.text import Text

__all__ = [
    "Absent",
    "AcrossCheck",
    "Builtin",
    "FileCheck",
    "Limits",
    "SheetCheck",
    "Spot",
    "Threshold",
    "WithinCheck",
]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One place of one sheet where a rule does not hold."""

    sheet: int  # index into the group's, or the pile's, records
    place: Place
    says: Text  # what is the matter here; the message lists it
    expected: str | None = None
    actual: str | None = None
    others: tuple[Place, ...] = ()  # a few places in other sheets that it is compared with
    instead: float | None = None  # what was most likely meant: what vanishes with it is a consequence


@dataclass(frozen=True, kw_only=True)
class Absent:
    """What is wrong with the pile itself, not with a sheet of it: one finding without a file."""

    says: Text
    project: str | None = None
    department: str | None = None
    expected: str | None = None
    actual: str | None = None
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A number that a campaign may set for a rule."""

    name: str
    default: float
    about: Text  # one line
    least: float = 0
    most: float | None = None


Limits = Mapping[str, float]  # threshold -> the value in force

SheetCheck = Callable[["Group"], Iterable[Spot]]
WithinCheck = Callable[["Group", Limits], Iterable[Spot]]
AcrossCheck = Callable[["Pile", Limits], Iterable[Spot | Absent]]
FileCheck = Callable[["Unread"], bool]


@dataclass(frozen=True, kw_only=True)
class Builtin:
    """One rule. The engine makes one finding per sheet out of all its spots."""

    id: str  # XL201; never changes its meaning
    severity: Severity
    title: Text
    message: Text  # {items} are the spots in words, {count} is their number
    why: Text
    remedy: Text
    bad: Text  # an example that gives the finding
    good: Text  # one that does not
    sheets: SheetCheck | None = None  # looks at all records of one edition at once
    within: WithinCheck | None = None  # the same, after all other rules: group.is_told says what these told
    across: AcrossCheck | None = None  # compares the sheets of a pile, and last year's
    files: FileCheck | None = None  # claims a file that gave no record
    phase: Literal["submission", "field", "always"] = "submission"  # field: as the field's owner has it
    heals: bool = False  # a fresh workbook with the same values has it no more
    sentences: bool = False  # the spots are sentences of their own, one a line
    alone: bool = False  # the whole sheet is not what was asked for: what it holds is not judged
    thresholds: tuple[Threshold, ...] = ()
