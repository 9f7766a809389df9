"""XL133: the workbook holds a hidden sheet of somebody's own"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL133",
    severity="note",
    title=Text("隠れたシート", "Hidden sheets"),
    message=Text(
        "様式にない非表示のシートがあります：{items}。",
        "There are hidden sheets that are not part of the form: {items}.",
    ),
    why=Text(
        "隠れたシートは読んでいません。外に出すべきでない情報が作業用のシートに残っていることがあります。",
        "Working sheets may hold what should not leave the office. They were not read.",
    ),
    remedy=Text(
        "不要なら削除してから提出してください。",
        "Delete them before sending if they are not needed.",
    ),
    bad=Text("作業用シートを非表示にして残した。", "A working sheet was left hidden."),
    good=Text("配布されたシートだけのブック。", "Only the sheets that were sent out."),
    sheets=naming("hidden_sheet"),
    heals=True,
    phase="always",
)
