"""The sheet 記入要領: what every sheet and column is for, and every heading that may be added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xltool.report.master.cells import row_height
from xltool.report.master.page import set_page
from xltool.report.roster.columns import addable, heading_of, project_columns
from xltool.report.roster.entry import how, of_field
from xltool.report.roster.plan import Pen, reference_columns
from xltool.report.roster.words import GUIDE, SHEETS
from xltool.report.spreadsheet import Sheet, put

__all__ = ["draw_guide"]

_WIDTHS = (46.0, 32.0, 52.0)
_A4 = 9


def draw_guide(pen: Pen, sheet: Sheet) -> None:
    lang = pen.lang
    for col, width in enumerate(_WIDTHS):
        sheet.set_column(col, col, width)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, GUIDE["title"].pick(lang), pen.style("title", valign="vcenter"))
    row = 1
    plain = pen.style("plain", text_wrap=True, valign="top")
    for key in ("memo", "mistakes", "csv"):
        text = GUIDE[key].pick(lang)
        sheet.merge_range(row, 0, row, 2, text, plain)
        sheet.set_row(row, row_height([(text, sum(_WIDTHS) * 1.05)]) + 2)
        row += 1
    row = _table(pen, sheet, row + 1, "sheets", ("sheet", "what"), _sheets(pen))
    row = _table(pen, sheet, row + 1, "columns", ("heading", "status", "how"), _columns(pen))
    _table(pen, sheet, row + 1, "more", ("heading", "id", "how"), _more(pen))
    set_page(sheet, title=pen.contents.edition.title, name=SHEETS["guide"].pick(lang))
    sheet.set_portrait()
    sheet.set_paper(_A4)


def _table(
    pen: Pen, sheet: Sheet, row: int, title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]
) -> int:
    """A heading, then lines of two or three texts; a line of one text opens a block. The row after it."""
    sheet.set_row(row, 24)
    for col in range(3):
        put(
            sheet,
            row,
            col,
            GUIDE[title].pick(pen.lang) if not col else None,
            pen.style("heading", valign="vcenter"),
        )
    row += 1
    _line(pen, sheet, row, [GUIDE[one].pick(pen.lang) for one in heads], "head")
    for line in lines:
        row += 1
        _line(pen, sheet, row, line, "cell" if len(line) > 1 else "band")
    return row + 1


def _line(pen: Pen, sheet: Sheet, row: int, line: Sequence[str], style: str) -> None:
    air = {"indent": 1} if style == "cell" else {}
    form = pen.style(style, valign="vcenter", **air)
    if len(line) == 2:
        put(sheet, row, 0, line[0], form)
        sheet.merge_range(row, 1, row, 2, line[1], form)
        sheet.set_row(
            row, row_height([(line[0], _WIDTHS[0] - 2), (line[1], _WIDTHS[1] + _WIDTHS[2] - 2)]) + 3
        )
        return
    texts = [*line, "", ""][:3]
    for col, text in enumerate(texts):
        put(sheet, row, col, text, form)
    width = sum(_WIDTHS) if len(line) == 1 else 0
    room = [max(one - 2, width) for one in _WIDTHS]
    sheet.set_row(row, row_height(zip(texts, room, strict=True)) + 3)


def _sheets(pen: Pen) -> Iterable[Sequence[str]]:
    lang, edition = pen.lang, pen.contents.edition
    yield SHEETS["projects"].pick(lang), GUIDE["projects"].pick(lang)
    yield SHEETS["departments"].pick(lang), GUIDE["departments"].pick(lang)
    for name, columns in reference_columns(edition.form).items():
        joined = ("・" if lang == "ja" else ", ").join(columns)
        yield name, GUIDE["reference"].format(columns=joined).pick(lang)
    if edition.form.parameters:
        yield SHEETS["parameters"].pick(lang), GUIDE["parameters"].pick(lang)


def _columns(pen: Pen) -> Iterable[Sequence[str]]:
    edition = pen.contents.edition
    for one in project_columns(edition, pen.lang):
        needed = GUIDE["needed" if one.needed else "optional"].pick(pen.lang)
        yield one.heading, needed, _flat(how(edition, one, pen.lang))


def _more(pen: Pen) -> Iterable[Sequence[str]]:
    edition = pen.contents.edition
    drawn = {one.key for one in project_columns(edition, pen.lang)}
    section = None
    for one in addable(edition):
        if one.id in drawn:
            continue
        if one.section != section:
            section = one.section
            if section:
                yield (edition.text(section),)
        yield heading_of(edition, one), one.id, _flat(of_field(edition, one))


def _flat(text: str) -> str:
    """One line; sentences of a message stand one below the other."""
    lines = [line.rstrip("。") for line in text.split("\n")]
    return "。".join(lines) if not text.isascii() else "; ".join(lines)
