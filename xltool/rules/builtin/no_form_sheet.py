"""XL102: a workbook holds no form sheet"""

from __future__ import annotations

from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL102",
    severity="error",
    title=Text("様式のシートがない", "No form sheet"),
    message=Text(
        "このブックには様式のシートがありません。{items}",
        "This workbook holds no form sheet. {items}",
    ),
    why=Text(
        "別のブックが送られたか、様式のシートが削除されています。",
        "Another workbook was sent, or the form's sheet was deleted.",
    ),
    remedy=Text(
        "配布したブックに記入して送ってもらってください。",
        "Ask for the workbook that was sent out, filled in.",
    ),
    bad=Text("自由な形式の一覧表だけのブック。", "A workbook with only a list of somebody's own."),
    good=Text("配布されたシートが入っているブック。", "A workbook with the sheet that was sent out."),
    files=lambda item: item.reason == "no_form_sheet",
)
