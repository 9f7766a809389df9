"""Element-wise expressions over areas, as SUMPRODUCT takes them: ``SUMPRODUCT((a:b>0)*c:d)``."""

from __future__ import annotations

from dataclasses import replace

from xltool.formula.errors import FormulaError
from xltool.formula.functions import FUNCTIONS
from xltool.formula.tree import Area, Binary, Call, Node, Unary, children
from xltool.text import Text

__all__ = ["element", "maps", "shape"]


def maps(name: str) -> bool:
    """Whether a function of single values is applied element by element inside SUMPRODUCT (IF and CHOOSE are
    not)."""
    function = FUNCTIONS[name]
    return not function.areas and not function.passes_cells


def shape(node: Node) -> tuple[int, int]:
    """Rows and columns of an element-wise expression; FormulaError where the areas in it differ in size."""
    if isinstance(node, Area):
        return node.shape
    if isinstance(node, Call) and not maps(node.name):
        return 1, 1
    found = (1, 1)
    for child in children(node):
        size = shape(child)
        if found == (1, 1):
            found = size
        elif size not in ((1, 1), found):
            raise FormulaError(
                Text(
                    ja="大きさの違う範囲を一緒に計算しています。同じ大きさの範囲にしてください",
                    en="ranges of different sizes are combined: make them the same size",
                ),
                node.pos,
            )
    return found


def element(node: Node, row: int, column: int) -> Node:
    """The expression for one place: each larger area replaced by its cell there."""
    match node:
        case Area():
            return node if node.shape == (1, 1) else Area(rows=((node.rows[row][column],),), pos=node.pos)
        case Unary():
            return replace(node, operand=element(node.operand, row, column))
        case Binary():
            return replace(node, left=element(node.left, row, column), right=element(node.right, row, column))
        case Call() if maps(node.name):
            return replace(node, args=tuple(element(arg, row, column) for arg in node.args))
        case _:
            return node
