"""XL109: an identity field disagrees with whose sheet it is"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL109",
    severity="error",
    title=Text("番号や部署の食い違い", "Wrong number or department"),
    message=Text(
        "シートに書かれた事業が、配布先の事業と違います。{items}",
        "The project written on the sheet is not the one that it was issued for. {items}",
    ),
    why=Text(
        "別の事業の値として集計されてしまいます。",
        "The values would be counted for another project.",
    ),
    remedy=Text(
        "配布された番号・部署に戻すか、正しい事業のブックに記入し直してください。",
        "Restore the number and department as issued, or use the right project's workbook.",
    ),
    bad=Text("計画事業番号を書き換えた。", "The project number was typed over."),
    good=Text("配布された番号のまま。", "The number as issued."),
    sheets=telling("identity_conflict"),
    heals=True,
    phase="always",
    sentences=True,
)
