"""The guarded child: reads .xls .xlsb .ods, and opens files encrypted with Excel's default password.

Hostile bytes can abort python-calamine with the whole process, or cost it any amount of time and memory; so
it runs here, under limits, and a crash costs one file. Started as a script by ``xltool.book.guard`` and by
nothing else; imports nothing of xltool, so that it starts quickly.

Standard input: one line of JSON (``task path seconds memory``, and for ``read`` also ``kind shift cells
characters merges parts text``), then the file. Standard output of task ``read``: lines of JSON, ``{"sheets":
[[name, state, kind], …]}``, ``{"merges": [sheet, [[row, col, last_row, last_col], …]]}``, ``[sheet, row,
[col, value, …]]``, last ``{"done": true}``; of task ``open``: ``{"done": true}``, then the opened file. A
failure is one line ``{"error": reason, …}``.
"""

from __future__ import annotations

import io
import json
import math
import re
import sys
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - what Excel itself uses to protect without a password
_STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}
_KINDS = {"ChartSheet": "chartsheet", "DialogSheet": "dialogsheet", "MacroSheet": "macrosheet"}
_LONG_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+(?:[.,]\d+)?)S")  # a time above 24 h in .ods, left as text
_EPOCH = datetime(1899, 12, 30)
_MARCH_1900 = datetime(1900, 3, 1)  # before it, Excel's calendar is one day off: it has a 29 February 1900


class TooMuch(Exception):  # noqa: N818 - it reads as what it means
    """A limit was passed; says which."""


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    _confine(order["seconds"], order["memory"])
    sys.path[:] = order["path"]
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        if order["task"] == "open":
            opened = _open(data)
            out.write(b'{"done": true}\n')
            out.write(opened)
        else:
            for line in _read(data, order):
                out.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    except TooMuch as error:
        _fail("limit", what=str(error))
    except MemoryError:
        _fail("limit", what="memory")
    except BaseException as error:
        _fail("locked" if order["task"] == "open" or "assword" in repr(error) else "damaged")


def _fail(reason: str, **more: str) -> None:
    sys.stdout.buffer.write(json.dumps({"error": reason, **more}).encode() + b"\n")


def _confine(seconds: int, memory: int) -> None:
    """Limits of the operating system, where it has them (not on Windows; memory not on macOS)."""
    try:
        import resource
    except ImportError:
        return
    for what, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds + 1),  # a child that lost its parent ends, too
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (amount, amount))
        except (ValueError, OSError):
            continue


def _open(data: bytes) -> bytes:
    source = import_module("msoffcrypto").OfficeFile(io.BytesIO(data))
    source.load_key(password=_DEFAULT_PASSWORD)
    opened = io.BytesIO()
    source.decrypt(opened)
    return opened.getvalue()


def _read(data: bytes, order: dict[str, Any]) -> Iterator[object]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    listed = book.sheets_metadata
    _bound("parts", len(listed), order)
    yield {
        "sheets": [
            [
                one.name,
                _STATES.get(_word(one.visible), "visible"),
                _KINDS.get(_word(one.typ), "worksheet"),
            ]
            for one in listed
        ]
    }
    cells = characters = merges = 0
    for number, one in enumerate(listed):
        if _word(one.typ) != "WorkSheet":
            continue
        sheet = book.get_sheet_by_index(number)
        ranges = sheet.merged_cell_ranges or []
        merges += len(ranges)
        _bound("merges", merges, order)
        yield {"merges": [number, [[a + 1, b + 1, c + 1, d + 1] for (a, b), (c, d) in ranges]]}
        for row, values in _rows(sheet):
            kept: list[object] = []
            for col, value in values:
                plain = _plain(value, order["kind"], order["shift"])
                if plain is None:
                    continue
                kept += (col, plain)
                cells += 1
                if isinstance(plain, str):
                    characters += len(plain)
                    _bound("text", len(plain), order)
            _bound("cells", cells, order)
            _bound("characters", characters, order)
            if kept:
                yield [number, row, kept]
    yield {"done": True}


def _word(member: object) -> str:
    return str(member).rpartition(".")[2]


def _bound(what: str, amount: int, order: dict[str, Any]) -> None:
    if amount > order[what]:
        raise TooMuch(what)


def _rows(sheet: Any) -> Iterator[tuple[int, list[tuple[int, object]]]]:
    """The rows that hold something, 1-based, each with its filled cells."""
    if sheet.start is None:
        return
    top, left = sheet.start
    for offset, row in enumerate(sheet.to_python(skip_empty_area=True)):
        filled = [(col, value) for col, value in enumerate(row, left + 1) if value != ""]
        if filled:
            yield top + offset + 1, filled


def _plain(value: object, kind: str, shift: int) -> float | str | bool | None:
    """Numbers, dates and times as float (dates as serials of the book's calendar), others as they are."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, timedelta | time | date):
        return _serial(value, kind) - (shift if isinstance(value, date) else 0)
    text = str(value)
    long = _LONG_TIME.fullmatch(text) if kind == "ods" else None
    if long is None:
        return text
    hours, minutes, seconds = (float(part.replace(",", ".")) for part in long.groups())
    return (hours * 60 + minutes) / 1440 + seconds / 86400


def _serial(value: timedelta | time | date, kind: str) -> float:
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return (datetime.combine(_EPOCH, value) - _EPOCH) / timedelta(days=1)
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    serial = (moment - _EPOCH) / timedelta(days=1)
    return serial - 1 if kind != "ods" and moment < _MARCH_1900 else serial


if __name__ == "__main__":
    main()
