"""Open the roster: a workbook, or a CSV with the other sheets in a workbook beside it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from xltool.book.otherformats import read_any
from xltool.book.raw import RawBook, RawCell, RawSheet
from xltool.campaign.roster.grid import Grid, grid_of
from xltool.errors import CannotWork, Unreadable
from xltool.report.roster.lists import LISTS
from xltool.text import Text

__all__ = ["Opened", "open_roster"]

_MOST_CHARACTERS = 50_000_000
_BESIDE = "roster.xlsx"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What the roster's file, or files, hold."""

    name: str  # of the file, for messages
    listing: Grid | None  # of a CSV: the list of projects
    book: RawBook  # the sheets; of a CSV those of the workbook beside it, if there is one

    def sheets(self) -> list[Grid]:
        return [grid_of(self.book, one) for one in self.book.sheets if one.read]


def open_roster(path: Path) -> Opened:
    """Raises CannotWork where a file is missing or cannot be read."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return Opened(name=path.name, listing=None, book=_workbook(path))
    sheet = RawSheet(name=path.name, cells=_cells(_decoded(path), path.name))
    beside = next(
        (one for one in (path.with_suffix(".xlsx"), path.with_name(_BESIDE)) if one.is_file()), None
    )
    book = _workbook(beside) if beside else RawBook(sheets=())
    return Opened(name=path.name, listing=Grid(sheet, path.name), book=book)


def _workbook(path: Path) -> RawBook:
    try:
        return read_any(path, want=lambda name: name != LISTS)  # drop-downs are no content
    except Unreadable as refused:
        if not path.exists():
            raise _missing(path) from None
        raise CannotWork(
            Text(
                f"対象事業一覧 {path} を読めません（{refused.text.ja.partition('。')[0]}）。"
                "Excel で開いて、.xlsx 形式で保存し直してください。",
                f"The roster {path} cannot be read. {refused.text.en.partition(';')[0].rstrip('.')}; "
                "open it in Excel and save it again as .xlsx.",
            )
        ) from None


def _missing(path: Path) -> CannotWork:
    return CannotWork(
        Text(
            f"対象事業一覧 {path} がありません。campaign.yaml の roster を確かめるか、"
            "xltool init で作り直してください。",
            f"The roster {path} does not exist; check 'roster' in campaign.yaml, "
            "or make it with xltool init.",
        )
    )


def _decoded(path: Path) -> str:
    """UTF-8 with or without its mark, Excel's Unicode text (UTF-16), else the cp932 of Japanese Windows."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _missing(path) from None
    except OSError as error:
        raise CannotWork(
            Text(f"{path} を開けません（{error.strerror}）。", f"{path} cannot be opened ({error.strerror}).")
        ) from None
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotWork(
        Text(
            f"{path} の文字コードが分かりません。Excel の「CSV UTF-8」で保存し直してください。",
            f"{path} is neither UTF-8 nor cp932; save it as 'CSV UTF-8' in Excel.",
        )
    )


def _cells(text: str, name: str) -> dict[tuple[int, int], RawCell]:
    """Cells as Excel would show them: a record is a row, however many lines it has."""
    head = text[:5000]
    delimiter = max((",", "\t", ";"), key=head.count)
    if "\0" in text or len(text) > _MOST_CHARACTERS:
        raise _no_csv(name)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise _no_csv(name) from None
    return {
        (row, col): RawCell(value)
        for row, record in enumerate(records, 1)
        for col, value in enumerate(record, 1)
        if value
    }


def _no_csv(name: str) -> CannotWork:
    return CannotWork(
        Text(
            f"{name} は CSV として読み取れません。Excel の「CSV UTF-8」で保存し直してください。",
            f"{name} cannot be read as CSV; save it as 'CSV UTF-8' in Excel.",
        )
    )
