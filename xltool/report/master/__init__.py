"""The master workbook that a committee works in."""

from xltool.report.master.book import consolidate

__all__ = ["consolidate"]
