"""Draw 記入要領: how to fill in every field, generated from the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xltool.book.entry import input_message
from xltool.book.heights import points
from xltool.book.look import ACCENT, HEAD, LABEL, RULE, base
from xltool.book.pen import Pen
from xltool.book.wording import WORDS, Words
from xltool.form import Edition, Field
from xltool.values import format_number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["draw_guide"]

_PIXELS = (250, 430, 60, 110)


def draw_guide(pen: Pen, sheet: Worksheet) -> None:
    edition, lang = pen.edition, pen.edition.form.language
    words = WORDS[lang]
    sheet.hide_gridlines(2)
    for column, pixels in enumerate(_PIXELS):
        sheet.set_column_pixels(column, column, pixels)
    sheet.set_row(0, 26)
    sheet.write_string(
        0, 0, words.guide_title, pen.format(base(lang, bold=True, font_size=14, font_color=ACCENT))
    )
    row = 1
    prose = pen.format(base(lang, text_wrap=True, valign="top"))
    for paragraph in edition.form.guide:
        text = edition.text(paragraph)
        sheet.merge_range(row, 0, row, 3, text, prose)
        sheet.set_row(row, points(text, sum(_PIXELS) * 0.75, 9.5) + 3)
        row += 1
    row = _draw_fields(pen, sheet, row + 1)
    _draw_parameters(pen, sheet, row + 1)
    sheet.set_paper(9)
    sheet.set_margins(left=0.47, right=0.47, top=0.5, bottom=0.55)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&R&8 {words.page} &P / &N")
    sheet.protect("", {"format_rows": True})


def _draw_fields(pen: Pen, sheet: Worksheet, row: int) -> int:
    edition, lang = pen.edition, pen.edition.form.language
    words = WORDS[lang]
    head = pen.format(base(lang, bold=True, bg_color=HEAD, border=1, border_color=RULE, align="center"))
    block = pen.format(base(lang, bold=True, bg_color=LABEL, border=1, border_color=RULE))
    cell = pen.format(
        base(lang, border=1, border_color=RULE, text_wrap=True, valign="top", align="left", indent=1)
    )
    middle = pen.format(base(lang, border=1, border_color=RULE, text_wrap=True, valign="top", align="center"))
    for column, title in enumerate(words.guide_columns):
        sheet.write_string(row, column, title, head)
    row += 1
    section: str | None = ""
    for one, label in _listed(edition):
        if one.section != section:
            section = one.section
            if section:
                sheet.merge_range(row, 0, row, 3, edition.text(section), block)
                sheet.set_row(row, 17)
                row += 1
        how = _how(edition, one, words)
        sheet.write_string(row, 0, label, cell)
        sheet.write_string(row, 1, how, cell)
        sheet.write_string(row, 2, one.unit or "", middle)
        sheet.write_string(row, 3, _needed(one, words), middle)
        wants = (points(text, _PIXELS[i] * 0.75 - 7.0, 9.5) for i, text in enumerate((label, how)))
        sheet.set_row(row, max(wants) + 2)  # LibreOffice does not fit rows when it opens a file
        row += 1
    return row


def _listed(edition: Edition) -> Iterator[tuple[Field, str]]:
    """Every row of fields once, of a repeat only the first instance."""
    form = edition.form
    for fields in form.rows_of.values():
        one = fields[0]
        if one.scope and one.row.split(".")[one.scope.count(".") + 1] != form.repeats[one.scope].children[0]:
            continue
        yield one, edition.row_label(one)


def _how(edition: Edition, one: Field, words: Words) -> str:
    if one.formula is not None:
        return words.computed
    if one.owner == "committee":
        return words.committee
    text = input_message(edition, one).replace("\n", "。" if edition.form.language == "ja" else "; ")
    options = edition.options(one)
    if one.type == "choice" and options:
        text += ("： " if edition.form.language == "ja" else ": ") + " / ".join(
            label for _, label in options[:12]
        )
    if one.prefill == "locked":
        text = f"{words.issued}（{text}）" if edition.form.language == "ja" else f"{words.issued} ({text})"
    return text


def _needed(one: Field, words: Words) -> str:
    if one.required is True:
        return words.needed
    return words.sometimes if one.required else ""


def _draw_parameters(pen: Pen, sheet: Worksheet, row: int) -> None:
    edition, lang = pen.edition, pen.edition.form.language
    given = [(p, edition.parameter(p)) for p in edition.form.parameters.values()]
    shown = [(p, value) for p, value in given if value is not None]
    if not shown:
        return
    cell = pen.format(base(lang, border=1, border_color=RULE, text_wrap=True))
    title = pen.format(base(lang, bold=True, font_color=ACCENT))
    sheet.write_string(row, 0, WORDS[lang].guide_parameters, title)
    for parameter, value in shown:
        row += 1
        sheet.write_string(row, 0, parameter.label, cell)
        sheet.write_string(row, 1, format_number(value) if isinstance(value, float) else str(value), cell)
