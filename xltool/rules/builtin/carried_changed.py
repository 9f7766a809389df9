"""XL423: a fact that last year's sheet said too (first year, account, name of an indicator) has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.carried import is_end_year, is_figure, slipped, told
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import plain
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Changed, Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]

_LATER = "XL425"  # an end year that moves back or vanishes is told by this rule


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    for one in pile.changed:
        field = one.field
        if field.type == "paragraph" or field.prefill == "locked" or is_figure(one) or _respelled(one):
            continue
        brought_forward = isinstance(one.now, int | float) and isinstance(one.was, int | float)
        if is_end_year(pile, one) and not (brought_forward and one.now < one.was):  # type: ignore[operator]
            continue
        if isinstance(one.was, str) and one.was in field.also:
            continue  # what could not be said last year may be said now
        if not slipped(pile, one):
            yield told(pile, one)


def _respelled(one: Changed) -> bool:
    return isinstance(one.now, str) and isinstance(one.was, str) and plain(one.now) == plain(one.was)


RULE = Builtin(
    id="XL423",
    severity="note",
    title=Text("昨年度から変わった項目", "Changed since last year"),
    message=Text(
        "昨年度のシートから変わった項目があります。\n{items}",
        "These differ from last year's sheet.\n{items}",
    ),
    why=Text(
        "開始年度や区分、指標の名称や単位は、ふつう年ごとには変わりません。書き間違いのこともあります。",
        "First year, classification, name and unit of an indicator seldom change; it may be a slip.",
    ),
    remedy=Text(
        "変わったことが正しければ、このままで構いません。書き間違いであれば直してください。",
        "It may stay if the change is right; otherwise correct it.",
    ),
    bad=Text(
        "開始年度が、昨年度のシートでは平成15年度、今年度は平成16年度。",
        "It began in FY2003 in last year's sheet, in FY2004 in this year's.",
    ),
    good=Text("開始年度は昨年度のシートと同じ。", "The same first year as last year."),
    across=_check,
    phase="field",
    sentences=True,
)
