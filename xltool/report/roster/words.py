"""Fixed words of the roster workbook: what is drawn, and what is understood when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xltool.text import Lang, Text

__all__ = ["DEPARTMENTS", "EXAMPLE", "FIXED", "PARAMETERS", "SHEETS", "FixedKey", "SheetKey"]

SheetKey = Literal["projects", "departments", "parameters", "guide"]
SHEETS: Mapping[SheetKey, Text] = {
    "projects": Text("対象事業一覧", "Projects"),
    "departments": Text("部署", "Departments"),
    "parameters": Text("パラメータ", "Parameters"),
    "guide": Text("記入要領", "Instructions"),
}

FixedKey = Literal[
    "#project",  # these three where the form has no field for them
    "#name",
    "#department",
    "#deadline",
    "#previous",
    "#memo",
]
# The first one that no field of the form is called is drawn; all of them are understood.
FIXED: Mapping[FixedKey, Mapping[Lang, tuple[str, ...]]] = {
    "#project": {
        "ja": ("事業番号", "番号", "整理番号"),
        "en": ("Project no.", "Project number", "Number", "Project", "No."),
    },
    "#name": {"ja": ("事業名", "事務事業名", "名称"), "en": ("Project name", "Name", "Title")},
    "#department": {"ja": ("担当部署", "部署", "部署名", "担当課"), "en": ("Department", "Unit")},
    "#deadline": {"ja": ("期限", "提出期限", "締切"), "en": ("Deadline", "Due", "Due date")},
    "#previous": {
        "ja": ("前年度の番号", "前年度番号", "前年度の事業番号"),
        "en": ("Last year's number", "Previous number"),
    },
    "#memo": {"ja": ("備考", "メモ", "事務局メモ"), "en": ("Memo", "Remarks", "Office memo")},
}
EXAMPLE = Text("例", "e.g.")  # what the number of an example row begins with
DEPARTMENTS: Mapping[Literal["name", "mail", "contact"], tuple[str, ...]] = {  # Japanese, English, others
    "name": ("部署", "Department", "部署名", "担当部署", "Unit"),
    "mail": ("メールアドレス", "Mail address", "メール", "E-mail", "Mail", "Email", "Email address"),
    "contact": ("担当者", "Contact", "担当者名", "担当"),
}
PARAMETERS: Mapping[Literal["id", "label", "default", "common"], tuple[str, ...]] = {
    "id": ("ID", "パラメータ", "Parameter"),
    "label": ("項目", "Meaning"),
    "default": ("様式の既定値", "Form's default"),
    "common": ("共通", "All years", "全年度", "値", "Value"),
}
