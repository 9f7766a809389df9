"""XL205: a choice that the list does not offer"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL205",
    severity="error",
    title=Text("選択肢にない値", "Not in the list"),
    message=Text("{items}", "{items}"),
    why=Text(
        "選択肢にない言葉は、同じ意味でも別のものとして数えられてしまいます。",
        "Words outside the list would be counted as something else.",
    ),
    remedy=Text("一覧から選び直してください。", "Choose from the list."),
    bad=Text("一覧にない「継続（拡充）」と入力した。", "“keep going” where the list has “continue”."),
    good=Text("一覧から「現状継続」を選んだ。", "“continue” from the list."),
    sheets=telling("not_in_list"),
    phase="field",
    sentences=True,
)
