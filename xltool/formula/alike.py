"""Formulas that differ only in their cells, evaluated as one: over the cells' columns, put end to end.

What a node costs, it costs however many records there are; a rule that is repeated for every year costs it
once.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache

from xltool.formula.evaluation import Column, Known, evaluate
from xltool.formula.sharing import shared
from xltool.formula.tree import Area, Binary, Call, Const, Node, Unary, children, with_children
from xltool.formula.vec import Vec

__all__ = ["Alike", "alike", "evaluate_alike"]

_BETWEEN = "\n"  # stands in no key


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Formulas of one pattern."""

    at: tuple[int, ...]  # which of all they are
    tree: Node  # each of its cells stands for one cell of every formula


def alike(trees: Sequence[Node]) -> tuple[Alike, ...]:
    """Bound formulas, sorted by pattern."""
    groups: dict[Hashable, list[int]] = {}
    for at, tree in enumerate(trees):
        groups.setdefault(_pattern(tree), []).append(at)
    merged = shared([_merged([trees[at] for at in group]) for group in groups.values()])
    return tuple(Alike(at=tuple(at), tree=tree) for at, tree in zip(groups.values(), merged, strict=True))


def evaluate_alike(groups: Sequence[Alike], column: Column, n: int) -> dict[int, Vec]:
    """As ``evaluate`` of every formula by itself; which one it is -> its value for each of n records."""
    found: dict[int, Vec] = {}
    known: Known = {}

    @cache
    def joined(key: str) -> Vec:
        return Vec.joined([column(one) for one in key.split(_BETWEEN)], n)

    for group in groups:
        whole = evaluate(group.tree, joined, n * len(group.at), known)
        for start, at in zip(range(0, len(whole), n), group.at, strict=True):
            found[at] = whole.take(slice(start, start + n))
    return found


def _pattern(node: Node) -> Hashable:
    match node:
        case Area():
            return node.shape
        case Const():
            return type(node.value), node.value
        case Unary() | Binary():
            return node.op, *map(_pattern, children(node))
        case Call():
            return node.name, *map(_pattern, node.args)
        case _:
            return node


def _merged(nodes: Sequence[Node]) -> Node:
    """One tree of those that have the same pattern."""
    node = nodes[0]
    below = [_merged(some) for some in zip(*map(children, nodes), strict=True)]
    if isinstance(node, Area):
        areas = [one.rows for one in nodes if isinstance(one, Area)]
        rows = zip(*areas, strict=True)
        return Area(rows=tuple(tuple(map(_BETWEEN.join, zip(*row, strict=True))) for row in rows))
    return with_children(node, below)
