"""Arithmetic, ``&`` and comparison over columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from xltool.formula.coerce import as_numbers, as_texts, first_code, lift, numeric, with_errors
from xltool.formula.vec import EMPTY, ERROR, TEXT, Bools, ExcelError, Floats, Objects, Vec

__all__ = ["binary", "comparison", "nearly_equal", "order", "power", "snapped_difference", "unary"]

_NEAR = 2.0**-48  # LibreOffice's threshold; Excel compares 15 significant digits, which is about the same
_WHOLE = 2.0**53
_DIV0, _NUM = ExcelError.DIV0.code, ExcelError.NUM.code


def nearly_equal(x: Floats, y: Floats) -> Bools:
    """Equal, or different only by the error of binary fractions (0.1+0.2 and 0.3); whole numbers only when
    equal."""
    same: Bools = x == y
    gap = np.abs(x - y)
    near = (gap < np.abs(x) * _NEAR) & ~same
    if True not in near.tobytes():
        return same
    near &= gap < np.abs(y) * _NEAR
    whole = (x == np.floor(x)) & (y == np.floor(y)) & (np.abs(x) <= _WHOLE) & (np.abs(y) <= _WHOLE)
    return np.asarray(same | (near & ~whole))


def snapped_difference(x: Floats, y: Floats) -> Floats:
    """x - y, exactly 0 where the two are nearly equal: ``0.1+0.2-0.3`` is 0.

    Excel does this for the last operation of a formula, LibreOffice for every one; we follow LibreOffice,
    since a rule that compares with 0 is meant that way.
    """
    gap = x - y
    near = (np.abs(gap) < np.abs(x) * _NEAR) & (gap != 0)
    if True not in near.tobytes():  # the usual case, for less than asking properly
        return gap
    return np.where(near & nearly_equal(x, y), 0.0, gap)


def unary(op: str, operand: Vec) -> Vec:
    """``-x`` and ``x%``."""
    num, codes = as_numbers(operand)
    return numeric(num / 100 if op == "%" else -num, codes)


def binary(op: str, left: Vec, right: Vec) -> Vec:  # noqa: PLR0911 - one return per operator
    """One binary operator."""
    if op == "&":
        a, bad_a = as_texts(left)
        b, bad_b = as_texts(right)
        return lift(lambda x, y: x + y, (a, b), bad_a, bad_b)
    if op in _COMPARISONS:
        return comparison(op, left, right)
    x, bad_x = as_numbers(left)
    y, bad_y = as_numbers(right)
    bad = first_code(bad_x, bad_y)
    match op:
        case "+":
            return numeric(snapped_difference(x, -y), bad)
        case "-":
            return numeric(snapped_difference(x, y), bad)
        case "*":
            return numeric(x * y, bad)
        case "/":
            zero = y == 0
            if not np.count_nonzero(zero):
                return numeric(x / y, bad)
            return numeric(np.where(zero, 0.0, x / np.where(zero, 1.0, y)), bad, zero * np.uint8(_DIV0))
        case _:
            return with_errors(power(x, y), bad)


def power(x: Floats, y: Floats) -> Vec:
    """x ^ y: 0^0 is #NUM!, 0 to a negative power #DIV/0!, odd roots of negative numbers are taken."""
    x, y = np.broadcast_arrays(x, y)
    result = np.power(x, y)
    odd = np.rint(1.0 / y)
    root = (x < 0) & (np.fmod(odd, 2) != 0) & np.isfinite(odd) & nearly_equal(1.0 / odd, y)
    result = np.where(root & (np.abs(odd) > 1), -np.power(np.abs(x), y), result)
    codes = np.where(x == 0, np.where(y == 0, _NUM, np.where(y < 0, _DIV0, 0)), 0).astype(np.uint8)
    return numeric(np.where(codes != 0, 0.0, result), codes)


_COMPARISONS: dict[str, Callable[[Any, Any, Bools], Bools]] = {  # of two sides, and where they are equal
    "=": lambda _x, _y, same: same,
    "<>": lambda _x, _y, same: ~same,
    "<": lambda x, y, same: (x < y) & ~same,
    ">": lambda x, y, same: (x > y) & ~same,
    "<=": lambda x, y, same: (x < y) | same,
    ">=": lambda x, y, same: (x > y) | same,
}
_RANK = np.array([0, 0, 1, 2, 0], np.int8)  # EMPTY, NUMBER, TEXT, BOOL, ERROR: number < text < boolean


def comparison(op: str, left: Vec, right: Vec) -> Vec:
    """``= <> < > <= >=`` as booleans; errors win, the left one first."""
    if left.plain() and right.plain():
        return Vec.bools(_COMPARISONS[op](left.num, right.num, nearly_equal(left.num, right.num)))
    if op in ("=", "<>") and len(right) == 1 and right.only(TEXT):
        same = _is_text(left, right.text[0] if right.text is not None else "")
        result = Vec.bools(same if op == "=" else ~same)
    else:
        compared = order(left, right)
        result = Vec.bools(_COMPARISONS[op](compared, 0, compared == 0))
    bad = [
        np.where(v.kind == ERROR, v.num, 0).astype(np.uint8) if v.has(ERROR) else None for v in (left, right)
    ]
    return with_errors(result, first_code(*bad))


def _is_text(vec: Vec, text: str) -> Bools:
    """Where a value equals one text, as ``order`` has it; of errors, anything."""
    if not text:
        empty: Bools = vec.kind == EMPTY
        if vec.text is not None:
            empty |= (vec.kind == TEXT) & (vec.text == "")
        return empty
    if vec.text is None:
        return np.zeros(len(vec), bool)
    wanted = text.lower()
    same: Bools = np.array([one.lower() == wanted for one in vec.text.tolist()], bool)
    same &= vec.kind == TEXT
    return same


def order(left: Vec, right: Vec) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    """-1, 0 or 1 for each pair: numbers before texts before booleans, texts without case, empty as the other
    kind.

    Texts are ordered by code point of their lower case; Excel and LibreOffice order by dictionary, so that
    only equality of texts, and the order of plain digits and letters, is the same everywhere. Errors give any
    number.
    """
    less = np.where(left.num < right.num, np.int8(-1), np.int8(1))
    sign = np.where(nearly_equal(left.num, right.num), np.int8(0), less)
    if left.plain() and right.plain():
        return sign
    kinds_l, kinds_r = np.broadcast_arrays(left.kind, right.kind)
    rank_l, rank_r = _RANK[kinds_l], _RANK[kinds_r]
    rank_l = np.where(kinds_l == EMPTY, rank_r, rank_l)
    rank_r = np.where(kinds_r == EMPTY, rank_l, rank_r)
    result = np.where(rank_l == rank_r, sign, np.where(rank_l < rank_r, -1, 1)).astype(np.int8)
    both = (rank_l == rank_r) & (rank_l == 1)
    if np.count_nonzero(both):
        result[both] = _order_of_texts(_texts(left, len(result))[both], _texts(right, len(result))[both])
    return result


def _texts(vec: Vec, n: int) -> Objects:
    """The texts, "" elsewhere."""
    texts = np.full(1, "", object) if vec.text is None else np.where(vec.kind == TEXT, vec.text, "")
    return texts if len(texts) == n else np.broadcast_to(texts, (n,))


def _order_of_texts(left: Objects, right: Objects) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    """-1, 0 or 1 for each pair; most pairs are the same to the letter, or one of the two is empty."""
    full_l, full_r = (left != "").astype(bool), (right != "").astype(bool)
    result: np.ndarray[tuple[int, ...], np.dtype[np.int8]] = full_l.astype(np.int8) - full_r.astype(np.int8)
    unlike = np.flatnonzero(full_l & full_r & (left != right).astype(bool))
    result[unlike] = list(map(_order_of_two, left[unlike].tolist(), right[unlike].tolist()))
    return result


def _order_of_two(left: str, right: str) -> int:
    """-1, 0 or 1; prose as a rule differs in its first letter, and is long."""
    a, b = left[0].lower(), right[0].lower()
    if a == b or len(a) + len(b) > 2:  # \u0130 becomes two
        a, b = left.lower(), right.lower()
    return (a > b) - (a < b)
