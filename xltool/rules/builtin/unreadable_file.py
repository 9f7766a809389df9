"""XL101: a file cannot be read"""

from __future__ import annotations

from typing import get_args

from xltool.book.record import UnreadReason
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL101",
    severity="error",
    title=Text("読めないファイル", "Unreadable file"),
    message=Text("ファイルを読めません。{items}", "The file cannot be read. {items}"),
    why=Text(
        "中身が分からないままでは、提出として数えられません。",
        "Nothing is known of its contents, so it cannot count as a submission.",
    ),
    remedy=Text(
        "Excel で開けるか確かめ、.xlsx 形式で保存し直して送ってもらってください。",
        "See whether Excel opens it; ask for it again, saved as .xlsx.",
    ),
    bad=Text(
        "途中で切れたファイルや、パスワードのかかったブック。",
        "A file that was cut off, or a workbook with a password.",
    ),
    good=Text("Excel で保存し直した .xlsx ファイル。", "An .xlsx file saved again by Excel."),
    files=lambda item: item.reason not in get_args(UnreadReason),
)
