"""The reader against openpyxl and calamine, cell for cell, on a thousand workbooks by eight programs.

Every difference must be one of ``REASONS``; none may be in a sheet of ours, whoever saved it.
"""

# ruff: noqa: E501 - tables of cases read better unbroken

from __future__ import annotations

import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.book import cross_files as files
from tests.book.cross_compare import Difference, unlike_calamine, unlike_openpyxl
from xltool.book.markup import plain
from xltool.book.reader import read_book

if TYPE_CHECKING:
    from collections.abc import Callable

    from xltool.book.raw import RawBook


class Reason(NamedTuple):
    """Why two readers may differ in one kind of thing."""

    what: str
    why: str
    holds: Callable[[Difference, RawBook], bool]
    most: int  # cells (files, where reading fails) that it excuses, over all sources; as counted


def text(value: object) -> str:
    return value if isinstance(value, str) else ""


def same_blanks_apart(one: object, other: object) -> bool:
    return isinstance(one, str) and "".join(one.split()) == "".join(text(other).split())


REASONS = (
    Reason("openpyxl value", "it leaves most _xHHHH_ as they are written", lambda d, b: plain(text(d.theirs)) == d.ours, 342),
    Reason("openpyxl value", "it decodes _xHHHH_ a second time", lambda d, b: plain(text(d.ours)) == d.theirs, 1),
    Reason("calamine value", "it leaves \\r and \\r\\n in texts", lambda d, b: plain(text(d.theirs)) == d.ours, 17),
    Reason("calamine value", "it drops blanks where xml:space is not said; gnumeric never says it", lambda d, b: same_blanks_apart(d.ours, d.theirs), 19),
    Reason("calamine value", "it knows no 29 February 1900, so days before it are one off", lambda d, b: not b.date1904 and isinstance(d.ours, float) and d.ours < 60 and d.theirs == d.ours + 1, 6),
    Reason("calamine value", "it gives an ISO 8601 date as text", lambda d, b: d.ours == 45748.0 and d.theirs == "2025-04-01T00:00:00.000Z", 1),
    Reason("openpyxl fails", "gnumeric writes comments without or with unescaped authors", lambda d, b: "comments" in {f.kind for f in b.facts}, 3),
)  # fmt: skip

SOURCES: dict[str, Callable[[Path], files.Workbooks]] = {
    "Excel 2007": lambda folder: files.by_excel(),
    "XlsxWriter, openpyxl and ours": lambda folder: files.originals(),
    "exceljs": lambda folder: files.by_node("exceljs", folder),
    "SheetJS": lambda folder: files.by_node("sheetjs", folder),
    "gnumeric": files.by_gnumeric,
    "LibreOffice": files.by_libreoffice,
    "openpyxl re-saving": files.by_openpyxl,
}
OURS = ("jimu-jigyo", "quarterly-review")


@cache
def compared(source: str) -> dict[str, list[tuple[Difference, Reason | None]]]:
    """Workbook -> its differences, each with its reason."""
    with tempfile.TemporaryDirectory(prefix="xltool-cross-") as folder:
        workbooks = SOURCES[source](Path(folder))
    found: dict[str, list[tuple[Difference, Reason | None]]] = {}
    for name, data in workbooks.items():
        book = read_book(data)
        differences = [*unlike_openpyxl(data, book), *unlike_calamine(data, book)]
        found[name] = [(difference, reason(difference, book)) for difference in differences]
    return found


def reason(difference: Difference, book: RawBook) -> Reason | None:
    return next((r for r in REASONS if r.what == difference.what and r.holds(difference, book)), None)


@pytest.mark.parametrize("source", SOURCES)
def test_every_difference_has_a_reason(source: str) -> None:
    unexplained = [(name, d) for name, found in compared(source).items() for d, why in found if why is None]
    assert not unexplained, unexplained[:10]


@pytest.mark.parametrize("source", [source for source in SOURCES if source != "Excel 2007"])
def test_sheets_of_ours_are_read_alike_whoever_saved_them(source: str) -> None:
    own = {name: found for name, found in compared(source).items() if any(form in name for form in OURS)}
    assert len(own) == len(OURS)
    assert not any(own.values())


def test_a_thousand_workbooks_and_no_idle_reason() -> None:
    counts: Counter[Reason | None] = Counter()
    total = 0
    for source in SOURCES:
        total += len(compared(source))
        counts.update(why for found in compared(source).values() for _, why in found)
    assert total >= 1_000
    assert {why.why: (why.most, counts[why]) for why in REASONS if not 0 < counts[why] <= why.most} == {}
