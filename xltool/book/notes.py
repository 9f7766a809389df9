"""欄外の記入: what somebody typed and no cell of the form holds, listed in the workbook given back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from xltool.book.assignment import Leftover
from xltool.book.heights import LINE, MAX_ROW, columns, points
from xltool.book.linebreaks import wrap
from xltool.book.look import ACCENT, HEAD, INK, LABEL, MUTED, RULE, SIZE, base
from xltool.book.pen import Pen
from xltool.book.repeated import Cell
from xltool.book.wording import WORDS, Words

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["NOTES_FIRST", "draw_notes", "note_rows"]

NOTES_FIRST = 4  # first row of the list, from 1
_WHERE_PIXELS, _TEXT_PIXELS = 230, 680
_INDENT = 6.75  # points
_TALL = 26  # lines in one row


def draw_notes(pen: Pen, sheet: Worksheet) -> None:
    """Hidden until there is something to list; ``stamp`` repeats the one row that is drawn."""
    lang = pen.edition.form.language
    words = WORDS[lang]
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, 0, _WHERE_PIXELS)
    sheet.set_column_pixels(1, 1, _TEXT_PIXELS)
    sheet.set_row(0, 26)
    title = pen.format(base(lang, bold=True, font_size=14, font_color=ACCENT))
    sheet.write_string(0, 0, words.notes_title, title)
    lead = pen.format(base(lang, font_color=MUTED, text_wrap=True, valign="top"))
    sheet.merge_range(1, 0, 1, 1, words.notes_lead, lead)
    sheet.set_row(1, 34)
    head = base(lang, bold=True, bg_color=HEAD, border=1, border_color=RULE, align="center")
    for column, text in enumerate(words.notes_columns):
        sheet.write_string(NOTES_FIRST - 2, column, text, pen.format(head))
    box = base(lang, text_wrap=True, valign="top", border=1, border_color=RULE, align="left", indent=1)
    sheet.write_blank(NOTES_FIRST - 1, 0, None, pen.format(box | {"bg_color": LABEL}))
    sheet.write_blank(
        NOTES_FIRST - 1, 1, None, pen.format(box | {"font_size": SIZE["field"], "font_color": INK})
    )
    sheet.freeze_panes(NOTES_FIRST - 1, 0)
    sheet.set_paper(9)
    sheet.set_margins(left=0.47, right=0.47, top=0.5, bottom=0.55)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(NOTES_FIRST - 2)
    sheet.set_footer(f"&R&8 {words.page} &P / &N")
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.hide()


def note_rows(
    leftovers: Iterable[Leftover], words: Words, project: str
) -> Iterator[tuple[float, list[Cell]]]:
    """Height and cells of every row; a text that one row cannot show goes on in the next."""
    size = SIZE["field"]
    for one in leftovers:
        where = f"{project} {one.where}" if project else one.where
        starts = wrap(one.text, columns(_TEXT_PIXELS * 0.75 - _INDENT, size))
        for i in range(0, len(starts), _TALL):
            end = starts[i + _TALL] if i + _TALL < len(starts) else len(one.text)
            shown = where if i == 0 else where + "\n" + words.more_mark
            lines = min(_TALL, len(starts) - i)
            height = max(lines * size * LINE + 6.0, points(shown, _WHERE_PIXELS * 0.75 - _INDENT, 9.5) + 3.0)
            yield min(MAX_ROW, height), [(shown, None), (one.text[starts[i] : end], None)]
