"""What was decided in the master workbook, as the ledger keeps it: one row per decision, none ever changed.

``status``: detail decision (accept, give_back, not_applicable, null: as the rules say) and reason; the row's
submission is the one that it is about. ``value``: field, old, new of a committee field. ``correct``: field,
old (the text as it was sent), new (null: the correction is taken back), candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from xltool.campaign.ledger.ledger import Ledger, Run, from_json, to_json

__all__ = ["CentralKind", "Decided", "add_decided", "decided_centrally"]

CentralKind = Literal["status", "value", "correct"]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decision."""

    id: int
    at: str
    who: str
    kind: CentralKind
    project: str
    submission: str | None
    detail: Mapping[str, Any]


def add_decided(
    ledger: Ledger,
    run: Run,
    kind: CentralKind,
    project: str,
    *,
    detail: Mapping[str, object],
    submission: str | None = None,
) -> None:
    """Inside ``writing`` only."""
    ledger.db.execute(
        "INSERT INTO decision (run, at, who, kind, project, submission, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (run.id, run.at, run.who, kind, project, submission, to_json(dict(detail))),
    )


def decided_centrally(ledger: Ledger, project: str | None = None) -> dict[str, list[Decided]]:
    """Project -> its decisions about status, committee fields and corrections, oldest first."""
    found: dict[str, list[Decided]] = defaultdict(list)
    query = (
        "SELECT id, at, who, kind, project, submission, detail FROM decision"
        " WHERE kind IN ('status', 'value', 'correct') AND (project = :p OR :p IS NULL) ORDER BY id"
    )
    for row in ledger.db.execute(query, {"p": project}):
        one = Decided(
            id=row[0],
            at=row[1],
            who=row[2],
            kind=row[3],
            project=row[4],
            submission=row[5],
            detail=from_json(row[6]),
        )
        found[one.project].append(one)
    return dict(found)
