"""Rules bound to the cells of one edition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xltool.form.model import Rule
from xltool.form.resolve import Instance
from xltool.formula import Area, Node
from xltool.formula.tree import walk

__all__ = ["BoundInstance", "BoundRule"]


@dataclass(frozen=True, kw_only=True)
class BoundInstance:
    """One repetition of a rule with its cells."""

    here: Instance
    when: Node | None
    expect: Node
    places: tuple[str, ...]  # field ids


@dataclass(frozen=True, kw_only=True)
class BoundRule:
    """A rule with its formulas bound, once for each place that it is about."""

    rule: Rule
    instances: tuple[BoundInstance, ...]

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Ids of every field that the verdict looks at."""
        found: set[str] = set()
        for one in self.instances:
            for node in (one.when, one.expect):
                for part in walk(node) if node else ():
                    if isinstance(part, Area):
                        found.update(part.keys)
        return frozenset(found)
