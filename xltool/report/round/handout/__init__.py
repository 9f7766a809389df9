"""The round to hand round: a workbook and a page."""

from xltool.report.round.handout.book import status_xlsx

__all__ = ["status_xlsx"]
