"""XL121: content that belongs to no field"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL121",
    severity="query",
    title=Text("欄外の記入", "Content outside the fields"),
    message=Text(
        "どの項目にも属さない記入があります。{items}",
        "There is content that belongs to no field. {items}",
    ),
    why=Text(
        "欄外の記入は集計に入りません。大事な内容が失われないようにお知らせしています。",
        "What stands outside the fields is not collected; this makes sure that nothing vanishes unseen.",
    ),
    remedy=Text(
        "該当する欄に書き移すか、集計に不要なら説明欄にその旨を書いてください。",
        "Move it into the field where it belongs, or say in the explanation column that it is not needed.",
    ),
    bad=Text("挿入した行に六つ目の財源を書いた。", "A sixth source of funds in an inserted row."),
    good=Text("すべて項目の欄の中に書いた。", "Everything stands in the fields."),
    sheets=telling("outside", "comment", "text_box"),
    heals=True,
    sentences=True,
)
