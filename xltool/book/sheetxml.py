"""One worksheet part: cells, formulas, merges, hidden rows and columns. The hot path of every collect.

Most cells of a form are empty, styled and merged. They carry nothing that we keep, so they are cut out of the
bytes before expat sees them (``thin``), and plainly spelled cells are taken without it (``quick``). Neither
changes a result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xltool.book.a1 import MAX_COL, MAX_ROW, address, column_number
from xltool.book.around import Around, off_grid
from xltool.book.cellvalues import Place, Values
from xltool.book.markup import Attributes, flag, integer, parse_part, qualify
from xltool.book.quick import Quick, unescaped
from xltool.book.raw import CellValue, RawCell, RawSheet, State
from xltool.book.refusal import damaged
from xltool.book.richtext import OwnRuns, RichText, struck_runs
from xltool.book.sharing import Formulas
from xltool.book.thin import thinner
from xltool.book.wholecells import WholeCell, is_usual, whole_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xltool.book.facts import Facts
    from xltool.book.package import Package
    from xltool.book.strings import Shared

__all__ = ["read_sheet"]

_DIGITS = "0123456789"
_PLAIN: Attributes = {}  # of a formula that is no shared one
_cell = tuple.__new__  # RawCell(…) without the function that it is: this runs once per cell


class _Unplaced(Exception):  # noqa: N818 - a signal, not an error
    """A cell without an address follows cells that were cut out, or a cell stands in another one."""


def read_sheet(
    package: Package,
    part: str,
    *,
    name: str,
    state: State,
    shared: Shared,
    facts: Facts,
) -> RawSheet:
    """Parse one worksheet; Unreadable where it is damaged, over a limit or outside the grid."""
    used, noted = dict(package.meter.used), len(facts)
    try:
        sheet = _Sheet(package, part, shared, facts)
        sheet.parse(thinner())
    except _Unplaced:
        package.meter.used = used
        facts.forget(noted)
        sheet = _Sheet(package, part, shared, facts)
        sheet.parse(None)
    return sheet.result(name, state)


class _Sheet:
    """The state of one parse; its methods are the handlers."""

    def __init__(self, package: Package, part: str, shared: Shared, facts: Facts) -> None:
        self._package, self._part, self._facts, self._meter = package, part, facts, package.meter
        self._values = Values(shared, facts=facts, part=part, meter=package.meter)
        self._around = Around(package.meter)
        self._formulas = Formulas(package.meter)
        self._shared = shared
        self._shared_runs = shared.strings.runs
        self._rich = RichText()
        self._most_styles = package.meter.limits.styles
        self._usual = is_usual(package.meter.limits)
        self._cells: dict[Place, RawCell] = {}
        self._runs: dict[Place, OwnRuns] = {}
        self._hidden_rows: set[int] = set()
        self._inline = self._thinned = self._within = False
        self._row = 0
        self._place = (0, 0)
        self._type: str | None = None
        self._style: str | None = None
        self._text: str | None = None
        self._formula: str | None = None
        self._inline_runs: OwnRuns | None = None
        self._formula_attributes: Attributes = {}

    def parse(self, thin: Callable[[bytes], bytes] | None) -> None:
        self._thinned = thin is not None
        starts = {
            "c": self._start_cell, "row": self._start_row, "f": self._start_formula, "is": self._start_inline,
            **self._rich.starts(), **self._around.starts(),
        }  # fmt: skip
        ends = {
            "c": self._end_cell, "v": self._end_value, "f": self._end_formula, "t": self._end_text,
            "is": self._end_inline, "row": self._end_row, **self._rich.ends(),
        }  # fmt: skip
        quick = None
        if thin is not None:
            quick = Quick("sheetData", whole_cells(), self._take, self._around.merge)
        parse_part(
            self._package, self._part, starts=qualify(starts), ends=qualify(ends), thin=thin, quick=quick
        )
        if not self._around.seen:
            raise damaged(self._part)
        self._end_row("")
        self._formulas.expand(self._cells, self._facts, self._part)
        self._meter.add("cells", len(self._cells))
        self._meter.add("merges", len(self._around.merges))

    def result(self, name: str, state: State) -> RawSheet:
        return RawSheet(
            name=name,
            state=state,
            part=self._part,
            cells=self._cells,
            merges=tuple(self._around.merges),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_cols=self._around.hidden_cols(),
            protected=self._around.protected,
            struck_runs=struck_runs(self._runs, self._cells, self._shared.struck) if self._runs else {},
        )

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        if number is None and self._thinned:
            raise _Unplaced  # rows before it may have gone unseen
        self._row = self._row + 1 if number is None else integer(number)
        if not 1 <= self._row <= MAX_ROW:
            raise off_grid(number or str(self._row))
        self._place = (self._row, 0)
        if flag(attributes.get("hidden")):
            self._hidden_rows.add(self._row)

    def _end_row(self, _: str) -> None:
        if len(self._cells) > self._meter.limits.cells:
            self._meter.check("cells", len(self._cells))
        characters = self._values.characters + self._formulas.characters
        if characters:
            self._meter.add("characters", characters)
            self._values.characters = self._formulas.characters = 0

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
            raise off_grid(place or address(row, 1))
        self._within = True
        self._place = (row, col)
        self._type = attributes.get("t")
        self._style = attributes.get("s")
        self._text = self._formula = self._inline_runs = None

    def _end_value(self, text: str) -> None:
        self._text = text

    def _start_inline(self, _: Attributes) -> None:
        self._inline = True
        self._rich.begin()

    def _end_text(self, text: str) -> None:
        if self._inline:
            self._rich.add(text)

    def _end_inline(self, _: str) -> None:
        self._inline = False
        self._text = "".join(self._rich.texts)
        self._inline_runs = self._rich.runs(all_formatted=True)

    def _start_formula(self, attributes: Attributes) -> None:
        self._formula_attributes = attributes

    def _end_formula(self, text: str) -> None:
        self._formula = self._formulas.take(text, self._formula_attributes, self._place)

    def _take(self, *groups: list[Any]) -> None:
        """Cells that needed no parser."""
        if self._within:
            raise _Unplaced
        if len(groups) == 1:
            self._take_known(groups[0])
        else:
            self._take_cells(zip(*groups, strict=True))
        self._end_row("")

    def _take_known(self, some: list[WholeCell]) -> None:
        cells, strings = self._cells, self._shared.strings.texts
        usual, plain, characters = self._usual, not self._shared_runs, 0
        for groups, place, string, cell, counted in some:
            if place is None or not usual or place in cells:
                self._take_cells([groups])
            elif string < 0:
                cells[place] = cell
                characters += counted
            elif plain and string < len(strings):
                cells[place] = _cell(RawCell, (strings[string], None, cell[2]))
            else:
                self._take_cells([groups])
        self._values.characters += characters

    def _take_cells(self, some: Iterable[tuple[Any, ...]]) -> None:
        """Cells as ``CELL`` has them."""
        cells, strings = self._cells, self._shared.strings.texts
        known, keep, plain = self._formulas, self._keep, not self._shared_runs
        for letters, digits, style, kind, formula, value, inline in some:
            row, col = int(digits), column_number(letters)
            if row > MAX_ROW or not col:
                raise off_grid(f"{letters}{digits}")
            place, number = (row, col), int(style) if style else 0
            if plain and kind == "s" and value and not formula and value.isdecimal() and place not in cells:
                index = int(value)
                if index < len(strings) and number <= self._most_styles:
                    cells[place] = _cell(RawCell, (strings[index], None, number))
                    continue  # the most frequent by far
            text = value if inline is None else inline
            if text and "&" in text:
                text = unescaped(text)
            if formula is not None:
                formula = known.take(unescaped(formula), _PLAIN, place)  # noqa: PLW2901 - as a parser gives it
            keep(place, text, formula, kind, number, None)

    def _end_cell(self, _: str) -> None:
        self._within = False
        if self._text is not None or self._formula is not None:
            self._keep(
                self._place, self._text, self._formula, self._type, integer(self._style), self._inline_runs
            )

    def _keep(
        self,
        place: Place,
        text: str | None,
        formula: str | None,
        kind: str | None,
        style: int,
        inline: OwnRuns | None,
    ) -> None:
        runs: OwnRuns | None = None
        if text is None:
            value: CellValue = None
        elif kind is None or kind == "n":
            value = self._values.number(text, place)
        elif kind == "s":
            value = self._values.shared_string(text, place)
            if self._shared_runs and value is not None:
                runs = self._shared_runs.get(int(text))
        else:
            value = self._values.other(text, kind, place)
            runs = inline
        if value is None and formula is None:
            return
        if place in self._cells:
            self._facts.note("duplicate_cell", self._part, address(*place))
            self._runs.pop(place, None)
        if style > self._most_styles:
            self._meter.check("styles", style)
        self._cells[place] = _cell(RawCell, (value, formula, style))
        if runs is not None:
            self._runs[place] = runs
