"""Reading as others do it: every sheet of a workbook, nothing located, nothing normalised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["Cells", "Sheets", "with_calamine", "with_openpyxl"]

Cells = dict[tuple[str, str], object]  # sheet and address -> what stands there
Sheets = Mapping[str, Sequence[Sequence[object]]]  # sheet -> rows


def with_openpyxl(path: Path) -> tuple[Cells, Cells]:
    """Values and formulas, in its quick mode: it opens a file for one of them only."""
    return _openpyxl(path, values=True), _openpyxl(path, values=False)


def _openpyxl(path: Path, *, values: bool) -> Cells:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=values)
    found: Cells = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    book.close()
    return found


def with_calamine(path: Path) -> Sheets:
    """Values only."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
