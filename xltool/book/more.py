"""The continuation sheet: what is too long for Excel's tallest row goes on here; print loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.book.look import ACCENT, INK, LABEL, RULE, SIZE, base
from xltool.book.pen import Pen
from xltool.book.wording import WORDS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["MORE_FIRST", "MORE_WIDTH", "draw_more"]

MORE_FIRST = 3  # first row, from 1
_LABEL_PIXELS, _TEXT_PIXELS = 150, 760
MORE_WIDTH = _TEXT_PIXELS * 0.75  # points of the text column


def draw_more(pen: Pen, sheet: Worksheet) -> None:
    """Hidden until a text needs it; ``stamp`` writes labels and MID formulas."""
    lang = pen.edition.form.language
    words = WORDS[lang]
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, 0, _LABEL_PIXELS)
    sheet.set_column_pixels(1, 1, _TEXT_PIXELS)
    sheet.set_row(0, 24)
    sheet.write_string(
        0, 0, words.more_title, pen.format(base(lang, bold=True, font_size=12, font_color=ACCENT))
    )
    label = pen.format(base(lang, text_wrap=True, valign="top", bg_color=LABEL, border=1, border_color=RULE))
    text = pen.format(
        base(
            lang,
            text_wrap=True,
            valign="top",
            border=1,
            border_color=RULE,
            font_size=SIZE["field"],
            font_color=INK,
        )
    )
    sheet.write_blank(MORE_FIRST - 1, 0, None, label)  # one row, to be stamped as often as needed
    sheet.write_blank(MORE_FIRST - 1, 1, None, text)
    sheet.set_paper(9)
    sheet.set_margins(left=0.47, right=0.47, top=0.5, bottom=0.55)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&R&8 {words.page} &P / &N")
    sheet.protect("", {"format_rows": True})
    sheet.hide()
