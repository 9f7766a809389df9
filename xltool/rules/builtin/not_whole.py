"""XL208: a fraction where a whole number belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltool.formula.vec import NUMBER, Bools
from xltool.rules.group import Group, item
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    masks: dict[str, Bools] = {}
    for one in group.edition.form.fields.values():
        if one.type in ("integer", "score", "fiscal_year") and one.formula is None:
            column = group.batch.column(one.id)
            masks[one.id] = (column.kind == NUMBER) & (column.num != np.rint(column.num))
    for i, key in group.spots(masks):
        value = shown(group.edition, group.field(key), item(group.batch.column(key), i))
        yield group.spot(
            i,
            key,
            Text(f"{value.ja} は整数ではありません。", f"{value.en} is not a whole number."),
            actual=value.ja,
        )


RULE = Builtin(
    id="XL208",
    severity="error",
    title=Text("整数ではない数値", "Whole number expected"),
    message=Text("{items}", "{items}"),
    why=Text(
        "人数や件数などに端数があると、ほかの値との計算が合わなくなります。",
        "A count with a fraction does not fit the figures that build on it.",
    ),
    remedy=Text("整数で入力してください。", "Type a whole number."),
    bad=Text("件数の欄に 12.5。", "12.5 as a count."),
    good=Text("件数の欄に 12。", "12 as a count."),
    sheets=_check,
    phase="field",
    sentences=True,
)
