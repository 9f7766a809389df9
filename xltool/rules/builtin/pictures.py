"""XL135: a picture or an embedded object on a sheet of the form"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL135",
    severity="note",
    title=Text("図や埋め込みオブジェクト", "Pictures and embedded objects"),
    message=Text(
        "図や埋め込みオブジェクトが貼られています：{items}。内容は読んでいません。",
        "Pictures or objects were put on the sheet: {items}. They were not read.",
    ),
    why=Text(
        "図の中の文字や数字は集計に入らず、差戻し用のブックにも残りません。",
        "What a picture shows is not collected, and the workbook given back does not hold it.",
    ),
    remedy=Text(
        "必要な内容があれば、様式の欄に文字で記入してください。",
        "Type what is needed into the form's own fields.",
    ),
    bad=Text("位置図の画像を貼り付けた。", "A picture of a map was pasted."),
    good=Text("欄に文字で記入した。", "Everything is typed in the fields."),
    sheets=naming("picture"),
    heals=True,
    phase="always",
)
