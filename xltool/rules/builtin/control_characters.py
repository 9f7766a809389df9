"""XL211: invisible characters were left out"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL211",
    severity="note",
    title=Text("見えない文字", "Invisible characters"),
    message=Text(
        "目に見えない制御文字を除いて読みました：{items}。",
        "Invisible control characters were left out: {items}.",
    ),
    why=Text(
        "ほかのシステムから貼り付けると混ざることがあり、検索や集計の妨げになります。",
        "They come with pasted text and get in the way of searching and counting.",
    ),
    remedy=Text("値が正しければ、対応は不要です。", "Nothing to do if the values are right."),
    bad=Text("業務システムの画面から貼り付けた文。", "Text pasted from another system's screen."),
    good=Text("手で入力した文。", "Text typed by hand."),
    sheets=naming("control_characters"),
    phase="field",
)
