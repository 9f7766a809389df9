"""The sheet 概要: how far the round is, grades, costs and scores, as figures that follow the other sheets.

What tells the story stands on the first screen: the large figures and the charts. The tables that the charts
show, and where to go on, stand below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from xltool.report.master import tally
from xltool.report.master.board import COLUMN, FIRST, LINE, MARGIN, Board
from xltool.report.master.charts import CHART_ROWS, band, place
from xltool.report.master.costs import draw_departments, draw_trends, trends_of
from xltool.report.master.decisions import draw_decisions
from xltool.report.master.facts import Facts
from xltool.report.master.figures import LEFT
from xltool.report.master.grades import draw_cross, draw_distribution
from xltool.report.master.listing import Listing, Table
from xltool.report.master.matter import Matter
from xltool.report.master.opening import draw_contents, draw_head, draw_tiles
from xltool.report.master.page import set_rows_page
from xltool.report.master.progress import draw_findings, draw_states
from xltool.report.master.scores import draw_scores
from xltool.report.master.words import SHEETS

__all__ = ["draw_overview"]

_MOST_COLUMNS = 40  # of any table here


def draw_overview(
    board: Board, tables: Sequence[Table], names: Sequence[str], matter: Matter, facts: Facts
) -> None:
    """Draw it; ``names`` are those of all other sheets that are seen, in their order."""
    sheet = board.sheet
    listings = [one for one in tables if isinstance(one, Listing)]
    name = " ・ ".join(dict.fromkeys(one.title for one in listings)) or "xltool"
    sheet.hide_gridlines(2)
    sheet.set_default_row(LINE)
    sheet.set_column(0, 0, MARGIN)
    sheet.set_column(LEFT, LEFT, FIRST)
    sheet.set_column(LEFT + 1, LEFT + _MOST_COLUMNS, COLUMN)
    at = draw_head(board, name, listings, matter, facts)
    at = draw_tiles(board, at, tables, matter, facts)
    charts = _charts(listings, tables)
    where, at = at, at + band(charts)
    board.starts.extend(range(where, where + band(charts), CHART_ROWS))
    for draw in _blocks(board, listings, tables, names, matter, facts):
        board.starts.append(at)
        at = draw(at)
    assert len(board.pictures) == charts
    place(board, where)
    set_rows_page(
        sheet,
        title=name,
        name=SHEETS["overview"].pick(board.lang),
        widths=[MARGIN, FIRST, *[COLUMN] * (max(board.reach) - LEFT)],
        starts=board.starts,
        heights=[board.heights.get(row, LINE) for row in range(at)],
    )


def _charts(listings: Sequence[Listing], tables: Sequence[Table]) -> int:
    """How many there will be."""
    return sum(one.name == "status" for one in tables) + sum(
        len(tally.distributions(one.edition)) + len(trends_of(one)) + len(tally.scales(one.edition))
        for one in listings
    )


def _blocks(
    board: Board,
    listings: Sequence[Listing],
    tables: Sequence[Table],
    names: Sequence[str],
    matter: Matter,
    facts: Facts,
) -> Iterator[Callable[[int], int]]:
    """What stands below the charts, each drawn from a row on to the next free one."""
    yield partial(draw_contents, board, names=names, tables=tables)
    yield partial(_progress, board, tables=tables, matter=matter, facts=facts)
    for one in listings:
        heading = f"{one.title}: " if len(listings) > 1 else ""
        yield from _of_form(board, one, heading)


def _of_form(board: Board, listing: Listing, heading: str) -> Iterator[Callable[[int], int]]:
    for cross in tally.crosses(listing.edition):
        yield partial(draw_cross, board, listing=listing, cross=cross, heading=heading)
    for labels, fields in tally.distributions(listing.edition):
        yield partial(
            draw_distribution, board, listing=listing, labels=labels, fields=fields, heading=heading
        )
    for draw in (draw_trends, draw_scores, draw_departments):
        yield partial(draw, board, listing=listing, heading=heading)


def _progress(board: Board, at: int, tables: Sequence[Table], matter: Matter, facts: Facts) -> int:
    """States at the left, findings and decisions beside them."""
    by_name = {one.name: one for one in tables}
    status = by_name.get("status")
    left, end = (LEFT + 5, draw_states(board, at, status, matter)) if status else (LEFT, at)
    below = draw_findings(board, at, by_name["findings"], matter, facts, left)
    return max(end, draw_decisions(board, below, tables, matter, left))
