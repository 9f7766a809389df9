"""``return`` (差戻し): what has errors or open queries goes back, healed, with its findings in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from xltool.book import Assignment, Record
from xltool.book.giveback import give_back as stamped
from xltool.campaign.checking import check
from xltool.campaign.desk import Access, Desk, at_work, looking
from xltool.campaign.issuing import Progress, hand_out, handing, pressing
from xltool.campaign.last_records import current_records
from xltool.campaign.lastyear import LastYear, last_year
from xltool.campaign.ledger.explanations import Explained, explanations_of, said_of
from xltool.campaign.ledger.submissions import findings_of, record_of
from xltool.campaign.letters import LetterProject, check_letters, letter_findings
from xltool.campaign.model import Config, Roster
from xltool.campaign.overlay import known_values, overlaid
from xltool.campaign.placing import Job, Outgoing, packed
from xltool.campaign.planning import known_words
from xltool.campaign.prefill import prefilled
from xltool.campaign.ruling import WANTED_BACK, titles_with, wanted_back
from xltool.campaign.status import Case, cases, standing
from xltool.campaign.sync import sync
from xltool.finding import Finding, rank
from xltool.rules import HEALS
from xltool.standing import Action, ActionKind, Distribution
from xltool.text import Text

__all__ = ["give_back"]


@dataclass(frozen=True, kw_only=True)
class _Planned:
    """One assignment that may go back."""

    case: Case
    action: ActionKind
    reason: Text


def give_back(  # noqa: PLR0913 - options by keyword
    config: Config,
    roster: Roster,
    *,
    only: Collection[str] = (),
    force: bool = False,
    dry_run: bool = False,
    access: Access | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Distribution:
    """Write a fresh workbook with the sender's values and its findings for whatever has to be corrected.

    ``only``: project numbers and departments; ``force``: also what was given back already, and accepted
    sheets that a comparison with others raises a query about; ``jobs``: as for ``distribute``.
    """
    check_letters(config)
    last = last_year(config, current_records)
    known_words(roster, only)
    if dry_run:
        with looking(config, roster) as desk:
            planned, _ = _plan(desk, only, force=force)
            return _result(planned, {}, dry_run=True)
    with (
        at_work(config, roster, "return", access) as (desk, run),
        pressing(config.returned, jobs) as press,
        handing(config.returned, press),
    ):
        with desk.ledger.writing():
            sync(desk, run)
        planned, across = _plan(desk, only, force=force)
        job = _job(desk, [one.case for one in planned if one.action == "given_back"], across, last)
        done = hand_out(desk, run, job, press, progress)
        result = _result(planned, done.where, dry_run=False)
        return replace(result, files=done.files, remarks=(*result.remarks, *done.remarks))


def _plan(
    desk: Desk, only: Collection[str], *, force: bool
) -> tuple[list[_Planned], Mapping[str, Sequence[Finding]]]:
    """What happens to every assignment that has something open, and what comparisons say, by project."""
    across: dict[str, list[Finding]] = {}
    for finding in check(desk):
        compared = finding.id.startswith("XL4") and finding.severity != "note"
        if compared and finding.project and finding.file:
            across.setdefault(finding.project, []).append(finding)
    planned = []
    for case in cases(desk):
        if only and case.project not in only and case.department not in only:
            continue
        verdict = _verdict(case, across.get(case.project, ()), force=force)
        if verdict is not None:
            planned.append(_Planned(case=case, action=verdict[0], reason=verdict[1]))
    return planned, across


def _verdict(  # noqa: PLR0911 - one per reason
    case: Case, across: Sequence[Finding], *, force: bool
) -> tuple[ActionKind, Text] | None:
    current, state = case.folded.current, case.state
    if case.folded.conflict and state not in ("accepted", "withdrawn"):
        return "undecided", _UNDECIDED
    if current is None or state in ("withdrawn", "not_applicable"):
        return None
    wanted = case.ruling == "give_back"
    if (state == "untouched" and not wanted) or case.ruling == "accept":
        return None
    if current.free and not wanted:
        asked = force and any(not one.explanation for one in across)
        return ("given_back", _COMPARED) if asked and state == "accepted" else None
    if state == "given_back" and not force:
        return "waiting", _WAITING
    if state == "sent" and not force:
        return None  # issued anew since
    if wanted:
        return "given_back", _WANTED.format(reason=case.ruling_reason) if case.wanted_back else _DECIDED
    errors, queries = current.errors, current.queries - current.explained
    return "given_back", _OPEN.format(errors=errors, queries=queries)


_UNDECIDED = Text(
    "内容の違うファイルが届いています。collect --take で選ぶと差し戻せます",
    "two different files came in; choose one with collect --take",
)
_WAITING = Text("差し戻したものがまだ戻っていません", "given back before and not returned yet")
_COMPARED = Text("ほかの事業との比較で確認事項があります", "a comparison with other projects raises a query")
_WANTED = Text("差戻しの決定：{reason}", "to be given back: {reason}")
_DECIDED = Text("差戻しの決定", "to be given back, as decided")
_OPEN = Text("エラー {errors} 件、確認 {queries} 件", "{errors} error(s), {queries} open query(ies)")


def _job(
    desk: Desk, some: Sequence[Case], across: Mapping[str, Sequence[Finding]], last: LastYear | None
) -> Job:
    going = [_outgoing(desk, case, across.get(case.project, ()), last) for case in some]
    folder = desk.config.returned
    books = packed(desk, folder, going)
    return Job(kind="return", folder=folder, note="return_note", mail="return_mail", books=books)


def _outgoing(desk: Desk, case: Case, across: Sequence[Finding], last: LastYear | None) -> Outgoing:
    current = case.folded.current
    assert current is not None
    record = overlaid(record_of(desk.ledger, current.id, desk.library, file=current.file), case.edits)
    said = {one.rule: one for one in explanations_of(desk.ledger, current.id)}
    back = [one for one in (wanted_back(case),) if one is not None]
    found = (*back, *findings_of(desk.ledger, current), *across)
    findings = sorted(found, key=lambda one: rank(one.severity))
    number = max(case.issues[-1].number if case.issues else 0, case.folded.answered) + 1
    today = desk.ledger.clock().date()
    letter = LetterProject.of(standing(case, today), findings=letter_findings(findings, desk.config.lang))
    return Outgoing(
        project=case.project,
        name=case.name,
        department=case.department,
        number=number,
        fingerprint=case.issues[-1].fingerprint if case.issues else "",
        sheet=_sheet(desk, case, record, findings, said, last),
        letter=replace(letter, issue=number),
        asked={
            one.id: [place.field for place in one.own_places if place.field]
            for one in across
            if one.severity == "query"
        },
    )


def _sheet(
    desk: Desk,
    case: Case,
    record: Record,
    findings: Sequence[Finding],
    said: Mapping[str, Explained],
    last: LastYear | None,
) -> Assignment:
    """What is stamped: locked cells as the office says now, the rest as the department wrote it."""
    edition = desk.drawn
    known = {**record.issued, **(case.issues[-1].values if case.issues else {})}
    fields = edition.form.fields
    now, _ = prefilled(desk.roster, desk.roster.by_project[case.project], last)
    known.update({key: value for key, value in now.items() if fields[key].locked})
    known.update(known_values(edition, case.edits))
    about = {rule: told for rule, one in said.items() if (told := said_of(one)) is not None}
    texts = {**record.explanations, **{rule: one.text for rule, one in said.items()}}
    texts = {rule: text for rule, text in texts.items() if rule not in about}  # to be written anew
    if case.wanted_back:
        texts.pop(WANTED_BACK, None)  # what was answered the last time is no answer to this
    return stamped(
        replace(record, edition=edition, explanations=texts),
        findings,
        titles=titles_with(edition.form),
        heals=HEALS,
        issued=known,
        about=about,
    )


def _result(planned: Sequence[_Planned], where: Mapping[str, str], *, dry_run: bool) -> Distribution:
    return Distribution(
        kind="return",
        actions=tuple(
            Action(
                project=one.case.project,
                name=one.case.name,
                department=one.case.department,
                action=one.action,
                issue=_number(one) or None,
                file=where.get(one.case.project),
                reason=one.reason,
            )
            for one in planned
        ),
        files=(),
        dry_run=dry_run,
    )


def _number(one: _Planned) -> int:
    newest = one.case.issues[-1].number if one.case.issues else 0
    return max(newest, one.case.folded.answered) + 1 if one.action == "given_back" else newest
