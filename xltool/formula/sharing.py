"""What occurs more than once in trees that are evaluated together is found, to be evaluated once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from xltool.formula.tree import Area, Binary, Call, Const, Node, Shared, Unary, children, with_children

__all__ = ["shared"]


def shared(trees: Sequence[Node]) -> tuple[Node, ...]:
    """The same bound formulas; what is the same in several places is one ``Shared`` there.

    Not below SUMPRODUCT, which looks at its expressions place by place.
    """
    numbers: dict[Hashable, int] = {}  # what a node is -> its number
    nodes: list[Node] = []
    below: list[tuple[int, ...]] = []
    uses: list[int] = []

    def number(node: Node) -> int:
        parts = tuple(map(number, children(node)))
        at = numbers.setdefault((_own(node), parts), len(nodes))
        if at == len(nodes):
            nodes.append(node)
            below.append(parts)
            uses.append(0)
            for part in parts:
                uses[part] += 1
        return at

    roots = list(map(number, trees))
    for root in roots:
        uses[root] += 1
    made: list[Node] = []  # those below a node have smaller numbers
    for node, parts, used in zip(nodes, below, uses, strict=True):
        whole = isinstance(node, Call) and node.name == "SUMPRODUCT"
        one = node if whole else with_children(node, [made[part] for part in parts])
        made.append(Shared(node=one) if used > 1 and parts else one)
    return tuple(made[root] for root in roots)


def _own(node: Node) -> Hashable:
    """What tells a node from others with the same operands."""
    match node:
        case Const():
            return type(node.value), node.value  # 1 and TRUE are equal
        case Unary() | Binary():
            return type(node), node.op
        case Call():
            return node.name
        case Area():
            return node.rows
        case _:
            return node
