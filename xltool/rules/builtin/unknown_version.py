"""XL104: a sheet of a version of the form that the tool does not know"""

from __future__ import annotations

from xltool.rules.builtin.facts import telling
from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL104",
    severity="error",
    title=Text("知らない版の様式", "Unknown version of the form"),
    message=Text(
        "{items}",
        "{items}",
    ),
    why=Text(
        "版が違うと項目や年度の列が違うことがあり、読み間違えるおそれがあります。",
        "Another version may have other fields and columns; reading it could mix them up.",
    ),
    remedy=Text(
        "今回配布した版のブックに書き写してもらうか、その版の様式の定義を用意してください。",
        "Ask for the version that was sent out this time, or provide the definition of that version.",
    ),
    bad=Text("何年か前に配布した版のブック。", "A workbook of a version sent out years ago."),
    good=Text("今回配布した版のブック。", "A workbook of the version sent out this time."),
    sheets=telling("unknown_version"),
    heals=True,
    phase="always",
    sentences=True,
)
