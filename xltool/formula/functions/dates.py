"""Dates are serial day numbers: 1 is 1900-01-01, 60 the day 1900-02-29 that never was."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from xltool.formula.coerce import as_numbers, numeric
from xltool.formula.functions.registry import Function, Implementation, entry
from xltool.formula.number_text import MAX_SERIAL
from xltool.formula.operand import Operand, value
from xltool.formula.vec import ExcelError, Floats, Vec

__all__ = ["DATES"]

_NUM = np.uint8(ExcelError.NUM.code)
_EPOCH = np.datetime64("1899-12-30", "D")
_Days: TypeAlias = NDArray[np.datetime64]


def _calendar(serial: Floats) -> _Days:
    """The day of each serial; serials before March 1900 are one day off in the proleptic calendar."""
    days = serial.astype(np.int64)
    return _EPOCH + (days + (days < 60)).astype("timedelta64[D]")


def _part(pick: Callable[[_Days], NDArray[np.int64]], fixed: tuple[int, int]) -> Implementation:
    """A function of one serial; ``fixed`` are the results for the serials 0 and 60."""

    def call(args: tuple[Operand, ...]) -> Vec:
        num, codes = as_numbers(value(args[0]))
        serial = np.floor(num)
        outside = (serial < 0) | (serial > MAX_SERIAL)
        serial = np.where(outside, 1.0, serial)
        result = pick(_calendar(serial))
        result = np.where(serial == 0, fixed[0], np.where(serial == 60, fixed[1], result))
        return numeric(result.astype(np.float64), codes, outside * _NUM)

    return call


def _year(days: _Days) -> NDArray[np.int64]:
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def _month(days: _Days) -> NDArray[np.int64]:
    return days.astype("datetime64[M]").astype(np.int64) % 12 + 1


def _day(days: _Days) -> NDArray[np.int64]:
    first = days.astype("datetime64[M]")
    return np.asarray((days - first).astype(np.int64) + 1)


def _date(args: tuple[Operand, ...]) -> Vec:
    """Months and days beyond the end roll over; years below 1900 count from 1900."""
    columns, codes = zip(*(as_numbers(value(arg)) for arg in args), strict=True)
    year, month, day = (np.trunc(np.clip(c, -1e6, 1e7)) for c in columns)
    outside = (year < 0) | (year > 9999)
    year = np.where(year < 1900, year + 1900, year)
    months = np.where(outside, 0, (year - 1970) * 12 + month - 1).astype(np.int64)
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    serial = (first - _EPOCH).astype(np.int64)
    serial = serial - (serial <= 60) + day - 1  # the serial of the first, then the days
    outside |= (serial < 0) | (serial > MAX_SERIAL)
    return numeric(np.where(outside, 0, serial).astype(np.float64), *codes, outside * _NUM)


DATES: tuple[Function, ...] = (
    entry("DATE(year, month, day)", "日付", "a date", _date, (3, 3)),
    entry("YEAR(date)", "年", "the year", _part(_year, (1900, 1900)), (1, 1)),
    entry("MONTH(date)", "月", "the month", _part(_month, (1, 2)), (1, 1)),
    entry("DAY(date)", "日", "the day of the month", _part(_day, (0, 29)), (1, 1)),
)
