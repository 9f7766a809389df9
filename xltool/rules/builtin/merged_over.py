"""XL114: a field lies hidden under a merged range"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL114",
    severity="error",
    title=Text("結合で隠れた項目", "Hidden by a merge"),
    message=Text(
        "セルの結合で隠れた項目があります：{items}。",
        "Cells of the form lie under a merged range: {items}.",
    ),
    why=Text(
        "結合すると左上以外の値は消えるか、見えなくなります。",
        "A merge keeps only the upper left value; the others are gone or cannot be seen.",
    ),
    remedy=Text(
        "結合を解除し、隠れた項目を記入し直してください。",
        "Undo the merge and fill in the hidden cells again.",
    ),
    bad=Text("2年分のセルを一つに結合した。", "Two years' cells merged into one."),
    good=Text("結合を変えていない。", "Merges as they were."),
    sheets=naming("merged_over"),
    phase="always",
)
