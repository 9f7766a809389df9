"""Back end 2: vectorised evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from xltool.formula.tree import Node
from xltool.formula.vec import Vec

__all__ = ["Column", "evaluate"]

Column: TypeAlias = Callable[[str], Vec]


def evaluate(bound: Node, column: Column, n: int) -> Vec:
    raise NotImplementedError
