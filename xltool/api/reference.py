"""The campaign's reference sheets, read from a workbook: a header row, then rows of text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.book import read_book
from xltool.errors import CannotWork, Unreadable
from xltool.form import Reference
from xltool.text import Text
from xltool.values import format_number

if TYPE_CHECKING:
    from xltool.book.raw import CellValue, RawSheet

__all__ = ["read_reference"]


def read_reference(path: str | os.PathLike[str]) -> dict[str, Reference]:
    """Sheet name -> its table. Raises CannotWork where the file cannot be read or has no table."""
    try:
        book = read_book(Path(path))
    except Unreadable as refused:
        text = refused.text
        raise CannotWork(Text(f"参照表 {path}: {text.ja}", f"Reference {path}: {text.en}")) from None
    tables = {sheet.name: table for sheet in book.sheets if (table := _table(sheet)) is not None}
    if not tables:
        raise CannotWork(
            Text(
                f"参照表 {path} に表がありません。1行目に見出し、2行目から値を書いてください。",
                f"Reference {path} holds no table; put the headings in row 1 and the values below.",
            )
        )
    return tables


def _table(sheet: RawSheet) -> Reference | None:
    heads = {col: _text(cell.value) for (row, col), cell in sheet.cells.items() if row == 1}
    columns = [(col, name) for col, name in sorted(heads.items()) if name]
    if not columns:
        return None
    last = max(row for row, _ in sheet.cells)
    rows = []
    for row in range(2, last + 1):
        cells = (sheet.cells.get((row, col)) for col, _ in columns)
        texts = tuple(_text(cell.value) if cell else "" for cell in cells)
        if any(texts):
            rows.append(texts)
    return Reference(columns=tuple(name for _, name in columns), rows=tuple(rows))


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and not isinstance(value, bool):
        return format_number(value).replace(",", "")
    return str(value).strip()
