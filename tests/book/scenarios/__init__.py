"""What people do to a workbook, as data, and what is to be said of it."""

from .cells import CELLS
from .lines import LINES
from .sheets import SHEETS

__all__ = ["SCENARIOS"]

SCENARIOS = (*SHEETS, *LINES, *CELLS)
