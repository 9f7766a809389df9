"""How the sheets of the master print: A3 landscape, with headers, footers and repeated headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.report.spreadsheet import Sheet

__all__ = ["A3", "A4", "page_breaks", "set_page"]

A3, A4 = 8, 9  # Excel's paper numbers
_SCALE = 60  # percent: ten-point text prints at six points on A3, still readable
_WIDTH_MM = (420 - 2 * 10) * 0.74  # where Calibri is missing, columns come out a third wider
_MARGIN_INCH = 10 / 25.4


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
    sheet.set_footer("&C&9&P / &N", {"margin": 0.3})
    if fit:
        sheet.fit_to_pages(1, tall)
    else:
        sheet.set_print_scale(_SCALE)


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


def _millimetres(width: float) -> float:
    """A column of so many characters: seven pixels each and five of padding, at 96 to the inch."""
    return (width * 7 + 5) / 96 * 25.4


def _plain(text: str) -> str:
    return text.replace("&", "&&")[:80]
