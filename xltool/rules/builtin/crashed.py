"""XL001: a rule of the tool itself failed"""

from __future__ import annotations

from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL001",
    severity="error",
    title=Text("点検そのものの失敗", "A check failed"),
    message=Text(
        "整合性ルール {items} が動作しませんでした。このシートではこのルールだけ点検できていません。",
        "The rule {items} crashed; it alone was not checked on this sheet.",
    ),
    why=Text(
        "ツールの不具合です。提出された内容の誤りではありません。",
        "This is a fault of the tool, not of what was submitted.",
    ),
    remedy=Text(
        "ルールの id とファイルを添えて、ツールの管理者に知らせてください。",
        "Tell whoever looks after the tool, with the rule's id and the file.",
    ),
    bad=Text("ルールの計算中に例外が起きた。", "An exception inside a rule."),
    good=Text("すべてのルールが最後まで動いた。", "Every rule ran to its end."),
)
