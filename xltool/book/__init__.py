"""Excel files, the only place that knows they are zip and XML: draw, stamp, open safely, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.lazy import lazily

if TYPE_CHECKING:
    from xltool.book.assignment import Assignment, Leftover, Listed
    from xltool.book.blank import Blank
    from xltool.book.draw import draw
    from xltool.book.geometry import sheet_title, where
    from xltool.book.giveback import give_back
    from xltool.book.library import Library
    from xltool.book.limits import LIMITS, Limits
    from xltool.book.read import FileReading, read_file
    from xltool.book.reader import read_book
    from xltool.book.record import Anomaly, Record, Unread
    from xltool.book.stamp import stamp, stamp_many

__all__ = [
    "LIMITS",
    "Anomaly",
    "Assignment",
    "Blank",
    "FileReading",
    "Leftover",
    "Library",
    "Limits",
    "Listed",
    "Record",
    "Unread",
    "draw",
    "give_back",
    "read_book",
    "read_file",
    "sheet_title",
    "stamp",
    "stamp_many",
    "where",
]

_HOMES = {
    "Assignment": "xltool.book.assignment",
    "Leftover": "xltool.book.assignment",
    "Listed": "xltool.book.assignment",
    "Blank": "xltool.book.blank",
    "draw": "xltool.book.draw",
    "sheet_title": "xltool.book.geometry",
    "where": "xltool.book.geometry",
    "give_back": "xltool.book.giveback",
    "Library": "xltool.book.library",
    "LIMITS": "xltool.book.limits",
    "Limits": "xltool.book.limits",
    "FileReading": "xltool.book.read",
    "read_file": "xltool.book.read",
    "read_book": "xltool.book.reader",
    "Anomaly": "xltool.book.record",
    "Record": "xltool.book.record",
    "Unread": "xltool.book.record",
    "stamp": "xltool.book.stamp",
    "stamp_many": "xltool.book.stamp",
}

__getattr__ = lazily(__name__, _HOMES)
