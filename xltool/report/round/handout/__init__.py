"""The round to hand round: a workbook and a page."""

from xltool.report.round.handout.book import status_xlsx
from xltool.report.round.handout.page import status_html

__all__ = ["status_html", "status_xlsx"]
