"""What comes out: text, JSON, SARIF, JUnit, HTML, tables, the master workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.lazy import lazily
from xltool.report.compare import Comparison, compare, read_earlier

if TYPE_CHECKING:
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

_HOMES = {
    "make_folder": "xltool.report.files",
    "remove_file": "xltool.report.files",
    "workbook_path": "xltool.report.files",
    "write_file": "xltool.report.files",
    "frame": "xltool.report.frames",
    "raw_frame": "xltool.report.frames",
    "check_html": "xltool.report.html",
    "CHECK": "xltool.report.registry",
    "DATA": "xltool.report.registry",
    "format_of": "xltool.report.registry",
    "check_shape": "xltool.report.shapes",
    "extract_shape": "xltool.report.shapes",
    "fields_shape": "xltool.report.shapes",
    "to_bytes": "xltool.report.shapes",
    "SEVERITY_WORDS": "xltool.report.text",
    "Line": "xltool.report.text",
    "check_lines": "xltool.report.text",
    "check_text": "xltool.report.text",
    "labels_of": "xltool.report.text",
}

__getattr__ = lazily(__name__, _HOMES)
