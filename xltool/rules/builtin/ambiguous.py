"""XL203: a value with several meanings"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL203",
    severity="error",
    title=Text("意味が一つに決まらない値", "Ambiguous value"),
    message=Text("{items}", "{items}"),
    why=Text(
        "推測で一つを選ぶと、誤った値が集計に入ります。",
        "Choosing one by guess would put wrong values into the survey.",
    ),
    remedy=Text(
        "どの値かが分かるように入力し直してください。",
        "Type it again so that it has one meaning.",
    ),
    bad=Text(
        "年度の欄に 18（昭和18・平成18・2018 のどれか）。",
        "18 as a fiscal year: 1943, 2006 or 2018?",
    ),
    good=Text("年度の欄に 平成18年度。", "FY2006."),
    sheets=telling("ambiguous", standins=True),
    phase="field",
    sentences=True,
)
