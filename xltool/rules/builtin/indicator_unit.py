"""XL412: an indicator is measured in another unit than in other sheets."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xltool.rules.most import differing
from xltool.rules.rule import Builtin, Spot, Threshold
from xltool.rules.show import one_line, plain
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]

Measured = tuple[int, str, str, str]  # sheet, field of the name, field of the unit, unit as typed


def _check(pile: Pile, limits: Limits) -> Iterator[Spot]:
    found: dict[str, list[Measured]] = defaultdict(list)
    for indices, group in pile.groups:
        for name, unit in group.indicators.items():
            names, units = pile.column(name), pile.column(unit)
            for i in indices:
                called, measured = names[i], units[i]
                if isinstance(called, str) and isinstance(measured, str) and len(plain(called)) > 1:
                    found[plain(called)].append((i, name, unit, measured))
    for some in found.values():
        measures = [plain(measured) for *_, measured in some]
        having: dict[str, list[Measured]] = defaultdict(list)
        for one, measure in zip(some, measures, strict=True):
            having[measure].append(one)
        for at, usual in differing(measures, share=limits["share"]):
            if not pile.is_told(some[at][0], some[at][2]):
                yield _spot(pile, some[at], having[usual])


def _spot(pile: Pile, one: Measured, those: list[Measured]) -> Spot:
    i, name, unit, measured = one
    j, _, other_unit, other = those[0]
    called = one_line(str(pile.column(name)[i]))
    where = pile.named(j, beside=i)
    rest = Text(f"など{len(those)}件", f" and {len(those) - 1} more") if len(those) > 1 else Text("", "")
    return pile.spot(
        i,
        unit,
        Text(
            f"指標「{called}」の単位が「{one_line(measured)}」です。"
            f"{where.ja}{rest.ja}の同じ名称の指標では「{one_line(other)}」です。",
            f'the indicator "{called}" is measured in "{one_line(measured)}";'
            f' {where.en}{rest.en}, under the same name, in "{one_line(other)}".',
        ),
        expected=other,
        actual=measured,
        others=(pile.elsewhere(j, other_unit),),
    )


RULE = Builtin(
    id="XL412",
    severity="note",
    title=Text("シートによって違う指標の単位", "Unit of an indicator differs between sheets"),
    message=Text("{items}", "{items}"),
    why=Text(
        "同じ名称の指標の単位がそろっていないと、事業どうしを比べられません。",
        "Projects cannot be compared where one indicator is measured in several units.",
    ),
    remedy=Text(
        "単位の書き間違いであれば直してください。別の指標であれば、このままで構いません。",
        "Correct the unit if it is a slip; it may stay if the indicator is another one.",
    ),
    bad=Text(
        "「利用者数」の単位が、ほかのシートでは人、1枚だけ件。",
        "Users in persons, in one sheet in cases.",
    ),
    good=Text("「利用者数」の単位は、どのシートも人。", "Users in persons everywhere."),
    across=_check,
    sentences=True,
    thresholds=(
        Threshold(
            name="share",
            default=0.5,
            about=Text(
                "同じ名称の指標のうち、この割合以上が同じ単位のときだけ、ほかの単位を知らせます。",
                "told only where at least this share of the indicators of one name have the same unit",
            ),
            most=1,
        ),
    ),
)
