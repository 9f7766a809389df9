"""XlsxWriter as we use it: every string is a string, every run gives the same bytes."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import xlsxwriter

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    Sheet: TypeAlias = Worksheet
else:
    Sheet = Any

__all__ = ["CREATED", "Sheet", "put", "safe_text", "workbook"]

CREATED = datetime.datetime(2000, 1, 1)  # fixed: same input, same bytes
_LONGEST = 32_767  # characters that a cell holds


@contextmanager
def workbook() -> Iterator[tuple[Workbook, io.BytesIO]]:
    """A workbook and where its bytes are once the block is left."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_calc_mode("auto")
    yield book, target
    book.close()


def put(sheet: Worksheet, row: int, col: int, value: object, form: Format | None = None) -> None:
    """Write a value as what it is; None leaves a blank cell with its format."""
    if value is None or value == "":
        if form is not None:
            sheet.write_blank(row, col, None, form)
    elif isinstance(value, bool):
        sheet.write_boolean(row, col, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, col, value, form)
    elif isinstance(value, str):
        sheet.write_string(row, col, safe_text(value), form)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, col, value, form)
    else:
        raise TypeError(f"{type(value).__name__} cannot be written into a cell")


def safe_text(text: str) -> str:
    """What a cell can hold: half surrogate pairs replaced, the end of an overlong text cut off and marked."""
    clean = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"
