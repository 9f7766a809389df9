"""Names become cells: ``bind``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from xltool.formula.tree import Area, Const, Name, Node, Range

__all__ = ["Resolve", "bind"]

Resolve: TypeAlias = Callable[[Name | Range, int], Const | Area]


def bind(node: Node, resolve: Resolve) -> Node:
    raise NotImplementedError
