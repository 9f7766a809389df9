"""The booklet: every sheet as on paper in one workbook to be printed, with contents and page numbers."""

from xltool.report.booklet.book import booklet, write_booklet
from xltool.report.booklet.departments import by_department, department_paths

__all__ = ["booklet", "by_department", "department_paths", "write_booklet"]
