"""The master workbook: everything but the rows is drawn once, then the rows are streamed into it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xltool.errors import CannotWork
from xltool.finding import Finding
from xltool.report.blocks import whole
from xltool.report.files import replacing
from xltool.report.master.board import Board
from xltool.report.master.deciding import corrections_table, explanations_table, status_table
from xltool.report.master.drawing import Lists, draw_table
from xltool.report.master.facts import Facts, facts_of
from xltool.report.master.listing import Listing, Table
from xltool.report.master.longs import long_tables
from xltool.report.master.matter import Matter
from xltool.report.master.overview import draw_overview
from xltool.report.master.projects import listings_of
from xltool.report.master.remarks import Homes, findings_table, unread_table
from xltool.report.master.sheetvalues import view_of
from xltool.report.master.sheetview import draw_view, view_name
from xltool.report.master.streaming import Body, write_workbook
from xltool.report.master.styles import COLOURS, styles
from xltool.report.master.words import SHEETS, WORDS
from xltool.report.master.written import written_table
from xltool.report.spreadsheet import CREATED, workbook
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.book.record import Record, Unread

__all__ = ["consolidate", "master_to", "write_master"]

_MOST_SHEETS = 1_000_000


def consolidate(
    records: Sequence[Record],
    findings: Sequence[Finding] = (),
    unread: Sequence[Unread] = (),
    *,
    lang: Lang = "ja",
) -> bytes:
    """The master of these sheets; same input, same bytes. Raises CannotWork for more than Excel has rows."""
    files = len({record.file for record in records})
    target = io.BytesIO()
    master_to(target, Matter(blocks=whole(records, findings), files=files, unread=tuple(unread)), lang=lang)
    return target.getvalue()


def write_master(path: Path, matter: Matter, *, lang: Lang = "ja") -> Path:
    """Write a master beside its place and rename it. Raises CannotWork, nothing changed."""
    with replacing(path) as target:
        master_to(target, matter, lang=lang)
    return path


def master_to(target: BinaryIO, matter: Matter, *, lang: Lang) -> None:
    """Write a master; same matter, same bytes. Raises CannotWork for more than Excel has rows."""
    if matter.blocks.count > _MOST_SHEETS:
        n = matter.blocks.count
        raise CannotWork(
            Text(
                f"{n} シートは Excel の一つの表に収まりません。分けて実行してください。",
                f"{n} sheets do not fit into one Excel table; consolidate them in parts.",
            )
        )
    facts = facts_of(matter)
    listings = listings_of(matter, facts, lang)
    tables = _tables(matter, facts, listings, lang)
    drawn, bodies = _draw(matter, facts, tables, lang)
    write_workbook(drawn, bodies, target)


def _tables(matter: Matter, facts: Facts, listings: Sequence[Listing], lang: Lang) -> list[Table]:
    """The sheets with tables, in their order."""
    homes = Homes(listings)
    campaign = matter.campaign is not None
    return [
        *listings,
        *([status_table(matter, facts, lang)] if campaign else []),
        findings_table(matter, facts, homes, lang),
        *([explanations_table(matter, facts, homes, lang)] if campaign else []),
        *([corrections_table(matter, facts, lang)] if campaign or matter.candidates else []),
        *long_tables(matter, facts, listings, lang),
        *([unread_table(matter.unread, facts, lang)] if matter.unread else []),
    ]


def _draw(matter: Matter, facts: Facts, tables: Sequence[Table], lang: Lang) -> tuple[bytes, list[Body]]:
    lists = Lists()
    bodies: list[Body] = []
    with workbook() as (book, target):
        book.set_properties({"title": WORDS["master"].pick(lang), "created": CREATED})
        style = styles(book, lang)
        overview = book.add_worksheet(SHEETS["overview"].pick(lang))
        findings = next(one for one in tables if one.name == "findings")
        of = " ・ ".join(dict.fromkeys(one.title for one in tables if isinstance(one, Listing)))
        for table in tables:
            bodies.append(draw_table(book, book.add_worksheet(table.sheet), table, style, lang, lists, of))
            if isinstance(table, Listing):
                view = book.add_worksheet(view_name(table, lang))
                draw_view(book, view, view_of(table, matter, facts, lists), findings, lang)
        names = [one.name for one in book.worksheets()[1:]]
        board = Board(book=book, sheet=overview, style=style, lang=lang)
        draw_overview(board, tables, names, matter, facts)
        hidden = book.add_worksheet("_lists")
        for col, labels in enumerate(lists.columns):
            for at, label in enumerate(labels):
                hidden.write_string(at, col, label)
        hidden.hide()
        written = written_table(matter, facts, tables)
        sheet = book.add_worksheet(written.sheet)
        bodies.append(draw_table(book, sheet, written, style, lang, lists))
        sheet.very_hidden()
        overview.set_tab_color(COLOURS["head"])
        overview.activate()
    return target.getvalue(), bodies
