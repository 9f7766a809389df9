"""XL131: the workbook carries macros"""

from __future__ import annotations

from xltool.rules.builtin.facts import naming
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL131",
    severity="note",
    title=Text("マクロ", "Macros"),
    message=Text("ブックにマクロが含まれています：{items}。", "The workbook carries macros: {items}."),
    why=Text(
        "配布したブックにマクロはありません。実行せずに値だけを読みました。",
        "The workbook that was sent out has none. They were not run; only values were read.",
    ),
    remedy=Text(
        "マクロのない .xlsx 形式で保存し直してください。"
        "誰も知らないマクロであれば、ブックを開かずに送付元に確かめてください。",
        "Save it as .xlsx, without macros; if nobody expects them, ask the sender before opening the file.",
    ),
    bad=Text(".xlsm で保存して提出した。", "Sent as .xlsm."),
    good=Text(".xlsx のまま提出した。", "Sent as .xlsx."),
    sheets=naming("macros"),
    heals=True,
    phase="always",
)
