"""A master as somebody might send it back, with some cells changed: made up, or typed into the real one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.campaign.office import Round
from xltool.campaign import applying, survey
from xltool.campaign.desk import looking
from xltool.report.master.applied import Applied, AppliedOutcome
from xltool.report.master.copy import Found, MasterCopy
from xltool.report.master.matter import Shown, Slot

__all__ = ["Committee", "decision", "grade", "outcomes", "typed"]

Edits = Mapping[Slot, Shown]


class Committee:
    """Holds a master as it was written; ``send`` gives a copy with some cells changed to ``apply``."""

    def __init__(self, office: Round, monkeypatch: pytest.MonkeyPatch) -> None:
        self.office, self.patch = office, monkeypatch
        self.written = editable(office)

    def send(
        self, edits: Edits, *, dry_run: bool = False, campaign: str | None = None, **more: object
    ) -> Applied:
        """Apply one copy; those who edited it have seen nothing of other copies."""
        known = {**dict.fromkeys(edits), **self.written}
        copy = MasterCopy(
            id="master-1",
            campaign=campaign or self.office.campaign.config.campaign,
            written=known,
            here={
                slot: Found(value=edits.get(slot, value), sheet=slot.sheet, cell=f"B{i}")
                for i, (slot, value) in enumerate(known.items(), start=2)
            },
            missing=(),
            problems=(),
            saved_by="委員甲",
            saved_at="2026-07-01T10:00:00Z",
        )
        self.patch.setattr(applying, "read_master", lambda *_: copy)
        return self.office.campaign.apply(
            Path("委員会/master.xlsx"),
            dry_run=dry_run,
            **more,  # type: ignore[arg-type]
        )


def editable(office: Round) -> dict[Slot, Shown]:
    with looking(*office.campaign._read()) as desk:
        return survey.editable(desk)


def grade(project: str) -> Slot:
    return Slot("list", project, "eval.second.grade")


def decision(project: str, column: str = "decision") -> Slot:
    return Slot("status", project, column)


def outcomes(applied: Applied) -> dict[Slot, AppliedOutcome]:
    return {one.slot: one.outcome for one in applied.cells}


def typed(path: Path, *edits: tuple[str, str, str, object], by: str = "委員乙") -> None:
    """Type into a master: (sheet, what stands in the row, heading, content)."""
    book = openpyxl.load_workbook(path)
    for name in dict.fromkeys(edit[0] for edit in edits):
        sheet = book[name]
        own = [edit[1:] for edit in edits if edit[0] == name]
        lines = list(enumerate(sheet.iter_rows(values_only=True), start=1))
        first, heads = next(one for one in lines if one[0] <= 12 and own[0][1] in one[1])
        rows: dict[object, int] = {}
        for number, cells in lines[first:]:
            for cell in cells:
                rows.setdefault(cell, number)
        for row, heading, content in own:
            sheet.cell(rows[row], heads.index(heading) + 1).value = content  # type: ignore[assignment]
    book.properties.lastModifiedBy = by
    book.save(path)
