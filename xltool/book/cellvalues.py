"""What a cell's text and type mean: numbers, strings, booleans, errors, dates; what is odd is noted."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

from xltool.book.a1 import address
from xltool.book.markup import plain
from xltool.book.raw import CellError, CellValue

if TYPE_CHECKING:
    from xltool.book.facts import Facts
    from xltool.book.limits import Meter
    from xltool.book.strings import Shared

__all__ = ["Place", "Values"]

Place = tuple[int, int]  # (row, column)


class Values:
    """The values of one sheet; ``number`` and ``shared_string`` are the frequent ones."""

    __slots__ = ("_date1904", "_facts", "_meter", "_part", "_strings", "characters")

    def __init__(self, shared: Shared, *, facts: Facts, part: str, meter: Meter) -> None:
        self._strings, self._date1904 = shared.strings.texts, shared.date1904
        self._facts, self._part, self._meter = facts, part, meter
        self.characters = 0  # of the texts that stand in the cells themselves

    def number(self, text: str, place: Place) -> CellValue:
        try:
            value = float(text)
        except ValueError:
            value = None
        if value is not None and isfinite(value) and "_" not in text:
            return value
        if not text.strip():
            return None
        if value is not None and not isfinite(value):
            self._note("bad_number", place)
            return CellError("#NUM!")  # Excel has no such number; some programs write NaN
        self._note("bad_value", place)
        return self._kept(text)

    def shared_string(self, text: str, place: Place) -> CellValue:
        try:
            index = int(text)
            if index >= 0:
                return self._strings[index]
        except (ValueError, IndexError):
            pass
        self._note("missing_string", place)
        return None

    def other(self, text: str, kind: str, place: Place) -> CellValue:
        """The value of a cell of type b, d, e, str or inlineStr; of another type, the text."""
        word = text.strip()
        if kind == "e":
            return CellError(word) if word else None
        if kind == "b" and word.lower() in {"0", "1", "true", "false"}:
            return word.lower() in {"1", "true"}
        if kind == "d":
            serial = _serial(word, self._date1904)
            if serial is not None:
                return serial
            self._note("bad_date", place)
        elif kind not in {"str", "inlineStr"}:
            self._note("bad_value", place)
        return self._kept(text)

    def _kept(self, text: str) -> str:
        if len(text) > self._meter.limits.text:
            self._meter.check("text", len(text))
        self.characters += len(text)
        return plain(text)

    def _note(self, kind: str, place: Place) -> None:
        self._facts.note(kind, self._part, address(*place))


def _serial(text: str, date1904: bool) -> float | None:
    """An ISO 8601 date or time as the serial number that Excel would show, or None."""
    try:
        moment = datetime.fromisoformat(
            f"1899-12-30T{text.lstrip('T')}" if ":" in text[:4] else text
        ).replace(tzinfo=None)
    except ValueError:
        return None
    days = (
        moment - datetime(1904, 1, 1) if date1904 and moment.year > 1899 else moment - datetime(1899, 12, 30)
    )
    serial = days.total_seconds() / 86_400
    return serial - 1 if not date1904 and 1 <= serial < 61 else serial  # the 29 February 1900 that never was
