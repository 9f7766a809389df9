"""Formulas of one sheet: plain ones, and those that many cells share and only one spells out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.book.a1 import address, shared_formula
from xltool.book.markup import Attributes

if TYPE_CHECKING:
    from collections.abc import Callable

    from xltool.book.cellvalues import Place
    from xltool.book.facts import Facts
    from xltool.book.limits import Meter
    from xltool.book.raw import RawCell

__all__ = ["Formulas"]


class Formulas:
    """Takes the ``<f>`` elements in their order; ``expand`` then writes the shared ones out."""

    __slots__ = ("_homes", "_meter", "_waiting", "characters")

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._homes: dict[str, tuple[Place, Callable[[int, int], str]]] = {}  # si -> where it is spelled out
        self._waiting: list[tuple[Place, str]] = []
        self.characters = 0

    def take(self, text: str, attributes: Attributes, place: Place) -> str | None:
        """The formula of a cell; "" where it has to wait for the one that it shares, None for none."""
        if len(text) > self._meter.limits.formula:
            self._meter.check("formula", len(text))
        self.characters += len(text)
        text = text.removeprefix("=")
        kind = attributes.get("t")
        if kind == "shared":
            shared = attributes.get("si", "")
            if text:
                self._homes[shared] = (place, shared_formula(text))
            else:
                self._waiting.append((place, shared))
            return text
        if kind == "dataTable":
            return f"TABLE({attributes.get('r1', '')},{attributes.get('r2', '')})"
        return text or None

    def expand(self, cells: dict[Place, RawCell], facts: Facts, part: str) -> None:
        """Write out what waits; a cell whose formula is nowhere keeps its value."""
        for place, shared in self._waiting:
            cell = cells.get(place)
            if cell is None or cell.formula != "":
                continue  # a later duplicate of the cell won
            home = self._homes.get(shared)
            if home is None:
                facts.note("bad_formula", part, address(*place))
                if cell.value is None:
                    del cells[place]
                else:
                    cells[place] = cell._replace(formula=None)
                continue
            (row, col), at = home
            text = at(place[0] - row, place[1] - col)
            self._meter.add("shared", len(text))
            cells[place] = cell._replace(formula=text)
