"""Excel's rounding: decimal, half away from zero, on the value's 15 significant digits."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal

import numpy as np

from xltool.formula.vec import Floats

__all__ = ["floor", "round_decimal", "round_half_up", "round_to"]

_CLOSE = 8e-15  # relative distance from a tie (or a whole number) below which the decimal digits decide
_CONTEXT = Context(prec=800)  # exact for every float and 320 digits


def round_decimal(value: float, digits: int, mode: str) -> float:
    """One value through its 15 significant decimal digits: 1.005 to 2 places is 1.01."""
    exact = Decimal(f"{value:.15g}")
    return float(exact.quantize(Decimal(1).scaleb(-digits), mode, _CONTEXT))


def round_half_up(x: Floats, digits: Floats) -> Floats:
    """ROUND."""
    return round_to(x, digits, ROUND_HALF_UP)


def floor(x: Floats) -> Floats:
    """INT: downwards, but 8 for (0.1+0.7)*10, whose 15 digits are 8."""
    result = np.floor(x)
    close = (np.abs(x - np.rint(x)) <= np.abs(x) * _CLOSE) & (x != np.rint(x))
    for i in np.flatnonzero(close):
        result[i] = round_decimal(float(x[i]), 0, ROUND_FLOOR)
    return result


def round_to(x: Floats, digits: Floats, mode: str) -> Floats:
    """ROUND (half up), ROUNDUP (up) and ROUNDDOWN (down); ``digits`` may be negative. Shapes are broadcast.

    numpy does the bulk; a value close to where the result jumps is decided by its decimal digits.
    """
    digits = np.clip(np.trunc(digits), -320, 320)  # more digits than any float has
    up, down = 10.0 ** np.maximum(digits, 0), 10.0 ** np.maximum(-digits, 0)
    size = np.abs(x) * up / down
    whole = _whole(size, mode)
    result = np.copysign(np.where(digits >= 0, whole / up, whole * down), x) + 0.0  # no negative zero
    edge = np.floor(size) + 0.5 if mode == ROUND_HALF_UP else np.rint(size)
    hard = (np.abs(size - edge) <= size * _CLOSE) | (np.abs(digits) > 15) | ~np.isfinite(result)
    hard &= (x != 0) & ~((size == whole) & (digits == 0))
    if hard.any():
        x, digits = np.broadcast_to(x, hard.shape), np.broadcast_to(digits, hard.shape)
        for i in np.flatnonzero(hard):
            result[i] = round_decimal(float(x[i]), int(digits[i]), mode)
    return result


def _whole(size: Floats, mode: str) -> Floats:
    if mode == ROUND_HALF_UP:
        return np.floor(size + 0.5)
    return np.ceil(size) if mode == ROUND_UP else np.floor(size)
