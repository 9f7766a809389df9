"""The HTML report of a check: one file, no network, readable with and without scripts."""

from xltool.report.html.page import check_html

__all__ = ["check_html"]
