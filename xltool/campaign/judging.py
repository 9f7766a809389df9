"""Sheets under the rules in force: what comes in, and what is there when the rules change."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from xltool.book import Record
from xltool.campaign.central import Edits, edits_of
from xltool.campaign.desk import Desk
from xltool.campaign.explaining import refresh, tell
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.contents import replace_findings
from xltool.campaign.ledger.submissions import records_of_sheets, submissions
from xltool.campaign.overlay import overlaid_all
from xltool.campaign.settings import print_of, settings_of
from xltool.campaign.status import cases
from xltool.finding import Finding
from xltool.report.master.tally import owners
from xltool.rules import Settings, judge

__all__ = ["in_force", "judged", "print_with", "rejudge"]

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


def print_with(rules: str, edits: Edits) -> str:
    """What the judgement of a sheet depends on beside what was sent: the rules, and what was decided."""
    return f"{rules}\n{edits.print}" if edits.print else rules


def rejudge(desk: Desk, run: Run) -> int:
    """Judge again every submission that other rules or other central edits were in force for; how many."""
    rules, edits = print_of(desk.config, settings_of(desk.config)), edits_of(desk.ledger)
    now = {project: print_with(rules, one) for project, one in edits.items()}
    query = "SELECT submission.id, submission.project, sheet.judged FROM submission JOIN sheet USING (id)"
    stale = {
        key for key, project, before in desk.ledger.db.execute(query) if before != now.get(project, rules)
    }
    if not stale:
        return 0
    settings = in_force(desk)
    every = [one for some in submissions(desk.ledger).values() for one in some if one.id in stale]
    for start in range(0, len(every), _BLOCK):
        block = every[start : start + _BLOCK]
        sheets = ((one.id, one.id) for one in block)
        records = overlaid_all(records_of_sheets(desk.ledger, sheets, desk.library), edits)
        with desk.ledger.writing():
            for one, findings in zip(block, judged(records, settings), strict=True):
                replace_findings(desk.ledger, one.id, findings)
                judged_by = now.get(one.project, rules)
                desk.ledger.db.execute("UPDATE sheet SET judged = ? WHERE id = ?", (judged_by, one.id))
            tell(desk, run, refresh(desk, dict.fromkeys(one.project for one in block)))
    with desk.ledger.writing():
        desk.ledger.event(run, "rejudged", detail={"submissions": len(stale)})
    return len(stale)
