"""XL108: the carriers of a sheet's identity disagree"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL108",
    severity="error",
    title=Text("シートの身元の食い違い", "Conflicting identity"),
    message=Text(
        "どの事業のシートかを示す情報が食い違っています。{items}",
        "The marks that say whose sheet this is disagree. {items}",
    ),
    why=Text(
        "シートを別のブックから写すと、隠れた情報と印刷された情報が別の事業を指すことがあります。",
        "A sheet copied from another workbook may bring another project's marks along.",
    ),
    remedy=Text(
        "どの事業のシートか確かめ、その事業のブックに記入し直してもらってください。",
        "Find out whose sheet it is, and ask for it in that project's own workbook.",
    ),
    bad=Text("00832 のブックに 00900 のシートを写した。", "Sheet 00900 copied into the workbook of 00832."),
    good=Text("配布されたブックのまま。", "The workbook as it was sent out."),
    sheets=telling("carriers_conflict"),
    heals=True,
    phase="always",
    sentences=True,
)
