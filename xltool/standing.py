"""Where a round stands, as plain data: what commands say and reports show. DESIGN §9 and §10."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from xltool.finding import SEVERITIES, Severity, rank
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ACTIONS",
    "OUTCOMES",
    "OWED",
    "SETTLED",
    "STATES",
    "Action",
    "ActionKind",
    "Change",
    "Collected",
    "Collection",
    "Counts",
    "Decided",
    "DecidedKind",
    "Distribution",
    "Heard",
    "History",
    "Outcome",
    "Reminded",
    "Reminder",
    "Standing",
    "State",
    "Status",
    "Step",
    "StepKind",
    "Verdict",
    "count",
]

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
        return _frame(
            {**one.__dict__, **one.findings.__dict__, "deadline": _iso(one.deadline)}
            for one in self.standings
        ).drop(columns="findings", errors="ignore")


# -- distribute ---------------------------------------------------------------------------------------------

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
        return _frame(one.__dict__ for one in self.actions)


# -- collect ------------------------------------------------------------------------------------------------


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
        return _frame(one.__dict__ for one in self.files).drop(
            columns=["changes", "findings"], errors="ignore"
        )


# -- history ------------------------------------------------------------------------------------------------


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
        return _frame(
            {"at": step.at, "kind": step.kind, "issue": step.issue, "file": step.file, **change.__dict__}
            for step in self.steps
            for change in step.changes
        )


# -- remind, doctor -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What one department is asked for."""

    department: str
    standings: tuple[Standing, ...]  # what it owes, overdue first
    files: tuple[str, ...]  # written: the text and the mail draft, below the campaign folder


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """One run of remind."""

    as_of: datetime.date
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One thing that doctor looked at."""

    what: Text
    ok: bool
    text: Text  # what was found
    remedy: Text | None = None


def count(severities: Iterable[str]) -> Counts:
    """Count findings by severity."""
    found = Counter(severities)
    return Counts(error=found["error"], query=found["query"], note=found["note"])


def _frame(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Texts in Japanese, dates and times as ISO texts."""
    import pandas as pd

    return pd.DataFrame(
        [{key: value.ja if isinstance(value, Text) else value for key, value in row.items()} for row in rows]
    ).convert_dtypes()


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day is not None else None
