"""What one replacement of 訂正候補 means for every sheet that has one of the candidate's spellings."""

from __future__ import annotations

from xltool.campaign.desk import Desk
from xltool.campaign.diff import same
from xltool.campaign.slots import read_as
from xltool.campaign.survey import Survey, roster_values
from xltool.form import Value
from xltool.report.master.variants import Occurrence
from xltool.text import Text

__all__ = ["corrections"]


def corrections(
    desk: Desk, known: Survey, key: str, text: Value
) -> tuple[tuple[tuple[Occurrence, Value], ...], Text | None]:
    """The cells that a replacement changes, with their new values (None: as they were sent), or why not."""
    edition = desk.roster.edition
    found: list[tuple[Occurrence, Value]] = []
    for one in known.variants.occurrences(key):
        field, edits = edition.form.fields.get(one.field), known.cases[one.project].edits
        if field is None:  # of an older version of the form
            continue
        old = edits.corrections.get((one.field, one.text))
        if text is None or text == one.text:
            if old is not None:
                found.append((one, None))
            continue
        read = read_as(edition, field, text)
        if read.wrong is not None:
            return (), read.wrong
        row = desk.roster.by_project.get(one.project)
        issued = _issued(desk, one) if field.locked and row is not None else None
        if issued is not None and not same(issued, read.value):
            return (), _ROSTER.format(label=edition.label(field), project=one.project, value=str(issued))
        if old is None or not same(old, read.value):
            found.append((one, read.value))
    return tuple(found), None


def _issued(desk: Desk, one: Occurrence) -> Value:
    """What the roster says in a cell that the department cannot change."""
    return roster_values(desk.roster, desk.roster.by_project[one.project]).get(one.field)


_ROSTER = Text(
    "「{label}」は対象事業一覧の値（{project} は「{value}」）です。対象事業一覧を直してください。",
    "'{label}' comes from the roster ({project}: '{value}'); correct it there.",
)
