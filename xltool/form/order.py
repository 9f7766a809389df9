"""Where a field's formula stands, and in which order formulas are computed."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from xltool.form.model import Field
from xltool.form.resolve import Instance
from xltool.formula import Area, Node
from xltool.formula.tree import walk

__all__ = ["Circle", "in_order", "place_of"]


class Circle(Exception):  # noqa: N818 - it reads as what it means
    """Formulas need each other; ``keys`` is the chain, its first key again at the end."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(" → ".join(keys))
        self.keys = keys


def place_of(one: Field) -> Instance:
    """Where a field's own formula stands."""
    if one.scope is None:
        return Instance(offset=one.offset)
    child = one.row[len(one.scope) + 1 :].split(".")[0]
    return Instance(offset=one.offset, scope=one.scope, child=child)


def in_order(bound: Mapping[str, Node]) -> list[str]:
    """Keys so that each comes after those that it needs. Raises Circle where there is no such order."""
    needs = {
        key: [k for part in walk(node) if isinstance(part, Area) for k in part.keys if k in bound]
        for key, node in bound.items()
    }
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        chain = list(error.args[1])[::-1]  # graphlib lists what is needed first
        first = min(range(len(chain) - 1), key=lambda i: list(bound).index(chain[i]))
        raise Circle((*chain[first:-1], *chain[:first], chain[first])) from None
