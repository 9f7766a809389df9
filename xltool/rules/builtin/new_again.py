"""XL428: a project that had a sheet last year says that it is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.lifecycle import fields_of, new, standing
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    for i, said in new(pile) if pile.before is not None else ():
        j = pile.twin[i]
        if not said or j is None or pile.before is None or pile.before.silent[j]:
            continue
        keys = fields_of(pile.at[i][0], pile.at[i][0].edition.form.lifecycle.new)
        if any(pile.is_told(i, key) for key in keys):
            continue
        stands = standing(pile, i, keys)
        yield Spot(
            sheet=i,
            place=pile.place(i, keys[0]),
            says=Text(
                f"{stands.ja}ですが、{pile.projects[i]} には昨年度のシートがあります"
                f"（{pile.before.lies(j).ja}）。",
                f"{stands.en}, yet {pile.projects[i]} has a sheet of last year ({pile.before.lies(j).en}).",
            ),
            others=(pile.before.elsewhere(j),),
        )


RULE = Builtin(
    id="XL428",
    severity="query",
    title=Text("昨年度のシートがある新規事業", "New, yet with a sheet last year"),
    message=Text("{items}", "{items}"),
    why=Text(
        "新規として扱うと、昨年度の目標や評価との比較から外れてしまいます。",
        "A project that counts as new is not held against last year's targets and grade.",
    ),
    remedy=Text(
        "区分を確かめて直してください。組替えなどで新規とする場合は、その経緯を説明欄に記入してください。",
        "Correct the classification; if it counts as new after a reorganisation, explain.",
    ),
    bad=Text("昨年度のシートがある事業が「新規」。", "With a sheet last year, yet new."),
    good=Text("昨年度のシートがある事業が「継続」。", "With a sheet last year, and continued."),
    across=_check,
    sentences=True,
)
