"""What comes out: text, JSON, SARIF, JUnit, HTML, tables, the master workbook."""

from xltool.report.compare import Comparison, compare, read_earlier
from xltool.report.files import make_folder, remove_file, workbook_path, write_file
from xltool.report.frames import frame, raw_frame
from xltool.report.html import check_html
from xltool.report.registry import CHECK, DATA, format_of
from xltool.report.shapes import check_shape, extract_shape, fields_shape, to_bytes
from xltool.report.text import SEVERITY_WORDS, Line, check_lines, check_text, labels_of

__all__ = [
    "CHECK",
    "DATA",
    "SEVERITY_WORDS",
    "Comparison",
    "Line",
    "check_html",
    "check_lines",
    "check_shape",
    "check_text",
    "compare",
    "extract_shape",
    "fields_shape",
    "format_of",
    "frame",
    "labels_of",
    "make_folder",
    "raw_frame",
    "read_earlier",
    "remove_file",
    "to_bytes",
    "workbook_path",
    "write_file",
]
