"""XL134: the workbook holds a sheet of somebody's own"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL134",
    severity="note",
    title=Text("追加されたシート", "Extra sheets"),
    message=Text(
        "様式にないシートがあります：{items}。内容は読んでいません。",
        "There are sheets that are not part of the form: {items}. They were not read.",
    ),
    why=Text("追加されたシートの内容は集計に入りません。", "What stands on extra sheets is not collected."),
    remedy=Text(
        "必要な内容があれば、様式の欄に記入してください。",
        "Put what is needed into the form's own fields.",
    ),
    bad=Text("参考資料のシートを追加した。", "A sheet of background figures was added."),
    good=Text("配布されたシートだけのブック。", "Only the sheets that were sent out."),
    sheets=naming("extra_sheet"),
    heals=True,
    phase="always",
)
