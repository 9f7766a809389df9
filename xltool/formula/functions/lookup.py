"""Criteria and positions: COUNTIF, SUMIF, INDEX, MATCH."""

from __future__ import annotations

import numpy as np

from xltool.formula.coerce import as_numbers, first_code, numeric, with_errors
from xltool.formula.criteria import matches
from xltool.formula.functions.registry import Function, entry
from xltool.formula.operand import Cells, Operand, select, value
from xltool.formula.operators import nearly_equal, order
from xltool.formula.vec import EMPTY, ERROR, NUMBER, TEXT, Bools, Codes, ExcelError, Vec
from xltool.formula.wildcards import has_wildcard, matches_whole

__all__ = ["LOOKUP"]

_VALUE, _REF, _NA = (np.uint8(error.code) for error in (ExcelError.VALUE, ExcelError.REF, ExcelError.NA))


def _flat(operand: Operand) -> tuple[Vec, ...]:
    return operand.flat if isinstance(operand, Cells) else (operand,)


def _countif(args: tuple[Operand, ...]) -> Vec:
    criterion = value(args[1])
    count = np.array([0.0])
    for vec in _flat(args[0]):
        count = count + matches(vec, criterion)
    return numeric(count)


def _sumif(args: tuple[Operand, ...]) -> Vec:
    """Sum of the numbers whose cell (the same place in the first range) meets the criterion."""
    criterion = value(args[1])
    total, bad = np.array([0.0]), None
    for vec, term in zip(_flat(args[0]), _flat(args[-1 if len(args) == 3 else 0]), strict=False):
        hit = matches(vec, criterion)
        total = total + np.where(hit & (term.kind == NUMBER), term.num, 0.0)
        bad = first_code(bad, np.where(hit & (term.kind == ERROR), term.num, 0).astype(np.uint8))
    return numeric(total, bad)


def _index(args: tuple[Operand, ...]) -> Operand:
    """The cell at a row and column, from 1; with one index, along a single row or down a single column.

    0, which means a whole row or column in Excel, is #VALUE! where that is more than one cell.
    """
    area = args[0] if isinstance(args[0], Cells) else Cells(rows=((args[0],),))
    height, width = len(area.rows), len(area.rows[0])
    row, bad_row = as_numbers(value(args[1]))
    column, bad_column = (
        as_numbers(value(args[2])) if len(args) > 2 else (np.array([1.0 if height > 1 else 0.0]), None)
    )
    if len(args) == 2 and height == 1 and width > 1:
        row, column = np.array([1.0]), row
    elif len(args) == 2:
        column = np.array([1.0 if width == 1 else 0.0])
    row, column = np.trunc(row), np.trunc(column)
    row = np.where((row == 0) & (height == 1), 1, row)
    column = np.where((column == 0) & (width == 1), 1, column)
    outside = np.where((row < 1) | (column < 1), _VALUE, np.where((row > height) | (column > width), _REF, 0))
    which = np.where(outside != 0, 0, (row - 1) * width + column - 1).astype(np.intp)
    options: tuple[Operand, ...] = tuple(Cells(rows=((vec,),), ref=area.ref) for vec in area.flat)
    chosen = select(which, options)
    bad = first_code(bad_row, bad_column, outside.astype(np.uint8))
    if bad is None or not bad.any():
        return chosen
    return Cells(rows=((with_errors(value(chosen), bad),),), ref=bad == 0)


def _match(args: tuple[Operand, ...]) -> Vec:
    """Position of a value: 0 exact (text with wildcards), 1 the last that is not greater, -1 the last not
    smaller.

    1 and -1 expect the range in ascending and descending order.
    """
    wanted = value(args[0])
    cells = _flat(args[1])
    how, bad_how = as_numbers(value(args[2])) if len(args) > 2 else (np.array([1.0]), None)
    n = max([len(wanted), len(how)] + [len(vec) for vec in cells])
    if bad_how is None and not how.any() and all(vec.only(NUMBER) for vec in (wanted, *cells)):
        hits = nearly_equal(np.stack([vec.spread(n).num for vec in cells]), wanted.num)
        found = np.where(hits.any(axis=0), hits.argmax(axis=0) + 1.0, 0.0)
        return numeric(found, ((found == 0) * _NA).astype(np.uint8))
    exact, below = np.zeros(n), np.zeros(n)
    above = np.zeros(n)
    for position, vec in enumerate(cells, 1):
        same_kind = (vec.kind == wanted.kind) & (wanted.kind != EMPTY)  # an empty cell is never found
        compared = order(vec, wanted)
        hit = same_kind & (_wild(vec, wanted, compared == 0))
        exact = np.where((exact == 0) & hit, position, exact)
        below = np.where(same_kind & (compared <= 0), position, below)
        above = np.where(same_kind & (compared >= 0), position, above)
    found = np.where(how == 0, exact, np.where(how > 0, below, above))
    bad = np.where(wanted.kind == ERROR, wanted.num, 0).astype(np.uint8)
    return numeric(found, first_code(bad, bad_how, (found == 0) * _NA))


def _wild(vec: Vec, wanted: Vec, equal: Bools) -> Bools:
    """Equality, where a text to look for may hold wildcards."""
    if wanted.text is None or vec.text is None:
        return equal
    equal = equal.copy()
    texts, needles = np.broadcast_to(vec.text, equal.shape), np.broadcast_to(wanted.text, equal.shape)
    both: Codes = np.broadcast_to((vec.kind == TEXT) & (wanted.kind == TEXT), equal.shape).astype(np.uint8)
    for i in np.flatnonzero(both):
        if has_wildcard(needles[i]):
            equal[i] = matches_whole(needles[i], texts[i])
    return equal


LOOKUP: tuple[Function, ...] = (
    entry("COUNTIF(range, criterion)", "条件に合う個数", "how many meet a criterion",
          _countif, (2, 2), areas=(0,)),
    entry("SUMIF(range, criterion, [sum range])", "条件に合う値の合計", "sum of what meets a criterion",
          _sumif, (2, 3), areas=(0, 2)),
    entry("INDEX(range, row, [column])", "範囲の中のセル", "a cell of a range", _index, (2, 3), areas=(0,),
          omittable=(1, 2), passes_cells=(0,), returns="any"),
    entry("MATCH(value, range, [type])", "範囲の中の位置", "position in a range",
          _match, (2, 3), areas=(1,), omittable=(2,)),
)  # fmt: skip
