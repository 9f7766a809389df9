"""XL111: a field was found nowhere"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL111",
    severity="error",
    title=Text("見つからない項目", "Field not found"),
    message=Text("様式の項目が見つかりません：{items}。", "Fields of the form cannot be found: {items}."),
    why=Text(
        "行や列が削除されたか、名前が壊れています。値があっても読めません。",
        "A row or column was deleted, or names are broken; a value that stands there cannot be read.",
    ),
    remedy=Text(
        "差戻し用のブック、または配布したブックに記入し直してください。",
        "Fill it in again in the workbook given back, or in the one that was sent out.",
    ),
    bad=Text("表の行を削除した。", "A row of the table was deleted."),
    good=Text("行や列を挿入した（項目は見つかる）。", "A row was inserted; everything is still found."),
    sheets=naming("lost"),
    phase="always",
)
