"""How the sheets of the master print: A3 landscape, with headers, footers and repeated headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.report.spreadsheet import Sheet

__all__ = ["A3", "A4", "page_breaks", "row_breaks", "set_foot", "set_page", "set_rows_page"]

A3, A4 = 8, 9  # Excel's paper numbers
_SCALE = 60  # percent: ten-point text prints at six points on A3, still readable
_WIDTH_MM = (420 - 2 * 10) * 0.74  # where Calibri is missing, columns come out a third wider
_HEIGHT_MM = 297 - 25.4 * (0.75 + 0.6) - 4
_LARGEST = 85  # percent
_MARGIN_INCH = 10 / 25.4
_NUMBERS = "&C&9&P / &N"


def set_page(
    sheet: Sheet,
    *,
    title: str,
    name: str,
    fit: bool = True,
    tall: int = 0,
    paper: int = A3,
    portrait: bool = False,
) -> None:
    """A3 landscape; ``fit`` shrinks to one page in width, and to ``tall`` pages in height unless 0."""
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=_MARGIN_INCH, right=_MARGIN_INCH, top=0.75, bottom=0.6)
    sheet.set_header(f"&L&9{_plain(title)}&R&9{_plain(name)}", {"margin": 0.35})
    sheet.set_footer(_NUMBERS, {"margin": 0.3})
    if fit:
        sheet.fit_to_pages(1, tall)
    else:
        sheet.set_print_scale(_SCALE)


def set_foot(sheet: Sheet, text: str) -> None:
    """Say something below every page, beside its number."""
    sheet.set_footer(f"&L&8{_plain(text)}{_NUMBERS}", {"margin": 0.3})


def set_rows_page(
    sheet: Sheet,
    *,
    title: str,
    name: str,
    widths: Sequence[float],
    starts: Sequence[int],
    heights: Sequence[float],
) -> None:
    """A3 landscape, all columns on one page, breaks before blocks (``starts``) that would be torn.

    The scale is fixed: Excel leaves manual breaks out of account where it fits a sheet to pages.
    """
    wide = sum(_millimetres(width) for width in widths)
    scale = max(10, min(_LARGEST, int(100 * _WIDTH_MM / wide)))
    room = _HEIGHT_MM / 25.4 * 72 / (scale / 100)
    set_page(sheet, title=title, name=name, fit=False)
    sheet.set_print_scale(scale)
    sheet.set_h_pagebreaks(row_breaks(starts, heights, room))
    sheet.print_area(0, 0, len(heights) - 1, len(widths) - 1)


def page_breaks(widths: Sequence[float], blocks: Sequence[str], lead: int) -> list[int]:
    """Columns that start a new page, so that blocks stay whole; the ``lead`` columns repeat on every page."""
    room = _WIDTH_MM / (_SCALE / 100)
    lead_width = sum(_millimetres(width) for width in widths[:lead])
    breaks: list[int] = []
    used = lead_width
    at = lead
    while at < len(widths):
        end = at
        while end < len(widths) and blocks[end] == blocks[at]:
            end += 1
        needed = sum(_millimetres(width) for width in widths[at:end])
        mostly_full = used > lead_width + (room - lead_width) / 2
        if used + needed > room and mostly_full:
            breaks.append(at)
            used = lead_width
        for col in range(at, end):
            one = _millimetres(widths[col])
            if used + one > room and used > lead_width:
                breaks.append(col)
                used = lead_width
            used += one
        at = end
    return breaks


def row_breaks(starts: Sequence[int], heights: Sequence[float], room: float) -> list[int]:
    """Rows that start a new page: a block that fits on one page is not torn apart; a longer one flows on."""
    breaks: list[int] = []
    page = 0  # first row of the page
    for at, end in pairwise([*sorted(set(starts)), len(heights)]):
        if at > page and sum(heights[page:end]) > room:
            breaks.append(at)
            page = at
        while sum(heights[page:end]) > room:
            fits = page + 1
            while sum(heights[page : fits + 1]) <= room:
                fits += 1
            breaks.append(fits)
            page = fits
    return breaks


def _millimetres(width: float) -> float:
    """A column of so many characters: seven pixels each and five of padding, at 96 to the inch."""
    return (width * 7 + 5) / 96 * 25.4


def _plain(text: str) -> str:
    return text.replace("&", "&&")[:80]
