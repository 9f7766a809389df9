"""Back end 1: Excel text.

Cells whose value is an expression (a label that stands for a code, ``CellRef.value``) behave everywhere like
cells that hold the converted value: where a function treats references and values differently, the text is
written so that text and booleans stay references and only what counts is handed over as a value
(``IF(ISNUMBER(v),v,$D$5)`` in SUM; IF, CHOOSE and INDEX return references in Excel, so the rule reaches
through them).
"""

from __future__ import annotations

from typing import TypeAlias

from xltool.formula.cell_text import Address, Mode, block, cell, runs
from xltool.formula.errors import FormulaError
from xltool.formula.excel_areas import WRITERS, Writer
from xltool.formula.functions import FUNCTIONS
from xltool.formula.tree import Area, Binary, Call, Const, Missing, Node, Unary
from xltool.formula.vec import ExcelError
from xltool.text import Text

__all__ = ["Address", "to_excel"]

MAX_LENGTH = 8192  # characters of a formula
_MAX_STRING = 255  # characters of a text literal in a formula
_MAX_ARGS = 255
_LEVEL = {
    "=": 1,
    "<>": 1,
    "<": 1,
    ">": 1,
    "<=": 1,
    ">=": 1,
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
    "^": 5,
    "%": 6,
}
_SIGN, _ATOM = 7, 8
_MODES: dict[str, Mode] = {
    **dict.fromkeys(("SUM", "PRODUCT", "MIN", "MAX", "AVERAGE", "COUNT"), "counted"),
    **dict.fromkeys(("AND", "OR", "XOR"), "truth"),
    **dict.fromkeys(("COUNTA", "ISBLANK"), "cell"),
}
_Written: TypeAlias = tuple[str, int]  # text and how tightly it binds


def to_excel(bound: Node, address: Address) -> str:
    """The formula without ``=``, for the sheet that ``address`` takes as its own.

    Raises FormulaError where Excel has no text for it (a range of scattered cells in a function that needs a
    block) and where the text is longer than Excel takes.
    """
    text = _write(bound, "value", address)[0]
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            Text(
                ja=f"Excel の式が{len(text)}文字になります。{MAX_LENGTH}文字までです。式を分けてください",
                en=f"the formula is {len(text)} characters in Excel, which takes {MAX_LENGTH}: split it",
            ),
            bound.pos,
        )
    return text


def _write(node: Node, mode: Mode, address: Address) -> _Written:  # noqa: PLR0911 - one per kind of node
    match node:
        case Const():
            return _const(node)
        case Missing():
            return "", _ATOM
        case Area() if node.shape == (1, 1):
            reference = address(node.keys[0])
            return cell(reference, mode), _ATOM if reference.value is None or mode == "cell" else 0
        case Area():
            found = block(node, address)
            if found is None:
                raise TypeError(
                    "an area of scattered cells outside a function"
                )  # bind and the writers prevent it
            return found, _ATOM
        case Unary(op="%"):
            return _inside(node.operand, _LEVEL["%"], address) + "%", _LEVEL["%"]
        case Unary():
            return node.op + _inside(node.operand, _SIGN, address), _SIGN
        case Binary():
            level = _LEVEL[node.op]
            left, right = _inside(node.left, level, address), _inside(node.right, level + 1, address)
            return f"{left}{node.op}{right}", level
        case Call():
            return _call(node, mode, address)
        case _:
            raise TypeError(f"{type(node).__name__} is not bound")  # a bug of the caller


def _inside(node: Node, level: int, address: Address) -> str:
    """The text, in parentheses where it binds less tightly than its surroundings."""
    text, own = _write(node, "value", address)
    return text if own >= level else f"({text})"


def _const(node: Const) -> _Written:
    match node.value:
        case None:
            raise FormulaError(
                Text(ja="値の決まっていないパラメータです", en="a parameter without a value"), node.pos
            )
        case bool():
            return ("TRUE" if node.value else "FALSE"), _ATOM
        case str():
            if len(node.value) > _MAX_STRING:
                raise FormulaError(
                    Text(
                        ja=f"式の中の文字列は{_MAX_STRING}文字までです。& でつないでください",
                        en=f"text inside a formula has at most {_MAX_STRING} characters: join parts with &",
                    ),
                    node.pos,
                )
            escaped = node.value.replace('"', '""')
            return f'"{escaped}"', _ATOM
        case ExcelError():
            return node.value.value, _ATOM
        case _:
            return f"{node.value:.15g}".upper(), _SIGN if node.value < 0 else _ATOM


def _call(node: Call, mode: Mode, address: Address) -> _Written:
    function = FUNCTIONS[node.name]
    write: Writer = lambda part, how="value": _write(part, how, address)[0]  # noqa: E731
    special = WRITERS.get(node.name)
    if special is not None:
        text = special(node, mode, address, write)
        if text is not None:
            return text, 0
    args: list[str] = []
    for position, arg in enumerate(node.args):
        inner = _MODES.get(node.name, mode if position in function.passes_cells else "value")
        if isinstance(arg, Area) and arg.shape != (1, 1) and node.name in _MODES:
            args.extend(runs(arg, inner, address))
        else:
            args.append(write(arg, inner))
    if len(args) > _MAX_ARGS:
        raise FormulaError(
            Text(
                ja=f"{node.name} の範囲が{len(args)}個のセルに分かれます。{_MAX_ARGS}個までです",
                en=f"the ranges of {node.name} fall into {len(args)} parts, Excel takes {_MAX_ARGS}",
            ),
            node.pos,
        )
    return f"{function.prefix}{node.name}({','.join(args)})", _ATOM
