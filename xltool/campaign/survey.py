"""What the cells of a master that may be edited hold now: in one pass over the current submissions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xltool.book import Record
from xltool.book.celltext import cell_value
from xltool.campaign.central import Edits
from xltool.campaign.desk import Desk
from xltool.campaign.last_records import BLOCK
from xltool.campaign.ledger.explanations import Explained, explanations_of
from xltool.campaign.ledger.submissions import records_of_sheets
from xltool.campaign.model import Roster, RosterRow
from xltool.campaign.status import Case, cases
from xltool.form import Edition, Field, Value
from xltool.report.master.matter import Candidate, Shown, Slot
from xltool.report.master.variants import Occurrence, Variants

__all__ = ["Survey", "committee_fields", "editable", "roster_values", "survey"]


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The campaign as a committee sees it."""

    cases: Mapping[str, Case]
    edits: Mapping[Slot, Shown]  # empty ones left out
    explanations: Mapping[str, tuple[Explained, ...]]  # project -> those of its current submission
    candidates: tuple[Candidate, ...]
    variants: Variants
    editions: tuple[Edition, ...]  # of the current submissions


def editable(desk: Desk) -> dict[Slot, Shown]:
    """What every cell of a master that may be edited holds now; empty ones are left out."""
    return dict(survey(desk).edits)


def survey(desk: Desk) -> Survey:
    """One pass, record by record."""
    every = {case.project: case for case in cases(desk)}
    edits: dict[Slot, Shown] = {}
    variants, editions = Variants(), dict[int, Edition]()
    fields = committee_fields(desk.roster.edition)
    for case, record in _sent(desk, list(every.values())):
        values = dict(case.edits.values)
        if record is not None:
            variants.add(record)
            editions.setdefault(id(record.edition), record.edition)
            values = {key: record.values.get(key) for key in fields} | values
        for key, value in values.items():
            if key in fields:
                edits[Slot("list", case.project, key)] = None if value is False else value
        edits[Slot("status", case.project, "decision")] = case.ruling
        edits[Slot("status", case.project, "reason")] = case.ruling_reason
    said = _explanations(desk, every.values())
    edits.update(_verdicts(said))
    found = variants.found(_known(desk))
    for one in found:
        edits[Slot("corrections", one.key, "replacement")] = _replacement(
            desk.roster.edition, variants.occurrences(one.key), every
        )
    return Survey(
        cases=every,
        edits={slot: value for slot, value in edits.items() if value not in (None, "")},
        explanations=said,
        candidates=found,
        variants=variants,
        editions=tuple(editions.values()),
    )


def committee_fields(edition: Edition) -> dict[str, Field]:
    """What the committee fills in."""
    fields = edition.form.fields.values()
    return {one.id: one for one in fields if one.owner == "committee" and one.formula is None}


def roster_values(roster: Roster, row: RosterRow) -> dict[str, Value]:
    """What the roster says of a project, field by field."""
    roles = roster.edition.form.identity
    own: dict[str | None, Value] = {roles.name: row.name, roles.department: row.department}
    return {**row.values, **{key: value for key, value in own.items() if key is not None}}


def _sent(desk: Desk, every: Sequence[Case]) -> Iterator[tuple[Case, Record | None]]:
    """Assignments with their current submissions as they were sent."""
    for at in range(0, len(every), BLOCK):
        block = every[at : at + BLOCK]
        counts = [case.folded.current if not case.withdrawn else None for case in block]
        sheets = ((one.id, one.file) for one in counts if one is not None)
        records = iter(records_of_sheets(desk.ledger, sheets, desk.library))
        for case, one in zip(block, counts, strict=True):
            yield case, None if one is None else next(records)


def _explanations(desk: Desk, every: Iterable[Case]) -> dict[str, tuple[Explained, ...]]:
    return {
        case.project: some
        for case in every
        if (current := case.folded.current) is not None
        and not case.withdrawn
        and (some := explanations_of(desk.ledger, current.id))
    }


def _verdicts(said: Mapping[str, Iterable[Explained]]) -> Iterator[tuple[Slot, Shown]]:
    words = {"accepted": "accept", "refused": "refuse"}
    for project, some in said.items():
        for one in some:
            key = f"{project}|{one.rule}"
            yield Slot("explanations", key, "verdict"), words.get(one.state)
            yield Slot("explanations", key, "reason"), one.reason


def _known(desk: Desk) -> dict[str, list[str]]:
    """Field -> the spellings of the roster."""
    found: dict[str, list[str]] = {}
    for row in desk.roster.rows:
        for key, value in roster_values(desk.roster, row).items():
            if isinstance(value, str):
                found.setdefault(key, []).append(value)
    return {key: list(dict.fromkeys(some)) for key, some in found.items()}


def _replacement(edition: Edition, met: Iterable[Occurrence], every: Mapping[str, Case]) -> Shown:
    """What all of a candidate's cells are corrected to; nothing where some are not, or not alike."""
    texts: set[Shown] = set()
    missed: set[str] = set()
    for one in met:
        if one.field not in edition.form.fields:  # of an older version of the form
            continue
        new = _corrected(every[one.project].edits, one)
        if new is None:
            missed.add(one.text)
        else:
            texts.add(cell_value(edition, edition.form.fields[one.field], new))
    (text,) = texts if len(texts) == 1 else (None,)
    return text if not missed - {text} else None


def _corrected(edits: Edits, one: Occurrence) -> Value:
    return edits.corrections.get((one.field, one.text))
