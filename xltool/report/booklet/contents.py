"""The contents sheet: what is on which page. We break its own pages, so that their number is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.book.heights import points
from xltool.book.look import ACCENT, LABEL, MUTED, RULE, base
from xltool.report.booklet.entries import Entry, Group, Plan
from xltool.report.booklet.words import WORDS
from xltool.text import Lang

if TYPE_CHECKING:
    from xltool.book.paper import Formats
    from xltool.report.spreadsheet import Sheet

__all__ = ["HEAD_ROW", "Contents", "lay_contents"]

HEAD_ROW = 4  # from 1; repeated on every page
_TOP = (30.0, 18.0, 9.0)  # title, summary, air: points
_HEAD, _GROUP, _ROW = 22.0, 26.0, 19.0
_MARGIN = 0.6, 0.7  # sides; top and bottom: inches
_ROOM = (841.9 - 2 * _MARGIN[1] * 72) * 0.97  # points of a page
_SIZE = 9.5
# pixels of the columns; all together 96 % of the paper between the margins
_WIDTHS = {"no": 36, "project": 58, "name": 218, "department": 160, "first": 68, "second": 68, "page": 48}


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The rows below the head, and where a page starts among them."""

    plan: Plan
    columns: tuple[str, ...]
    widths: Mapping[str, int]
    rows: tuple[tuple[float, Entry | Group], ...]  # points, what stands there
    starts: tuple[int, ...]  # positions of rows that start a page, the first page's left out
    lang: Lang

    @property
    def pages(self) -> int:
        return 1 + len(self.starts)

    def draw(
        self, sheet: Sheet, formats: Formats, *, title: str, first_pages: Sequence[int], total: int
    ) -> None:
        """``first_pages``: of every entry in order; without them only the place is taken."""
        _draw(self, sheet, formats, title, first_pages, total)


def lay_contents(plan: Plan, lang: Lang) -> Contents:
    columns = tuple(key for key in _WIDTHS if plan.graded or key not in ("first", "second"))
    widths = dict(_WIDTHS)
    widths["name"] += sum(width for key, width in _WIDTHS.items() if key not in columns)
    rows = tuple(_rows(plan, columns, widths))
    starts = []
    used = sum(_TOP) + _HEAD
    for at, (tall, what) in enumerate(rows):
        wants = tall + (rows[at + 1][0] if isinstance(what, Group) else 0.0)  # a heading is not left alone
        if used + wants > _ROOM:
            starts.append(at)
            used = _HEAD
        used += tall
    return Contents(plan=plan, columns=columns, widths=widths, rows=rows, starts=tuple(starts), lang=lang)


def _rows(
    plan: Plan, columns: Sequence[str], widths: Mapping[str, int]
) -> Iterator[tuple[float, Entry | Group]]:
    for group in plan.groups:
        if len(plan.groups) > 1:
            yield _GROUP, group
        for entry in group.entries:
            texts = _texts(entry)
            tall = max(
                points(str(texts[key]), (widths[key] - 10) * 0.75, _SIZE) for key in columns if key in texts
            )
            yield min(max(_ROW, tall + 3.0), 400.0), entry


def _texts(entry: Entry) -> dict[str, str]:
    grades = dict(zip(("first", "second"), entry.grades, strict=False))
    return {"project": entry.project, "name": entry.name, "department": entry.department, **grades}


def _draw(
    own: Contents, sheet: Sheet, formats: Formats, title: str, first_pages: Sequence[int], total: int
) -> None:
    lang, last = own.lang, len(own.columns) - 1
    sheet.hide_gridlines(2)
    for col, key in enumerate(own.columns):
        sheet.set_column_pixels(col, col, own.widths[key])
    for row, height in enumerate((*_TOP, _HEAD)):
        sheet.set_row(row, height)
    sheet.write_string(0, 0, title, formats(base(lang, bold=True, font_size=16, font_color=ACCENT)))
    said = WORDS["summary"].format(count=f"{len(first_pages):,}", pages=f"{total:,}").pick(lang)
    sheet.write_string(1, 0, said, formats(base(lang, font_size=10, font_color=MUTED)))
    head = {"bold": True, "bg_color": LABEL, "top": 1, "bottom": 1, "top_color": RULE, "bottom_color": RULE}
    for col, key in enumerate(own.columns):
        look = base(lang, **head, **_aligned(key, number=False), font_size=9)
        sheet.write_string(HEAD_ROW - 1, col, WORDS[key].pick(lang), formats(look))
    _draw_rows(own, sheet, formats, first_pages, last)
    sheet.set_paper(9)
    sheet.set_margins(left=_MARGIN[0], right=_MARGIN[0], top=_MARGIN[1], bottom=_MARGIN[1])
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_start_page(1)
    sheet.set_footer("&C&10 &P")
    sheet.freeze_panes(HEAD_ROW, 0)


def _draw_rows(own: Contents, sheet: Sheet, formats: Formats, first_pages: Sequence[int], last: int) -> None:
    lang = own.lang
    line = {"bottom": 7, "bottom_color": RULE, "text_wrap": True, "font_size": _SIZE}
    looks = {key: formats(base(lang, **line, **_aligned(key))) for key in own.columns}
    looks["name"] = formats(base(lang, **line, font_color=ACCENT, underline=0, **_aligned("name")))
    group = formats(
        base(lang, bold=True, font_size=11, font_color=ACCENT, valign="bottom", bottom=1, bottom_color=ACCENT)
    )
    pages = iter(first_pages)
    for row, (tall, what) in enumerate(own.rows, start=HEAD_ROW):
        sheet.set_row(row, tall)
        if isinstance(what, Group):
            sheet.merge_range(row, 0, row, last, what.title, group)
            continue
        page = next(pages, 0)
        texts = _texts(what)
        for col, key in enumerate(own.columns):
            if key in ("no", "page"):
                sheet.write_number(row, col, what.number if key == "no" else page, looks[key])
            elif key == "name":
                tab = what.tab.replace("'", "''")
                sheet.write_url(row, col, f"internal:'{tab}'!A1", looks[key], string=texts[key])
            else:
                sheet.write_string(row, col, texts.get(key, ""), looks[key])
    if own.starts:
        sheet.set_h_pagebreaks([HEAD_ROW + at for at in own.starts])


def _aligned(key: str, *, number: bool = True) -> dict[str, object]:
    if key in ("first", "second", "project"):
        return {"align": "center"}
    if key not in ("no", "page"):
        return {"align": "left", "indent": 1}
    # LibreOffice forgets the indent of numbers side by side
    return {"align": "right", "num_format": "#,##0_ "} if number else {"align": "right", "indent": 1}
