"""XL422: a result that was settled last year, such as the 2次評価, is retold differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.carried import slipped, told
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    for one in pile.changed:
        if one.field.prefill == "locked" and not slipped(pile, one):
            yield told(pile, one)


RULE = Builtin(
    id="XL422",
    severity="query",
    title=Text("昨年度の結果との食い違い", "Last year's result retold differently"),
    message=Text(
        "昨年度に決まった結果が、昨年度のシートと違います。\n{items}",
        "Results settled last year differ from last year's sheet.\n{items}",
    ),
    why=Text(
        "昨年度の評価は確定したものです。違うままでは、評価がどう変わったかを追えません。",
        "Last year's assessment is settled; told differently, it cannot be seen how it has changed since.",
    ),
    remedy=Text(
        "昨年度のシートのとおりに直してください。昨年度のシートのほうが誤っている場合は、その旨を説明欄に記入してください。",
        "Restore what last year's sheet says; if that one is wrong, say so in the explanation.",
    ),
    bad=Text(
        "昨年度の2次評価は「見直し」なのに、前年度2次評価が「現状継続」。",
        "Last year's final grade was to change course, yet this year's sheet says to continue.",
    ),
    good=Text("昨年度の2次評価のとおり。", "Last year's grade as it was."),
    across=_check,
    phase="field",
    sentences=True,
)
