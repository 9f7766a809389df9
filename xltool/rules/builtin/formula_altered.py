"""XL222: a computing cell holds another formula than the form's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.builtin.facts import place_of, subject
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import one_line
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for i, one in group.anomalies.get("altered_formula", ()):
        label, now, was = subject(group, one), one_line(one.value or ""), one.expected
        if one.note is not None:
            said = Text(f"{label}：{one.note.ja}", f"{label}: {one.note.en}")
        else:
            said = Text(
                f"{label}：計算式が「{now}」になっています" + (f"（正しくは「{was}」）。" if was else "。"),
                f'{label}: the formula is "{now}"' + (f' instead of "{was}".' if was else "."),
            )
        yield Spot(
            sheet=i,
            place=place_of(group, i, one),
            says=said,
            expected=was,
            actual=one.value,
        )


RULE = Builtin(
    id="XL222",
    severity="error",
    title=Text("計算式の変更", "Formula altered"),
    message=Text("{items}", "{items}"),
    why=Text(
        "計算式が変わると、画面の値と様式どおりに計算した値が違ってきます。集計には様式の式で計算した値を使います。",
        "The cell then shows another value than the form's own formula gives, which is the one that is used.",
    ),
    remedy=Text(
        "元の計算式に戻してください。差戻し用のブックでは自動で元に戻ります。",
        "Restore the formula; in the workbook given back it is restored already.",
    ),
    bad=Text("合計の式から一行を外した。", "A row was left out of the sum."),
    good=Text(
        "行を挿入して式の番地がずれた（式は同じ）。", "A row was inserted and the addresses moved along."
    ),
    sheets=_check,
    heals=True,
    sentences=True,
)
