"""What a master is made of, as plain data: everything that its sheets show, and the cells that may be edited.

A cell that the committee or the coordinator may edit is a ``Slot``. What stood in it when the master was
written, what is in the campaign now and what stands in a copy that came back are three mappings from slots to
what the cell shows; ``apply`` compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from xltool.book.record import Record, Unread
    from xltool.report.blocks import Blocks
    from xltool.standing import Standing
    from xltool.text import Text

__all__ = ["DECISIONS", "VERDICTS", "Candidate", "Explanation", "Matter", "Shown", "Slot", "SlotSheet"]

Shown = str | float | int | bool | None  # what a cell says: a choice by its code, a number as one, else text
SlotSheet = Literal["list", "status", "explanations", "corrections"]


class Slot(NamedTuple):
    """One cell that may be edited, found again wherever sorting or moving has put it.

    ============= ====================== =============================
    sheet         key of the row         columns
    ============= ====================== =============================
    list          project                field id of a committee field
    status        project                decision, reason
    explanations  project, "|", rule     verdict, reason
    corrections   ``Candidate.key``      replacement
    ============= ====================== =============================
    """

    sheet: SlotSheet
    key: str
    column: str


DECISIONS: tuple[str, ...] = ("accept", "give_back", "not_applicable")  # of 提出状況; empty: as the rules say
VERDICTS: tuple[str, ...] = ("accept", "refuse")  # of 説明; empty: open


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A department's answer to a query, as it holds for the current submission."""

    project: str
    department: str
    rule: str
    text: str
    state: str  # given, accepted, refused, lapsed, idle
    values: Mapping[str, str]  # field or cell -> what it explains


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Equal wrong values of many sheets: several spellings of one thing, or one value that no list has."""

    key: str  # field id without its column, "|", the spellings' common form
    fields: tuple[str, ...]  # field ids in which it stands
    spellings: Mapping[str, int]  # text as typed -> number of sheets, the most frequent first
    projects: tuple[str, ...]
    suggestion: str | None


@dataclass(frozen=True, kw_only=True)
class Matter:
    """All that one master shows. Without a campaign there are records and findings only."""

    blocks: Blocks  # records in roster order, central edits in them; and their findings
    files: int
    unread: tuple[Unread, ...] = ()
    campaign: str | None = None  # its id
    as_of: str | None = None  # ISO 8601: when the campaign changed last, never the time of writing
    standings: tuple[Standing, ...] = ()  # every assignment, withdrawn ones last
    explanations: tuple[Explanation, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    edits: Mapping[Slot, Shown] = field(default_factory=dict)  # what the slots hold now; empty ones left out
    previous: Mapping[str, Record] | None = None  # last year's, by project
    titles: Mapping[str, Text] = field(default_factory=dict)  # of rules beside ours
