"""What a node evaluates to: a value, or cells that still know that they are cells.

SUM and its family ignore text and booleans in cells but not in values, so the difference is kept until a
function asks for it; IF, CHOOSE and INDEX hand cells on as cells, everything else gives values (in Excel's
file format these are the functions whose return class is "reference").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from xltool.formula.vec import TEXT, Bools, ExcelError, Vec

__all__ = ["Cells", "Operand", "items", "select", "value"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Cells:
    """A rectangle of columns, one per cell of an area."""

    rows: tuple[tuple[Vec, ...], ...]
    ref: Bools | None = None  # bool[n]: for which records it is a reference (IF may mix); None: for all

    @property
    def flat(self) -> tuple[Vec, ...]:
        return tuple(vec for row in self.rows for vec in row)


Operand: TypeAlias = Vec | Cells
_ALWAYS = np.array([True])


def value(operand: Operand) -> Vec:
    """As one value; a larger area, which ``bind`` does not let through, is #VALUE!."""
    if isinstance(operand, Vec):
        return operand
    flat = operand.flat
    return flat[0] if len(flat) == 1 else Vec.error(ExcelError.VALUE)


def items(operands: tuple[Operand, ...]) -> Iterator[tuple[Vec, Bools | None]]:
    """Every value of the arguments in order, with where it comes from a cell; None: nowhere."""
    for operand in operands:
        if isinstance(operand, Vec):
            yield operand, None
        else:
            for vec in operand.flat:
                yield vec, _ALWAYS if operand.ref is None else operand.ref


def select(which: np.ndarray[tuple[int, ...], np.dtype[np.intp]], options: tuple[Operand, ...]) -> Operand:
    """Element by element the option with that number; cells stay cells where the chosen option is one."""
    vecs = [value(option) for option in options]
    n = max([len(which)] + [len(vec) for vec in vecs])
    which = which if len(which) == n else np.broadcast_to(which, (n,))
    kind, num, text = vecs[0].kind, vecs[0].num, vecs[0].text
    for i, vec in enumerate(vecs[1:], 1):
        here = which == i
        kind, num = np.where(here, vec.kind, kind), np.where(here, vec.num, num)
        if vec.text is not None or text is not None:
            text = np.where(here, "" if vec.text is None else vec.text, "" if text is None else text).astype(
                object
            )
    chosen = Vec(
        kind=kind, num=num, text=text if text is not None and np.count_nonzero(kind == TEXT) else None
    ).spread(n)
    refs = [isinstance(option, Cells) for option in options]
    if not any(refs):
        return chosen
    ref = np.zeros(n, bool)
    for i, option in enumerate(options):
        if isinstance(option, Cells):
            ref |= (which == i) & (_ALWAYS if option.ref is None else option.ref)
    return Cells(rows=((chosen,),), ref=ref)
