"""Records to a booklet: gone through twice, once for the contents and once sheet by sheet into the file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from xltool.book.binding import MOST_SHEETS, bind
from xltool.book.leaf import Leaf, draw_leaf
from xltool.book.volume import Drawn, Front, draw_volume
from xltool.errors import CannotWork
from xltool.report.booklet.contents import HEAD_ROW, Contents, lay_contents
from xltool.report.booklet.entries import Plan, plan
from xltool.report.booklet.words import CONTENTS, TITLE, WHOSE
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.book.paper import Formats
    from xltool.book.record import Record
    from xltool.report.spreadsheet import Sheet

__all__ = ["booklet", "write_booklet"]

_MOST_PAGES = 32_767  # Excel's last page number


def booklet(
    records: Sequence[Record], *, title: str | None = None, lang: Lang = "ja", public: bool = False
) -> bytes:
    """The booklet of these records as bytes. See ``write_booklet``."""
    target = io.BytesIO()
    write_booklet(lambda: records, target, title=title, lang=lang, public=public)
    return target.getvalue()


def write_booklet(
    records: Callable[[], Iterable[Record]],
    target: BinaryIO,
    *,
    title: str | None = None,
    whose: str | None = None,
    lang: Lang = "ja",
    public: bool = False,
) -> None:
    """Write a workbook that prints as a booklet: contents, then every sheet as on the paper form.

    ``records`` gives the same records in the same order whenever it is called; only one of them is held at a
    time. Sheets of one form and year stand together. ``title``: the form's, unless given; ``whose``: the
    department that it is of; ``public`` leaves internal fields blank. Same records, same bytes. Raises
    CannotWork for no records, and for more than fit.
    """
    planned = plan(records(), lang=lang, public=public)
    entries = planned.entries
    if not entries:
        raise CannotWork(
            Text(
                "冊子にするシートがありません。フォルダーの中を確かめてください。",
                "There are no sheets for a booklet; look into the folder.",
            )
        )
    if len(entries) > MOST_SHEETS:
        raise CannotWork(_too_many(Text("{count:,} シート", "{count:,} sheets").format(count=len(entries))))
    contents = lay_contents(planned, lang)
    name = title or TITLE.format(title=planned.editions[entries[0].edition].title).pick(lang)
    if whose:
        name = WHOSE.format(title=name, whose=whose).pick(lang)
    first_pages: list[int] = []
    page = contents.pages + 1

    def front(pages: Sequence[int], total: int) -> Front:
        draw = partial(_draw_contents, contents, title=name, pages=pages, total=total)
        return Front(name=CONTENTS.pick(lang), title=name, draw=draw)

    drawn = draw_volume(planned.editions, front((), 0))

    def leaves() -> Iterator[Leaf]:
        nonlocal page
        for record, edition in _ordered(planned, records):
            leaf = draw_leaf(drawn.pages[edition], record, first=page, public=public)
            first_pages.append(page)
            page += leaf.pages
            if page > _MOST_PAGES:
                raise CannotWork(
                    _too_many(Text("{count:,} ページ以上", "{count:,} pages").format(count=page))
                )
            yield leaf

    def finish() -> tuple[Drawn, tuple[int, int]]:
        return draw_volume(planned.editions, front(first_pages, page - 1)), (HEAD_ROW, HEAD_ROW)

    bind(target, [CONTENTS.pick(lang), *(one.tab for one in entries)], leaves(), drawn, finish)


def _draw_contents(
    contents: Contents, sheet: Sheet, formats: Formats, *, title: str, pages: Sequence[int], total: int
) -> None:
    contents.draw(sheet, formats, title=title, first_pages=pages, total=total)


def _ordered(planned: Plan, records: Callable[[], Iterable[Record]]) -> Iterator[tuple[Record, int]]:
    """Every record with the number of its edition, as the contents list them: once through for each form."""
    for group in planned.groups:
        wanted = {one.at: one.edition for one in group.entries}
        for at, record in enumerate(records()):
            if at in wanted:
                yield record, wanted[at]


def _too_many(count: Text) -> Text:
    return Text(
        "{count}は一冊に収まりません。部署別に分けてください（--by department）。",
        "{count} do not fit into one booklet; make one per department (--by department).",
    ).format(count=count)
