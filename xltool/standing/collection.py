"""One run of collect."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xltool.finding import SEVERITIES, Severity, rank
from xltool.standing.frames import frame
from xltool.standing.history import Change
from xltool.standing.status import Counts
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["OUTCOMES", "Collected", "Collection", "Decided", "DecidedKind", "Outcome"]

Outcome = Literal[
    "new",
    "unchanged",  # this file gave its submission before
    "superseded",  # a newer one is there already
    "held",  # worse than the accepted one
    "conflict",  # differs from another file of this run for the same project
    "duplicate",  # the same sheet once more
    "foreign",  # not of this round
    "unreadable",
    "locked",  # encrypted
    "ignored",  # no workbook, or set aside by the coordinator
]
OUTCOMES: dict[Outcome, Text] = {
    "new": Text("新規", "new"),
    "unchanged": Text("変更なし", "unchanged"),
    "superseded": Text("旧版", "superseded"),
    "held": Text("保留", "held"),
    "conflict": Text("競合", "conflict"),
    "duplicate": Text("重複", "duplicate"),
    "foreign": Text("対象外", "foreign"),
    "unreadable": Text("読取不可", "unreadable"),
    "locked": Text("暗号化", "locked"),
    "ignored": Text("読飛ばし", "ignored"),
}


@dataclass(frozen=True, kw_only=True)
class Collected:
    """One form sheet, or one file that gave none."""

    file: str
    sheet: str | None
    outcome: Outcome
    project: str | None = None
    submission: str | None = None
    reason: Text | None = None  # one sentence, with what to do
    findings: Counts | None = None  # of the sheet, where it was read
    changes: tuple[Change, ...] = ()  # of a conflict: against the first of the files


DecidedKind = Literal["taken", "set_aside", "restored"]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What the coordinator said about a file along with a collect."""

    kind: DecidedKind
    project: str
    submission: str
    file: str


@dataclass(frozen=True, kw_only=True)
class Collection:
    """One run of collect."""

    run: int
    files: tuple[Collected, ...]
    decided: tuple[Decided, ...] = ()

    @property
    def summary(self) -> dict[Outcome, int]:
        counts = Counter(one.outcome for one in self.files)
        return {outcome: counts[outcome] for outcome in OUTCOMES}

    def needs_attention(self, fail_on: Severity = "error") -> bool:
        """Whether somebody has to look: what cannot be used or decided, new sheets with serious findings."""
        serious = SEVERITIES[: rank(fail_on) + 1]
        return any(
            one.outcome in ("conflict", "foreign", "unreadable", "locked")
            or (
                one.outcome in ("new", "held")
                and one.findings
                and any(getattr(one.findings, s) for s in serious)
            )
            for one in self.files
        )

    def frame(self) -> pd.DataFrame:
        """A row per form sheet, or per file that gave none."""
        return frame(one.__dict__ for one in self.files).drop(
            columns=["changes", "findings"], errors="ignore"
        )
