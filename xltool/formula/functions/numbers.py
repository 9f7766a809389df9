"""Arithmetic and rounding of single numbers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP

import numpy as np

from xltool.formula.coerce import as_numbers, first_code, numeric, with_errors
from xltool.formula.functions.registry import Function, Implementation, entry
from xltool.formula.operand import Operand, value
from xltool.formula.operators import power, snapped_difference
from xltool.formula.rounding import floor, round_to
from xltool.formula.vec import ExcelError, Floats, Vec

__all__ = ["NUMBERS"]

_DIV0, _NUM = np.uint8(ExcelError.DIV0.code), np.uint8(ExcelError.NUM.code)


def _map(function: Callable[[Floats], Floats]) -> Implementation:
    """A function of one number."""

    def call(args: tuple[Operand, ...]) -> Vec:
        num, codes = as_numbers(value(args[0]))
        return numeric(function(num), codes)

    return call


def _rounder(mode: str) -> Implementation:
    def call(args: tuple[Operand, ...]) -> Vec:
        num, bad = as_numbers(value(args[0]))
        digits, bad_digits = as_numbers(value(args[1]))
        return numeric(round_to(num, digits, mode), bad, bad_digits)

    return call


def _mod(args: tuple[Operand, ...]) -> Vec:
    """The remainder with the sign of the divisor: n - d*INT(n/d)."""
    n, bad_n = as_numbers(value(args[0]))
    d, bad_d = as_numbers(value(args[1]))
    zero = d == 0
    quotient = n / np.where(zero, 1.0, d)
    finite = np.isfinite(quotient)
    times = floor(np.where(finite, quotient, 0.0))
    rest = snapped_difference(n + 0.0 * times, times * d)
    return numeric(np.where(zero, 0.0, rest), bad_n, bad_d, zero * _DIV0, ~finite * _NUM)


def _power(args: tuple[Operand, ...]) -> Vec:
    x, bad_x = as_numbers(value(args[0]))
    y, bad_y = as_numbers(value(args[1]))
    return with_errors(power(x, y), first_code(bad_x, bad_y))


def _sqrt(args: tuple[Operand, ...]) -> Vec:
    num, codes = as_numbers(value(args[0]))
    negative = num < 0
    return numeric(np.sqrt(np.where(negative, 0.0, num)), codes, negative * _NUM)


NUMBERS: tuple[Function, ...] = (
    entry("ROUND(number, digits)", "四捨五入", "round half away from zero",
          _rounder(ROUND_HALF_UP), (2, 2), omittable=(1,)),
    entry("ROUNDUP(number, digits)", "切り上げ", "round away from zero",
          _rounder(ROUND_UP), (2, 2), omittable=(1,)),
    entry("ROUNDDOWN(number, digits)", "切り捨て", "round towards zero",
          _rounder(ROUND_DOWN), (2, 2), omittable=(1,)),
    entry("INT(number)", "小さいほうの整数", "round down to a whole number", _map(floor), (1, 1)),
    entry("MOD(number, divisor)", "割り算の余り", "remainder of a division", _mod, (2, 2)),
    entry("ABS(number)", "絶対値", "absolute value", _map(np.abs), (1, 1)),
    entry("SIGN(number)", "正負(1、0、-1)", "1, 0 or -1", _map(np.sign), (1, 1)),
    entry("POWER(number, power)", "べき乗", "a number raised to a power", _power, (2, 2)),
    entry("SQRT(number)", "平方根", "square root", _sqrt, (1, 1)),
)  # fmt: skip
