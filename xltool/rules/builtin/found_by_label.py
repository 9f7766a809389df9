"""XL113: a field was found only by its printed label"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL113",
    severity="note",
    title=Text("見出しで見つけた項目", "Found by its label"),
    message=Text(
        "セルの名前の定義が失われていたため、印刷された見出しで探して読みました：{items}。",
        "Names were lost; these were found by their printed labels: {items}.",
    ),
    why=Text(
        "別のソフトで保存すると名前が消えることがあります。",
        "Some programs drop defined names when they save.",
    ),
    remedy=Text(
        "読み取った値が正しいか、念のため確かめてください。",
        "Please check that the values were read from the right cells.",
    ),
    bad=Text("名前の定義がすべて消えたブック。", "A workbook that lost all its defined names."),
    good=Text("名前が残っているブック。", "A workbook with its names."),
    sheets=naming("label_only"),
    heals=True,
    phase="always",
)
