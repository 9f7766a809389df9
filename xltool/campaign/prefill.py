"""What a sheet is issued with: what the roster says, then last year's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.campaign.carry import carried
from xltool.campaign.lastyear import LastYear
from xltool.campaign.model import Roster, RosterRow
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.form import Field, Value

__all__ = ["prefilled"]


def prefilled(
    roster: Roster, row: RosterRow, last: LastYear | None = None
) -> tuple[dict[str, Value], tuple[Text, ...]]:
    """The values of one assignment, and what of last year's was left out and why.

    What the roster says wins. The identity fields are the row's; computing fields and what only the committee
    fills in stay out.
    """
    form = roster.edition.form
    roles = form.identity
    said = {
        **row.values,
        **{
            key: value
            for key, value in (
                (roles.project, row.project),
                (roles.name, row.name),
                (roles.department, row.department),
            )
            if key is not None
        },
    }
    given: dict[str, Value] = {
        key: value
        for key, value in said.items()
        if value is not None and key in form.fields and _issued(form.fields[key])
    }
    past = last.of(row) if last is not None else None
    if past is None:
        if last is None or row.previous is None:
            return given, ()
        return given, (_MISSING.format(project=row.project, old=row.previous, at=row.at),)
    values, remarks = carried(roster.edition, past, given)
    return {**{key: value for key, value in values.items() if _issued(form.fields[key])}, **given}, remarks


def _issued(one: Field) -> bool:
    """Whether the office may fill a field in before the sheet goes out."""
    return one.formula is None and (one.owner == "department" or one.prefill == "locked")


_MISSING = Text(
    "{at}: {project} の前年度の番号 {old} は、前年度のデータにありません。",
    "{at}: {old}, last year's number of {project}, is not in last year's data.",
)
