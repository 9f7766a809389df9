"""Explanations: typed beside a query, they hold for later submissions while what they explain stays.

What somebody typed stays a department's word: nothing is made up, nothing is lost. An explanation of other
values has lapsed until it is written anew; one without its finding is kept as idle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xltool.campaign.desk import Desk
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.explanations import Explained, ExplainedState, explanations_of, put_explanations
from xltool.campaign.ledger.rows import Submission, record_of, sheet_findings, submissions
from xltool.finding import Finding

__all__ = ["Heard", "Judgement", "explained", "refresh"]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one submission brought: its findings, and what was typed beside them."""

    submission: str
    findings: Sequence[Finding]
    typed: Mapping[str, str]  # rule -> text


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Somebody accepted or refused an explanation."""

    rule: str
    text: str
    state: ExplainedState  # accepted or refused


def explained(project: str, heard: Iterable[Heard], judgements: Iterable[Judgement] = ()) -> list[Explained]:
    """What holds for every submission of a project, in the order of their arrival."""
    decided = {(one.rule, one.text): one.state for one in judgements}
    last: dict[str, Explained] = {}
    found: list[Explained] = []
    for one in heard:
        queries = {finding.id: _values(finding) for finding in one.findings if finding.severity == "query"}
        rules = dict.fromkeys((*queries, *(rule for rule, text in one.typed.items() if text.strip())))
        for rule in rules:
            before, text = last.get(rule), one.typed.get(rule, "").strip()
            if not text and (before is None or (before.state == "idle" and not before.values)):
                continue
            kept = not text or (before is not None and before.text == text)
            values = queries.get(rule, before.values if kept and before else {})
            new = Explained(
                submission=one.submission,
                rule=rule,
                project=project,
                text=text or (before.text if before else ""),
                origin="typed" if text else "kept",
                state=_state(queries.get(rule), before if kept else None),
                values=before.values if kept and before and _was_said_of(before) else values,
            )
            state = decided.get((rule, new.text))
            if state is not None and new.state == "given":
                new = replace(new, state=state)
            last[rule] = new
            found.append(new)
    return found


def _state(values: Mapping[str, str] | None, before: Explained | None) -> ExplainedState:
    """``before`` is the same explanation in an earlier submission."""
    if values is None:
        return "idle"
    if before is not None and _was_said_of(before) and dict(before.values) != dict(values):
        return "lapsed"
    return "given"


def _was_said_of(one: Explained) -> bool:
    """Whether there was a finding once that it answered: what was typed before any explains the first."""
    return one.state != "idle" or bool(one.values)


def _values(finding: Finding) -> dict[str, str]:
    return {place.field or place.cell or "": place.value or "" for place in finding.places}


def refresh(desk: Desk, run: Run, projects: Iterable[str]) -> None:
    """Bring the explanations of some projects up to date; inside ``writing`` only."""
    for project in projects:
        some = submissions(desk.ledger, project).get(project, [])
        before = {
            (one.submission, one.rule): one for each in some for one in explanations_of(desk.ledger, each.id)
        }
        new = explained(project, [_heard(desk, one) for one in some], _judgements(desk, project))
        put_explanations(desk.ledger, project, new)
        for one in new:
            if (one.submission, one.rule) not in before:
                _tell(desk, run, one)


def _tell(desk: Desk, run: Run, one: Explained) -> None:
    what = {"lapsed": "lapsed", "idle": "idle"}.get(one.state)
    if what is None and one.origin == "typed":
        what = "explained"
    if what is not None:
        detail = {"rule": one.rule, "text": one.text}
        desk.ledger.event(run, what, project=one.project, submission=one.submission, detail=detail)


def _heard(desk: Desk, one: Submission) -> Heard:
    record = record_of(desk.ledger, one.id, desk.library, file=one.file)
    return Heard(
        submission=one.id, findings=sheet_findings(desk.ledger, one), typed=dict(record.explanations)
    )


def _judgements(desk: Desk, project: str) -> list[Judgement]:
    """Decisions of the master workbook."""
    query = (
        "SELECT kind, json_extract(detail, '$.rule'), json_extract(detail, '$.text') FROM decision"
        " WHERE project = ? AND kind IN ('accept', 'refuse', 'reopen') ORDER BY id"
    )
    states: dict[str, ExplainedState] = {"accept": "accepted", "refuse": "refused", "reopen": "given"}
    return [
        Judgement(rule=rule, text=text, state=states[kind])
        for kind, rule, text in desk.ledger.db.execute(query, (project,))
    ]
