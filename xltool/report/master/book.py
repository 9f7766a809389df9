"""The master workbook: sheets 概要, 一覧, 指摘 and, where needed, 読めなかったファイル."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from xltool.errors import CannotWork
from xltool.finding import SEVERITIES, Finding
from xltool.report.master.columns import list_of
from xltool.report.master.listing import Listing, Row
from xltool.report.master.overview import draw_overview
from xltool.report.master.projects import Lists, draw_list
from xltool.report.master.remarks import Remark, draw_findings, draw_unread
from xltool.report.master.styles import styles
from xltool.report.master.tally import owners
from xltool.report.master.words import SHEETS, WORDS
from xltool.report.spreadsheet import CREATED, workbook
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.book.record import Record, Unread

__all__ = ["consolidate"]

_MOST_ROWS = 1_000_000


def consolidate(
    records: Sequence[Record],
    findings: Sequence[Finding] = (),
    unread: Sequence[Unread] = (),
    *,
    lang: Lang = "ja",
) -> bytes:
    """The master of these sheets; same input, same bytes. Raises CannotWork for more than Excel has rows."""
    if len(records) > _MOST_ROWS:
        raise CannotWork(
            Text(
                f"{len(records)} シートは Excel の一つの表に収まりません。分けて実行してください。",
                f"{len(records)} sheets do not fit into one Excel table; consolidate them in parts.",
            )
        )
    about = owners(records, findings)  # by their full names; from here on names are shown, not compared
    name = _short_names([*(one.file for one in records), *(one.file for one in unread)])
    records = [replace(one, file=name(one.file)) for one in records]
    unread = [replace(one, file=name(one.file)) for one in unread]
    findings = [replace(one, file=name(one.file)) if one.file else one for one in findings]
    rows = _rows(records, findings, about)
    listings = _listings(rows, lang)
    homes = {row.number: (listing, row) for listing in listings for row in listing.rows}
    remarks: list[Remark] = [
        (one, homes[at + 1] if at is not None else None) for one, at in zip(findings, about, strict=True)
    ]
    files = {record.file for record in records}
    lists = Lists()
    with workbook() as (book, target):
        book.set_properties({"title": WORDS["master"].pick(lang), "created": CREATED})
        style = styles(book, lang)
        overview = book.add_worksheet(SHEETS["overview"].pick(lang))
        for listing in listings:
            draw_list(book, book.add_worksheet(listing.sheet), listing, style, lang, lists)
        draw_overview(
            overview,
            listings,
            Counter(one.severity for one in findings),
            files=len(files),
            unread=len({one.file for one in unread}),
            style=style,
            lang=lang,
        )
        draw_findings(book.add_worksheet(SHEETS["findings"].pick(lang)), remarks, style, lang, lists)
        if unread:
            draw_unread(book.add_worksheet(SHEETS["unread"].pick(lang)), unread, style, lang, lists)
        hidden = book.add_worksheet("_lists")
        for col, labels in enumerate(lists.columns):
            for at, label in enumerate(labels):
                hidden.write_string(at, col, label)
        hidden.hide()
        overview.activate()
    return target.getvalue()


def _short_names(files: Sequence[str]) -> Callable[[str], str]:
    """Names without the folders that all files have in common."""
    folders = [PurePath(file).parent.parts for file in files]
    common = 0
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        common += 1

    def short(file: str) -> str:
        return str(PurePath(*PurePath(file).parts[common:]))

    return short


def _rows(records: Sequence[Record], findings: Sequence[Finding], about: Sequence[int | None]) -> list[Row]:
    counts: list[Counter[str]] = [Counter() for _ in records]
    for one, at in zip(findings, about, strict=True):
        if at is not None:
            counts[at][one.severity] += 1
    return [
        Row(number=i + 1, record=record, counts={severity: counts[i][severity] for severity in SEVERITIES})
        for i, record in enumerate(records)
    ]


def _listings(rows: Sequence[Row], lang: Lang) -> list[Listing]:
    """One list per form, in order of appearance."""
    forms: dict[str, list[Row]] = {}
    for row in rows:
        forms.setdefault(row.record.form, []).append(row)
    name = SHEETS["list"].pick(lang)
    several = len(forms) > 1
    return [list_of(own, f"{name} {form}"[:31] if several else name, lang) for form, own in forms.items()]
