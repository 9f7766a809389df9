"""The roster: which projects, whose they are, and what the office knows of them.

A workbook has the sheets 対象事業一覧, 部署, パラメータ and one per reference list of the form. A CSV holds
the list alone; its other sheets are those of the workbook of the same name beside it, else of
``roster.xlsx``.
"""

from __future__ import annotations

from xltool.campaign.model import Config, Department, Roster, RosterError, RosterRow
from xltool.campaign.roster.grid import Found
from xltool.campaign.roster.headings import find_columns, headings_of
from xltool.campaign.roster.opening import open_roster
from xltool.campaign.roster.parameters import read_roster_parameters
from xltool.campaign.roster.projects import read_projects
from xltool.campaign.roster.sidesheets import read_departments, read_references
from xltool.form import edition
from xltool.report.roster.plan import reference_columns
from xltool.report.roster.words import SHEETS
from xltool.values import fold

__all__ = ["read_roster"]


def read_roster(config: Config) -> Roster:
    """Read the roster together with the form at its year.

    Raises RosterError with all mistakes, CannotWork where the file is missing or cannot be read.
    """
    opened = open_roster(config.roster)
    found = Found()
    sheets = opened.sheets()
    parameters = read_roster_parameters(sheets, config.form, config.year, config.parameters, found)
    reference = read_references(
        sheets, config.form, found, file=opened.name, demanded=opened.listing is None or bool(sheets)
    )
    own = edition(config.form, config.year, {**config.parameters, **parameters}, reference)
    listed = read_departments(sheets, found)
    headings = headings_of(own, config.lang)
    if opened.listing is None:
        apart = {fold(name) for text in SHEETS.values() for name in (text.ja, text.en)} | {
            fold(name) for name in reference_columns(config.form)
        }
        apart -= {fold(SHEETS["projects"].ja), fold(SHEETS["projects"].en)}
        grids = [one for one in sheets if fold(one.name) not in apart]
    else:
        grids = [opened.listing]
    columns = find_columns(grids, SHEETS["projects"], headings, found, opened.name)
    rows: tuple[RosterRow, ...] = ()
    if columns is not None:
        rows = read_projects(columns, headings, listed, config.deadline, found)
    if found.serious:
        raise RosterError(opened.name, tuple(found.problems))
    return Roster(
        edition=own,
        rows=rows,
        departments=_departments(listed, rows),
        remarks=tuple(found.problems),
    )


def _departments(listed: tuple[Department, ...], rows: tuple[RosterRow, ...]) -> tuple[Department, ...]:
    """The listed ones, then those that only rows name."""
    known = {one.name: one for one in listed}
    for row in rows:
        known.setdefault(row.department, Department(name=row.department))
    return tuple(known.values())
