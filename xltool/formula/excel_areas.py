"""Functions that need a block of cells, written for cells that lie scattered over the sheet.

Our cells are merged over many sheet columns, so a row of them is never one block. Each writer gives the text
for that case, and None where the ordinary call will do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from xltool.formula.cell_text import Address, Mode, a1, block, cell, plain, runs
from xltool.formula.criteria import read_criterion
from xltool.formula.errors import FormulaError
from xltool.formula.functions import FUNCTIONS
from xltool.formula.spread import element, shape
from xltool.formula.tree import Area, Binary, Call, Const, Missing, Node, Unary, walk
from xltool.formula.wildcards import has_wildcard
from xltool.text import Text

__all__ = ["WRITERS", "Writer"]


class Writer(Protocol):
    """Writes a node below; the second argument says what its place does with cells."""

    def __call__(self, part: Node, how: Mode = "value", /) -> str: ...


_Special: TypeAlias = Callable[[Call, Mode, Address, Writer], str | None]


def _area(node: Node) -> Area:
    assert isinstance(node, Area)  # bind has seen to it
    return node


def _countblank(node: Call, mode: Mode, address: Address, write: Writer) -> str | None:  # noqa: ARG001
    return "+".join(f"COUNTBLANK({part})" for part in runs(_area(node.args[0]), "cell", address))


def _countif(node: Call, mode: Mode, address: Address, write: Writer) -> str | None:  # noqa: ARG001
    area = _area(node.args[0])
    if plain(area, address):
        criterion = write(node.args[1])
        return "+".join(f"COUNTIF({part},{criterion})" for part in runs(area, "cell", address))
    return "+".join(_hit(key, node, address, write) for key in area.keys)


def _sumif(node: Call, mode: Mode, address: Address, write: Writer) -> str | None:  # noqa: ARG001
    tested, summed = _area(node.args[0]), _area(node.args[-1 if len(node.args) == 3 else 0])
    if block(tested, address) and block(summed, address):
        return None
    terms = [
        f"IF({_hit(key, node, address, write)},SUM({cell(address(term), 'counted')}),0)"
        for key, term in zip(tested.keys, summed.keys, strict=True)
    ]
    return "+".join(terms)


def _hit(key: str, node: Call, address: Address, write: Writer) -> str:
    """1 where one cell meets the criterion of COUNTIF or SUMIF, else 0."""
    ref, criterion = address(key), node.args[1]
    if ref.value is None:
        return f"COUNTIF({a1(ref)},{write(criterion)})"
    value = cell(ref, "value")
    read = read_criterion(criterion.value) if isinstance(criterion, Const) else None
    if read is not None and isinstance(read.operand, float) and read.op != "<>":
        return f"IFERROR(ISNUMBER({value})*(({value}){read.op}{read.operand:.15g}),0)"
    if read is not None and isinstance(read.operand, str) and read.operand and not has_wildcard(read.operand):
        escaped = read.operand.replace('"', '""')
        if read.op in ("=", "<>"):
            return f'IFERROR((({value}){read.op}"{escaped}")*1,{int(read.op == "<>")})'
    raise FormulaError(
        Text(
            ja=f"{node.name} の範囲に、セルの表示と値が違う項目があります。"
            "条件は数値の比較か文字列との一致にしてください",
            en=f"{node.name} covers fields whose cells show a label for a code: the criterion must "
            "compare with a number "
            "or be a text without wildcards",
        ),
        node.pos,
    )


def _sumproduct(node: Call, mode: Mode, address: Address, write: Writer) -> str | None:  # noqa: ARG001
    """Direct where every range is a block, else the sum of the products, written out."""
    areas = [part for arg in node.args for part in walk(arg) if isinstance(part, Area)]
    if all(block(area, address) for area in areas):
        return None
    rows, columns = shape(node.args[0])
    places = [(row, column) for row in range(rows) for column in range(columns)]
    return "+".join("*".join(_factor(element(arg, *place), write) for arg in node.args) for place in places)


def _factor(node: Node, write: Writer) -> str:
    """One element as SUMPRODUCT counts it: what is no number is 0, errors stay."""
    if isinstance(node, Area):
        return f"SUM({write(node, 'counted')})"
    text = write(node)
    match _returns(node):
        case "number":
            return f"({text})"
        case "bool":
            return f"0*({text})"
        case "text":
            return f"IF(ISERROR({text}),{text},0)"
        case _:
            return f"IF(ISNUMBER({text}),{text},IF(ISERROR({text}),{text},0))"


def _returns(node: Node) -> str:
    match node:
        case Call():
            return FUNCTIONS[node.name].returns
        case Binary():
            return "text" if node.op == "&" else "number" if node.op in "+-*/^" else "bool"
        case Unary():
            return "number"
        case Const() if isinstance(node.value, float):
            return "number"
        case _:
            return "any"


def _index(node: Call, mode: Mode, address: Address, write: Writer) -> str | None:
    """CHOOSE over the cells; past the end INDEX of a single cell gives the #REF! that Excel gives."""
    area = _area(node.args[0])
    if block(area, address):
        return None
    height, width = area.shape
    row, column = node.args[1], node.args[2] if len(node.args) > 2 else Missing()
    if len(node.args) == 2 and height == 1:
        row, column = Missing(), row
    past = f"INDEX({a1(address(area.keys[0]))},2)"
    picked = [
        _choose([cell(address(key), mode) for key in keys], column if width > 1 else None, past, write)
        for keys in area.rows
    ]
    return _choose(picked, row if height > 1 else None, past, write)


def _choose(options: list[str], index: Node | None, past: str, write: Writer) -> str:
    if index is None:
        return options[0]
    number = "0" if isinstance(index, Missing) else write(index)
    return f"IF(({number})>={len(options) + 1},{past},CHOOSE({number},{','.join(options)}))"


def _match(node: Call, mode: Mode, address: Address, write: Writer) -> str | None:  # noqa: ARG001
    """Exact matches try one cell after the other."""
    area = _area(node.args[1])
    if block(area, address):
        return None
    how = node.args[2] if len(node.args) > 2 else Const(value=1.0)
    exact = isinstance(how, Missing) or (isinstance(how, Const) and how.value in (0, False))
    if not exact or not plain(area, address):
        raise FormulaError(
            Text(
                ja="離れたセルの範囲での MATCH は、3番目の引数が 0 で、表示と値が同じ項目だけに使えます",
                en="MATCH over scattered cells works only with 0 as third argument and fields "
                "that hold their value",
            ),
            node.pos,
        )
    wanted = write(node.args[0])
    found = [
        f"MATCH({wanted},{a1(address(key))},0)" + (f"+{i}" if i else "") for i, key in enumerate(area.keys)
    ]
    text = found[-1]
    for earlier in reversed(found[:-1]):
        text = f"IFERROR({earlier},{text})"
    return text


WRITERS: dict[str, _Special] = {
    "COUNTBLANK": _countblank,
    "COUNTIF": _countif,
    "SUMIF": _sumif,
    "SUMPRODUCT": _sumproduct,
    "INDEX": _index,
    "MATCH": _match,
}
