"""A table of many rows written as others do it, from the cells that our own list holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from xltool.report.master.listing import Table

__all__ = ["Plain", "plain", "with_pandas", "with_xlsxwriter"]

_FORMATS = {"number": "#,##0.###", "count": "0", "year": "0", "date": "yyyy/m/d", "text": "@", "code": "@"}


@dataclass(frozen=True, kw_only=True)
class Plain:
    """A table as a program holds it before it writes."""

    sheet: str
    heads: Sequence[str]
    widths: Sequence[float]
    formats: Sequence[str]
    frame: pd.DataFrame


def plain(table: Table) -> Plain:
    """The list's own columns and cells."""
    import pandas as pd

    columns: list[list[Any]] = [[] for _ in table.columns]
    for block in table.blocks():
        for column, cells in zip(columns, block.columns, strict=True):
            column.extend(cells)
    heads = [one.header for one in table.columns]
    return Plain(
        sheet=table.sheet,
        heads=heads,
        widths=[one.width for one in table.columns],
        formats=[_FORMATS.get(one.kind, "General") for one in table.columns],
        frame=pd.DataFrame(dict(zip(heads, columns, strict=True)), dtype=object),
    )


def with_pandas(table: Plain, path: Path) -> None:
    """pandas with XlsxWriter, a table over the rows, a format per column."""
    import pandas as pd

    with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
        table.frame.to_excel(writer, sheet_name=table.sheet, index=False)
        sheet = writer.sheets[table.sheet]
        last = max(len(table.frame), 1)
        sheet.add_table(
            0, 0, last, len(table.heads) - 1, {"columns": [{"header": head} for head in table.heads]}
        )
        for at, (width, form) in enumerate(zip(table.widths, table.formats, strict=True)):
            sheet.set_column(at, at, width, writer.book.add_format({"num_format": form}))
        sheet.freeze_panes(1, 3)


def with_xlsxwriter(table: Plain, path: Path) -> None:
    """XlsxWriter in constant memory, cell by cell; it has no tables in this mode."""
    from xlsxwriter import Workbook

    book = Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet(table.sheet)
    forms = [book.add_format({"num_format": form}) for form in table.formats]
    for at, width in enumerate(table.widths):
        sheet.set_column(at, at, width)
    for at, head in enumerate(table.heads):
        sheet.write_string(0, at, head)
    for number, row in enumerate(table.frame.itertuples(index=False, name=None), start=1):
        for at, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, at, value, forms[at])
            elif value is not None:
                sheet.write_number(number, at, value, forms[at])
            else:
                sheet.write_blank(number, at, None, forms[at])
    sheet.freeze_panes(1, 3)
    book.close()
