"""Explanations accepted or refused in the master: the decision, as the ledger keeps it."""

from __future__ import annotations

from xltool.campaign.desk import Desk
from xltool.campaign.fold import fold
from xltool.campaign.ledger import Ledger, Run
from xltool.campaign.ledger.central import CentralKind, add_decided
from xltool.campaign.ledger.explanations import explanations_of
from xltool.campaign.ledger.rows import decisions, submissions

__all__ = ["judge_explanation", "verdict_reasons"]

_KINDS: dict[str | None, CentralKind] = {"accept": "accept", "refuse": "refuse", None: "reopen"}


def judge_explanation(
    desk: Desk, run: Run, project: str, rule: str, verdict: str | None, reason: str
) -> None:
    """Accept or refuse what the current submission says to a query (None: open again); in ``writing`` only.

    The decision is about the text: ``refresh`` tells what it means for every submission.
    """
    decided = decisions(desk.ledger, project).get(project, ())
    current = fold(submissions(desk.ledger, project).get(project, ()), decided).current
    if current is None:
        return
    for one in explanations_of(desk.ledger, current.id):
        if one.rule == rule:
            detail = {"rule": rule, "text": one.text, "values": dict(one.values), "reason": reason}
            add_decided(desk.ledger, run, _KINDS[verdict], project, detail=detail, submission=current.id)


def verdict_reasons(ledger: Ledger) -> dict[tuple[str, str, str], str]:
    """(project, rule, text) -> the reason given with the last verdict about it."""
    query = (
        "SELECT project, json_extract(detail, '$.rule'), json_extract(detail, '$.text'),"
        " json_extract(detail, '$.reason') FROM decision"
        " WHERE kind IN ('accept', 'refuse', 'reopen') ORDER BY id"
    )
    return {(row[0], row[1], row[2]): row[3] or "" for row in ledger.db.execute(query)}
