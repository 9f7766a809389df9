"""Explanations: typed beside a query, they hold for later submissions while what they explain stays.

What somebody typed stays a department's word: nothing is made up, nothing is lost. An explanation of other
values has lapsed until it is written anew; one without its finding is kept as idle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xltool.campaign.desk import Desk
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.explanations import (
    Explained,
    ExplainedState,
    Judgement,
    JudgementKind,
    add_judgement,
    explanations_of,
    judgements,
    put_explanations,
)
from xltool.campaign.ledger.issues import Issue, issues
from xltool.campaign.ledger.submissions import Submission, sheet_findings, submissions, texts_of
from xltool.errors import CannotWork
from xltool.finding import Finding
from xltool.text import Text

__all__ = ["Heard", "decide", "explained", "refresh", "tell"]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one submission brought: its findings, and what was typed beside them."""

    submission: str
    findings: Sequence[Finding]
    typed: Mapping[str, str]  # rule -> text
    issue: int = 1
    given: Mapping[str, str] | None = None  # what its workbook was handed out with; None: nobody knows
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # queries of comparisons, as far as a workbook given back told them: rule -> field -> text now


def explained(project: str, heard: Iterable[Heard], judgements: Iterable[Judgement] = ()) -> list[Explained]:
    """What holds for every submission of a project, in the order in which they count."""
    decided = list(judgements)
    last: dict[str, Explained] = {}
    came: dict[str, int] = {}  # rule -> of the workbook that the last one came in
    found: list[Explained] = []
    for one in heard:
        queries = dict(one.asked)
        queries |= {finding.id: _values(finding) for finding in one.findings if finding.severity == "query"}
        rules = dict.fromkeys((*queries, *(rule for rule, text in one.typed.items() if text.strip())))
        for rule in rules:
            before, text = last.get(rule), one.typed.get(rule, "").strip()
            if not text and (before is None or (before.state == "idle" and not before.values)):
                continue
            kept = not text or (before is not None and before.text == text)
            if text and one.issue > came.get(rule, one.issue) and one.given is not None:
                kept = kept and bool(one.given.get(rule))  # the cell went out blank: it was written anew
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
            judged = next((each for each in reversed(decided) if each.is_about(new)), None)
            if judged is not None and new.state == "given":
                new = replace(new, state=_STATES[judged.kind], reason=judged.reason)
            last[rule], came[rule] = new, one.issue
            found.append(new)
    return found


_STATES: Mapping[JudgementKind, ExplainedState] = {
    "accept": "accepted",
    "refuse": "refused",
    "reopen": "given",
}


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


def decide(
    desk: Desk,
    run: Run,
    kind: JudgementKind,
    submission: Submission,
    rule: str,
    reason: str = "",
    *,
    source: Mapping[str, str | None] | None = None,
) -> Explained:
    """Accept or refuse the explanation that holds for a submission; inside ``writing`` only.

    Who and when are the run's; ``source`` says in the trail where it was read: ``file``, and what else there
    is to say. Raises CannotWork where there is none to decide about: none was given, it has lapsed with its
    values, or there is no finding that it explains.
    """
    said = {one.rule: one for one in explanations_of(desk.ledger, submission.id)}.get(rule)
    if said is None or said.state in ("lapsed", "idle"):
        raise CannotWork(_NOTHING.format(project=submission.project, rule=rule))
    add_judgement(desk.ledger, run, kind, said, reason.strip())
    what = _EVENTS[kind]
    told, source = reason.strip(), source or {}
    desk.ledger.event(
        run,
        what,
        project=said.project,
        submission=submission.id,
        file=source.get("file"),
        detail={"rule": rule, "text": said.text, "ja": told, "en": told, **source},
    )
    refresh(desk, [said.project])
    return next(one for one in explanations_of(desk.ledger, submission.id) if one.rule == rule)


_EVENTS: Mapping[JudgementKind, str] = {
    "accept": "explanation_accepted",
    "refuse": "explanation_refused",
    "reopen": "explanation_reopened",
}
_NOTHING = Text(
    "事業 {project} の {rule} には、判断できる説明がありません（未記入か、その後に値が変わっています）。"
    "xltool history {project} で経過を確かめてください。",
    "There is no explanation of {rule} for {project} to decide about: none was given, or the values have "
    "changed since. See xltool history {project}.",
)


def refresh(
    desk: Desk, projects: Iterable[str], typed: Mapping[str, Mapping[str, str]] | None = None
) -> list[Explained]:
    """Bring the explanations of some projects up to date; inside ``writing`` only. Returns what is new.

    ``typed``: of submissions, what is known to be typed beside the rules, so that it is not looked up.
    """
    fresh: list[Explained] = []
    wanted = list(projects)
    every = submissions(desk.ledger, wanted)
    for project in wanted:
        given = issues(desk.ledger, project).get(project, ())
        received = every.get(project, ())
        # as they count: of what came in at once, whatever its files are called, the lower number is older
        some = sorted(received, key=lambda one: (one.run, one.issue))
        before = {
            (one.submission, one.rule): one for each in some for one in explanations_of(desk.ledger, each.id)
        }
        new = explained(
            project,
            [_heard(desk, one, given, (typed or {}).get(one.id)) for one in some],
            judgements(desk.ledger, project),
        )
        put_explanations(desk.ledger, project, new)
        fresh += (one for one in new if (one.submission, one.rule) not in before)
    return fresh


def tell(desk: Desk, run: Run, some: Iterable[Explained]) -> None:
    """Add what was explained, and what has lapsed, to the trail; inside ``writing`` only."""
    for one in some:
        what = {"lapsed": "lapsed", "idle": "idle"}.get(one.state)
        if what is None and one.origin == "typed":
            what = "explained"
        if what is not None:
            detail = {"rule": one.rule, "text": one.text}
            desk.ledger.event(run, what, project=one.project, submission=one.submission, detail=detail)


def _heard(
    desk: Desk, one: Submission, given: Sequence[Issue], typed: Mapping[str, str] | None = None
) -> Heard:
    before = [issue for issue in given if issue.number <= one.issue]
    fields = {rule: keys for issue in before for rule, keys in issue.asked.items()}
    raw: Mapping[str, str] = {}
    if fields or typed is None:
        raw, typed = texts_of(desk.ledger, one.id)
    asked = {rule: {key: raw.get(key, "") for key in keys} for rule, keys in fields.items()}
    return Heard(
        submission=one.id,
        findings=sheet_findings(desk.ledger, one),
        typed=typed,
        issue=one.issue,
        given=next((issue.explanations for issue in given if issue.number == one.issue), None),
        asked=asked,
    )
