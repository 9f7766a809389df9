"""Thousands of records: what judging takes beside reading, and what a master of them takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.bench.corpus import corpus, write_books
from xltool.bench.measure import agree, alternately, seconds
from xltool.bench.model import Row, Target
from xltool.bench.rows.reading import plain_text
from xltool.bench.sizes import Sizes
from xltool.bench.tables import plain, with_pandas, with_xlsxwriter
from xltool.book import Library, Record, read_book, read_file
from xltool.report.blocks import whole
from xltool.report.files import replacing
from xltool.report.master.drawing import Lists, draw_table
from xltool.report.master.facts import facts_of
from xltool.report.master.matter import Matter
from xltool.report.master.projects import listings_of
from xltool.report.master.streaming import write_workbook
from xltool.report.master.styles import styles
from xltool.report.spreadsheet import workbook
from xltool.rules import judge_all
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.report.master.listing import Listing

__all__ = ["records"]

_VERIFIED = 40  # rows that are compared cell by cell


def records(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Read once, in this process; then judged, then written."""
    paths = write_books(folder / "records", sizes.records)
    library = Library(reference=corpus().reference)
    found: list[Record] = []

    def read() -> None:
        for path in paths:
            found.extend(read_file(path, file=path.name, library=library).records)

    reading = seconds(read)
    [judging] = alternately(
        lambda: judge_all(found, phase="all"), rounds=sizes.large, warm=sizes.records < _MANY
    )
    yield Row(
        name=Text(f"{len(found):,} 件の点検（全ルール）", f"check {len(found):,} records, every rule"),
        against=Text("それらの読み取り", "reading them"),
        ours=judging,
        other=reading,
        unit="s",
        target=Target(least=False, value=10, unit="%"),
        n=len(found),
        n_other=len(found),
        runs=sizes.large,
    )
    yield from _master(sizes, found, folder)


_MANY = 10_000  # rows of so many sheets run once, and not warm


def _master(sizes: Sizes, found: Sequence[Record], folder: Path) -> Iterator[Row]:
    """The list of all sheets alone, as the others write it: our master has more in it."""
    _verify(found[:_VERIFIED], folder)
    listing = _listing(found)
    table = plain(listing)
    ours, pandas, cells = alternately(
        lambda: _write(listing, folder / "ours.xlsx"),
        lambda: with_pandas(table, folder / "pandas.xlsx"),
        lambda: with_xlsxwriter(table, folder / "cells.xlsx"),
        rounds=sizes.large,
        warm=sizes.records < _MANY,
    )
    size = f"{listing.count:,} x {len(listing.columns)}"
    for against, other, least in (
        (Text("pandas + xlsxwriter", "pandas + xlsxwriter"), pandas, 4),
        (
            Text("XlsxWriter の省メモリーモード、セルごと", "XlsxWriter constant memory, cell by cell"),
            cells,
            2,
        ),
    ):
        yield Row(
            name=Text(
                f"とりまとめの一覧 {size}（型・テーブル・書式つき）",
                f"master {size} typed, with table and formats",
            ),
            against=against,
            ours=ours,
            other=other,
            unit="s",
            target=Target(least=True, value=least, unit="x"),
            n=listing.count,
            n_other=listing.count,
            runs=sizes.large,
        )


def _listing(found: Sequence[Record]) -> Listing:
    matter = Matter(blocks=whole(found, ()), files=len(found))
    return listings_of(matter, facts_of(matter), "ja")[0]


def _write(listing: Listing, path: Path) -> None:
    lists = Lists()
    with workbook() as (book, target):
        sheet = book.add_worksheet(listing.sheet)
        body = draw_table(book, sheet, listing, styles(book, "ja"), "ja", lists)
        hidden = book.add_worksheet("_lists")
        for col, labels in enumerate(lists.columns):
            for at, label in enumerate(labels):
                hidden.write_string(at, col, label)
        hidden.hide()
    with replacing(path) as file:
        write_workbook(target.getvalue(), [body], file)


def _verify(found: Sequence[Record], folder: Path) -> None:
    """Every cell of some rows, from the headings on."""
    listing = _listing(found)
    table = plain(listing)
    _write(listing, folder / "ours.xlsx")
    with_pandas(table, folder / "pandas.xlsx")
    with_xlsxwriter(table, folder / "cells.xlsx")
    ours = _rows(folder / "ours.xlsx", listing.header)
    agree("pandas", ours, _rows(folder / "pandas.xlsx", 0))
    agree("XlsxWriter", ours, _rows(folder / "cells.xlsx", 0))


def _rows(path: Path, above: int) -> dict[tuple[int, int], str]:
    """Cells that hold something, counted from the row of headings."""
    cells = read_book(path).sheets[0].cells
    texts = {(row - above, col): plain_text(cell.value) for (row, col), cell in cells.items() if row > above}
    return {at: text for at, text in texts.items() if text}
