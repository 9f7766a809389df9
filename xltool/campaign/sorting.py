"""The second half of collect: what every sheet counts for. All in one transaction, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from xltool.book import Unread
from xltool.campaign.desk import Desk
from xltool.campaign.explaining import refresh, tell
from xltool.campaign.facts import Facts, facts_of
from xltool.campaign.gathering import Seen
from xltool.campaign.identity import check_code
from xltool.campaign.lapsing import tell_lapsed
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.explanations import Explained, explained_projects
from xltool.campaign.ledger.issues import Issue
from xltool.campaign.ledger.submissions import (
    Sheet,
    Submission,
    add_submission,
    own_record_of,
    sheets_of,
    submissions,
)
from xltool.campaign.outcomes import Table, settled
from xltool.campaign.reasons import REASONS
from xltool.campaign.sync import sync
from xltool.form.source import nearest
from xltool.standing import Collected, Outcome
from xltool.text import Text

__all__ = ["sort"]

_FOREIGN = frozenset({"no_form_sheet", "unknown_form", "other_form"})


def sort(
    desk: Desk,
    run: Run,
    seen: Sequence[Seen],
    issued: Mapping[str, Sequence[Issue]],
    decide: Callable[[], None],
) -> tuple[Collected, ...]:
    """Say of every file what it is; what counts becomes a submission. ``issued``: project -> its issues.

    ``decide`` is called once all have come in, so that what was just received can be decided about.
    """
    with desk.ledger.writing():
        sync(desk, run)
        table = Table(
            desk=desk,
            run=run,
            issued=issued,
            received=defaultdict(list, submissions(desk.ledger)),
        )
        sheets = sheets_of(desk.ledger, (file.sha256 for file in seen if file.sha256))
        found = [one for file in seen for one in _file(table, file, sheets.get(file.sha256 or "", ()))]
        said = _hear(table)
        decide()
        result = tuple(settled(table, found))
        _trail(table, result)
        tell(desk, run, said)
    return result


# -- one file -----------------------------------------------------------------------------------------------


def _file(table: Table, seen: Seen, sheets: Sequence[Sheet]) -> list[Collected]:
    if seen.skipped is not None:
        return [Collected(file=seen.name, sheet=None, outcome="ignored", reason=seen.skipped)]
    return [*(_sheet(table, seen, one) for one in sheets), *(_unread(seen, one) for one in seen.unread)]


def _unread(seen: Seen, one: Unread) -> Collected:
    outcome: Outcome = (
        "locked" if one.reason == "locked" else "foreign" if one.reason in _FOREIGN else "unreadable"
    )
    return Collected(file=seen.name, sheet=one.sheet, outcome=outcome, reason=one.text)


def _sheet(table: Table, seen: Seen, sheet: Sheet) -> Collected:
    said = partial(Collected, file=seen.name, sheet=sheet.sheet, project=sheet.project)
    if sheet.id in table.first:
        reason = REASONS["same_file"].format(file=table.first[sheet.id])
        return said(outcome="duplicate", submission=_known(table, sheet), reason=reason)
    table.first[sheet.id] = seen.name
    if _known(table, sheet) is not None:
        return said(outcome="unchanged", submission=sheet.id)
    foreign = _foreign(table.desk, sheet)
    if foreign is not None:
        return said(outcome="foreign", reason=foreign)
    assert sheet.project is not None
    facts = seen.facts.get(sheet.sheet)
    if facts is None:  # it has been in the ledger for longer
        record = own_record_of(table.desk.ledger, sheet.id, table.desk.library, file=seen.name)
        facts = facts_of(record, table.issued)
    foreign = _mixed_up(table, sheet, facts)
    if foreign is not None:
        return said(outcome="foreign", reason=foreign)
    twin = _twin(table, sheet)
    if twin is not None:
        reason = REASONS["same_values"].format(file=twin.file, when=twin.received_at[:10])
        return said(outcome="duplicate", submission=twin.id, reason=reason)
    _receive(table, seen, sheet, facts)
    return said(outcome="new", submission=sheet.id)


def _known(table: Table, sheet: Sheet) -> str | None:
    return next((one.id for one in table.received.get(sheet.project or "", ()) if one.id == sheet.id), None)


def _foreign(desk: Desk, sheet: Sheet) -> Text | None:
    """Why a sheet is not of this round."""
    config, edition = desk.config, desk.roster.edition
    if sheet.year != config.year:
        return REASONS["year"].format(
            actual=edition.year_label(sheet.year), expected=edition.year_label(config.year)
        )
    if sheet.campaign is not None and sheet.campaign != config.campaign:
        return REASONS["campaign"].format(actual=sheet.campaign, expected=config.campaign)
    if not sheet.project:
        return REASONS["no_project"]
    known = desk.roster.by_project
    if sheet.project in known:
        return None
    gone = desk.ledger.db.execute("SELECT 1 FROM assignment WHERE project = ?", (sheet.project,)).fetchone()
    if gone is not None:
        return None  # withdrawn: kept
    padded = next((one for one in known if one.lstrip("0") == sheet.project.lstrip("0")), None)
    close = padded or nearest(sheet.project, known)
    hint: Text | str = REASONS["near"].format(close=close) if close else ""
    return REASONS["not_on_roster"].format(project=sheet.project, hint=hint, roster=config.roster.name)


def _mixed_up(table: Table, sheet: Sheet, facts: Facts) -> Text | None:
    """Why it cannot be told whose sheet it is."""
    config = table.desk.config
    typed = facts.typed
    if isinstance(typed, str) and typed != sheet.project and typed in table.desk.roster.by_project:
        return REASONS["other_number"].format(own=sheet.project, typed=typed)
    issue = sheet.issue or 1
    expected = check_code(config.campaign, sheet.form, sheet.year, sheet.project or "", issue)
    if sheet.campaign is not None and facts.check not in (None, expected):
        return REASONS["check"].format(project=sheet.project, issue=issue)
    return None


def _twin(table: Table, sheet: Sheet) -> Submission | None:
    """A submission that says the same, of the same issue."""
    fates = table.folded(sheet.project or "").fates
    for one in table.received.get(sheet.project or "", ()):
        alike = one.digest == sheet.digest and one.issue == (sheet.issue or 1)
        if alike and fates.get(one.id) != "set_aside":
            return one
    return None


def _receive(table: Table, seen: Seen, sheet: Sheet, facts: Facts) -> None:
    assert sheet.project is not None
    one = Submission(
        id=sheet.id,
        project=sheet.project,
        issue=sheet.issue or 1,
        run=table.run.id,
        received_at=table.run.at,
        file=seen.name,
        untouched=facts.untouched,
        nothing=facts.nothing,
        digest=sheet.digest,
        department=sheet.department,
    )
    add_submission(table.desk.ledger, table.run, one)
    table.received[sheet.project].append(one)  # what the rules said of it is looked up for all, see ``_hear``
    table.arrived[one.id] = facts.explanations


def _hear(table: Table) -> list[Explained]:
    """Which explanations hold for what has just arrived; the new ones are returned."""
    projects = [
        project for project, some in table.received.items() if any(one.id in table.arrived for one in some)
    ]
    explained = explained_projects(table.desk.ledger)
    speaking = [one for one in projects if one in explained or _says_something(table, one)]
    said = refresh(table.desk, speaking, table.arrived)
    tell_lapsed(table.desk, table.run, projects, table.arrived)
    table.received.update(submissions(table.desk.ledger, projects))
    return said


def _says_something(table: Table, project: str) -> bool:
    """Whether anything is typed beside the rules in what has just arrived."""
    arrived = (table.arrived.get(one.id, {}) for one in table.received[project])
    return any(text.strip() for texts in arrived for text in texts.values())


def _trail(table: Table, result: Sequence[Collected]) -> None:
    """Events of what is new; what is said on every run is written down once."""
    ledger = table.desk.ledger
    said = {
        tuple(row)
        for row in ledger.db.execute(
            "SELECT what, file, project, json_extract(detail, '$.sheet'), json_extract(detail, '$.ja')"
            " FROM event WHERE what IN ('foreign', 'unreadable', 'locked', 'duplicate')"
        )
    }
    for one in result:
        reason = one.reason or Text("", "")
        detail = {"sheet": one.sheet, "ja": reason.ja, "en": reason.en}
        if one.outcome in ("foreign", "unreadable", "locked", "duplicate"):
            if (one.outcome, one.file, one.project, one.sheet, reason.ja) in said:
                continue
        elif one.submission not in table.arrived or one.outcome in ("ignored", "unchanged"):
            continue
        what = "received" if one.outcome == "new" else one.outcome
        ledger.event(
            table.run, what, project=one.project, submission=one.submission, file=one.file, detail=detail
        )
