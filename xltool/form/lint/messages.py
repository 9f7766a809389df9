"""Placeholders in the messages of rules: ``{item.score}`` is a value, ``{label(item.score)}`` a label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.form.words import PLACEHOLDER
from xltool.formula import FormulaError, Name, Range, parse
from xltool.formula.tree import Node

__all__ = ["labelled", "message_names", "placeholder"]

_LABEL = re.compile(r"label\((.*)\)\Z")


def labelled(word: str) -> str | None:
    """The name whose field's label a placeholder shows; None where it shows a value."""
    match = _LABEL.match(word)
    return match.group(1) if match else None


def placeholder(word: str) -> Node | None:
    """What ``{word}`` in a message is, or is the label of; None where it is no formula at all."""
    try:
        return parse(labelled(word) or word)
    except FormulaError:
        return None


def message_names(text: str) -> Iterator[Name | Range]:
    """The fields that a message shows: every placeholder but {year} and {base_year}."""
    for word in PLACEHOLDER.findall(text):
        node = None if word in ("year", "base_year") else placeholder(word)
        if isinstance(node, Name):
            yield node
