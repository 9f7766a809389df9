"""``check`` without paths: the current submissions under the rules in force, compared with each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xltool.api.records import read
from xltool.book import Record
from xltool.campaign.config import CONFIG
from xltool.campaign.desk import Desk
from xltool.campaign.judging import in_force
from xltool.campaign.last_records import Current, current_records, records_at
from xltool.campaign.ledger.explanations import Explained, explanations_of, with_explanation
from xltool.campaign.ledger.ledger import FILE
from xltool.campaign.model import Config
from xltool.campaign.ruling import wanted_back
from xltool.campaign.status import cases
from xltool.finding import Finding
from xltool.report.master.tally import owners
from xltool.rules import Judged, judge_blocks

__all__ = ["check", "compared", "previous_records"]

_TOGETHER = 400  # sheets that are judged together: a rule takes as long for one as for a hundred


def check(desk: Desk, phase: Judged = "submission") -> tuple[Finding, ...]:
    """Findings with the explanations that hold; withdrawn projects are left out."""
    return compared(desk, previous_records(desk.config), phase)


def compared(
    desk: Desk,
    previous: Mapping[str, Record] | None,
    phase: Judged = "submission",
) -> tuple[Finding, ...]:
    """The same, last year's records being read already: that takes longer than all the rest."""
    current: list[Current] = []
    back: list[Finding] = []
    for case in cases(desk):
        if case.folded.current is not None and not case.withdrawn:
            current.append((case.folded.current, case.edits))
            back += filter(None, [wanted_back(case)])
    records, findings = judge_blocks(
        (records_at(desk, current[at : at + _TOGETHER]) for at in range(0, len(current), _TOGETHER)),
        lambda i: records_at(desk, current[i : i + 1])[0],
        previous=previous,
        phase=phase,
        settings=in_force(desk),
    )
    said: list[Mapping[str, Explained]] = [
        {each.rule: each for each in explanations_of(desk.ledger, one.id)} for one, _ in current
    ]
    told = [
        finding if at is None else with_explanation(finding, said[at].get(finding.id))
        for finding, at in zip(findings, owners(records, findings), strict=True)
    ]
    return (*told, *back) if phase != "committee" else tuple(told)


def previous_records(config: Config) -> Mapping[str, Record] | None:
    """Last year's records by project; None where ``previous:`` leads to no workbooks."""
    path = config.previous
    if path is None or not path.exists() or path.suffix.lower() == ".json":
        return None
    found = current_records(path) if _is_campaign(path) else read(path).records
    wanted = (config.form.id, config.year - 1)
    return {one.project: one for one in found if one.project and (one.form, one.year) == wanted}


def _is_campaign(path: Path) -> bool:
    return (path / CONFIG).is_file() and (path / ".xltool" / FILE).is_file()
