"""What ``apply`` made of a master that came back, as plain data: one entry per cell that somebody changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xltool.report.master.copy import Problem
from xltool.report.master.matter import Shown, Slot
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["APPLIED", "Applied", "AppliedCell", "AppliedOutcome"]

AppliedOutcome = Literal[
    "taken",  # changed in the master only
    "already",  # the campaign says the same
    "kept",  # changed on both sides; the campaign's was preferred
    "conflict",  # changed on both sides; nobody wins
    "invalid",  # no such value, project or decision
]
APPLIED: dict[AppliedOutcome, Text] = {
    "taken": Text("反映", "taken"),
    "already": Text("反映済み", "already so"),
    "kept": Text("調査回を優先", "campaign kept"),
    "conflict": Text("競合", "conflict"),
    "invalid": Text("誤り", "invalid"),
}


@dataclass(frozen=True, kw_only=True)
class AppliedCell:
    """One cell of the master that is not as it was written."""

    slot: Slot
    sheet: str  # of the master, where it stands now
    cell: str
    project: str | None  # None: of many sheets
    label: str  # of the field, as people call it
    written: Shown
    now: Shown  # in the campaign
    here: Shown
    texts: tuple[Text, Text, Text]  # these three as people read them: choices by their labels
    outcome: AppliedOutcome
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Applied:
    """One run of apply."""

    master: str
    cells: tuple[AppliedCell, ...]
    problems: tuple[
        Problem, ...
    ] = ()  # rows that are there twice and differ, sheets and columns that are gone
    missing: int = 0  # cells that are not in the file any more: rows or columns were deleted
    saved_by: str | None = None  # as the file says
    saved_at: str | None = None
    dry_run: bool = False

    @property
    def summary(self) -> dict[AppliedOutcome, int]:
        counts = Counter(one.outcome for one in self.cells)
        return {outcome: counts[outcome] for outcome in APPLIED}

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has to look at it."""
        torn = any(one.cell is not None for one in self.problems)  # a sheet that is gone may be meant to be
        return torn or any(one.outcome in ("conflict", "invalid") for one in self.cells)

    def frame(self) -> pd.DataFrame:
        """A row per cell; reasons in Japanese."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "sheet": one.sheet,
                    "cell": one.cell,
                    "project": one.project,
                    "field": one.slot.column,
                    "label": one.label,
                    "written": one.written,
                    "now": one.now,
                    "here": one.here,
                    "outcome": one.outcome,
                    "reason": one.reason.ja if one.reason else None,
                }
                for one in self.cells
            ]
        )
