"""Functions over ranges: sums, extremes, counts.

In cells, text and booleans are ignored; written as a value, they are converted (``SUM("3",1)`` is 4,
``SUM("x")`` is #VALUE!). Errors propagate, the first one in the order of the arguments; the counting
functions do not mind them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from xltool.formula.coerce import MaybeCodes, as_numbers, first_code, numeric
from xltool.formula.functions.registry import ALL, Function, entry
from xltool.formula.operand import Cells, Operand, items, value
from xltool.formula.vec import EMPTY, ERROR, NUMBER, TEXT, Bools, ExcelError, Floats, Vec

__all__ = ["AGGREGATES"]

_DIV0 = np.uint8(ExcelError.DIV0.code)


def _counted(vec: Vec, ref: Bools | None) -> tuple[Floats, Bools | None, MaybeCodes]:
    """The numbers of one item, which of them count (None: all), and its errors."""
    if vec.only(NUMBER):
        return vec.num, None, None
    if ref is None:
        num, codes = as_numbers(vec)
        return num, None, codes
    if ref.all():
        codes = np.where(vec.kind == ERROR, vec.num, 0).astype(np.uint8) if vec.has(ERROR) else None
        return vec.num, vec.kind == NUMBER, codes
    num, codes = as_numbers(vec)
    keep = ~ref | (vec.kind == NUMBER)
    if codes is not None:
        codes = np.where(keep | (vec.kind == ERROR), codes, 0).astype(np.uint8)
    return num, keep, codes


def _fold(
    args: tuple[Operand, ...], start: float, step: Callable[[Floats, Floats], Floats]
) -> tuple[Floats, Floats, MaybeCodes]:
    """Fold all numbers with ``step``; how many there were; errors. ``start`` is neutral for ``step``."""
    total, count, bad = np.array([start]), np.array([0.0]), None
    for vec, ref in items(args):
        num, keep, codes = _counted(vec, ref)
        total = step(total, num if keep is None else np.where(keep, num, start))
        count = count + (1.0 if keep is None else keep)
        bad = first_code(bad, codes)
    return np.broadcast_to(total, np.broadcast_shapes(total.shape, count.shape)), count, bad


def _sum(args: tuple[Operand, ...]) -> Vec:
    total, _, bad = _fold(args, 0.0, np.add)
    return numeric(total, bad)


def _product(args: tuple[Operand, ...]) -> Vec:
    total, count, bad = _fold(args, 1.0, np.multiply)
    return numeric(np.where(count == 0, 0.0, total), bad)


def _average(args: tuple[Operand, ...]) -> Vec:
    total, count, bad = _fold(args, 0.0, np.add)
    none = count == 0
    return numeric(total / np.where(none, 1.0, count), bad, none * _DIV0)


def _min(args: tuple[Operand, ...]) -> Vec:
    total, count, bad = _fold(args, np.inf, np.minimum)
    return numeric(np.where(count == 0, 0.0, total), bad)


def _max(args: tuple[Operand, ...]) -> Vec:
    total, count, bad = _fold(args, -np.inf, np.maximum)
    return numeric(np.where(count == 0, 0.0, total), bad)


def _count(args: tuple[Operand, ...]) -> Vec:
    """Numbers; written as a value, numeric text and booleans count too."""
    count = np.array([0.0])
    for vec, ref in items(args):
        _, codes = as_numbers(vec)
        readable = (vec.kind != ERROR) if codes is None else codes == 0
        count = count + (readable if ref is None else np.where(ref, vec.kind == NUMBER, readable))
    return numeric(count)


def _counta(args: tuple[Operand, ...]) -> Vec:
    """Everything but empty cells; "" and errors count."""
    count = np.array([0.0])
    for vec, ref in items(args):
        count = count + (1.0 if ref is None else ~(ref & (vec.kind == EMPTY)))
    return numeric(count)


def _countblank(args: tuple[Operand, ...]) -> Vec:
    """Empty cells and ""."""
    count = np.array([0.0])
    for vec, _ in items(args):
        blank = vec.kind == EMPTY
        if vec.text is not None:
            blank = blank | ((vec.kind == TEXT) & (vec.text == ""))
        count = count + blank
    return numeric(count)


def _sumproduct(args: tuple[Operand, ...]) -> Vec:
    """Element-wise products, summed; what is no number counts 0. The evaluator spreads expressions over the
    areas."""
    grids = [arg.flat if isinstance(arg, Cells) else (value(arg),) for arg in args]
    total, bad = np.array([0.0]), None
    for cells in zip(*grids, strict=True):
        product = np.array([1.0])
        for vec in cells:
            errors = vec.kind == ERROR
            bad = first_code(bad, np.where(errors, vec.num, 0).astype(np.uint8) if errors.any() else None)
            product = product * np.where(vec.kind == NUMBER, vec.num, 0.0)
        total = total + product
    return numeric(total, bad)


AGGREGATES: tuple[Function, ...] = (
    entry("SUM(value, …)", "合計", "sum", _sum, (1, None), areas=ALL),
    entry("PRODUCT(value, …)", "積", "product", _product, (1, None), areas=ALL),
    entry("SUMPRODUCT(range, …)", "対応する値の積の合計", "sum of element-wise products",
          _sumproduct, (1, None), areas=ALL),
    entry("MIN(value, …)", "最小値", "smallest number", _min, (1, None), areas=ALL),
    entry("MAX(value, …)", "最大値", "largest number", _max, (1, None), areas=ALL),
    entry("AVERAGE(value, …)", "平均", "arithmetic mean", _average, (1, None), areas=ALL),
    entry("COUNT(value, …)", "数値の個数", "how many numbers", _count, (1, None), areas=ALL),
    entry("COUNTA(value, …)", "空でないセルの個数", "how many cells are not empty",
          _counta, (1, None), areas=ALL),
    entry("COUNTBLANK(range)", "空のセルの個数", "how many cells are empty or \"\"",
          _countblank, (1, 1), areas=ALL),
)  # fmt: skip
