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
        "目に見えない制御文字が入っています：{items}。",
        "Text holds invisible control characters: {items}.",
    ),
    why=Text(
        "ほかのシステムから貼り付けると混ざることがあり、検索や集計の妨げになります。",
        "They come with pasted text and get in the way of searching and counting.",
    ),
    remedy=Text(
        "見えている文字が正しければ、そのままでも差し支えありません。気になる場合は入力し直してください。",
        "It may stay if what is visible is right; type it anew to be rid of them.",
    ),
    bad=Text("業務システムの画面から貼り付けた文。", "Text pasted from another system's screen."),
    good=Text("手で入力した文。", "Text typed by hand."),
    sheets=naming("control_characters"),
    phase="field",
)
