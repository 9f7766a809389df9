"""Is the formula in the file still the form's? Compared where the cells are now, so that moves are fine."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xltool.book.a1 import address
from xltool.book.normalise import raw_text
from xltool.book.raw import RawCell
from xltool.book.record import Anomaly
from xltool.book.shape import Shape
from xltool.form import Edition
from xltool.formula import CellRef, FormulaError, to_excel

__all__ = ["formula_anomaly", "same_formula"]

_NOISE = re.compile(r"[\s$]|_xlfn\.")
_SHEET = re.compile(r"(?:'[^']*'|[\w.]+)!")


def formula_anomaly(
    edition: Edition,
    shape: Shape,
    at: Mapping[str, tuple[int, int]],
    key: str,
    cell: RawCell | None,
    sheet: str,
) -> Anomaly | None:
    """Overwritten by a value, or altered; None where it is as drawn, or a cell it needs is lost."""
    where = at[key]
    wanted = _expected(edition, shape, at, key)
    if wanted is None:
        return None
    if cell is None or cell.formula is None:
        text = raw_text(cell.value) if cell else ""
        return Anomaly(
            kind="overwritten_formula",
            field=key,
            sheet=sheet,
            cell=address(*where),
            value=text,
            expected=f"={wanted}",
        )
    if same_formula(cell.formula, wanted):
        return None
    return Anomaly(
        kind="altered_formula",
        field=key,
        sheet=sheet,
        cell=address(*where),
        value=f"={cell.formula}",
        expected=f"={wanted}",
    )


def same_formula(one: str, other: str) -> bool:
    """Equal but for spaces, dollar signs, letter case outside strings, and sheet names that writers add."""
    return _canonical(one) == _canonical(other)


def _canonical(text: str) -> str:
    pieces = text.split('"')
    pieces[::2] = [_SHEET.sub("", _NOISE.sub("", piece)).upper() for piece in pieces[::2]]
    return '"'.join(pieces)


def _expected(edition: Edition, shape: Shape, at: Mapping[str, tuple[int, int]], key: str) -> str | None:
    def find(name: str) -> CellRef:
        row, col = at[name]
        return CellRef(row=row - 1, col=col - 1, value=shape.lists.value_text(edition.form.fields[name]))

    try:
        return to_excel(edition.formulas[key], find)
    except (KeyError, FormulaError):
        return None
