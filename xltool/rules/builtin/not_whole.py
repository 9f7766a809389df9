"""XL208: a fraction where a whole number belongs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xltool.rules.group import Group, item
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for i, key in group.spots(group.fractional):
        one, number = group.field(key), item(group.batch.column(key), i)
        assert isinstance(number, float)
        value = shown(group.edition, one, number)
        amount = one.type == "amount" and one.unit
        unit = (
            Text(f"（{one.unit}単位で記入する欄です）", f" (the unit here is {one.unit})")
            if amount
            else Text("", "")
        )
        says = Text(
            f"{value.ja} は整数ではありません{unit.ja}。", f"{value.en} is not a whole number{unit.en}."
        )
        spot = group.spot(i, key, says, actual=value.ja)
        yield replace(spot, instead=float(np.rint(number))) if one.type == "amount" else spot


RULE = Builtin(
    id="XL208",
    severity="error",
    title=Text("整数ではない数値", "Whole number expected"),
    message=Text("{items}", "{items}"),
    why=Text(
        "件数などに端数があるとほかの値と合わなくなり、金額の端数は印刷に表れないため合計が合わなく見えます。",
        "A count with a fraction does not fit other figures; a fraction of an amount is not printed, so that "
        "sums seem wrong.",
    ),
    remedy=Text(
        "整数で入力してください。金額は、欄の単位に満たない端数を四捨五入などで整数にします。",
        "Type a whole number; round an amount to the unit of its cell.",
    ),
    bad=Text("件数の欄に 12.5。", "12.5 as a count."),
    good=Text("件数の欄に 12。", "12 as a count."),
    sheets=_check,
    phase="field",
    sentences=True,
)
