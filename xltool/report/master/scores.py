"""The profile of scores on the overview: how often each level was given, and the mean."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.form import Field
from xltool.report.master import tally
from xltool.report.master.board import Board, Picture, heads, title
from xltool.report.master.charts import axes, chart, ramp, series, told
from xltool.report.master.drawing import span
from xltool.report.master.figures import LEFT, cells
from xltool.report.master.listing import Listing
from xltool.report.master.matter import Shown
from xltool.report.master.overview_words import TOLD
from xltool.report.master.words import WORDS
from xltool.report.spreadsheet import put

__all__ = ["draw_scores"]

_BLANK = "#E4E7EC"


def draw_scores(board: Board, at: int, listing: Listing, heading: str) -> int:
    """A table and a chart for each scale of scores."""
    for levels, fields in tally.scales(listing.edition):
        at = _scale(board, at, listing, levels, fields, heading)
    return at


def _scale(
    board: Board, at: int, listing: Listing, levels: Sequence[int], fields: Sequence[Field], heading: str
) -> int:
    name = heading + TOLD["scores"].pick(board.lang)
    none = WORDS["none"].pick(board.lang)
    title(board, at, name, 3 + len(levels))
    heads(board, at + 1, [WORDS["field"].pick(board.lang), *levels, none, TOLD["mean"].pick(board.lang)])
    level = TOLD["level"].pick(board.lang)
    for col, number in enumerate(levels, start=LEFT + 1):
        board.sheet.write_number(at + 1, col, number, board.style("head", num_format=level))
    first, blank = at + 2, LEFT + 1 + len(levels)
    pairs: list[tuple[str, object]] = []
    for row, one in enumerate(fields, start=first):
        label, where = listing.edition.label(one), span(listing, one.id)
        put(board.sheet, row, LEFT, label, board.style("row_head"))
        scores = listing.kept[one.id]
        for col, number in enumerate(levels, start=LEFT + 1):
            formula = f"=SUMPRODUCT(({where}={cells(at + 1, col, at + 1, col)})*1)"
            board.formula(row, col, formula, sum(_is(value, number) for value in scores))
        empty = sum(value in (None, "") for value in scores)
        board.formula(row, blank, f'=SUMPRODUCT(({where}="")*1)', empty)
        numbers = [one for one in scores if isinstance(one, int | float) and not isinstance(one, bool)]
        mean = sum(numbers) / len(numbers) if numbers else None
        formula = f'=IF(COUNT({where})=0,"",AVERAGE({where}))'
        board.formula(row, blank + 1, formula, mean, "total", num_format="0.00_)")
        pairs.append((label, f"{mean:.2f}" if mean is not None else "–"))
    last = first + len(fields) - 1
    made = chart(board, {"type": "bar", "subtype": "percent_stacked"}, name)
    colours = [*ramp(len(levels)), _BLANK]
    for col, colour in enumerate(colours, start=LEFT + 1):
        where_to = (first, LEFT, last, LEFT), (first, col, last, col)
        made.add_series(series(board, *where_to, (at + 1, col), colour, inside=True, gap=45))
    axes(board, made, bars=True, percent=True)
    words = told(f"{name} ({TOLD['mean'].pick(board.lang)})", pairs)
    board.pictures.append(Picture(chart=made, words=words))
    return last + 2


def _is(value: Shown, level: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == level
