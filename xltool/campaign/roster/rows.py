"""Which rows of the list are projects, and what there is to say about rows that count all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xltool.book.a1 import address, column_letters
from xltool.campaign.roster.grid import Found, is_example, listed_places
from xltool.campaign.roster.headings import Columns
from xltool.values import half_width

__all__ = ["project_rows", "say_formulas", "say_hidden", "say_struck"]


def project_rows(columns: Columns, read: Mapping[str, int], project: str, found: Found) -> list[int]:
    """Rows that are projects: neither blank, nor spaces alone, nor an example."""
    grid = columns.grid
    rows: list[int] = []
    for row in grid.rows_with_content(columns.header, read.values()):
        cells = (grid.cell(row, col) for col in read.values())
        if all(not str(one.value).strip() if one.value is not None else one.formula is None for one in cells):
            first = next(col for col in sorted(read.values()) if (row, col) in grid.sheet.cells)
            found.remark(
                grid.at(row, first),
                "空白だけの行です。対象事業には数えません（行を削除すると確実です）。",
                "The row holds nothing but spaces and does not count; better delete it.",
            )
        elif project not in read or not _marked_example(grid.text(row, read[project])):
            rows.append(row)
    return rows


def _marked_example(text: str) -> bool:
    return is_example(text) or half_width(text).startswith("例")


def say_hidden(columns: Columns, rows: Sequence[int], found: Found) -> None:
    grid = columns.grid
    hidden = [row for row in rows if row in grid.sheet.hidden_rows]
    if hidden:
        shown = listed_places([str(row) for row in hidden])
        found.remark(
            grid.at(hidden[0], min(columns.at.values())),
            f"非表示の行（{shown.ja} 行目）も対象事業として数えます。",
            f"Hidden rows count as projects, too (rows {shown.en}).",
        )
    for col in sorted(set(columns.at.values()) & grid.sheet.hidden_cols):
        found.remark(
            grid.at(columns.header, col),
            f"非表示の列（{column_letters(col)} 列「{grid.text(columns.header, col)}」）も読み取ります。",
            f"The hidden column {column_letters(col)} '{grid.text(columns.header, col)}' is read, too.",
        )


def say_formulas(columns: Columns, read: Mapping[str, int], rows: Sequence[int], found: Found) -> None:
    grid = columns.grid
    if all(cell.formula is None for cell in grid.sheet.cells.values()):
        return
    places = [
        address(row, col)
        for row in rows
        for col in sorted(read.values())
        if (cell := grid.cell(row, col)).formula is not None and cell.value is not None
    ]
    if places:
        shown = listed_places(places)
        found.remark(
            f"{grid.name}!{places[0]}",
            f"数式のセルは、保存されている計算結果を読み取りました（{shown.ja}）。",
            f"Formulas were read by their stored results ({shown.en}).",
        )


def say_struck(columns: Columns, row: int, keys: Sequence[str], found: Found) -> None:
    """A row whose number or name is struck through."""
    grid = columns.grid
    for key in keys:
        if key in columns.at and grid.struck(row, columns.at[key]):
            found.remark(
                grid.at(row, columns.at[key]),
                "取り消し線が引かれていますが、対象事業として数えます。外すなら行を削除してください。",
                "Struck through, but it counts; delete the row to take the project out.",
            )
            return
