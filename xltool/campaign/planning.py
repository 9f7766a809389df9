"""What ``distribute`` will do about every assignment, before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from xltool.campaign.desk import Desk
from xltool.campaign.diff import same
from xltool.campaign.ledger.issues import Issue
from xltool.campaign.ledger.ledger import to_json
from xltool.campaign.ledger.submissions import record_of
from xltool.campaign.model import Roster, RosterRow
from xltool.campaign.overlay import known_values, overlaid
from xltool.campaign.status import Case, cases
from xltool.errors import CannotWork
from xltool.form import Value
from xltool.form.source import hint
from xltool.standing import Action, ActionKind
from xltool.text import Text

__all__ = ["Planned", "Prefill", "known_words", "plan"]

Prefill = Callable[[RosterRow], tuple[Mapping[str, Value], Sequence[Text]]]
_LABELS = 3  # fields that are named
_ANSWERED = frozenset({"errors", "queries", "accepted", "not_applicable"})


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One assignment: what happens to it, and what its sheet would be issued with."""

    action: Action
    fingerprint: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    issues: Sequence[Issue] = ()  # so far
    remarks: tuple[Text, ...] = ()

    @property
    def before(self) -> Issue | None:
        """The newest one so far."""
        return self.issues[-1] if self.issues else None

    @property
    def goes_out(self) -> bool:
        return self.action.action in ("issued", "reissued")


def plan(
    desk: Desk, prefill: Prefill, *, only: Collection[str] = (), force: bool = False
) -> tuple[Planned, ...]:
    """In roster order, withdrawn ones last. ``only``: project numbers and departments.

    Raises CannotWork where one of ``only`` is neither.
    """
    known_words(desk.roster, only)
    base = _form_print(desk)
    rows = desk.roster.by_project
    return tuple(
        _gone(case, only)
        if case.withdrawn
        else _one(desk, case, rows[case.project], prefill, base, only, force)
        for case in cases(desk)
    )


def _one(
    desk: Desk,
    case: Case,
    row: RosterRow,
    prefill: Prefill,
    base: str,
    only: Collection[str],
    force: bool,
) -> Planned:
    before = case.issues[-1] if case.issues else None
    if only and row.project not in only and row.department not in only:
        action = _action(row, "skipped", issue=before.number if before else None)
        return Planned(action=action, issues=case.issues)
    values, remarks = prefill(row)
    fingerprint = hashlib.sha256(f"{base}\n{to_json(dict(values))}".encode()).hexdigest()
    number = max(before.number if before else 0, case.folded.answered) + 1
    kind, reason = _verdict(desk, case, row, values, fingerprint, force)
    explanations: Mapping[str, str] = {}
    goes = kind in ("issued", "reissued")
    if goes:  # the committee's values come along; they alone are no reason to issue anew
        values = {**values, **known_values(desk.roster.edition, case.edits)}
    if kind == "reissued" and case.folded.current is not None and not case.folded.current.untouched:
        values, explanations = _with_answers(desk, case, values)
        reason = Text(f"{reason.ja}（提出済みの内容を記入済み）", f"{reason.en} (with what was submitted)")
    return Planned(
        action=_action(row, kind, issue=number if goes else number - 1, reason=reason),
        fingerprint=fingerprint,
        values=values,
        explanations=explanations,
        issues=case.issues,
        remarks=tuple(remarks) if goes else (),
    )


def _verdict(
    desk: Desk, case: Case, row: RosterRow, values: Mapping[str, Value], print_: str, force: bool
) -> tuple[ActionKind, Text]:
    before = case.issues[-1] if case.issues else None
    answered = case.state in _ANSWERED
    if before is None:
        if answered and not force:
            return "answered", _ANSWERED_TEXT
        return "issued", Text("初めての配布", "first issue")
    if not force and _unchanged(before, values, print_):
        return "unchanged", Text("前回の配布から変わりなし", "nothing changed")
    moved = row.department != before.department
    if answered and not force and not (moved and case.state in ("errors", "queries")):
        return "answered", _ANSWERED_TEXT
    if moved:
        why = Text(f"担当部署の変更（{before.department} から）", f"moved here from {before.department}")
    elif _unchanged(before, values, print_):
        why = Text("指定により再発行", "on request")
    else:
        why = _differing(desk, case, before, values)
    return "reissued", why


def _differing(desk: Desk, case: Case, before: Issue, values: Mapping[str, Value]) -> Text:
    """What the office says otherwise now; of what the department has typed over nothing can be told."""
    edition = desk.roster.edition
    labels = [
        edition.label(edition.form.fields[key])
        for key, value in values.items()
        if not same(value, before.values.get(key))
        and (edition.form.fields[key].locked or case.folded.current is None)
    ]
    if not labels:
        return Text(
            "様式・パラメータ・参照シートなどの変更", "the form, its parameters or reference sheets changed"
        )
    shown, more = labels[:_LABELS], len(labels) - _LABELS
    return Text(
        f"配布内容の変更（{'、'.join(shown)}{f' ほか {more} 項目' if more > 0 else ''}）",
        f"changed: {', '.join(shown)}{f' and {more} more' if more > 0 else ''}",
    )


_ANSWERED_TEXT = Text(
    "配布内容が変わりましたが、提出済みのため再発行しません（--force で再発行）",
    "something changed, but it was submitted already; --force issues it anew",
)


def _unchanged(before: Issue, values: Mapping[str, Value], print_: str) -> bool:
    """Of what was found in the outbox after the ledger was lost only the values are known."""
    if before.fingerprint:
        return before.fingerprint == print_
    return all(same(value, before.values.get(key)) for key, value in values.items())


def _with_answers(
    desk: Desk, case: Case, values: Mapping[str, Value]
) -> tuple[Mapping[str, Value], Mapping[str, str]]:
    """What the department has filled in so far, under what the office says now."""
    current = case.folded.current
    assert current is not None
    record = overlaid(record_of(desk.ledger, current.id, desk.library, file=current.file), case.edits)
    fields = desk.roster.edition.form.fields
    typed = {
        key: value
        for key, value in record.values.items()
        if key in fields and not fields[key].locked and value is not None
    }
    locked = {key: value for key, value in values.items() if fields[key].locked}
    return {**values, **typed, **locked}, record.explanations


def _form_print(desk: Desk) -> str:
    """What every sheet depends on: the form, its parameters, the reference sheets of its lists.

    Not the campaign's rules: nobody gets a workbook anew because the office has added one.
    """
    edition = desk.roster.edition
    tables = {name: [one.columns, one.rows] for name, one in edition.reference.items()}
    said = [edition.form.digest, edition.year, desk.config.campaign, dict(edition.parameters), tables]
    return hashlib.sha256(to_json(said).encode("utf-8")).hexdigest()


def _action(row: RosterRow, kind: ActionKind, *, issue: int | None, reason: Text | None = None) -> Action:
    return Action(
        project=row.project,
        name=row.name,
        department=row.department,
        action=kind,
        issue=issue or None,
        reason=reason,
    )


def _gone(case: Case, only: Collection[str]) -> Planned:
    named = not only or case.project in only or case.department in only
    return Planned(
        action=Action(
            project=case.project,
            name=case.name,
            department=case.department,
            action="withdrawn" if named else "skipped",
            issue=case.issues[-1].number if case.issues else None,
            reason=Text("対象事業一覧から外れています", "no longer on the roster") if named else None,
        ),
        issues=case.issues,
    )


def known_words(roster: Roster, only: Collection[str]) -> None:
    """Raises CannotWork where one of ``only`` is neither a project nor a department of the roster."""
    known = {*roster.by_project, *(row.department for row in roster.rows)}
    for one in only:
        if one not in known:
            text = Text(
                "--only {one} に当たる事業番号・部署は対象事業一覧にありません。{hint}",
                "--only {one} is neither a project nor a department of the roster. {hint}",
            )
            see = Text("対象事業一覧を確かめてください。", "See the roster.")
            raise CannotWork(text.format(one=one, hint=hint(one, known, see)))
