"""Records as data files: CSV and an Excel table."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from xltool.errors import CannotWork
from xltool.report.blocks import Blocks, whole
from xltool.report.frames import frame
from xltool.report.spreadsheet import CREATED, Sheet, put, workbook
from xltool.text import Text
from xltool.values import format_number

if TYPE_CHECKING:
    import pandas as pd

    from xltool.book.record import Record

__all__ = ["csv_bytes", "harmless", "write_csv", "write_xlsx"]

_DANGEROUS = frozenset("=+-@\t\r＝＋－＠")  # what spreadsheets take for the start of a formula
_ROWS = 1_048_576  # of an Excel sheet, the heads included


def csv_bytes(
    records: Sequence[Record], *, long: bool = False, raw: bool = False, safe: bool = False
) -> bytes:
    """See ``write_csv``."""
    target = io.BytesIO()
    write_csv(whole(records, ()), target, long=long, raw=raw, safe=safe)
    return target.getvalue()


def write_csv(
    blocks: Blocks, target: BinaryIO, *, long: bool = False, raw: bool = False, safe: bool = False
) -> None:
    """UTF-8 with a byte order mark, so that Excel shows Japanese; empty cells for NA.

    ``safe`` puts an apostrophe before text that a spreadsheet would run as a formula.
    """
    target.write(codecs.BOM_UTF8)
    head = frame((), long=long, raw=raw, editions=blocks.editions)
    target.write(_csv_lines([head.columns]))
    for records in blocks.records():
        table = frame(records, long=long, raw=raw, editions=blocks.editions)
        target.write(_csv_lines([_csv_cell(value, safe=safe) for value in row] for row in _rows(table)))


def _csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _rows(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The cells row by row as Python values, None for NA."""
    columns = [
        [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]
        for _, column in table.items()
    ]
    return list(zip(*columns, strict=True))


def _csv_cell(value: object, *, safe: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format_number(value).replace(",", "")
    if isinstance(value, str):
        return harmless(value) if safe else value
    return str(value)[:10]  # a date


def harmless(text: str) -> str:
    """The text with an apostrophe before it, where a spreadsheet would run it as a formula."""
    return f"'{text}" if text[:1] in _DANGEROUS else text


def write_xlsx(blocks: Blocks, target: BinaryIO, *, long: bool = False, raw: bool = False) -> None:
    """The table under its column names on sheet ``data``; what each column means on sheet ``fields``.

    Raises CannotWork for more rows than a sheet has.
    """
    table = frame((), long=long, raw=raw, editions=blocks.editions)
    _refuse_too_long(blocks, long=long)
    labels, units = table.attrs["labels"], table.attrs["units"]
    with workbook() as (book, content):
        book.set_properties({"created": CREATED})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        code = book.add_format({"num_format": "@"})
        sheet: Sheet = book.add_worksheet("data")
        names = [str(name) for name in table.columns]
        rows = 0
        for records in blocks.records():
            block = frame(records, long=long, raw=raw, editions=blocks.editions)
            for at, row in enumerate(_rows(block), start=rows + 1):
                for col, value in enumerate(row):
                    form = code if isinstance(value, str) else date if _is_date(value) else None
                    put(sheet, at, col, value, form)
            rows += len(block)
        sheet.add_table(
            0,
            0,
            max(rows, 1),
            len(names) - 1,
            {"name": "data", "columns": [{"header": name} for name in names]},
        )
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(names) - 1, 14)
        legend = book.add_worksheet("fields")
        for at, key in enumerate(labels, start=1):
            for col, text in enumerate((key, labels[key], units.get(key))):
                put(legend, at, col, text, code)
        legend.add_table(
            0,
            0,
            max(len(labels), 1),
            2,
            {"name": "fields", "columns": [{"header": name} for name in ("field", "label", "unit")]},
        )
        legend.set_column(0, 0, 28)
        legend.set_column(1, 1, 44)
        legend.freeze_panes(1, 0)
    target.write(content.getvalue())


def _refuse_too_long(blocks: Blocks, *, long: bool) -> None:
    rows = blocks.count
    if long and rows >= _ROWS // 1000:
        rows = sum(len(one.edition.form.fields) for records in blocks.records() for one in records)
    if rows >= _ROWS:
        raise CannotWork(
            Text(
                f"{rows:,} 行は Excel のシートに収まりません（見出しを除き {_ROWS - 1:,} 行まで）。"
                ".csv か .parquet で出力してください。",
                f"{rows:,} rows do not fit on an Excel sheet (at most {_ROWS - 1:,} below the heads); "
                "write .csv or .parquet instead.",
            )
        )


def _is_date(value: object) -> bool:
    return value is not None and not isinstance(value, str | int | float)
