"""A sheet as a picture-like table: the printed layout once per form, the values of every sheet beside it.

Both are JSON for the script, which builds a table only when somebody opens the sheet. A layout is
``{"w": columns, "h": rows, "c": [[row, column, rows, columns, look, text], …]}``; a cell without a text
is a field, and the values of a sheet follow the fields in this order. A sheet is ``{"l": layout, "v":
[text, …], "m": [[field, [finding, …]], …], "x": [[cell, text, [finding, …]], …], "f": {field id:
field}}``: marked fields, content outside the form, and where the marked fields are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xltool.book.celltext import printed
from xltool.book.look import align_of, upright
from xltool.form import Edition, Field, FieldBox, Placed, Section, lay_out

if TYPE_CHECKING:
    from xltool.book.record import Record

__all__ = ["Layouts", "values_of"]

Cell = list[Any]


class Layouts:
    """The layouts that the sheets need, each of them once."""

    def __init__(self) -> None:
        self.shapes: list[dict[str, Any]] = []
        self._known: dict[int, tuple[Edition, int, dict[str, int]]] = {}  # held: ids stay taken

    def of(self, edition: Edition) -> tuple[int, dict[str, int]]:
        """The number of an edition's layout, and the position of every field in it."""
        known = self._known.get(id(edition))
        if known is None:
            shape, fields = _shape(edition)
            if shape not in self.shapes:
                self.shapes.append(shape)
            known = self._known[id(edition)] = (edition, self.shapes.index(shape), fields)
        return known[1:]


def values_of(record: Record, fields: dict[str, int]) -> list[str]:
    """What stands in the fields of a sheet, as it looks; what could not be read, as it was typed."""
    own = record.edition
    return [_shown(record, own, own.form.fields[key]) for key in fields]


def _shown(record: Record, edition: Edition, one: Field) -> str:
    value = record.values.get(one.id)
    if one.formula is None and (value is None or one.id in record.doubtful):
        typed = record.raw.get(one.id)
        if typed:
            return typed
    return printed(edition, one, value)


def _shape(edition: Edition) -> tuple[dict[str, Any], dict[str, int]]:
    layout = lay_out(edition.form)
    cells: list[Cell] = []
    fields: dict[str, int] = {}
    for cell in layout.cells:
        at = [cell.row, cell.col, cell.rows, cell.cols]
        if isinstance(cell.box, FieldBox):
            fields[cell.box.field] = len(fields)
            cells.append([*at, _field_look(edition.form.fields[cell.box.field])])
        elif isinstance(cell.box, Section):
            text = " ".join(edition.text(part) for part in (cell.box.title, cell.box.note) if part)
            cells.append([*at, "p-section", text])
        else:
            cells.append([*at, _text_look(cell), edition.text(cell.box.text, cell.box.offset)])
    return {"w": edition.form.canvas, "h": layout.height, "c": cells}, fields


def _field_look(one: Field) -> str:
    kind = "committee" if one.owner == "committee" else "computed" if one.formula is not None else "input"
    return f"p-{kind} {align_of(one)}{' prose' if one.type == 'paragraph' else ''}"


def _text_look(cell: Placed) -> str:
    box = cell.box
    assert not isinstance(box, Section | FieldBox)
    if box.style == "label" and upright(box.text, cell.cols, cell.rows):
        return "p-label upright"
    centred = box.align is None and (box.style == "head" or (box.style == "label" and cell.cols < 4))
    return f"p-{box.style} {'center' if centred else box.align or 'left'}"
