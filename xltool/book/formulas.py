"""Is the formula in the file still the form's?

Compared in the coordinates of the drawn sheet: every reference is taken back to where its cell was drawn, so
that inserted rows, renamed sheets and moved cells are fine, whatever the program that saved has made of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from xltool.book.a1 import address, column_number
from xltool.book.normalise import raw_text
from xltool.book.raw import RawCell, RawSheet
from xltool.book.record import Anomaly
from xltool.book.shape import Shape
from xltool.form import Edition
from xltool.formula import CellRef, FormulaError, to_excel
from xltool.text import Text

__all__ = ["Drawn", "Formulas", "drawn_formulas", "same_formula"]

Place = tuple[int, int]
_NOISE = re.compile(r"[\s$]|_xlfn\.")
_SHEET = re.compile(r"(?:'(?:[^']|'')*'|[\w.]+)!")
_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')*'|[\w.]+)!)?"
    r"(?<![A-Z0-9_.])(?P<first>[A-Z]{1,3}[0-9]{1,7})(?::(?P<last>[A-Z]{1,3}[0-9]{1,7}))?(?![A-Z0-9_.(!])"
)
_PARTS = re.compile(r"([A-Z]+)([0-9]+)")
_SMALL = 10_000  # cells; a wider range is nobody's sum of a form


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A computing field's formula as it was drawn."""

    text: str
    needs: frozenset[str]  # fields that it refers to


_known: WeakKeyDictionary[Edition, dict[str, Drawn]] = WeakKeyDictionary()


def drawn_formulas(edition: Edition, shape: Shape) -> dict[str, Drawn]:
    """Field -> its formula on the drawn sheet; worked out once per edition."""
    found = _known.get(edition)
    if found is None:
        found = {}
        for key in edition.formulas:
            text, needs = _written(edition, shape, key, shape.cells)
            if text is not None:
                found[key] = Drawn(text=text, needs=needs)
        _known[edition] = found
    return found


def _written(
    edition: Edition, shape: Shape, key: str, at: Mapping[str, Place]
) -> tuple[str | None, frozenset[str]]:
    needs: set[str] = set()

    def find(name: str) -> CellRef:
        needs.add(name)
        row, col = at[name]
        return CellRef(row=row - 1, col=col - 1, value=shape.lists.value_text(edition.form.fields[name]))

    try:
        return to_excel(edition.formulas[key], find), frozenset(needs)
    except (KeyError, FormulaError):
        return None, frozenset(needs)


@dataclass(frozen=True, kw_only=True)
class Formulas:
    """Judges the computing cells of one sheet."""

    edition: Edition
    shape: Shape
    sheet: RawSheet
    at: Mapping[str, Place]  # field -> place
    back: Callable[[Place], Place | None]  # where a cell of the sheet was drawn; None: it was not
    moved: Mapping[str, Place]  # field -> where its name is, which is where formulas follow it to

    def anomaly(self, key: str) -> Anomaly | None:
        """Overwritten by a value, or altered; None where it is as drawn, or a cell it needs is lost."""
        drawn = drawn_formulas(self.edition, self.shape).get(key)
        if drawn is None or not drawn.needs <= self.at.keys():
            return None
        cell = self.sheet.cells.get(self.at[key])
        if cell is None or cell.formula is None:
            return self._said(key, "overwritten_formula", raw_text(cell.value) if cell else "")
        if same_formula(cell.formula, drawn.text):
            return None
        own = {place: self.shape.cells[name] for name, place in self.at.items()}
        followed = {place: self.shape.cells[name] for name, place in self.moved.items()}
        for places in (own, {**own, **followed}, {}):
            if same_formula(self._as_drawn(cell.formula, places), drawn.text):
                extra = [address(*place) for place in self._extra(cell.formula, own)]
                return self._widened(key, cell, extra) if extra else None
        return self._said(key, "altered_formula", f"={cell.formula}")

    def _said(self, key: str, kind: str, value: str, note: Text | None = None) -> Anomaly:
        wanted = _written(self.edition, self.shape, key, self.at)[0]
        return Anomaly(
            kind=kind,  # type: ignore[arg-type]
            field=key,
            sheet=self.sheet.name,
            cell=address(*self.at[key]),
            value=value,
            expected=f"={wanted}" if wanted is not None else None,
            note=note,
        )

    def _widened(self, key: str, cell: RawCell, extra: list[str]) -> Anomaly:
        ja, en = "、".join(extra), ", ".join(extra)
        note = Text(
            f"計算式「={cell.formula}」が、様式にないセル（{ja}）も合計しています。",
            f'the formula "={cell.formula}" also counts {en}, which is no part of the form.',
        )
        return self._said(key, "altered_formula", f"={cell.formula}", note)

    def _as_drawn(self, text: str, places: Mapping[Place, Place]) -> str:
        """The formula with its references taken back; what was not drawn stays as ``?``."""

        def one(cell: str) -> str:
            place = _place(cell)
            there = places.get(place) or self.back(place)
            return address(*there) if there is not None else "?"

        def put(match: re.Match[str]) -> str:
            if not self._here(match["sheet"]):
                return match[0]
            return one(match["first"]) + (":" + one(match["last"]) if match["last"] else "")

        pieces = text.split('"')
        pieces[::2] = [_REFERENCE.sub(put, _NOISE.sub("", piece).upper()) for piece in pieces[::2]]
        return '"'.join(pieces)

    def _here(self, sheet: str | None) -> bool:
        return sheet is None or sheet[:-1].strip("'").replace("''", "'") == self.sheet.name.upper()

    def _extra(self, text: str, own: Mapping[Place, Place]) -> Iterator[Place]:
        """Cells with content inside the formula's ranges that are no field."""
        for match in _REFERENCE.finditer(_NOISE.sub("", "".join(text.split('"')[::2])).upper()):
            if match["last"] and self._here(match["sheet"]):
                (top, left), (bottom, right) = _place(match["first"]), _place(match["last"])
                if (bottom - top + 1) * (right - left + 1) > _SMALL:
                    continue
                for row in range(top, bottom + 1):
                    for col in range(left, right + 1):
                        cell = self.sheet.cells.get((row, col))
                        if cell is not None and (row, col) not in own and isinstance(cell.value, float):
                            yield row, col


def _place(cell: str) -> Place:
    match = _PARTS.fullmatch(cell)
    assert match is not None  # it is part of _REFERENCE
    return int(match[2]), column_number(match[1])


def same_formula(one: str, other: str) -> bool:
    """Equal but for spaces, dollar signs, letter case outside strings, and sheet names that writers add."""
    return _canonical(one) == _canonical(other)


def _canonical(text: str) -> str:
    pieces = text.split('"')
    pieces[::2] = [_SHEET.sub("", _NOISE.sub("", piece)).upper() for piece in pieces[::2]]
    return '"'.join(pieces)
