"""Back end 1: Excel text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from xltool.formula.tree import CellRef, Node

__all__ = ["Address", "to_excel"]

Address: TypeAlias = Callable[[str], CellRef]


def to_excel(bound: Node, address: Address) -> str:
    raise NotImplementedError
