"""XL201: a required field is empty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xltool.formula import Area, Node
from xltool.formula.tree import walk
from xltool.formula.vec import BOOL, Bools
from xltool.rules.builtin.locked_altered import emptied
from xltool.rules.group import Group, blank, item, true
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import joined, quote, shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RULE"]

_REASONS = 2  # fields of a condition that are named


def _check(group: Group) -> Iterator[Spot]:
    missing: dict[str, Bools] = {}
    for key, condition in group.edition.required.items():
        column = group.batch.column(key)
        empty = blank(column)
        if group.field(key).is_box:
            empty = (column.kind == BOOL) & (column.num == 0)
        empty = empty & ~group.silent
        if condition is not None and empty.any():
            empty = empty & true(group.batch.evaluate(condition))
        missing[key] = empty
    for i, key in group.spots(missing):
        if not emptied(group, i, key) and not group.unsure(i, group.edition.required[key]):
            yield _spot(group, i, key)


def _spot(group: Group, i: int, key: str) -> Spot:
    """The field, and why it is required in this sheet where it is not in every one."""
    condition = group.edition.required[key]
    because = [
        Text(f"「{group.labels[other]}」が{value.ja}", f'"{group.labels[other]}" is {value.en}')
        for other in _asked(condition, key)
        for value in (quote(shown(group.edition, group.field(other), item(group.batch.column(other), i))),)
    ]
    spot = group.spot(i, key)
    if not because:
        return spot
    why = joined(because[:_REASONS])
    return replace(
        spot,
        says=Text(f"{spot.says.ja}（{why.ja}のため必要）", f"{spot.says.en} (required because {why.en})"),
    )


def _asked(condition: Node | None, key: str) -> dict[str, None]:
    """The fields that a condition looks at."""
    parts = walk(condition) if condition is not None else ()
    keys = (one for part in parts if isinstance(part, Area) for one in part.keys)
    return dict.fromkeys(one for one in keys if one != key)


RULE = Builtin(
    id="XL201",
    severity="error",
    title=Text("必須項目の空欄", "Required field is empty"),
    message=Text(
        "必ず記入する欄が{count}か所、空欄です：{items}。", "Required but empty ({count}): {items}."
    ),
    why=Text(
        "空欄のままでは、記入漏れか、該当がないのかを区別できません。",
        "An empty cell does not tell whether it was forgotten or there is nothing to say.",
    ),
    remedy=Text("空欄になっている欄に記入してください。", "Fill in the empty cells."),
    bad=Text("1次評価を選んでいない。", "No grade was chosen."),
    good=Text("必須の欄をすべて記入した。", "All required cells are filled in."),
    sheets=_check,
    phase="field",
)
