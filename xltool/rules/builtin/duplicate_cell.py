"""XL115: the file holds one cell twice"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL115",
    severity="error",
    title=Text("二重のセル", "Cell stored twice"),
    message=Text(
        "ファイルの中に同じセルが二つあります：{items}。",
        "The file holds the same cell twice: {items}.",
    ),
    why=Text(
        "どちらを表示するかがソフトによって違い、見えていた値と読んだ値が異なるおそれがあります。",
        "Programs differ in which of the two they show.",
    ),
    remedy=Text(
        "Excel で開いて保存し直し、値を確かめてから送り直してください。",
        "Open it in Excel, save it, check the values and send it again.",
    ),
    bad=Text("壊れた変換ソフトで作られたファイル。", "A file made by a faulty converter."),
    good=Text("Excel で保存したファイル。", "A file saved by Excel."),
    sheets=naming("duplicate_cell"),
    heals=True,
    phase="always",
)
