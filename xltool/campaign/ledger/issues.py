"""Assignments and what was issued for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from xltool.book.later import Later
from xltool.campaign.ledger.ledger import Ledger, Run, from_json, rows_of, to_json
from xltool.form import Value

__all__ = ["Assigned", "Issue", "add_issue", "assignments", "issues"]

IssueKind = Literal["distribute", "return", "rebuilt"]


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """The roster row as the last command saw it."""

    project: str
    name: str
    department: str
    deadline: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One workbook sheet that was handed out."""

    project: str
    number: int
    kind: IssueKind
    at: str
    name: str
    department: str
    file: str  # below the campaign folder
    sha256: str
    fingerprint: str
    values: Mapping[str, Value]
    typed: Mapping[str, str] = field(default_factory=dict)  # field -> text that could not be read
    explanations: Mapping[str, str] = field(default_factory=dict)  # rule -> text
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)  # queries of comparisons: rule -> fields
    run: int  # that handed it out; after a lost ledger, the one that found it


def assignments(ledger: Ledger) -> dict[str, Assigned]:
    """Project -> its row; withdrawn ones too."""
    return {
        row["project"]: Assigned(**row) for row in rows_of(ledger, "SELECT * FROM assignment ORDER BY rowid")
    }


def add_issue(ledger: Ledger, run: Run, issue: Issue) -> None:
    ledger.db.execute(
        "INSERT INTO issue VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(issue.project, issue.number, issue.kind, run.id, issue.at, issue.name, issue.department),
            *(issue.file, issue.sha256, issue.fingerprint),
            to_json({key: value for key, value in issue.values.items() if value is not None}),
            to_json(
                {
                    "typed": dict(issue.typed),
                    "explanations": dict(issue.explanations),
                    "asked": dict(issue.asked),
                }
            ),
        ),
    )


def issues(ledger: Ledger, project: str | None = None) -> dict[str, list[Issue]]:
    """Project -> its issues, oldest first."""
    found: dict[str, list[Issue]] = defaultdict(list)
    where, values = ("WHERE project = ?", (project,)) if project is not None else ("", ())
    for row in rows_of(ledger, f"SELECT * FROM issue {where} ORDER BY project, number", values):  # noqa: S608
        beside = _beside(row.pop("beside"))
        row["values"] = Later(_Parsed(row["values"]).all)
        found[row["project"]].append(Issue(**row, **beside))
    return dict(found)


class _Parsed:
    """JSON that is parsed when somebody asks what is in it: of most issues nobody does."""

    __slots__ = ("_found", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, Any] | None = None

    def all(self) -> dict[str, Any]:
        if self._found is None:
            self._found = from_json(self._text)
        return self._found


@lru_cache(maxsize=256)
def _beside(text: str) -> Mapping[str, Any]:
    """What goes with an issue beside its values; nothing, with most."""
    return from_json(text)
