"""A master that came back against the campaign: three ways, cell by cell. Nothing is written here.

As it was written, as it is in the campaign now, as it is in the file: what changed in the file only is taken;
what changed on both sides to different things is a conflict that nobody wins unless somebody says who.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from xltool.campaign.correcting import corrections
from xltool.campaign.desk import Desk
from xltool.campaign.diff import same
from xltool.campaign.masters import changed_since, declined, written_here
from xltool.campaign.slots import label_of, meaning, project_of, said, unknown
from xltool.campaign.status import Case
from xltool.campaign.survey import Survey
from xltool.errors import CannotWork
from xltool.form import Value
from xltool.report.master.applied import AppliedCell
from xltool.report.master.copy import Found, MasterCopy
from xltool.report.master.matter import Shown, Slot
from xltool.report.master.variants import Occurrence
from xltool.text import Text

__all__ = ["Compared", "Prefer", "Side", "compare"]

Side = Literal["master", "campaign"]
Prefer = Mapping[str, Side]  # field, sheet (list, status, explanations, corrections) or "*" -> who wins


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One cell that somebody changed, and what would be written down."""

    cell: AppliedCell
    value: Value = None  # as the ledger keeps it
    corrects: tuple[tuple[Occurrence, Value], ...] = ()  # of a replacement: cells, and their new value


def compare(desk: Desk, known: Survey, copy: MasterCopy, prefer: Prefer | None = None) -> list[Compared]:
    """Every cell that is not as it was written, in the file's order. Raises CannotWork for ``prefer``."""
    _check_prefer(desk, prefer or {})
    sides = _Sides(
        prefer=prefer or {},
        newer=changed_since(desk.ledger, copy.id),
        declined=declined(desk.ledger, copy.id),
    )
    if written_here(desk.ledger, copy.id) is None:
        copy = replace(copy, written=_as_if_new(known, copy))
    found = [
        one
        for slot, here in copy.here.items()
        if (one := _one(desk, known, copy, slot, here, sides)) is not None
    ]
    return _ruled(known, found)


def _as_if_new(known: Survey, copy: MasterCopy) -> dict[Slot, Shown]:
    """What a master of a lost ledger began with: nothing, where nobody has decided anything since."""
    return {slot: value if slot in known.edits else None for slot, value in copy.written.items()}


@dataclass(frozen=True, kw_only=True)
class _Sides:
    """What tells who wins where both have changed."""

    prefer: Prefer
    newer: frozenset[str]  # projects of which something came in since
    declined: frozenset[tuple[Slot, Shown]]  # turned down before

    def of(self, slot: Slot, here: Shown) -> Side | None:
        side = self.prefer.get(slot.column, self.prefer.get(slot.sheet, self.prefer.get("*")))
        return side or ("campaign" if (slot, here) in self.declined else None)


def _one(
    desk: Desk, known: Survey, copy: MasterCopy, slot: Slot, here: Found, sides: _Sides
) -> Compared | None:
    edition, written, now = desk.roster.edition, copy.written.get(slot), known.edits.get(slot)
    read, before, own = (meaning(edition, slot, content) for content in (here.value, written, now))
    if here.value == written or (
        read.wrong is None and before.wrong is None and same(read.value, before.value)
    ):
        return None
    cell = AppliedCell(
        slot=slot,
        sheet=here.sheet,
        cell=here.cell,
        project=project_of(slot),
        label=label_of(edition, known, slot).pick(edition.form.language),
        written=written,
        now=now,
        here=here.value,
        texts=(said(edition, slot, written), said(edition, slot, now), said(edition, slot, here.value)),
        outcome="taken",
    )
    wrong = unknown(desk, known, slot) or read.wrong
    corrects: tuple[tuple[Occurrence, Value], ...] = ()
    if wrong is None and slot.sheet == "corrections":
        corrects, wrong = corrections(desk, known, slot.key, read.value)
    if wrong is not None:
        return Compared(cell=replace(cell, outcome="invalid", reason=wrong))
    if same(read.value, own.value) or (slot.sheet == "corrections" and not corrects):
        return Compared(cell=replace(cell, outcome="already"))
    reason = _MANY.format(n=len({one.project for one, _ in corrects})) if corrects else None
    if not same(own.value, before.value):
        reason = _BOTH
    elif slot.sheet in ("status", "explanations") and cell.project in sides.newer:
        reason = _NEWER
    else:
        return Compared(cell=replace(cell, reason=reason), value=read.value, corrects=corrects)
    outcome = {"master": "taken", "campaign": "kept", None: "conflict"}[sides.of(slot, here.value)]
    return Compared(
        cell=replace(cell, outcome=outcome, reason=reason),  # type: ignore[arg-type]
        value=read.value,
        corrects=corrects,
    )


def _ruled(known: Survey, found: list[Compared]) -> list[Compared]:
    """Decisions about the status that say nothing: about a sheet that has not come, or without a reason."""
    cells = {one.cell.slot: one for one in found}
    for slot, one in cells.items():
        if slot.sheet == "status" and slot.column == "decision" and one.cell.outcome == "taken":
            wrong = _says_nothing(known.cases[slot.key], one.value, cells.get(slot._replace(column="reason")))
            if wrong is not None:
                cells[slot] = Compared(cell=replace(one.cell, outcome="invalid", reason=wrong))
    for slot, one in cells.items():  # a reason goes with its decision
        decided = cells.get(slot._replace(column="verdict" if slot.sheet == "explanations" else "decision"))
        if slot.column == "reason" and decided is not None and one.cell.outcome == "taken":
            outcome = decided.cell.outcome
            if outcome not in ("taken", "already"):
                cells[slot] = Compared(cell=replace(one.cell, outcome=outcome, reason=_WITH))
    return list(cells.values())


def _says_nothing(case: Case, decision: Value, reason: Compared | None) -> Text | None:
    current = case.folded.current
    said = reason.value if reason is not None and reason.cell.outcome == "taken" else case.ruling_reason
    if decision in ("accept", "give_back") and current is None:
        return _NOTHING_SENT
    if decision == "give_back" and current is not None and current.free and not said:
        return _NO_REASON
    return None


def _check_prefer(desk: Desk, prefer: Prefer) -> None:
    known = {*_SHEETS, *_COLUMNS, *desk.roster.edition.form.fields}
    for key, side in prefer.items():
        if key not in known or side not in ("master", "campaign"):
            raise CannotWork(_PREFER.format(key=key, side=side))


_SHEETS = ("*", "list", "status", "explanations", "corrections")
_COLUMNS = ("decision", "verdict", "reason", "replacement")
_MANY = Text("{n} シートを訂正", "corrects {n} sheet(s)")
_BOTH = Text(
    "とりまとめブックの作成後に、調査回の側でも変わっています。",
    "It has changed in the campaign too since the master was written.",
)
_NEWER = Text(
    "とりまとめブックの作成後に新しい提出がありました。新しい内容を見てから決めてください。",
    "A newer sheet has come in since the master was written; look at it before you decide.",
)
_NOTHING_SENT = Text("まだ提出がありません。", "Nothing has been submitted yet.")
_WITH = Text("決定と合わせて扱います。", "It goes with its decision.")
_NO_REASON = Text(
    "指摘のないシートを差し戻すには、理由を記入してください。",
    "There are no findings: say why the sheet is to go back.",
)
_PREFER = Text(
    "--prefer {key}={side} は使えません。項目の id か list・status・explanations・corrections に"
    " master か campaign を指定してください。",
    "--prefer {key}={side}: give a field's id or list, status, explanations, corrections, "
    "and master or campaign.",
)
