"""What departments answered to queries, as it holds for each submission."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from xltool.campaign.ledger.ledger import Ledger, to_json
from xltool.finding import Finding
from xltool.text import Text

__all__ = ["Explained", "ExplainedState", "explanations_of", "put_explanations", "with_explanation"]

ExplainedState = Literal["given", "accepted", "refused", "lapsed", "idle"]


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


def explanations_of(ledger: Ledger, submission: str) -> tuple[Explained, ...]:
    columns = 'submission, rule, project, text, origin, state, "values"'
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
        )
        for row in ledger.db.execute(query, (submission,))
    )


def put_explanations(ledger: Ledger, project: str, some: Iterable[Explained]) -> None:
    """Replace those of a project; inside ``writing`` only."""
    ledger.db.execute("DELETE FROM explanation WHERE project = ?", (project,))
    for one in some:
        ledger.db.execute(
            "INSERT INTO explanation VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                one.submission,
                one.rule,
                one.project,
                one.text,
                one.origin,
                one.state,
                to_json(dict(one.values)),
            ),
        )


def with_explanation(finding: Finding, said: Explained | None) -> Finding:
    """One that has lapsed explains nothing any more, and the message says so."""
    if said is None or said.state == "idle":
        return replace(finding, explanation=None)
    if said.state in ("given", "accepted"):
        return replace(finding, explanation=said.text)
    told = (LAPSED if said.state == "lapsed" else REFUSED).format(text=said.text)
    message = Text(f"{finding.message.ja}{told.ja}", f"{finding.message.en} {told.en}")
    return replace(finding, explanation=None, message=message)


LAPSED = Text(
    "（前回の説明「{text}」は、その後に値が変わったため無効になりました。）",
    "(The earlier explanation '{text}' no longer holds: the values have changed since.)",
)
REFUSED = Text("（説明「{text}」は認められませんでした。）", "(The explanation '{text}' was refused.)")
