"""XL110: two sheets of one workbook are of the same project"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL110",
    severity="error",
    title=Text("同じ事業のシートが二つ", "Two sheets of one project"),
    message=Text(
        "一つのブックに同じ事業のシートが二つ以上あります。{items}",
        "The workbook holds more than one sheet of the same project. {items}",
    ),
    why=Text(
        "どちらを集計すればよいか決められません。",
        "Nobody can tell which of them counts.",
    ),
    remedy=Text(
        "提出するシートを一つだけ残し、写しは削除してください。",
        "Keep the one sheet that counts and delete the copy.",
    ),
    bad=Text("シートを複製し、写しのほうを直した。", "The sheet was duplicated and the copy edited."),
    good=Text("1事業に1シート。", "One sheet per project."),
    sheets=telling("twin_sheet"),
    heals=True,
    phase="always",
    sentences=True,
)
