"""What a form's ``lifecycle`` says of the sheets of a pile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltool.form import Instance
from xltool.formula import Area, Node
from xltool.formula.tree import walk
from xltool.rules.group import true
from xltool.rules.show import joined, quote, shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xltool.rules.group import Group
    from xltool.rules.pile import Pile

__all__ = ["ended", "fields_of", "new", "standing"]


def new(pile: Pile) -> Iterator[tuple[int, bool]]:
    """(sheet, whether it says that the project begins) of the sheets that say so or not."""
    for indices, group in pile.groups:
        yield from _verdicts(indices, group, group.edition.form.lifecycle.new)


def ended(pile: Pile) -> Iterator[tuple[int, bool]]:
    """(sheet, whether it says that the project is over)."""
    for indices, group in pile.groups:
        yield from _verdicts(indices, group, group.edition.form.lifecycle.ended)


def fields_of(group: Group, node: Node | None) -> tuple[str, ...]:
    """The fields that a condition looks at."""
    bound = group.edition.bind(node, Instance()) if node is not None else None
    parts = walk(bound) if bound is not None else ()
    return tuple(dict.fromkeys(key for part in parts if isinstance(part, Area) for key in part.keys))


def standing(pile: Pile, i: int, keys: tuple[str, ...]) -> Text:
    """``新規継続区分は「継続」``: what the fields hold."""
    edition = pile.at[i][0].edition
    parts = []
    for key in keys:
        value = quote(shown(edition, edition.form.fields[key], pile.column(key)[i]))
        label = pile.label(i, key)
        parts.append(Text(f"{label}は{value.ja}", f"{label} is {value.en}"))
    return joined(parts)


def _verdicts(indices: Sequence[int], group: Group, node: Node | None) -> Iterator[tuple[int, bool]]:
    if node is None:
        return
    bound = group.edition.bind(node, Instance())
    holds = np.asarray(true(group.batch.evaluate(bound)))
    for own, i in enumerate(indices):
        if not group.silent[own] and not group.unsure(own, bound):
            yield i, bool(holds[own])
