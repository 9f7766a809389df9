"""What comes out: text, JSON, tables, the master workbook."""

from xltool.report.files import make_folder, remove_file, workbook_path, write_file
from xltool.report.frames import frame, raw_frame
from xltool.report.registry import CHECK, DATA, format_of
from xltool.report.shapes import check_shape, extract_shape, fields_shape, to_bytes
from xltool.report.text import SEVERITY_WORDS, Line, check_lines, check_text, labels_of

__all__ = [
    "CHECK",
    "DATA",
    "SEVERITY_WORDS",
    "Line",
    "check_lines",
    "check_shape",
    "check_text",
    "extract_shape",
    "fields_shape",
    "format_of",
    "frame",
    "labels_of",
    "make_folder",
    "raw_frame",
    "remove_file",
    "to_bytes",
    "workbook_path",
    "write_file",
]
