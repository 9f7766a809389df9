"""``status -o status.xlsx``: sheets 提出状況, 一覧, 未提出 and グラフ."""

from __future__ import annotations

from xltool.report.master.styles import styles
from xltool.report.round.handout.departments import draw_chart, draw_departments
from xltool.report.round.handout.listing import draw_all, draw_owed
from xltool.report.round.handout.texts import SHEETS
from xltool.report.spreadsheet import CREATED, safe_text, workbook
from xltool.report.typeset import one_line
from xltool.standing import Status
from xltool.text import Lang

__all__ = ["status_xlsx"]


def status_xlsx(status: Status, lang: Lang = "ja") -> bytes:
    """The round as a workbook to read and to print; same input, same bytes."""
    title = safe_text(one_line(status.title))
    with workbook() as (book, target):
        book.set_properties({"title": f"{title} {SHEETS['overview'].pick(lang)}"[:255], "created": CREATED})
        style = styles(book, lang)
        draw_departments(book.add_worksheet(SHEETS["overview"].pick(lang)), status, title, style, lang)
        draw_all(book.add_worksheet(SHEETS["list"].pick(lang)), status, title, style, lang)
        draw_owed(book.add_worksheet(SHEETS["owed"].pick(lang)), status, title, style, lang)
        if status.standings:
            draw_chart(book, book.add_worksheet(SHEETS["chart"].pick(lang)), status, title, lang)
    return target.getvalue()
