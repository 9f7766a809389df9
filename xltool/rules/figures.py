"""Rows of figures over the years, and figures as messages say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.formula.tree import Name, walk
from xltool.values import format_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xltool.form import Field, Form

__all__ = ["COUNTED", "input_rows", "short", "unit_costs"]

COUNTED = ("amount", "integer", "decimal")  # types of what is added up and compared


def input_rows(form: Form) -> Mapping[str, tuple[Field, ...]]:
    """Row id -> its cells in column order, of the figures that the department enters for every year."""
    return {
        row: cells
        for row, cells in form.rows_of.items()
        if cells[0].offset is not None
        and cells[0].type in COUNTED
        and not cells[0].locked
        and all(one.formula is None and one.default is None for one in cells)
    }


def unit_costs(form: Form) -> tuple[str, ...]:
    """Fields that are issued with a number that belongs to the campaign: a parameter such as a unit cost."""
    numbers = {one.id for one in form.parameters.values() if one.type == "number"}
    return tuple(
        one.id
        for one in form.fields.values()
        if one.default is not None
        and one.type in COUNTED
        and any(isinstance(part, Name) and ".".join(part.path) in numbers for part in walk(one.default))
    )


def short(value: float) -> str:
    """Three digits that matter, without an exponent: ``0.0123``, ``1.02``, ``14,200``."""
    if value == 0:
        return "0"
    digits = max(0, 2 - _magnitude(value))
    return format_number(round(value, digits))


def _magnitude(value: float) -> int:
    return int(f"{value:e}".partition("e")[2])
