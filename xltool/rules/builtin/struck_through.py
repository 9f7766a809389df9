"""XL214: the content of a cell is struck through"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL214",
    severity="query",
    title=Text("取り消し線", "Struck through"),
    message=Text("取り消し線の引かれた記入があります。{items}", "Content is struck through. {items}"),
    why=Text(
        "削除したつもりでも、値としては残っています。",
        "It may be meant as deleted, but the value is still there.",
    ),
    remedy=Text(
        "消すつもりの記入であれば、線を引いたままにせず、その文字や値を消してください。残す記入であれば、"
        "取り消し線を外してください（差戻し用のブックでは、線は外れ、文字や値が残っています）。",
        "Delete what is not meant, as a line does not delete it; remove the line from what is to stay "
        "(in the workbook given back the line is gone and the content is still there).",
    ),
    bad=Text("昨年度の値に取り消し線を引いて残した。", "Last year's value left standing, struck through."),
    good=Text("不要な値を消した。", "The value was deleted."),
    sheets=telling("struck_through"),
    phase="field",
    sentences=True,
)
