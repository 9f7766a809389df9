"""A parsed formula written out again, with field ids as names."""

from __future__ import annotations

from xltool.formula import Area, Const, ExcelError, Name, Node, Range
from xltool.formula.tree import Binary, Call, Missing, Unary
from xltool.values import format_number

__all__ = ["written"]

_RANK = {"^": 5, "*": 4, "/": 4, "+": 3, "-": 3, "&": 2}  # comparisons: 1
_TIGHTEST = 8


def written(node: Node) -> str:  # noqa: PLR0911 - one line per kind of node
    """Excel's spelling with as few parentheses as keep the meaning.

    >>> from xltool.formula import parse
    >>> written(parse('( a.b[-1] + 2 ) * -c'))
    '(a.b[-1]+2)*-c'
    """
    match node:
        case Const(value=value):
            return _literal(value)
        case Name() | Range():
            return str(node)
        case Area():
            return ",".join(node.keys)
        case Missing():
            return ""
        case Call(name=name, args=args):
            return f"{name}({','.join(written(arg) for arg in args)})"
        case Unary(op="%", operand=operand):
            return _inside(operand, 6) + "%"
        case Unary(op=op, operand=operand):
            return op + _inside(operand, 7)
        case Binary(op=op, left=left, right=right):
            rank = _rank(node)
            return _inside(left, rank) + op + _inside(right, rank + 1)


def _inside(node: Node, least: int) -> str:
    text = written(node)
    return f"({text})" if _rank(node) < least else text


def _rank(node: Node) -> int:
    """How tightly a node binds; Excel's minus sign binds tighter than ``%``, that tighter than ``^``."""
    match node:
        case Binary(op=op):
            return _RANK.get(op, 1)
        case Unary(op="%"):
            return 6
        case Unary():
            return 7
        case _:
            return _TIGHTEST


def _literal(value: object) -> str:
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, ExcelError):
        return str(value.value)
    if isinstance(value, int | float):
        return format_number(value).replace(",", "")
    return '"' + str(value).replace('"', '""') + '"'
