"""XL425: the project's last year is later than last year's sheet said, or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.carried import is_end_year, slipped, told
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    for one in pile.changed:
        if not is_end_year(pile, one) or not isinstance(one.was, int | float) or slipped(pile, one):
            continue
        if not isinstance(one.now, int | float) or one.now > one.was:
            yield told(pile, one)


RULE = Builtin(
    id="XL425",
    severity="query",
    title=Text("先に延びた終了予定年度", "Last year of the project pushed back"),
    message=Text(
        "終了予定年度が昨年度のシートより先に延びているか、なくなっています。\n{items}",
        "The project is to end later than last year's sheet said, or no end is given any more.\n{items}",
    ),
    why=Text(
        "終わるはずの事業が続く場合は、その必要性を評価の中で説明することになっています。",
        "That a project goes on beyond its planned end is something the review has to account for.",
    ),
    remedy=Text(
        "終了予定年度を確かめ、延長する場合は理由を説明欄に記入してください。",
        "Check the year; if the project is extended, explain why.",
    ),
    bad=Text(
        "昨年度のシートでは平成30年度、今年度は平成32年度。", "FY2018 in last year's sheet, now FY2020."
    ),
    good=Text("昨年度のシートと同じ平成30年度。", "FY2018, as it was."),
    across=_check,
    sentences=True,
)
