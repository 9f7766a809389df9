"""Names become cells: ``bind``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from xltool.formula.errors import FormulaError
from xltool.formula.functions import FUNCTIONS
from xltool.formula.spread import maps, shape
from xltool.formula.tree import Area, Binary, Call, Const, Name, Node, Range, Unary, children
from xltool.text import Text

__all__ = ["Resolve", "bind"]

Resolve: TypeAlias = Callable[[Name | Range, int], Const | Area]


def bind(node: Node, resolve: Resolve) -> Node:
    """Replace every name and range by what ``resolve(name, shift)`` says, and remove PREV.

    ``shift`` is 0, or -1 inside PREV (nested PREVs add up): how many columns from the written one to look.
    The resolver raises FormulaError for names it does not know. Raises FormulaError where a range of more
    than one cell stands in a place for one value, and where ranges that belong together differ in size.
    """
    bound = _replace(node, resolve, 0)
    _check(bound, single=True)
    return bound


def _replace(node: Node, resolve: Resolve, shift: int) -> Node:  # noqa: PLR0911 - one per kind of node
    match node:
        case Name() | Range():
            found = resolve(node, shift)
            if isinstance(found, Area):
                _check_area(found, node)
            elif isinstance(found.value, int | float) and not isinstance(found.value, bool):
                return Const(
                    value=float(f"{found.value:.15g}"), pos=node.pos
                )  # as a literal in the cell's text
            return replace(found, pos=node.pos)
        case Unary():
            return replace(node, operand=_replace(node.operand, resolve, shift))
        case Binary():
            return replace(
                node, left=_replace(node.left, resolve, shift), right=_replace(node.right, resolve, shift)
            )
        case Call(name="PREV"):
            return _replace(node.args[0], resolve, shift - 1)
        case Call():
            return replace(node, args=tuple(_replace(arg, resolve, shift) for arg in node.args))
        case _:
            return node


def _check_area(area: Area, name: Name | Range) -> None:
    if not area.keys or len({len(row) for row in area.rows}) != 1:
        raise FormulaError(
            Text(ja=f"「{name}」に当たる項目がありません", en=f"{name} stands for no field"), name.pos
        )


def _check(node: Node, *, single: bool) -> None:
    """Areas of several cells only where they mean something."""
    if isinstance(node, Area) and single and node.shape != (1, 1):
        raise FormulaError(
            Text(
                ja=f"1つの値を書く場所に{len(node.keys)}個の項目の範囲があります。SUM "
                "などの関数で囲んでください",
                en=f"a range of {len(node.keys)} fields stands where one value belongs: put it into "
                "a function such as SUM",
            ),
            node.pos,
        )
    if not isinstance(node, Call):
        for child in children(node):
            _check(child, single=single)
        return
    function = FUNCTIONS[node.name]
    for position, arg in enumerate(node.args):
        plain = isinstance(arg, Area) and function.takes_area(position)
        spread = node.name == "SUMPRODUCT" or (not single and maps(node.name))
        if not plain:
            _check(arg, single=not spread)
    if node.name in _CHECKS:
        _CHECKS[node.name](node)


def _same_size(node: Call) -> None:
    areas = (
        node.args
        if node.name == "SUMPRODUCT"
        else (node.args[0], node.args[-1 if len(node.args) == 3 else 0])
    )
    if len({shape(area) for area in areas}) > 1:
        raise FormulaError(
            Text(
                ja=f"{node.name} の範囲の大きさが違います。同じ大きさの範囲にしてください",
                en=f"the ranges of {node.name} differ in size: make them the same size",
            ),
            node.pos,
        )


def _needs_cells(node: Call) -> None:
    position = 1 if node.name == "MATCH" else 0
    if not isinstance(node.args[position], Area):
        raise FormulaError(
            Text(
                ja=f"{node.name} の{position + 1}番目の引数には項目か範囲を書いてください",
                en=f"argument {position + 1} of {node.name} must be a field or a range",
            ),
            node.pos,
        )


def _sumif(node: Call) -> None:
    _needs_cells(node)
    if len(node.args) == 3 and not isinstance(node.args[2], Area):
        raise FormulaError(
            Text(ja="SUMIF の3番目の引数には範囲を書いてください", en="argument 3 of SUMIF must be a range"),
            node.pos,
        )
    _same_size(node)


def _match(node: Call) -> None:
    _needs_cells(node)
    if 1 not in shape(node.args[1]):
        raise FormulaError(
            Text(
                ja="MATCH の範囲は1行か1列にしてください",
                en="the range of MATCH must be a single row or column",
            ),
            node.pos,
        )


def _index(node: Call) -> None:
    _needs_cells(node)
    if len(node.args) == 2 and 1 not in shape(node.args[0]):
        raise FormulaError(
            Text(
                ja="INDEX の範囲は1行か1列にするか、行と列の番号を両方書いてください",
                en="INDEX over several rows and columns needs a row and a column number",
            ),
            node.pos,
        )


_CHECKS: dict[str, Callable[[Call], None]] = {
    "SUMPRODUCT": _same_size,
    "SUMIF": _sumif,
    "COUNTIF": _needs_cells,
    "COUNTBLANK": _needs_cells,
    "INDEX": _index,
    "MATCH": _match,
}
