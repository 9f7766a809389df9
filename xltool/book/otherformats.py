"""Open whatever came back: .xlsx by our own reader, .xls .xlsb .ods in a guarded child process.

The other formats give values only: no names, no formulas (``formulas_not_checkable`` among the facts), and
error values in cells of .xls and .xlsb come as empty ones. Their fields are located by the keys in the sheet.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from xltool.book.guard import GUARD, Guard, can, open_locked, read_lines
from xltool.book.limits import LIMITS, Limits, Meter
from xltool.book.onfile import read_bytes
from xltool.book.package import open_package
from xltool.book.raw import CellError, Merge, RawBook, RawCell, RawSheet
from xltool.book.reader import read_book
from xltool.book.refusal import damaged
from xltool.errors import Unreadable
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["OtherKind", "read_any", "read_other"]

OtherKind = Literal["xls", "xlsb", "ods"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAYS_1904 = 1462  # from 1 January 1900 to 2 January 1904


def read_any(
    source: Path | bytes,
    *,
    limits: Limits = LIMITS,
    want: Callable[[str], bool] | None = None,
    skim: Callable[[str], bool] | None = None,
    guard: Guard = GUARD,
) -> RawBook:
    """Read a workbook of any format, told by its content; Unreadable for everything else, naming what it is.

    A file that is encrypted with Excel's default password is opened on the way, where msoffcrypto-tool is
    installed. ``want`` and ``skim`` choose sheets as in ``read_book``; of the other formats all are read.
    """
    data = source if isinstance(source, bytes) else read_bytes(source, limits.file)
    own = partial(read_book, limits=limits, want=want, skim=skim)
    try:
        return _read(data, own, limits, guard)
    except Unreadable as error:
        if error.reason != "locked" or not data.startswith(_OLE) or not can("open"):
            raise
    return _read(open_locked(data, limits, guard), own, limits, guard)


def _read(data: bytes, own: Callable[[bytes], RawBook], limits: Limits, guard: Guard) -> RawBook:
    try:
        return own(data)
    except Unreadable as error:
        # Only now: most files are .xlsx, and are opened once.
        kind = _kind(data, error, limits)
        if kind is None:
            raise
    return read_other(data, kind, limits, guard)


def _kind(data: bytes, error: Unreadable, limits: Limits) -> OtherKind | None:
    """The format of what ``read_book`` has just refused; None where that refusal stands."""
    if error.reason == "old_format":
        return "xls"
    if error.reason != "not_a_workbook" or not data.startswith(b"PK"):
        return None
    package = open_package(data, Meter(limits))
    if package.find("xl/workbook.bin") is not None:
        return "xlsb"
    mimetype = package.find("mimetype")
    if mimetype is None or mimetype.size > 200:
        return None
    return "ods" if b"opendocument.spreadsheet" in b"".join(package.chunks(mimetype)) else None


def read_other(data: bytes, kind: OtherKind, limits: Limits = LIMITS, guard: Guard = GUARD) -> RawBook:
    """Values of an .xls, .xlsb or .ods workbook: numbers and dates as float, texts, booleans."""
    if not can("read"):
        raise Unreadable("old_format", _MISSING.format(kind=f".{kind}"))
    from xltool.book.prepare import prepare

    prepared = prepare(data, kind, limits)
    try:
        lines = read_lines(prepared.data, kind, limits, guard, shift=_DAYS_1904 if prepared.date1904 else 0)
        sheets = _sheets(lines)
    except (LookupError, TypeError, ValueError) as error:  # the child's answer is no answer
        raise damaged() from error
    return RawBook(sheets=sheets, facts=prepared.facts, date1904=prepared.date1904)


def _sheets(lines: Iterable[Any]) -> tuple[RawSheet, ...]:
    listed: list[tuple[str, Any, Any]] = []
    cells: dict[int, dict[tuple[int, int], RawCell]] = {}
    merges: dict[int, tuple[Merge, ...]] = {}
    for line in lines:
        if isinstance(line, list):
            number, row, values = line
            sheet = cells.setdefault(number, {})
            for col, value in zip(values[::2], values[1::2], strict=True):
                sheet[row, col] = RawCell(CellError(value) if value in _ERRORS else value)
        elif "merges" in line:
            number, ranges = line["merges"]
            merges[number] = tuple(Merge(*one) for one in ranges)
        else:
            listed = [(name, state, kind) for name, state, kind in line["sheets"]]
    return tuple(
        RawSheet(
            name=name,
            state=state,
            kind=kind,
            part=name,
            read=kind == "worksheet",
            cells=cells.get(number, {}),
            merges=merges.get(number, ()),
        )
        for number, (name, state, kind) in enumerate(listed)
    )


# Error values are texts in .ods; of .xls and .xlsb, calamine does not give them at all.
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})

_MISSING = Text(
    ja="{kind} 形式のブックです。Excel で .xlsx 形式に保存し直すか、"
    "読み取り用の部品を入れてください（pip install python-calamine）。",
    en="This is a workbook in the format {kind}; save it as .xlsx in Excel,"
    " or install the part that reads it (pip install python-calamine).",
)
