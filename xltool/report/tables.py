"""Records as data files: CSV, an Excel table, Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xltool.errors import CannotWork
from xltool.report.frames import frame
from xltool.report.spreadsheet import CREATED, Sheet, put, workbook
from xltool.text import Text
from xltool.values import format_number

if TYPE_CHECKING:
    import pandas as pd

    from xltool.book.record import Record

__all__ = ["csv_bytes", "parquet_bytes", "xlsx_bytes"]

_DANGEROUS = frozenset("=+-@\t\r＝＋－＠")  # what spreadsheets take for the start of a formula


def csv_bytes(records: Sequence[Record], *, long: bool = False, safe: bool = False) -> bytes:
    """UTF-8 with a byte order mark, so that Excel shows Japanese; empty cells for NA.

    ``safe`` puts an apostrophe before text that a spreadsheet would run as a formula.
    """
    table = frame(records, long=long)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in _rows(table):
        writer.writerow([_csv_cell(value, safe=safe) for value in row])
    return text.getvalue().encode("utf-8-sig", "replace")


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
        return f"'{value}" if safe and value[:1] in _DANGEROUS else value
    return str(value)[:10]  # a date


def parquet_bytes(records: Sequence[Record], *, long: bool = False) -> bytes:
    """Raises CannotWork where pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise CannotWork(
            Text(
                "Parquet の出力には pyarrow が必要です。pip install 'xltool[parquet]' で追加してください。",
                "Parquet needs pyarrow; add it with: pip install 'xltool[parquet]'",
            )
        ) from None
    target = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame(records, long=long), preserve_index=False), target)
    return target.getvalue()


def xlsx_bytes(records: Sequence[Record], *, long: bool = False) -> bytes:
    """The table under its column names on sheet ``data``; what each column means on sheet ``fields``."""
    table = frame(records, long=long)
    labels, units = table.attrs["labels"], table.attrs["units"]
    with workbook() as (book, target):
        book.set_properties({"created": CREATED})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        code = book.add_format({"num_format": "@"})
        sheet: Sheet = book.add_worksheet("data")
        names = [str(name) for name in table.columns]
        for at, row in enumerate(_rows(table), start=1):
            for col, value in enumerate(row):
                put(
                    sheet,
                    at,
                    col,
                    value,
                    code if isinstance(value, str) else date if _is_date(value) else None,
                )
        rows = max(len(table), 1)
        sheet.add_table(
            0, 0, rows, len(names) - 1, {"name": "data", "columns": [{"header": name} for name in names]}
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
    return target.getvalue()


def _is_date(value: object) -> bool:
    return value is not None and not isinstance(value, str | int | float)
