"""XL421: a figure of a year that is over is not the one that last year's sheet had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.carried import is_figure, renamed, slipped, told
from xltool.rules.rule import Builtin, Spot, Threshold
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Changed, Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]


def _check(pile: Pile, limits: Limits) -> Iterator[Spot]:
    others = renamed(pile)
    for one in pile.changed:
        field = one.field
        if not is_figure(one) or field.prefill == "locked":
            continue
        if field.offset is not None and field.offset > limits["until"]:
            continue
        if _near(one, limits["tolerance"]) or slipped(pile, one):
            continue
        if (one.sheet, field.row.rpartition(".")[0]) not in others:
            yield told(pile, one)


def _near(one: Changed, tolerance: float) -> bool:
    now, was = one.now, one.was
    if isinstance(now, str) or now is None or not isinstance(was, int | float):
        return False
    assert isinstance(now, int | float)
    return abs(now - was) <= tolerance * abs(was)


RULE = Builtin(
    id="XL421",
    severity="query",
    title=Text("昨年度から書き換わった数値", "Figure restated since last year"),
    message=Text(
        "終わった年度の数値が、昨年度のシートと違います。\n{items}",
        "Figures of years that are over differ from last year's sheet.\n{items}",
    ),
    why=Text(
        "一度示した目標や実績を後から変えると、達成したかどうかを正しく判断できなくなります。",
        "When targets and results are changed afterwards, nobody can tell whether they were met.",
    ),
    remedy=Text(
        "昨年度のシートと同じ値に直すか、変更した理由を説明欄に記入してください。",
        "Restore last year's value, or explain why it was changed.",
    ),
    bad=Text(
        "昨年度のシートでは 90 だった昨年度の目標値を 80 にした。",
        "Last year's target, 90 in last year's sheet, is now 80.",
    ),
    good=Text("昨年度の目標値は、昨年度のシートと同じ 90。", "Last year's target is 90, as it was."),
    across=_check,
    phase="field",
    sentences=True,
    thresholds=(
        Threshold(
            name="tolerance",
            default=0.005,
            about=Text(
                "この割合までの差は端数処理とみなします（0.005 は 0.5％）。",
                "differences up to this share of the value count as rounding (0.005 is 0.5 %)",
            ),
            most=1,
        ),
        Threshold(
            name="until",
            default=-1,
            about=Text(
                "比べる最後の年度の列（-1 は昨年度まで、0 は今年度まで、1 は来年度まで）。",
                "the last column compared: -1 is last year, 0 this year, 1 next year",
            ),
            least=-9,
            most=9,
        ),
    ),
)
