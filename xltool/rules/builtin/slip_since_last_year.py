"""XL424: against last year's sheet a figure is off by 1,000, or a year by an era."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.carried import is_figure, renamed, told
from xltool.rules.rule import Builtin, Spot, Threshold
from xltool.rules.slips import SPREAD, era_slip, thousandfold
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Changed, Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]


def _check(pile: Pile, limits: Limits) -> Iterator[Spot]:
    others = renamed(pile)
    for one in pile.changed:
        said = _said(one, limits["spread"])
        if said is not None and (one.sheet, one.field.row.rpartition(".")[0]) not in others:
            yield told(pile, one, said)


def _said(one: Changed, spread: float) -> Text | None:
    eras = era_slip(one.field, one.now, one.was)
    if eras is not None:
        mine, theirs = eras
        return Text(
            f"元号（{mine}と{theirs}）の取り違えではありませんか。",
            f"The eras ({mine}, {theirs}) may have been mixed up.",
        )
    more = thousandfold(one.now, one.was, spread) if is_figure(one) else None
    if more is None:
        return None
    ja, en = ("約1,000倍", "about 1,000 times as much") if more else ("約1,000分の1", "about a thousandth")
    unit = one.field.unit
    meant = Text(f"（この欄の単位は{unit}です）", f" (the unit here is {unit})") if unit else Text("", "")
    return Text(
        f"{ja}です。単位の取り違えではありませんか{meant.ja}。",
        f"That is {en}; the unit may have been mixed up{meant.en}.",
    )


RULE = Builtin(
    id="XL424",
    severity="query",
    title=Text("昨年度と桁や元号が違う値", "Off by a factor of 1,000 or by an era since last year"),
    message=Text("{items}", "{items}"),
    why=Text(
        "千円の欄に円で書く、平成の年を昭和で数える、といった取り違えは、集計を大きく狂わせます。",
        "Yen in a column of thousand yen, or a year counted in another era, upset every total.",
    ),
    remedy=Text(
        "単位や元号を確かめて直してください。正しい値であれば、説明欄に理由を記入してください。",
        "Check the unit or the era and correct it; if it is right, explain why.",
    ),
    bad=Text(
        "昨年度のシートで 4,200 だった額が 4,200,000。",
        "4,200 in last year's sheet, 4,200,000 in this year's.",
    ),
    good=Text("昨年度のシートと同じ 4,200。", "4,200, as it was."),
    across=_check,
    phase="field",
    sentences=True,
    thresholds=(
        Threshold(
            name="spread",
            default=SPREAD,
            about=Text(
                "1,000倍からどこまで離れてもよいか（2 は 500倍から2,000倍まで）。",
                "how far from 1,000 the factor may lie (2: from 500 to 2,000)",
            ),
            least=1,
            most=10,
        ),
    ),
)
