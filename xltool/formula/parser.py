"""Text to nodes."""

from __future__ import annotations

from xltool.formula.tree import Node

__all__ = ["parse"]


def parse(text: str) -> Node:
    raise NotImplementedError
