"""Back end 2: evaluation over the columns of many records at once.

Every node becomes one value per record. Nothing about the data raises: errors are values and travel as in
Excel.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from xltool.formula.coerce import as_bools, as_numbers
from xltool.formula.functions import FUNCTIONS
from xltool.formula.functions.registry import Implementation
from xltool.formula.operand import Cells, Operand, value
from xltool.formula.operators import binary, unary
from xltool.formula.spread import element, shape
from xltool.formula.tree import Area, Binary, Call, Const, Missing, Node, Shared, Unary
from xltool.formula.vec import EMPTY, NUMBER, Scalar, Vec

__all__ = ["Column", "Known", "evaluate"]

Column: TypeAlias = Callable[[str], Vec]  # field id -> its values, of length n or 1
Known: TypeAlias = dict[Shared, Operand]  # what has been evaluated over the same columns
_ELSE, _NOTHING = Const(value=False), Vec.of(None)


def evaluate(bound: Node, column: Column, n: int, known: Known | None = None) -> Vec:
    """The value of a bound formula for each of n records; an empty result is 0, as in a formula cell.

    ``known``: of other formulas over the same columns that share something with this one.
    """
    if n == 0:
        return Vec.of([])
    with np.errstate(all="ignore"):  # infinities become #NUM!, they are no reason to warn
        vec = value(_operand(bound, column, {} if known is None else known))
    if vec.has(EMPTY):
        vec = Vec(
            kind=np.where(vec.kind == EMPTY, NUMBER, vec.kind).astype(np.uint8), num=vec.num, text=vec.text
        )
    return vec.spread(n)


def _operand(node: Node, column: Column, known: Known) -> Operand:  # noqa: PLR0911 - one per kind of node
    match node:
        case Const():
            return _constant(node.value)
        case Missing():
            return Vec.of(None)
        case Area():
            return Cells(rows=tuple(tuple(column(key) for key in row) for row in node.rows))
        case Unary():
            return unary(node.op, value(_operand(node.operand, column, known)))
        case Binary():
            left, right = _operand(node.left, column, known), _operand(node.right, column, known)
            return binary(node.op, value(left), value(right))
        case Call():
            return _call(node, column, known)
        case Shared():
            if node not in known:
                known[node] = _operand(node.node, column, known)
            return known[node]
        case _:
            raise TypeError(f"{type(node).__name__} is not bound")  # a bug of the caller, not of the data


@lru_cache(maxsize=1024, typed=True)
def _constant(item: Scalar) -> Vec:
    return Vec.of(item)


def _call(node: Call, column: Column, known: Known) -> Operand:
    call = FUNCTIONS[node.name].call
    if call is None:
        raise TypeError(f"{node.name} is not bound")
    if node.name == "SUMPRODUCT":
        return call(tuple(_grid(arg, column, known) for arg in node.args))
    if node.name in ("IF", "CHOOSE"):
        return _choice(node, call, column, known)
    return call(tuple(_operand(arg, column, known) for arg in node.args))


def _choice(node: Call, call: Implementation, column: Column, known: Known) -> Operand:
    """IF and CHOOSE: what no record chooses is not evaluated, nobody sees its value."""
    which, options = value(_operand(node.args[0], column, known)), node.args[1:]
    chosen: set[float]
    if node.name == "IF":
        truth, bad = as_bools(which)
        true = np.count_nonzero(truth)
        chosen = {2} if not true else {1} if true == len(truth) else {1, 2}
        options = (*options, _ELSE)[:2]
    else:
        index, bad = as_numbers(which)
        chosen = set(np.trunc(index).tolist())
    every = range(1, len(options) + 1)
    if bad is None and len(chosen) == 1 and chosen.issubset(every):
        return _operand(options[int(chosen.pop()) - 1], column, known)
    seen = [_operand(o, column, known) if at in chosen else _NOTHING for at, o in enumerate(options, 1)]
    return call((which, *seen))


def _grid(node: Node, column: Column, known: Known) -> Operand:
    """An argument of SUMPRODUCT: an area as it is, an expression for each place of its areas."""
    if isinstance(node, Area):
        return _operand(node, column, known)
    rows, columns = shape(node)
    return Cells(
        rows=tuple(
            tuple(value(_operand(element(node, row, col), column, known)) for col in range(columns))
            for row in range(rows)
        )
    )
