"""The nodes of a formula. ``parse`` makes them, ``bind`` replaces names by cells, the back ends read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from xltool.formula.vec import Scalar

__all__ = [
    "Area",
    "Binary",
    "Call",
    "CellRef",
    "Const",
    "Missing",
    "Name",
    "Node",
    "Offset",
    "Range",
    "Shared",
    "Unary",
    "children",
    "names",
    "walk",
    "with_children",
]

Offset: TypeAlias = int | Literal["*"] | None


@dataclass(frozen=True, kw_only=True)
class Const:
    """A literal, or a name that stands for one (``year``, a parameter). ``None`` is an empty cell."""

    value: Scalar
    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Name:
    """A field id, a row id or a wildcard: ``cost.total[-1]``, ``cost.total``, ``cost.*[0]``,
    ``cost.total[*]``."""

    path: tuple[str, ...]  # parts between the dots; "*" is a whole part
    offset: Offset = None  # years from the base year; "*" for every column; None where none is written
    pos: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if self.offset is None:
            return ".".join(self.path)
        shown = self.offset if self.offset in ("*", 0) else f"{self.offset:+d}"
        return f"{'.'.join(self.path)}[{shown}]"


@dataclass(frozen=True, kw_only=True)
class Range:
    """``first:last``; what lies between is the resolver's business (the order of the form)."""

    first: Name
    last: Name
    pos: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.first}:{self.last}"


@dataclass(frozen=True, kw_only=True)
class Area:
    """A rectangle of cells, as rows of opaque keys (field ids). One cell is a 1 x 1 area."""

    rows: tuple[tuple[str, ...], ...]
    pos: int = field(default=0, compare=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, row by row."""
        return tuple(key for row in self.rows for key in row)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return len(self.rows), len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, kw_only=True)
class Unary:
    """``-x`` or the postfix ``x%``; ``+x`` is x."""

    op: str
    operand: Node
    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Binary:
    """``left op right``; op is one of ``^ * / + - & = <> < > <= >=``."""

    op: str
    left: Node
    right: Node
    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A function call; the name is upper case, an omitted argument is ``Missing``."""

    name: str
    args: tuple[Node, ...]
    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Missing:
    """An omitted argument, as the second one in ``IF(a,,1)``; it counts as an empty value."""

    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Shared:
    """What occurs more than once in trees that are evaluated together: one and the same object everywhere."""

    node: Node
    pos: int = field(default=0, compare=False)


Node: TypeAlias = Const | Name | Range | Area | Unary | Binary | Call | Missing | Shared


@dataclass(frozen=True, kw_only=True)
class CellRef:
    """Where a key is in the workbook."""

    row: int  # from 0
    col: int  # from 0
    sheet: str | None = None  # None: the sheet that the formula stands on
    value: str | None = None  # expression with {ref}, where the value is not what the cell shows


def children(node: Node) -> tuple[Node, ...]:
    """The direct operands, in the order they are written."""
    match node:
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Call():
            return node.args
        case _:
            return ()


def with_children(node: Node, below: Sequence[Node]) -> Node:
    """The same node with other operands."""
    match node:
        case Unary():
            return replace(node, operand=below[0])
        case Binary():
            return replace(node, left=below[0], right=below[1])
        case Call():
            return replace(node, args=tuple(below))
        case _:
            return node


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> Iterator[Name | Range]:
    """Every name and range of a parsed formula, in the order written; a range stands for its two ends."""
    for part in walk(node):
        if isinstance(part, Name | Range):
            yield part
