"""A form that was read but not yet judged: with the lines of its keys, for whoever finds a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xltool.form.model import Field, Form, Rule
from xltool.form.source import MapNode, Problems

__all__ = ["Draft"]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A form as it was read, and what was wrong with it, before the lint."""

    form: Form
    root: MapNode
    problems: Problems  # of the form file
    rule_problems: Problems  # of the file that holds the rules; the same where there is no other
    lines: Mapping[str, Mapping[str, int]]  # row id or rule id -> key -> line
    broken: frozenset[str]  # row ids whose attributes could not all be read

    def at(self, one: Field | Rule, key: str) -> int:
        """The line of a key of a field or rule; its first line where it does not have the key."""
        lines = self.lines.get(one.row if isinstance(one, Field) else one.id, {})
        return lines.get(key, one.line)
