"""The roster as a workbook: drawn once by ``xltool init``, then the office's own."""

from xltool.report.roster.book import draw_roster
from xltool.report.roster.columns import RosterColumn, addable, heading_of, project_columns
from xltool.report.roster.plan import Contents, Listed, reference_columns

__all__ = [
    "Contents",
    "Listed",
    "RosterColumn",
    "addable",
    "draw_roster",
    "heading_of",
    "project_columns",
    "reference_columns",
]
