"""One run of distribute, or of return."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xltool.standing.frames import frame
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["ACTIONS", "Action", "ActionKind", "Distribution"]

ActionKind = Literal[
    "issued",  # the first workbook
    "reissued",  # something changed since the last one; the next issue number
    "unchanged",
    "answered",  # changed, but the department has answered already: not issued anew without --force
    "withdrawn",  # no longer on the roster
    "given_back",  # with its findings in it
    "waiting",  # given back already, nothing has come since
    "undecided",  # two different files came in: which is right?
    "skipped",  # not among --only
]
ACTIONS: dict[ActionKind, Text] = {
    "issued": Text("新規", "issued"),
    "reissued": Text("再発行", "reissued"),
    "unchanged": Text("変更なし", "unchanged"),
    "answered": Text("提出済み", "answered"),
    "withdrawn": Text("対象外", "withdrawn"),
    "given_back": Text("差戻し", "given back"),
    "waiting": Text("差戻し済み", "given back before"),
    "undecided": Text("競合", "conflict"),
    "skipped": Text("対象指定外", "skipped"),
}


@dataclass(frozen=True, kw_only=True)
class Action:
    """What was done, or would be, about one assignment."""

    project: str
    name: str
    department: str
    action: ActionKind
    issue: int | None = None
    file: str | None = None  # below the campaign folder
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """One run of distribute (or return)."""

    actions: tuple[Action, ...]
    files: tuple[str, ...]  # everything written, below the campaign folder
    remarks: tuple[Text, ...] = ()  # said, not stopping: a carried value that is no choice any more
    dry_run: bool = False
    kind: Literal["distribute", "return"] = "distribute"

    @property
    def summary(self) -> dict[ActionKind, int]:
        counts = Counter(one.action for one in self.actions)
        return {kind: counts[kind] for kind in ACTIONS}

    def frame(self) -> pd.DataFrame:
        """A row per assignment."""
        return frame(one.__dict__ for one in self.actions)
