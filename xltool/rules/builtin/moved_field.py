"""XL112: a field's name and its key disagree"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL112",
    severity="error",
    title=Text("動かされた項目", "Field moved"),
    message=Text("項目のセルが動かされています。{items}", "Cells of the form were moved. {items}"),
    why=Text(
        "セルをドラッグすると、名前も一緒に動き、別の項目の値として読まれるおそれがあります。",
        "Dragging a cell takes its name along, and its value may be read as another field's.",
    ),
    remedy=Text(
        "見えている位置の値を読みました。正しいか確かめ、差戻し用のブックに記入し直してください。",
        "The value at the visible place was read; check it, and use the workbook given back.",
    ),
    bad=Text("セルを切り取って隣の行に貼り付けた。", "A cell was cut and pasted one row below."),
    good=Text("値をコピーして貼り付けた。", "A value was copied and pasted."),
    sheets=telling("moved"),
    heals=True,
    phase="always",
    sentences=True,
)
