"""Conditions, and questions about the kind of a value."""

from __future__ import annotations

import numpy as np

from xltool.formula.coerce import MaybeCodes, as_bools, as_numbers, first_code, with_errors
from xltool.formula.functions.registry import ALL, Function, Implementation, entry
from xltool.formula.operand import Cells, Operand, items, select, value
from xltool.formula.vec import BOOL, EMPTY, ERROR, NUMBER, TEXT, Bools, ExcelError, Vec

__all__ = ["LOGIC"]

_VALUE, _NA = ExcelError.VALUE, ExcelError.NA
_FALSE = Vec.of(False)


def _if(args: tuple[Operand, ...]) -> Operand:
    """The chosen branch of each element only; cells stay cells."""
    truth, codes = as_bools(value(args[0]))
    otherwise = args[2] if len(args) > 2 else _FALSE
    chosen = select(np.where(truth, 0, 1), (args[1], otherwise))
    if codes is None:
        return chosen
    broken = with_errors(value(chosen), codes)
    if isinstance(chosen, Vec):
        return broken
    return Cells(rows=((broken,),), ref=np.asarray(chosen.ref) & (codes == 0))


def _instead(error: Bools, args: tuple[Operand, ...]) -> Vec:
    first = value(args[0])
    return value(select(np.where(error, 1, 0), (first, value(args[1])))) if np.count_nonzero(error) else first


def _iferror(args: tuple[Operand, ...]) -> Vec:
    return _instead(value(args[0]).kind == ERROR, args)


def _ifna(args: tuple[Operand, ...]) -> Vec:
    vec = value(args[0])
    return _instead((vec.kind == ERROR) & (vec.num == _NA.code), args)


def _choose(args: tuple[Operand, ...]) -> Operand:
    """The option with that number, from 1; the fraction is dropped; outside is #VALUE!."""
    num, codes = as_numbers(value(args[0]))
    which = np.trunc(num)
    outside = (which < 1) | (which >= len(args))
    chosen = select(np.where(outside, 0, which - 1).astype(np.intp), args[1:])
    bad = first_code(codes, (outside * _VALUE.code).astype(np.uint8))
    if bad is None or not np.count_nonzero(bad):
        return chosen
    broken = with_errors(value(chosen), bad)
    return (
        broken
        if isinstance(chosen, Vec)
        else Cells(rows=((broken,),), ref=np.asarray(chosen.ref) & (bad == 0))
    )


def _fold(args: tuple[Operand, ...], ufunc: np.ufunc, start: bool) -> Vec:
    """AND, OR, XOR: cells with text or nothing are ignored; nothing left over is #VALUE!."""
    total, count = np.array([start]), np.array([0])
    bad: MaybeCodes = None
    for vec, ref in items(args):
        truth, codes = as_bools(vec)
        if ref is None:
            total, count, bad = ufunc(total, truth), count + 1, first_code(bad, codes)
            continue
        keep = ~ref | (vec.kind == BOOL) | (vec.kind == NUMBER)
        if codes is not None:
            bad = first_code(bad, np.where(keep | (vec.kind == ERROR), codes, 0).astype(np.uint8))
        total = ufunc(total, np.where(keep, truth, start))
        count = count + keep
    none = ((count == 0) * _VALUE.code).astype(np.uint8)
    return with_errors(Vec.bools(total), first_code(bad, none))


def _and(args: tuple[Operand, ...]) -> Vec:
    return _fold(args, np.logical_and, True)


def _or(args: tuple[Operand, ...]) -> Vec:
    return _fold(args, np.logical_or, False)


def _xor(args: tuple[Operand, ...]) -> Vec:
    return _fold(args, np.logical_xor, False)


def _not(args: tuple[Operand, ...]) -> Vec:
    truth, codes = as_bools(value(args[0]))
    return with_errors(Vec.bools(~truth), codes)


def _is(kind: int) -> Implementation:
    def call(args: tuple[Operand, ...]) -> Vec:
        return Vec.bools(value(args[0]).kind == kind)

    return call


def _isna(args: tuple[Operand, ...]) -> Vec:
    vec = value(args[0])
    return Vec.bools((vec.kind == ERROR) & (vec.num == _NA.code))


def _na(args: tuple[Operand, ...]) -> Vec:  # noqa: ARG001
    return Vec.error(_NA)


LOGIC: tuple[Function, ...] = (
    entry("IF(condition, then, [else])", "条件で値を選ぶ", "choose by a condition", _if, (2, 3),
          omittable=(1, 2), passes_cells=(1, 2), returns="any"),
    entry("IFERROR(value, instead)", "エラーのときの値", "another value for an error", _iferror, (2, 2),
          omittable=(1,), returns="any"),
    entry("IFNA(value, instead)", "#N/A のときの値", "another value for #N/A", _ifna, (2, 2),
          omittable=(1,), prefix="_xlfn.", returns="any"),
    entry("CHOOSE(index, value, …)", "番号で値を選ぶ", "choose by number", _choose, (2, 255),
          passes_cells=tuple(range(1, 255)), returns="any"),
    entry("AND(condition, …)", "すべて真", "all are true", _and, (1, None), areas=ALL, returns="bool"),
    entry("OR(condition, …)", "どれかが真", "at least one is true",
          _or, (1, None), areas=ALL, returns="bool"),
    entry("XOR(condition, …)", "真が奇数個", "an odd number is true", _xor, (1, None), areas=ALL,
          prefix="_xlfn.", returns="bool"),
    entry("NOT(condition)", "真偽の反対", "the opposite", _not, (1, 1), returns="bool"),
    entry("ISBLANK(value)", "空のセルか", "is the cell empty", _is(EMPTY), (1, 1), returns="bool"),
    entry("ISNUMBER(value)", "数値か", "is it a number", _is(NUMBER), (1, 1), returns="bool"),
    entry("ISTEXT(value)", "文字列か", "is it text", _is(TEXT), (1, 1), returns="bool"),
    entry("ISERROR(value)", "エラーか", "is it an error", _is(ERROR), (1, 1), returns="bool"),
    entry("ISNA(value)", "#N/A か", "is it #N/A", _isna, (1, 1), returns="bool"),
    entry("NA()", "エラー値 #N/A", "the error #N/A", _na, (0, 0), returns="any"),
)  # fmt: skip
