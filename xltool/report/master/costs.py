"""Departments and costs on the overview."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.finding import SEVERITIES
from xltool.form import Field
from xltool.report.master import tally
from xltool.report.master.board import Board, Picture, heads, quoted, sums, title
from xltool.report.master.charts import axes, chart, ramp, series, set_legend, told
from xltool.report.master.drawing import quoted_name, span
from xltool.report.master.figures import LEFT, cells
from xltool.report.master.listing import Listing
from xltool.report.master.overview_words import TOLD
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SEVERITY, WORDS
from xltool.report.spreadsheet import put
from xltool.report.typeset import wrap

__all__ = ["draw_departments", "draw_trends", "trends_of"]

_LONGEST_NEEDLE = 250  # characters that MATCH looks for


def draw_departments(board: Board, at: int, listing: Listing, heading: str) -> int:
    """Sheets, findings and cost totals of every department; its name leads to its first row in the list."""
    costs = [one for one in tally.totals(listing.edition) if listing.at(one.id) is not None]
    title(board, at, heading + WORDS["by_department"].pick(board.lang), 5 + len(costs))
    words = [
        WORDS["department"].pick(board.lang),
        WORDS["sheets"].pick(board.lang),
        *(SEVERITY[one].pick(board.lang) for one in SEVERITIES),
        *(_head(listing, one) for one in costs),
    ]
    heads(board, at + 1, words)
    keys = [*(f"#{one}" for one in SEVERITIES), *(one.id for one in costs)]
    rows = _rows(listing)
    own = span(listing, "#department")
    first = at + 2
    for row, (name, mine) in enumerate(rows.items(), start=first):
        shown = _name(board, row, listing, str(listing.kept["#department"][mine[0]] or ""))
        board.height(row, max(18.0, 14.0 * len(wrap(shown, 25)) + 4))
        here = f"({own}=$B${row + 1})" if name else f'({own}="")'
        board.formula(row, LEFT + 1, f"=SUMPRODUCT({here}*1)", len(mine))
        for col, key in enumerate(keys, LEFT + 2):
            formula = f"=SUMPRODUCT({here}*1,{span(listing, key)})"
            board.formula(row, col, formula, sums(listing, key, listing.kept[key], mine), shrink=True)
    last = first + len(rows)
    put(board.sheet, last, LEFT, WORDS["total"].pick(board.lang), board.style("total", align="left"))
    every = range(listing.count)
    for col, key in enumerate(["", *keys], LEFT + 1):
        value = sums(listing, key, listing.kept[key], every) if key else float(listing.count)
        board.formula(last, col, f"=SUM({cells(first, col, last - 1, col)})", value, "total", shrink=True)
    return last + 2


def _rows(listing: Listing) -> dict[str, list[int]]:
    """Department -> its rows; Excel does not tell capitals from small letters."""
    found: dict[str, list[int]] = {}
    for at, one in enumerate(listing.kept["#department"]):
        found.setdefault(str(one or "").lower(), []).append(at)
    return found


def _name(board: Board, row: int, listing: Listing, name: str) -> str:
    """A link that finds the department's first row, wherever sorting has put it."""
    if not name:
        shown = WORDS["none"].pick(board.lang)
        put(board.sheet, row, LEFT, shown, board.style("row_head"))
        return shown
    needle = "".join(f"~{ch}" if ch in "~*?" else ch for ch in name)
    if len(needle) > _LONGEST_NEEDLE:
        put(board.sheet, row, LEFT, name, board.style("row_head", text_wrap=True))
        return name
    found = f"MATCH({quoted(needle)},{span(listing, '#department')},0)+{listing.first}"
    to = f"{quoted(f'#{quoted_name(listing.sheet)}!A')}&{found}"
    formula = f"=IFERROR(HYPERLINK({to},{quoted(name)}),{quoted(name)})"
    board.formula(row, LEFT, formula, name, "row_link", num_format="@", text_wrap=True)
    return name


def _head(listing: Listing, one: Field) -> str:
    edition = listing.edition
    year = f"\n{edition.year_label(edition.year + one.offset)}" if one.offset is not None else ""
    return f"{edition.row_label(one)}{year}" + (f"\n({one.unit})" if one.unit else "")


def trends_of(listing: Listing) -> list[list[Field]]:
    """The totals that the form has for several years, in the years' order."""
    by_row: dict[str, list[Field]] = {}
    for one in tally.totals(listing.edition):
        if one.offset is not None and listing.at(one.id) is not None:
            by_row.setdefault(one.row, []).append(one)
    return [sorted(some, key=lambda one: one.offset or 0) for some in by_row.values() if len(some) > 1]


def draw_trends(board: Board, at: int, listing: Listing, heading: str) -> int:
    """Each total over the form's years, and what it is made of."""
    for fields in trends_of(listing):
        at = _trend(board, at, listing, fields, heading)
    return at


def _trend(board: Board, at: int, listing: Listing, fields: Sequence[Field], heading: str) -> int:
    edition = listing.edition
    label, unit = edition.row_label(fields[0]), fields[0].unit or ""
    name = heading + TOLD["costs_by_year"].format(label=label).pick(board.lang)
    title(board, at, f"{name}（{unit}）" if unit else name, 1 + len(fields))
    years = [edition.year_label(edition.year + (one.offset or 0)) for one in fields]
    heads(board, at + 1, [TOLD["cost_part"].pick(board.lang), *years])
    stacked = _parts(listing, fields)
    first, end = at + 2, LEFT + len(fields)
    made = chart(board, {"type": "column", "subtype": "stacked"}, name, legend=bool(stacked))
    for row, (part, colour) in enumerate(zip(stacked, ramp(len(stacked)), strict=True), start=first):
        put(board.sheet, row, LEFT, edition.row_label(part[0]), board.style("row_head"))
        _figures(board, row, listing, part, "figure")
        where = (at + 1, LEFT + 1, at + 1, end), (row, LEFT + 1, row, end)
        made.add_series(series(board, *where, (row, LEFT), colour, labels=False, gap=70))
    last = first + len(stacked)
    put(board.sheet, last, LEFT, label, board.style("total", align="left"))
    values = _figures(board, last, listing, fields, "total")
    where = (at + 1, LEFT + 1, at + 1, end), (last, LEFT + 1, last, end)
    whole = series(board, *where, (last, LEFT), COLOURS["head"], gap=70)
    if stacked:  # the totals as a line that is not seen: its labels stand above the columns
        line = board.book.add_chart({"type": "line"})
        assert line is not None
        whole["data_labels"] |= {"position": "above"}
        line.add_series({**whole, "line": {"none": True}, "marker": {"type": "none"}})
        made.combine(line)
        set_legend(board, made, [len(stacked)])
    else:
        made.add_series(whole)
    axes(board, made, unit=unit or None)
    pairs = [(year, f"{value:,.0f}") for year, value in zip(years, values, strict=True)]
    board.pictures.append(Picture(chart=made, words=told(f"{name} {unit}".strip(), pairs)))
    return last + 2


def _figures(board: Board, row: int, listing: Listing, fields: Sequence[Field], form: str) -> list[float]:
    """The sum of each year."""
    values = [_sum(listing, one) for one in fields]
    for col, (one, value) in enumerate(zip(fields, values, strict=True), start=LEFT + 1):
        board.formula(row, col, f"=SUM({span(listing, one.id)})", value, form, shrink=True)
    return values


def _parts(listing: Listing, fields: Sequence[Field]) -> list[list[Field]]:
    """Part -> its fields by year, of parts that add up to the total in every year."""
    edition = listing.edition
    found: dict[str, list[Field]] = {}
    for one in fields:
        own = tally.parts(edition, one)
        for part in own:
            found.setdefault(part.row, []).append(part)
        if any(listing.at(part.id) is None for part in own):
            return []
        apart = sum(_sum(listing, part) for part in own) - _sum(listing, one)
        if abs(apart) > max(1, listing.count):  # more than what rounding makes
            return []
    whole = all(len(one) == len(fields) for one in found.values())
    return list(found.values()) if whole else []


def _sum(listing: Listing, one: Field) -> float:
    return sums(listing, one.id, listing.kept[one.id], range(listing.count))
