"""What a built-in rule is: its texts as data, and a function that yields places and what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xltool.book.record import Unread
    from xltool.finding import Place, Severity
    from xltool.rules.group import Group
    from xltool.text import Text

__all__ = ["Builtin", "FileCheck", "SheetCheck", "Spot"]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One place of one sheet where a rule does not hold."""

    sheet: int  # index into the group's records
    place: Place
    says: Text  # what is the matter here; the message lists it
    expected: str | None = None
    actual: str | None = None


SheetCheck = Callable[["Group"], Iterable[Spot]]
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
    files: FileCheck | None = None  # claims a file that gave no record
    phase: Literal["submission", "field", "always"] = "submission"  # field: as the field's owner has it
    heals: bool = False  # a fresh workbook with the same values has it no more
    sentences: bool = False  # the spots are sentences of their own, one a line
