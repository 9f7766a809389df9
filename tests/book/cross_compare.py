"""What two other readers see in a workbook beside ours: openpyxl (everything) and calamine (values).

Each function gives the differences as data; the tests say which may be.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
import python_calamine
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from xltool.book.raw import CellError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xltool.book.raw import RawBook, RawSheet

__all__ = ["Difference", "unlike_calamine", "unlike_openpyxl"]

Place = tuple[int, int]


class Difference(NamedTuple):
    """One thing that the readers see differently."""

    what: str  # openpyxl value, openpyxl formula, calamine value, …
    sheet: str
    place: Place | None
    ours: object
    theirs: object


def unlike_openpyxl(data: bytes, ours: RawBook) -> Iterator[Difference]:
    """Sheets, values, formulas, comments, struck fonts, merges, protection, hidden rows and names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "… extension is not supported and will be removed"
        try:
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data))
        except Exception as error:
            yield Difference("openpyxl fails", "", None, None, f"{type(error).__name__}: {error}")
            return
    listed = [(s.name, s.state) for s in ours.sheets if s.kind == "worksheet"]
    yield from _one("openpyxl sheets", "", listed, [(w.title, w.sheet_state) for w in values.worksheets])
    for sheet in (s for s in ours.sheets if s.kind == "worksheet"):
        theirs, written = values[sheet.name], formulas[sheet.name]
        seen = {
            at: _from_openpyxl(cell.value, cell.data_type, values.epoch)
            for at, cell in theirs._cells.items()
            if cell.value not in (None, "")
        }
        mine = {at: cell.value for at, cell in sheet.cells.items() if cell.value not in (None, "")}
        yield from _both("openpyxl value", sheet.name, mine, seen)
        yield from _both(
            "openpyxl formula",
            sheet.name,
            {at: cell.formula for at, cell in sheet.cells.items() if cell.formula is not None},
            {at: _formula(cell.value) for at, cell in written._cells.items() if cell.data_type == "f"},
        )
        yield from _both(
            "openpyxl comment",
            sheet.name,
            {
                remark.cell: remark.text
                for remark in sheet.remarks
                if remark.kind == "comment" and remark.cell
            },
            {at: cell.comment.text for at, cell in theirs._cells.items() if cell.comment},
        )
        struck = {at for at in seen if theirs._cells[at].font.strike}
        yield from _one(
            "openpyxl struck", sheet.name, {at for at in mine if sheet.cells[at].style in ours.struck}, struck
        )
        merged = {(m.min_row, m.min_col, m.max_row, m.max_col) for m in theirs.merged_cells.ranges}
        yield from _one("openpyxl merges", sheet.name, {tuple(m) for m in sheet.merges}, merged)
        yield from _one("openpyxl protection", sheet.name, sheet.protected, bool(theirs.protection.sheet))
        hidden = {number for number, row in theirs.row_dimensions.items() if row.hidden}
        yield from _one("openpyxl hidden rows", sheet.name, sheet.hidden_rows, hidden)
    names = {(None, name, d.attr_text) for name, d in values.defined_names.items()}
    for sheet in values.worksheets:
        names |= {(sheet.title, name, d.attr_text) for name, d in sheet.defined_names.items()}
    mine_too = {(n.sheet, n.name, n.text) for n in ours.names if not n.name.startswith("_xlnm.")}
    yield from _one("openpyxl names", "", mine_too, names)


def _from_openpyxl(value: Any, kind: str, epoch: dt.datetime) -> object:
    """openpyxl's value as ours: dates back to serials, errors apart from text."""
    if isinstance(value, dt.datetime):
        return to_excel(value, epoch)
    if isinstance(value, dt.time | dt.timedelta):
        return to_excel(value)
    return CellError(value) if kind == "e" else value


def _formula(value: Any) -> str:
    if isinstance(value, DataTableFormula):
        return f"TABLE({value.r1 or ''},{value.r2 or ''})"
    return str(value.text if isinstance(value, ArrayFormula) else value).removeprefix("=")


def unlike_calamine(data: bytes, ours: RawBook) -> Iterator[Difference]:
    """Sheet names and values; errors and empty texts are empty for calamine."""
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    yield from _one("calamine sheets", "", [s.name for s in ours.sheets], theirs.sheet_names)
    for sheet in (s for s in ours.sheets if s.kind == "worksheet"):
        if max((row * col for row, col in _extent(sheet)), default=0) > 2_000_000:
            continue  # it allocates the whole grid up to the last cell
        rows = theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        seen = {
            (row, col): _from_calamine(value, date1904=ours.date1904)
            for row, line in enumerate(rows, 1)
            for col, value in enumerate(line, 1)
            if value != "" or isinstance(value, bool)
        }
        mine = {
            at: cell.value
            for at, cell in sheet.cells.items()
            if not isinstance(cell.value, CellError) and cell.value not in ("", None)
        }
        yield from _both("calamine value", sheet.name, mine, seen)


def _extent(sheet: RawSheet) -> list[Place]:
    rows, cols = ([at[axis] for at in sheet.cells] for axis in (0, 1))
    return [(max(rows), max(cols))] if rows else []


def _from_calamine(value: Any, *, date1904: bool) -> object:
    epoch = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30)
    if isinstance(value, dt.datetime):
        return (value - epoch).total_seconds() / 86400
    if isinstance(value, dt.date):
        return float((dt.datetime.combine(value, dt.time()) - epoch).days)
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    return value.total_seconds() / 86400 if isinstance(value, dt.timedelta) else value


def _one(what: str, sheet: str, ours: object, theirs: object) -> Iterator[Difference]:
    if ours != theirs:
        yield Difference(what, sheet, None, ours, theirs)


def _both(
    what: str, sheet: str, ours: Mapping[Place, object], theirs: Mapping[Place, object]
) -> Iterator[Difference]:
    for place in sorted({*ours, *theirs}):
        mine, seen = ours.get(place), theirs.get(place)
        same_kind = isinstance(mine, bool) == isinstance(seen, bool)  # TRUE is no 1
        if mine != seen or not same_kind:
            yield Difference(what, sheet, place, mine, seen)
