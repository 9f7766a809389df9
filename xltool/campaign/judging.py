"""Sheets under the rules in force: what comes in, and what is there when the rules change."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from xltool.book import Record
from xltool.campaign.desk import Desk
from xltool.campaign.explaining import refresh, tell
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.rows import add_findings, record_of, submissions
from xltool.campaign.settings import print_of, settings_of
from xltool.campaign.status import cases
from xltool.finding import Finding
from xltool.report.master.tally import owners
from xltool.rules import Settings, judge

__all__ = ["in_force", "judged", "rejudge"]

_BLOCK = 200  # sheets that are judged together


def in_force(desk: Desk) -> Settings:
    """The rules of this campaign, knowing which sheets are accepted and since when."""
    accepted = {
        case.project: datetime.datetime.fromisoformat(current.received_at).date()
        for case in cases(desk)
        if (current := case.folded.current) is not None and current.clean
    }
    return settings_of(desk.config, desk.roster, accepted)


def judged(records: Sequence[Record], settings: Settings) -> list[list[Finding]]:
    """The findings of each record."""
    findings = judge(records, settings=settings)
    found: list[list[Finding]] = [[] for _ in records]
    for finding, at in zip(findings, owners(records, findings), strict=True):
        if at is None:
            at = next(i for i, record in enumerate(records) if record.file == finding.file)  # noqa: PLW2901
        found[at].append(finding)
    return found


def rejudge(desk: Desk, run: Run) -> int:
    """Judge again every submission that other rules were in force for; how many those were."""
    settings = in_force(desk)
    now = print_of(desk.config, settings)
    query = "SELECT submission.id FROM submission JOIN sheet USING (id) WHERE sheet.judged <> ?"
    stale = {row[0] for row in desk.ledger.db.execute(query, (now,))}
    every = [one for some in submissions(desk.ledger).values() for one in some if one.id in stale]
    for start in range(0, len(every), _BLOCK):
        block = every[start : start + _BLOCK]
        records = [record_of(desk.ledger, one.id, desk.library, file=one.id) for one in block]
        with desk.ledger.writing():
            for one, findings in zip(block, judged(records, settings), strict=True):
                add_findings(desk.ledger, one.id, findings)
                desk.ledger.db.execute("UPDATE sheet SET judged = ? WHERE id = ?", (now, one.id))
            tell(desk, run, refresh(desk, dict.fromkeys(one.project for one in block)))
    if stale:
        with desk.ledger.writing():
            desk.ledger.event(run, "rejudged", detail={"submissions": len(stale)})
    return len(stale)
