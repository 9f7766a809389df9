"""XL132: the workbook links to other files"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL132",
    severity="note",
    title=Text("外部リンク", "External links"),
    message=Text(
        "ほかのファイルへのリンクがあります：{items}。",
        "The workbook links to other files: {items}.",
    ),
    why=Text(
        "リンク先の値は、開く人によって変わったり、表示されなかったりします。",
        "Linked values may differ or be missing for whoever opens the file.",
    ),
    remedy=Text(
        "リンクを値に置き換えてください（データ＞リンクの編集）。",
        "Replace the links by values (Data > Edit Links).",
    ),
    bad=Text("別のブックの集計表を参照する式を書いた。", "A formula refers to another workbook."),
    good=Text("値を直接入力した。", "The value was typed in."),
    sheets=naming("external_links"),
    heals=True,
    phase="always",
)
