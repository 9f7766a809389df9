"""The hidden sheet of drop-downs: fixed lists, and lists that follow what the office types.

A list that follows a sheet is four columns of plain formulas (no array formulas, nothing volatile in a cell):
the row's path, its rank (groups of one parent together, in order of appearance), and the entries and parents
in that order. A drop-down is the part of the entries whose parent is what the cells beside it hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from xltool.report.roster.plan import FIRST
from xltool.report.spreadsheet import Sheet

__all__ = ["LISTS", "Followed", "Lists", "sheet_range"]

LISTS = "_lists"
_LEAST_ROWS = 300  # of a reference sheet that drop-downs follow
_SPARE = 100
_GROUP = 100_000  # more than any sheet has rows that we follow
_EXAMPLES = ("例）", "e.g. ")

Cell = str | int | tuple[str, str | int]  # a constant, or a formula with its value


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One list that follows a column of a sheet."""

    path: str  # column letters on the hidden sheet
    rank: str
    entries: str
    parents: str | None
    rows: int
    values: tuple[str, ...]  # of `path`, for the lists below it

    def source(self, above: Sequence[str] = ()) -> str:
        """The validation of a cell whose parents stand in the cells ``above``."""
        if self.parents is None:
            return f"=OFFSET({LISTS}!${self.entries}$2,0,0,MAX(1,COUNT({self._span(self.rank)})),1)"
        key = '&"|"&'.join(above)
        parents = self._span(self.parents)
        first = f"{LISTS}!${self.entries}$2"
        return f"=OFFSET({first},MATCH({key},{parents},0)-1,0,SUMPRODUCT(--({parents}={key})),1)"

    @property
    def all_entries(self) -> str:
        return self._span(self.entries)

    @property
    def filled(self) -> str:
        """How many entries there are, as a formula's part."""
        return f"COUNT({self._span(self.rank)})"

    def _span(self, column: str) -> str:
        return f"{LISTS}!${column}$2:${column}${self.rows + 1}"


@dataclass
class Lists:
    """Filled while the other sheets are drawn, written at the end."""

    columns: list[tuple[str, tuple[Cell, ...]]] = field(default_factory=list)  # title, cells
    _fixed: dict[tuple[str | int, ...], str] = field(default_factory=dict)
    _followed: dict[tuple[str, tuple[str, ...]], Followed] = field(default_factory=dict)

    def fixed(self, labels: tuple[str | int, ...]) -> str:
        """The validation source of a list that does not change."""
        if labels not in self._fixed:
            column = self._add("list", labels)
            self._fixed[labels] = f"={LISTS}!${column}$2:${column}${len(labels) + 1}"
        return self._fixed[labels]

    def followed(
        self, sheet: str, columns: tuple[str, ...], places: Sequence[int], rows: Sequence[Sequence[str]]
    ) -> Followed:
        """The list of the last of some columns of a sheet, within the columns before it.

        ``places`` are the columns' positions on the sheet from 0, ``rows`` what it holds now.
        """
        key = (sheet, columns)
        if key not in self._followed:
            above = self.followed(sheet, columns[:-1], places[:-1], rows) if len(columns) > 1 else None
            self._followed[key] = self._follow(sheet, columns, places[-1], rows, above)
        return self._followed[key]

    def _follow(
        self,
        sheet: str,
        columns: tuple[str, ...],
        place: int,
        rows: Sequence[Sequence[str]],
        above: Followed | None,
    ) -> Followed:
        title = f"{sheet}: {' > '.join(columns)}"
        count = max(_LEAST_ROWS, len(rows) + _SPARE)
        source = sheet_range(sheet, place, count)
        at = len(columns) - 1
        # The first data row of the sheet is the example, which has no place in a list.
        own = ["", *(row[at] for row in rows)][:count]
        own += [""] * (count - len(own))
        upper = above.values if above else ("",) * count
        paths = tuple(
            (value if above is None else f"{up}|{value}") if value and (above is None or up) else ""
            for value, up in zip(own, upper, strict=True)
        )
        path, rank, entries = (xl_col_to_name(len(self.columns) + i) for i in range(3))
        ranks = [_rank(paths, upper, i, dependent=above is not None) for i in range(count)]
        order = sorted(one for one in ranks if isinstance(one, int))
        listed = [own[one % _GROUP - 1] for one in order] + [""] * (count - len(order))
        cell = f"INDEX({source},ROW()-1)"
        if above is None:
            example = ",".join(f'LEFT({cell},{len(one)})="{one}"' for one in _EXAMPLES)
            first = f'=IFERROR(IF(OR({cell}="",{example}),"",{cell}&""),"")'
        else:
            first = f'=IFERROR(IF(OR({above.path}{{row}}="",{cell}=""),"",{above.path}{{row}}&"|"&{cell}),"")'
        once = f"MATCH({path}{{row}},${path}$2:${path}${count + 1},0)=ROW()-1"
        number = "ROW()-1"
        if above is not None:
            number = (
                f"MATCH({above.path}{{row}},${above.path}$2:${above.path}${count + 1},0)*{_GROUP}+ROW()-1"
            )
        second = f'=IF({path}{{row}}="","",IFERROR(IF({once},{number},""),""))'
        ranked = f"MOD(SMALL(${rank}$2:${rank}${count + 1},ROW()-1),{_GROUP})"
        third = f'=IFERROR(INDEX({source},{ranked})&"","")'
        self._add(title, _formulas(first, paths))
        self._add("rank", _formulas(second, ranks))
        self._add("entries", _formulas(third, listed))
        parents = None
        if above is not None:
            kept = [upper[one % _GROUP - 1] for one in order] + [""] * (count - len(order))
            span = f"${above.path}$2:${above.path}${count + 1}"
            parents = self._add("parents", _formulas(f'=IFERROR(INDEX({span},{ranked}),"")', kept))
        return Followed(path=path, rank=rank, entries=entries, parents=parents, rows=count, values=paths)

    def _add(self, title: str, cells: tuple[Cell, ...]) -> str:
        self.columns.append((title, cells))
        return str(xl_col_to_name(len(self.columns) - 1))

    def write(self, sheet: Sheet) -> None:
        for col, (title, cells) in enumerate(self.columns):
            sheet.write_string(0, col, title)
            for row, cell in enumerate(cells, start=1):
                if isinstance(cell, tuple):
                    sheet.write_formula(row, col, cell[0].replace("{row}", str(row + 1)), None, cell[1])
                elif isinstance(cell, int):
                    sheet.write_number(row, col, cell)
                else:
                    sheet.write_string(row, col, cell)
        sheet.hide()


def sheet_range(sheet: str, col: int, rows: int) -> str:
    """The data cells of a column: ``'部署'!$A$5:$A$304``."""
    name, letters = sheet.replace("'", "''"), xl_col_to_name(col)
    return f"'{name}'!${letters}${FIRST + 1}:${letters}${FIRST + rows}"


def _rank(paths: Sequence[str], upper: Sequence[str], i: int, *, dependent: bool) -> str | int:
    if not paths[i] or paths.index(paths[i]) != i:
        return ""
    return (upper.index(upper[i]) + 1) * _GROUP + i + 1 if dependent else i + 1


def _formulas(text: str, values: Sequence[str | int]) -> tuple[Cell, ...]:
    return tuple((text, value) for value in values)
