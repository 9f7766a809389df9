"""One worksheet part: cells, formulas, merges, hidden rows and columns. The hot path of every collect.

Most cells of a form are empty, styled and merged. They carry nothing that we keep, so they are cut out of the
bytes before expat sees them (``thin``); that halves the time and changes no result.
"""

from __future__ import annotations

import re
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

from xltool.book.a1 import MAX_COL, MAX_ROW, address, column_number, shared_formula
from xltool.book.markup import Attributes, flag, integer, parse_part, plain, qualify
from xltool.book.raw import CellError, CellValue, Merge, RawCell, RawSheet, State
from xltool.book.refusal import damaged, refused
from xltool.book.thin import thinner
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xltool.book.facts import Facts
    from xltool.book.package import Package

__all__ = ["read_sheet"]

_DIGITS = "0123456789"


class _Unplaced(Exception):  # noqa: N818 - a signal, not an error
    """A cell without an address follows cells that were cut out."""


def read_sheet(
    package: Package,
    part: str,
    *,
    name: str,
    state: State,
    strings: Sequence[str],
    date1904: bool,
    facts: Facts,
) -> RawSheet:
    """Parse one worksheet; Unreadable where it is damaged, over a limit or outside the grid."""
    used, noted = dict(package.meter.used), len(facts)
    try:
        sheet = _Sheet(package, part, strings, date1904, facts)
        sheet.parse(thinner())
    except _Unplaced:
        package.meter.used = used
        facts.forget(noted)
        sheet = _Sheet(package, part, strings, date1904, facts)
        sheet.parse(None)
    return sheet.result(name, state)


_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


class _Sheet:
    """The state of one parse; its methods are the handlers."""

    __slots__ = (
        "_cells", "_characters", "_cols", "_date1904", "_facts", "_formula", "_formula_attributes",
        "_hidden_rows", "_inline", "_merges", "_meter", "_package", "_part", "_place", "_protected",
        "_row", "_ruby", "_seen", "_shared", "_strings", "_style", "_text", "_thinned", "_type", "_waiting",
    )  # fmt: skip

    def __init__(
        self, package: Package, part: str, strings: Sequence[str], date1904: bool, facts: Facts
    ) -> None:
        self._package, self._part, self._strings, self._date1904 = package, part, strings, date1904
        self._facts, self._meter = facts, package.meter
        self._cells: dict[tuple[int, int], RawCell] = {}
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._cols = bytearray(MAX_COL + 1)  # 1 where hidden
        self._shared: dict[str, tuple[int, int, Callable[[int, int], str]]] = {}  # si -> its home and text
        self._waiting: list[tuple[tuple[int, int], str]] = []  # cells that share a formula
        self._seen = self._protected = self._ruby = self._thinned = False
        self._characters = self._row = 0
        self._place = (0, 0)
        self._type: str | None = None
        self._style: str | None = None
        self._text: str | None = None
        self._formula: str | None = None
        self._formula_attributes: Attributes = {}
        self._inline: list[str] | None = None

    def parse(self, thin: Callable[[bytes], bytes] | None) -> None:
        self._thinned = thin is not None
        starts = {
            "c": self._start_cell, "row": self._start_row, "f": self._start_formula, "is": self._start_inline,
            "rPh": self._start_ruby, "mergeCell": self._merge, "col": self._column,
            "worksheet": self._worksheet, "sheetProtection": self._protection,
        }  # fmt: skip
        ends = {
            "c": self._end_cell, "v": self._end_value, "f": self._end_formula, "t": self._end_text,
            "is": self._end_inline, "rPh": self._end_ruby, "row": self._end_row,
        }  # fmt: skip
        parse_part(self._package, self._part, starts=qualify(starts), ends=qualify(ends), thin=thin)
        if not self._seen:
            raise damaged(self._part)
        self._end_row("")
        self._expand_shared()
        self._meter.add("cells", len(self._cells))
        self._meter.add("merges", len(self._merges))

    def result(self, name: str, state: State) -> RawSheet:
        return RawSheet(
            name=name,
            state=state,
            part=self._part,
            cells=self._cells,
            merges=tuple(self._merges),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_cols=frozenset(col for col in range(1, MAX_COL + 1) if self._cols[col])
            if any(self._cols)
            else frozenset(),
            protected=self._protected,
        )

    # -- rows and what stands around the cells

    def _worksheet(self, _: Attributes) -> None:
        self._seen = True

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._row = self._row + 1 if number is None else integer(number)
        if not 1 <= self._row <= MAX_ROW:
            raise refused(_OFF_GRID, place=number or str(self._row))
        self._place = (self._row, 0)
        if flag(attributes.get("hidden")):
            self._hidden_rows.add(self._row)

    def _end_row(self, _: str) -> None:
        if len(self._cells) > self._meter.limits.cells:
            self._meter.check("cells", len(self._cells))
        if self._characters:
            self._meter.add("characters", self._characters)
            self._characters = 0

    def _column(self, attributes: Attributes) -> None:
        if flag(attributes.get("hidden")):
            first, last = integer(attributes.get("min")), min(integer(attributes.get("max")), MAX_COL)
            if 1 <= first <= last:
                self._cols[first : last + 1] = b"\1" * (last - first + 1)

    def _merge(self, attributes: Attributes) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found is None:
            raise refused(_OFF_GRID, place=attributes.get("ref", ""))
        left, top, right, bottom = found.groups()
        row, col = int(top), column_number(left)
        last_row, last_col = (int(bottom), column_number(right)) if right else (row, col)
        if not (0 < row <= last_row <= MAX_ROW and 0 < col <= last_col <= MAX_COL):
            raise refused(_OFF_GRID, place=found[0])
        self._merges.append(Merge(row, col, last_row, last_col))
        if len(self._merges) > self._meter.limits.merges:
            self._meter.check("merges", len(self._merges))

    def _protection(self, attributes: Attributes) -> None:
        self._protected = flag(attributes.get("sheet"))

    # -- one cell

    def _start_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place is None:
            if self._thinned:
                raise _Unplaced
            row, col = self._place[0], self._place[1] + 1
        else:
            letters = place.rstrip(_DIGITS)
            col = column_number(letters)
            digits = place[len(letters) :]
            row = int(digits) if 0 < len(digits) <= 7 else 0
        if not (0 < row <= MAX_ROW and 0 < col <= MAX_COL):
            raise refused(_OFF_GRID, place=place or address(row, 1))
        self._place = (row, col)
        self._type = attributes.get("t")
        self._style = attributes.get("s")
        self._text = self._formula = self._inline = None

    def _end_value(self, text: str) -> None:
        self._text = text

    def _start_inline(self, _: Attributes) -> None:
        self._inline = []

    def _end_text(self, text: str) -> None:
        if self._inline is not None and not self._ruby:
            self._inline.append(text)

    def _end_inline(self, _: str) -> None:
        if self._inline is not None:
            self._text = "".join(self._inline)
            self._inline = None

    def _start_ruby(self, _: Attributes) -> None:
        self._ruby = True

    def _end_ruby(self, _: str) -> None:
        self._ruby = False

    def _end_cell(self, _: str) -> None:
        text, formula, place = self._text, self._formula, self._place
        if text is None and formula is None:
            return
        if text is None:
            value: CellValue = None
        elif self._type is None or self._type == "n":
            value = self._number(text)
        elif self._type == "s":
            value = self._shared_string(text)
        else:
            value = self._other(text)
        if value is None and formula is None:
            return
        if place in self._cells:
            self._facts.note("duplicate_cell", self._part, address(*place))
        style = integer(self._style)
        if style > self._meter.limits.styles:
            self._meter.check("styles", style)
        self._cells[place] = RawCell(value, formula, style)

    # -- values

    def _number(self, text: str) -> CellValue:
        try:
            value = float(text)
        except ValueError:
            value = None
        if value is not None and isfinite(value) and "_" not in text:
            return value
        if not text.strip():
            return None
        if value is not None and not isfinite(value):
            self._facts.note("bad_number", self._part, address(*self._place))
            return CellError("#NUM!")  # Excel has no such number; some programs write NaN
        self._facts.note("bad_value", self._part, address(*self._place))
        return self._kept(text)

    def _shared_string(self, text: str) -> CellValue:
        try:
            index = int(text)
            if index >= 0:
                return self._strings[index]
        except (ValueError, IndexError):
            pass
        self._facts.note("missing_string", self._part, address(*self._place))
        return None

    def _other(self, text: str) -> CellValue:
        kind, word = self._type, text.strip()
        if kind == "e":
            return CellError(word) if word else None
        if kind == "b" and word.lower() in {"0", "1", "true", "false"}:
            return word.lower() in {"1", "true"}
        if kind == "d":
            serial = _serial(word, self._date1904)
            if serial is not None:
                return serial
            self._facts.note("bad_date", self._part, address(*self._place))
        elif kind not in {"str", "inlineStr"}:
            self._facts.note("bad_value", self._part, address(*self._place))
        return self._kept(text)

    def _kept(self, text: str) -> str:
        if len(text) > self._meter.limits.text:
            self._meter.check("text", len(text))
        self._characters += len(text)
        return plain(text)

    # -- formulas

    def _start_formula(self, attributes: Attributes) -> None:
        self._formula_attributes = attributes

    def _end_formula(self, text: str) -> None:
        kind = self._formula_attributes.get("t")
        if len(text) > self._meter.limits.formula:
            self._meter.check("formula", len(text))
        self._characters += len(text)
        text = text.removeprefix("=")
        if kind == "shared":
            shared = self._formula_attributes.get("si", "")
            if text:
                self._shared[shared] = (*self._place, shared_formula(text))
            else:
                self._waiting.append((self._place, shared))
        elif kind == "dataTable":
            text = "TABLE({r1},{r2})".format_map({"r1": "", "r2": "", **self._formula_attributes})
        if text or kind == "shared":
            self._formula = text

    def _expand_shared(self) -> None:
        for place, shared in self._waiting:
            cell = self._cells.get(place)
            if cell is None or cell.formula != "":
                continue  # a later duplicate of the cell won
            home = self._shared.get(shared)
            if home is None:
                self._facts.note("bad_formula", self._part, address(*place))
                if cell.value is None:
                    del self._cells[place]
                else:
                    self._cells[place] = cell._replace(formula=None)
                continue
            row, col, at = home
            text = at(place[0] - row, place[1] - col)
            self._meter.add("shared", len(text))
            self._cells[place] = cell._replace(formula=text)


def _serial(text: str, date1904: bool) -> float | None:
    """An ISO 8601 date or time as the serial number that Excel would show, or None."""
    try:
        moment = datetime.fromisoformat(
            f"1899-12-30T{text.lstrip('T')}" if ":" in text[:4] else text
        ).replace(tzinfo=None)
    except ValueError:
        return None
    days = (
        moment - datetime(1904, 1, 1) if date1904 and moment.year > 1899 else moment - datetime(1899, 12, 30)
    )
    serial = days.total_seconds() / 86_400
    return serial - 1 if not date1904 and 1 <= serial < 61 else serial  # the 29 February 1900 that never was


_OFF_GRID = Text(ja="表の範囲外のセルがあります: {place}", en="a cell outside the grid: {place}")
