"""How far every assignment has come."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from xltool.standing.frames import frame
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["OWED", "SETTLED", "STATES", "Counts", "Standing", "State", "Status", "count"]

State = Literal[
    "not_sent",  # on the roster, nothing was issued yet
    "sent",  # issued, nothing came back
    "untouched",  # came back as it went
    "errors",
    "queries",  # no errors; queries that nobody answered
    "given_back",
    "accepted",
    "not_applicable",  # 該当なし
    "withdrawn",  # taken off the roster after it was sent
]
STATES: dict[State, Text] = {
    "not_sent": Text("未配布", "not sent"),
    "sent": Text("未提出", "sent"),
    "untouched": Text("未記入", "untouched"),
    "errors": Text("エラーあり", "errors"),
    "queries": Text("確認あり", "queries"),
    "given_back": Text("差戻し中", "given back"),
    "accepted": Text("受理", "accepted"),
    "not_applicable": Text("該当なし", "not applicable"),
    "withdrawn": Text("対象外", "withdrawn"),
}
OWED: frozenset[State] = frozenset(  # the department is to act
    {"sent", "untouched", "errors", "queries", "given_back"}
)
SETTLED: tuple[State, ...] = ("accepted", "not_applicable")  # nothing is left to do


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Findings by severity."""

    error: int = 0
    query: int = 0
    note: int = 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One assignment: a roster row, and how far it has come."""

    project: str
    name: str
    department: str
    state: State
    overdue: bool = False  # past its deadline, and the department owes something
    conflict: bool = False  # two different files came in at once; nobody has decided
    deadline: datetime.date | None = None
    issue: int | None = None  # number of the newest workbook issued
    submission: str | None = None  # the current one, as in `history`: 12 hex digits of the hash, "/", sheet
    file: str | None = None  # which that came in
    received_at: str | None = None  # ISO 8601 with the offset
    findings: Counts = field(default_factory=Counts)  # of the current submission
    explained: int = 0  # of its queries


@dataclass(frozen=True, kw_only=True)
class Status:
    """The whole round at one day, in roster order; withdrawn ones last."""

    campaign: str  # its id
    title: str  # 令和8年度 事務事業評価シート
    as_of: datetime.date
    deadline: datetime.date | None
    standings: tuple[Standing, ...]

    @property
    def summary(self) -> dict[State, int]:
        """Number of assignments in every state, in the order of STATES."""
        counts = Counter(one.state for one in self.standings)
        return {state: counts[state] for state in STATES}

    def frame(self) -> pd.DataFrame:
        """A row per assignment; findings in columns of their own."""
        return frame(
            {**one.__dict__, **one.findings.__dict__, "deadline": one.deadline and one.deadline.isoformat()}
            for one in self.standings
        ).drop(columns="findings", errors="ignore")


def count(severities: Iterable[str]) -> Counts:
    """Count findings by severity."""
    found = Counter(severities)
    return Counts(error=found["error"], query=found["query"], note=found["note"])
