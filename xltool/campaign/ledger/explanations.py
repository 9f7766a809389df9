"""What departments answered to queries, as it holds for each submission."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from xltool.campaign.ledger.ledger import Ledger, Run, to_json
from xltool.finding import Finding
from xltool.text import Text

__all__ = [
    "Explained",
    "ExplainedState",
    "Judgement",
    "JudgementKind",
    "add_judgement",
    "explained_projects",
    "explanations_of",
    "judgements",
    "put_explanations",
    "said_of",
    "with_explanation",
]

ExplainedState = Literal["given", "accepted", "refused", "lapsed", "idle"]
JudgementKind = Literal["accept", "refuse", "reopen"]  # reopen: as if nothing had been decided


@dataclass(frozen=True, kw_only=True)
class Explained:
    """The answer to one query, as it holds for one submission."""

    submission: str
    rule: str
    project: str
    text: str
    origin: Literal["typed", "kept"]
    state: ExplainedState
    values: Mapping[str, str]  # field or cell -> what stood there when it was written
    reason: str = ""  # of whoever accepted or refused it


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Somebody accepted or refused an explanation: that text, of those values."""

    kind: JudgementKind
    rule: str
    text: str
    values: Mapping[str, str]
    reason: str = ""
    at: str = ""
    who: str = ""

    def is_about(self, one: Explained) -> bool:
        return (self.rule, self.text, dict(self.values)) == (one.rule, one.text, dict(one.values))


def explanations_of(ledger: Ledger, submission: str) -> tuple[Explained, ...]:
    columns = 'submission, rule, project, text, origin, state, "values", reason'
    query = f"SELECT {columns} FROM explanation WHERE submission = ?"  # noqa: S608
    return tuple(
        Explained(
            submission=row[0],
            rule=row[1],
            project=row[2],
            text=row[3],
            origin=row[4],
            state=row[5],
            values=json.loads(row[6]),
            reason=row[7],
        )
        for row in ledger.db.execute(query, (submission,))
    )


def explained_projects(ledger: Ledger) -> frozenset[str]:
    """Those that something was ever explained for: every explanation that came in has a row."""
    return frozenset(project for (project,) in ledger.db.execute("SELECT DISTINCT project FROM explanation"))


def put_explanations(ledger: Ledger, project: str, some: Iterable[Explained]) -> None:
    """Replace those of a project; inside ``writing`` only."""
    ledger.db.execute("DELETE FROM explanation WHERE project = ?", (project,))
    for one in some:
        ledger.db.execute(
            "INSERT INTO explanation VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                one.submission,
                one.rule,
                one.project,
                one.text,
                one.origin,
                one.state,
                to_json(dict(one.values)),
                one.reason,
            ),
        )


def add_judgement(ledger: Ledger, run: Run, kind: JudgementKind, one: Explained, reason: str = "") -> None:
    """Note what somebody decides about an explanation as it stands; inside ``writing`` only."""
    detail = {"rule": one.rule, "text": one.text, "values": dict(one.values), "reason": reason}
    ledger.db.execute(
        "INSERT INTO decision (run, at, who, kind, project, submission, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (run.id, run.at, run.who, kind, one.project, one.submission, to_json(detail)),
    )


def judgements(ledger: Ledger, project: str) -> list[Judgement]:
    """What was decided about a project's explanations, oldest first."""
    query = (
        "SELECT kind, at, who, detail FROM decision"
        " WHERE project = ? AND kind IN ('accept', 'refuse', 'reopen') ORDER BY id"
    )
    return [
        Judgement(kind=kind, at=at, who=who, **json.loads(detail))
        for kind, at, who, detail in ledger.db.execute(query, (project,))
    ]


def with_explanation(finding: Finding, said: Explained | None) -> Finding:
    """One that has lapsed explains nothing any more, and the message says so."""
    if said is None or said.state == "idle":
        return replace(finding, explanation=None)
    if said.state in ("given", "accepted"):
        return replace(finding, explanation=said.text)
    told = said_of(said)
    assert told is not None
    message = Text(f"{finding.message.ja}（{told.ja}）", f"{finding.message.en} ({told.en})")
    return replace(finding, explanation=None, message=message)


def said_of(one: Explained) -> Text | None:
    """Why an explanation explains nothing any more; None for one that may hold."""
    if one.state == "lapsed":
        return _LAPSED.format(text=one.text)
    if one.state != "refused":
        return None
    return (_REFUSED_WHY if one.reason else _REFUSED).format(text=one.text, reason=one.reason)


_LAPSED = Text(
    "前回の説明「{text}」は、その後に値が変わったため無効になりました。",
    "The earlier explanation '{text}' no longer holds: the values have changed since.",
)
_REFUSED = Text("説明「{text}」は認められませんでした。", "The explanation '{text}' was refused.")
_REFUSED_WHY = Text(
    "説明「{text}」は認められませんでした。理由：{reason}",
    "The explanation '{text}' was refused: {reason}",
)
