"""What a booklet says of its own."""

from __future__ import annotations

from xltool.text import Text

__all__ = ["CONTENTS", "NO_DEPARTMENT", "NO_NAME", "SHEET", "TITLE", "WHOSE", "WORDS"]

CONTENTS = Text("目次", "Contents")  # tab
TITLE = Text("{title}　個票綴り", "{title}: all sheets")
WHOSE = Text("{title}　{whose}", "{title} - {whose}")
SHEET = Text("シート", "Sheet")  # tab of a sheet that has neither number nor name
NO_DEPARTMENT = Text("担当部署なし", "no department")
NO_NAME = Text("（名称なし）", "(no name)")
WORDS: dict[str, Text] = {
    "summary": Text("目次　　全 {count} 件・{pages} ページ", "Contents: {count} sheets, {pages} pages"),
    "no": Text("No.", "No."),
    "project": Text("番号", "Number"),
    "name": Text("事業名", "Project"),
    "department": Text("担当部署", "Department"),
    "first": Text("1次評価", "First grade"),
    "second": Text("2次評価", "Second grade"),
    "page": Text("ページ", "Page"),
}
