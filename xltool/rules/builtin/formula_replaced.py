"""XL224: a value was typed over a formula, the same that the formula gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.builtin.facts import place_of, subject
from xltool.rules.builtin.formula_overwritten import overwritten
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for i, one, _, _ in overwritten(group, agreeing=True):
        label = subject(group, one)
        yield Spot(sheet=i, place=place_of(group, i, one), says=Text(f"「{label}」", f'"{label}"'))


RULE = Builtin(
    id="XL224",
    severity="note",
    title=Text("値に置き換わった計算式", "Formula replaced by its value"),
    message=Text(
        "計算式が値に置き換わっています（値は計算と一致しています）：{items}。",
        "Formulas were replaced by their values, which agree: {items}.",
    ),
    why=Text(
        "値貼り付けをすると式が消えます。今は合っていますが、内訳を直すと合計が合わなくなります。",
        "Pasting values removes the formula; the value is right now, but will not follow a correction.",
    ),
    remedy=Text(
        "このままで構いません。続けて記入するときは差戻し用のブックを使ってください。",
        "It may stay as it is; for further changes use the workbook given back.",
    ),
    bad=Text("シート全体を値だけで貼り付けた。", "The whole sheet was pasted as values."),
    good=Text("計算式が残っている。", "The formula is still there."),
    sheets=_check,
    heals=True,
)
