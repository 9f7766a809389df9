"""Placeholders in the messages of rules."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.form.words import PLACEHOLDER
from xltool.formula import FormulaError, Name, Range, parse
from xltool.formula.tree import Node

__all__ = ["message_names", "placeholder"]


def placeholder(word: str) -> Node | None:
    """What ``{word}`` in a message is; None where it is no formula at all."""
    try:
        return parse(word)
    except FormulaError:
        return None


def message_names(text: str) -> Iterator[Name | Range]:
    """The fields that a message shows: every placeholder but {year} and {base_year}."""
    for word in PLACEHOLDER.findall(text):
        node = None if word in ("year", "base_year") else placeholder(word)
        if isinstance(node, Name):
            yield node
