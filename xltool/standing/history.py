"""What happened to one assignment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xltool.standing.frames import frame
from xltool.standing.status import Standing
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["Change", "Heard", "History", "Step", "StepKind"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field that differs between two submissions."""

    field: str
    label: str
    old: str
    new: str
    sheet: str | None = None  # where the new one stands
    cell: str | None = None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A finding that came or went."""

    id: str
    severity: str
    message: Text


StepKind = Literal[
    "issued",
    "given_back",
    "received",  # and became the current submission
    "superseded",  # received late, after a newer one
    "held",
    "conflict",
    "taken",  # the coordinator chose it
    "set_aside",
    "restored",
    "moved",  # to another department
    "added",  # to the roster
    "withdrawn",
    "readmitted",  # back on the roster
    "reminded",
    "explained",
    "decided",
]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happened to an assignment."""

    at: str  # ISO 8601 with the offset
    who: str
    kind: StepKind
    text: Text
    file: str | None = None
    issue: int | None = None
    submission: str | None = None
    changes: tuple[Change, ...] = ()  # against the submission before
    came: tuple[Heard, ...] = ()  # findings that the one before did not have
    went: tuple[Heard, ...] = ()


@dataclass(frozen=True, kw_only=True)
class History:
    """Everything that happened to one assignment, oldest first."""

    standing: Standing
    steps: tuple[Step, ...]

    def steps_of(self, *kinds: StepKind) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind in kinds)

    def frame(self) -> pd.DataFrame:
        """A row per changed field, with the step that changed it."""
        return frame(
            {"at": step.at, "kind": step.kind, "issue": step.issue, "file": step.file, **change.__dict__}
            for step in self.steps
            for change in step.changes
        )
