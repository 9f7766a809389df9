"""One workbook of ours written anew by others: drawn by XlsxWriter, or loaded, set and saved by openpyxl.

What XlsxWriter has to draw is taken from the workbook beforehand, as a program that draws it would hold it:
cells with formats and values (of formulas, the values that we computed), merges, names, validations, widths
and heights. Conditional formats, hyperlinks and print set-up are left out, to its advantage.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Drawing", "Sheet", "contents", "drawing_of", "drawn", "set_and_saved"]

_ALIGN = {"centerContinuous": "center_across", "center": "center", "distributed": "distributed"}
_BORDERS = {
    name: number
    for number, name in enumerate(
        ("thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot"), start=1
    )
}
_RULES = {
    "list": "list",
    "whole": "integer",
    "decimal": "decimal",
    "custom": "custom",
    "textLength": "length",
}
_CRITERIA = {"greaterThan": ">", "lessThan": "<", "greaterThanOrEqual": ">=", "lessThanOrEqual": "<="}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One worksheet, as a program would hold it that draws it."""

    title: str
    state: str
    cells: Sequence[tuple[int, int, object, str | None, int]]  # row, column, value, formula, format
    merges: Sequence[tuple[int, int, int, int]]
    widths: Mapping[str, float]  # by letter
    heights: Mapping[int, float]  # by row, from 0
    validations: Sequence[tuple[str, Mapping[str, Any]]]  # range, what XlsxWriter calls its options


@dataclass(frozen=True, kw_only=True)
class Drawing:
    sheets: Sequence[Sheet]
    names: Sequence[tuple[str, str]]
    formats: Sequence[Mapping[str, Any]]


def drawing_of(workbook: bytes) -> Drawing:
    """Take a workbook apart."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook))
    shown = load_workbook(io.BytesIO(workbook), data_only=True)
    formats: dict[str, tuple[int, dict[str, Any]]] = {}
    sheets = [_sheet(one, shown[one.title], formats) for one in book.worksheets]
    names = [(name, f"={one.value}") for name, one in book.defined_names.items()]
    for one in book.worksheets:
        names += [(f"'{one.title}'!{name}", f"={own.value}") for name, own in one.defined_names.items()]
    names = [(name, refers) for name, refers in names if "Print_" not in name and "_xlnm" not in name]
    return Drawing(sheets=sheets, names=names, formats=[form for _, form in formats.values()])


def _sheet(one: Worksheet, shown: Worksheet, formats: dict[str, tuple[int, dict[str, Any]]]) -> Sheet:
    from openpyxl.cell.cell import MergedCell

    cells = []
    for row in one.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell) or (cell.value is None and not cell.has_style):
                continue
            form = _format(cell)
            number, _ = formats.setdefault(repr(form), (len(formats), form))
            formula = str(cell.value) if cell.data_type == "f" else None
            value = shown[cell.coordinate].value if formula is not None else cell.value
            cells.append((cell.row - 1, cell.column - 1, value, formula, number))
    return Sheet(
        title=one.title,
        state=one.sheet_state,
        cells=cells,
        merges=[
            (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in one.merged_cells.ranges
        ],
        widths={letter: column.width for letter, column in one.column_dimensions.items()},
        heights={at - 1: row.height for at, row in one.row_dimensions.items() if row.height},
        validations=[
            (str(place), options)
            for rule in one.data_validations.dataValidation
            if (options := _validation(rule)) is not None
            for place in rule.sqref.ranges
        ],
    )


def _format(cell: Cell) -> dict[str, Any]:
    form: dict[str, Any] = {
        "font_name": cell.font.name,
        "font_size": cell.font.sz,
        "bold": bool(cell.font.b),
        "num_format": cell.number_format,
        "text_wrap": bool(cell.alignment.wrap_text),
        "locked": bool(cell.protection.locked),
    }
    colour = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None
    if isinstance(colour, str):
        form["bg_color"] = f"#{colour[-6:]}"
    for side in ("left", "right", "top", "bottom"):
        style = getattr(cell.border, side).style
        if style in _BORDERS:
            form[side] = _BORDERS[style]
    if cell.alignment.horizontal:
        form["align"] = _ALIGN.get(cell.alignment.horizontal, cell.alignment.horizontal)
    if cell.alignment.vertical:
        form["valign"] = {"center": "vcenter"}.get(cell.alignment.vertical, cell.alignment.vertical)
    return form


def _validation(rule: DataValidation) -> dict[str, Any] | None:
    kind = _RULES.get(rule.type or "")
    if kind is None:
        return None
    source = f"={rule.formula1}"
    options: dict[str, Any] = {"validate": kind, "input_message": (rule.prompt or "")[:255]}
    if kind in ("list", "custom"):
        return {**options, "source" if kind == "list" else "value": source}
    if rule.operator in _CRITERIA:
        return {**options, "criteria": _CRITERIA[rule.operator], "value": source}
    ends = {"minimum": source, "maximum": f"={rule.formula2}"}
    return {**options, "criteria": "not between" if rule.operator == "notBetween" else "between", **ends}


def drawn(drawing: Drawing) -> bytes:
    """The workbook by XlsxWriter."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    forms = [book.add_format(dict(form)) for form in drawing.formats]
    for one in drawing.sheets:
        sheet = book.add_worksheet(one.title)
        for letter, width in one.widths.items():
            sheet.set_column(f"{letter}:{letter}", width)
        for row, height in one.heights.items():
            sheet.set_row(row, height)
        first = {(row, col): number for row, col, _, _, number in one.cells}
        for top, left, bottom, right in one.merges:
            sheet.merge_range(top, left, bottom, right, "", forms[first.get((top, left), 0)])
        for row, col, value, formula, number in one.cells:
            _write(sheet, row, col, value, formula, forms[number])
        for place, options in one.validations:
            sheet.data_validation(place, dict(options))
        if one.state == "hidden":
            sheet.hide()
        elif one.state == "veryHidden":
            sheet.very_hidden()
        sheet.protect()
    for name, refers in drawing.names:
        book.define_name(name, refers)
    book.close()
    return target.getvalue()


def _write(sheet: Any, row: int, col: int, value: object, formula: str | None, form: Any) -> None:
    if formula is not None:
        sheet.write_formula(row, col, formula, form, "" if value is None else value)
    elif value is None:
        sheet.write_blank(row, col, None, form)
    elif isinstance(value, bool):
        sheet.write_boolean(row, col, value, form)
    elif isinstance(value, str):
        sheet.write_string(row, col, value, form)
    else:
        sheet.write(row, col, value, form)


def set_and_saved(blank: bytes, values: Mapping[str, object]) -> bytes:
    """The blank loaded, the inputs of its first sheet set, saved: by openpyxl."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    for place, value in values.items():
        sheet[place].value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def contents(workbook: bytes) -> object:
    """What two workbooks must have in common: values, formulas, merges, names."""
    one = drawing_of(workbook)
    return (
        [
            (s.title, [cell[:4] for cell in s.cells if cell[2:4] != (None, None)], sorted(s.merges))
            for s in one.sheets
        ],
        sorted(one.names),
    )
