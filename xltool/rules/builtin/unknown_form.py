"""XL103: a sheet of a form that the tool does not know"""

from __future__ import annotations

from xltool.rules.rule import Builtin
from xltool.text import Text

__all__ = ["RULE"]


RULE = Builtin(
    id="XL103",
    severity="error",
    title=Text("知らない様式", "Unknown form"),
    message=Text("シートの様式が分かりません。{items}", "The sheet's form is not known. {items}"),
    why=Text(
        "様式の定義がないと、どのセルが何の項目かを決められません。",
        "Without the form's definition nobody knows which cell is which field.",
    ),
    remedy=Text(
        "様式の定義（form.yaml）があるか確かめてください。なければ、配布したブックに記入してもらってください。",
        "Check that the form's definition (form.yaml) is at hand; otherwise ask for the "
        "workbook that was sent out.",
    ),
    bad=Text("別の調査のために作られたブック。", "A workbook made for another survey."),
    good=Text("定義のある様式から作ったブック。", "A workbook made from a form that is defined here."),
    files=lambda item: item.reason == "unknown_form",
)
