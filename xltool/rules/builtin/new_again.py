"""XL428: a project that had a sheet last year says that it is new.

A project that is prepared a year ahead has a sheet before it begins: it is new in both.
"""

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
        began = _began(pile.before, j)
        if began is not None and began >= pile.records[i].year:
            continue
        keys = fields_of(pile.at[i][0], pile.at[i][0].edition.form.lifecycle.new)
        if any(pile.is_told(i, key) for key in keys):
            continue
        stands = standing(pile, i, keys)
        key = pile.before.at[j][0].edition.form.lifecycle.start_year
        since = _since(pile.before, j, key if began is not None else None)
        yield Spot(
            sheet=i,
            place=pile.place(i, keys[0]),
            says=Text(
                f"{stands.ja}ですが、{pile.projects[i]} には昨年度のシートがあります"
                f"（{pile.before.lies(j).ja}）。{since.ja}",
                f"{stands.en}, yet {pile.projects[i]} has a sheet of last year "
                f"({pile.before.lies(j).en}).{since.en}",
            ),
            others=(pile.before.elsewhere(j, key if began is not None else None),),
        )


def _began(before: Pile, j: int) -> float | None:
    """The first year, as last year's sheet had it."""
    key = before.at[j][0].edition.form.lifecycle.start_year
    value = before.column(key)[j] if key else None
    return value if isinstance(value, int | float) else None


def _since(before: Pile, j: int, key: str | None) -> Text:
    stood = standing(before, j, (key,)) if key else None
    if stood is None:
        return Text("", "")
    return Text(f"昨年度のシートでは、{stood.ja}でした。", f" It said: {stood.en}.")


RULE = Builtin(
    id="XL428",
    severity="query",
    title=Text("昨年度のシートがある新規事業", "New, yet with a sheet last year"),
    message=Text("{items}", "{items}"),
    why=Text(
        "始まっている事業を新規として扱うと、昨年度の目標や評価との比較から外れてしまいます。",
        "A project that is going on but counts as new is not held against last year's targets and grade.",
    ),
    remedy=Text(
        "昨年度から続いている事業であれば、区分を直してください。組替えなどで新規とする場合は、その経緯を説明欄に記入してください。",
        "Correct the classification if the project was going on already; "
        "if it counts as new after a reorganisation, explain.",
    ),
    bad=Text(
        "昨年度のシートで平成27年度に始まっていた事業が、今年度は「新規」。",
        "A project that began in FY2015 in last year's sheet is new in this year's.",
    ),
    good=Text(
        "昨年度のシートでこれから始まるとされていた事業が、今年度は「新規」。",
        "A project that was still to begin in last year's sheet is new in this year's.",
    ),
    across=_check,
    sentences=True,
)
