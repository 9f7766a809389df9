"""XL202: a value that is not of the field's type"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL202",
    severity="error",
    title=Text("読み取れない値", "Unreadable value"),
    message=Text("{items}", "{items}"),
    why=Text(
        "数値・年度・日付などの欄では、読み取れない値を集計できません。",
        "A value that cannot be read as a number, year or date cannot be counted.",
    ),
    remedy=Text(
        "その欄の種類に合う値を入力し直してください。",
        "Type a value of the kind that the field takes.",
    ),
    bad=Text("金額の欄に「約100」。", "“about 100” in an amount."),
    good=Text("金額の欄に 100。", "100 in an amount."),
    sheets=telling("unreadable", standins=True),
    phase="field",
    sentences=True,
)
