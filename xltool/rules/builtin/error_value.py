"""XL204: an Excel error in an input cell"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL204",
    severity="error",
    title=Text("エラー値", "Error value"),
    message=Text("エラー値が入っています。{items}", "Cells hold Excel errors. {items}"),
    why=Text(
        "貼り付けた式の参照先がないと、値の代わりに #N/A や #REF! などが残ります。",
        "A pasted formula that lost its source leaves #N/A or #REF! instead of a value.",
    ),
    remedy=Text("式を消して、値を入力し直してください。", "Delete the formula and type the value."),
    bad=Text("欄に #REF! と表示されている。", "The cell shows #REF!."),
    good=Text("欄に 100 と表示されている。", "The cell shows 100."),
    sheets=telling("error_value"),
    phase="field",
    sentences=True,
)
