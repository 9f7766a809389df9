"""Grades on the overview: cross tables of one against another, and how they are distributed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xltool.form import Field
from xltool.report.master.board import Board, Picture, heads, quoted, title
from xltool.report.master.charts import axes, chart, series, shades, told
from xltool.report.master.drawing import span
from xltool.report.master.figures import LEFT, cells
from xltool.report.master.listing import Listing
from xltool.report.master.overview_words import TOLD
from xltool.report.master.tally import Cross
from xltool.report.master.words import WORDS
from xltool.report.spreadsheet import put

__all__ = ["draw_cross", "draw_distribution"]


def draw_cross(board: Board, at: int, listing: Listing, cross: Cross, heading: str) -> int:
    """One grade down, the other across, with sums; a colour scale shows where most projects are."""
    fields = listing.edition.form.fields
    down, across = (listing.edition.label(fields[key]) for key in (cross.rows, cross.columns))
    none = WORDS["none"].pick(board.lang)
    labels = [*cross.labels, none]
    name = WORDS["cross"].format(rows=down, columns=across).pick(board.lang)
    title(board, at, heading + name, 2 + len(labels))
    heads(board, at + 1, [f"{down} ＼ {across}", *labels, WORDS["total"].pick(board.lang)])
    pairs = (_grades(listing, key, none) for key in (cross.rows, cross.columns))
    tallied = Counter(zip(*pairs, strict=True))
    first, end = at + 2, LEFT + 1 + len(labels)
    for row, one in enumerate(labels, start=first):
        put(board.sheet, row, LEFT, one, board.style("row_head"))
        for col, other in enumerate(labels, start=LEFT + 1):
            formula = (
                f"=SUMPRODUCT({_is(listing, cross.rows, one, none, f'$B${row + 1}')}"
                f"*{_is(listing, cross.columns, other, none, cells(at + 1, col, at + 1, col))})"
            )
            board.formula(row, col, formula, tallied[one, other], bold=one == other != none)
        mine = sum(tallied[one, other] for other in labels)
        board.formula(row, end, f"=SUM({cells(row, LEFT + 1, row, end - 1)})", mine, "total")
    last = first + len(labels)
    put(board.sheet, last, LEFT, WORDS["total"].pick(board.lang), board.style("total", align="left"))
    in_table = sum(tallied[one, other] for one in labels for other in labels)
    for col in range(LEFT + 1, end + 1):
        others = labels if col == end else [labels[col - LEFT - 1]]
        number = sum(tallied[one, other] for one in labels for other in others)
        board.formula(last, col, f"=SUM({cells(first, col, last - 1, col)})", number, "total")
    _shade(board, first, last - 1, len(labels))
    _unlisted(
        board, last + 1, listing, cells(last, end, last, end).split(":")[0], sum(tallied.values()) - in_table
    )
    return last + 2


def _unlisted(board: Board, at: int, listing: Listing, total: str, missing: int) -> None:
    """A line that is only there while some values are not in the table: none of the choices."""
    every = f'SUMPRODUCT(({span(listing, "#no")}<>"")*1)'
    words = TOLD["unlisted"].format(n="|").pick(board.lang).split("|")
    said = f"{quoted(words[0])}&({every}-{total})&{quoted(words[1])}"
    shown = f"{words[0]}{missing}{words[1]}" if missing else ""
    board.formula(at, LEFT, f'=IF({every}={total},"",{said})', shown, "note")


def draw_distribution(
    board: Board, at: int, listing: Listing, labels: Sequence[str], fields: Sequence[Field], heading: str
) -> int:
    """Grades that share a scale, one row each, and a chart of them."""
    none = WORDS["none"].pick(board.lang)
    names = [*labels, none]
    title(board, at, heading + WORDS["distribution"].pick(board.lang), 1 + len(names))
    heads(board, at + 1, [WORDS["field"].pick(board.lang), *names])
    first, end = at + 2, LEFT + len(names)
    name = heading + TOLD["grade_chart"].pick(board.lang)
    made = chart(board, {"type": "column"}, name)
    pairs: list[tuple[str, object]] = []
    for row, (one, colour) in enumerate(zip(fields, shades(len(fields)), strict=True), start=first):
        label = listing.edition.label(one)
        put(board.sheet, row, LEFT, label, board.style("row_head"))
        tallied = Counter(_grades(listing, one.id, none))
        for col, word in enumerate(names, start=LEFT + 1):
            here = _is(listing, one.id, word, none, cells(at + 1, col, at + 1, col))
            board.formula(row, col, f"=SUMPRODUCT({here}*1)", tallied[word])
        shown = end - 1  # empty cells are a column of the table: in the chart they would dwarf the grades
        where = (at + 1, LEFT + 1, at + 1, shown), (row, LEFT + 1, row, shown)
        made.add_series(series(board, *where, (row, LEFT), colour, gap=60, overlap=-5))
        pairs.append((label, " / ".join(f"{word} {tallied[word]}" for word in names if tallied[word])))
    axes(board, made, unit=TOLD["count"].pick(board.lang))
    board.pictures.append(Picture(chart=made, words=told(name, pairs)))
    _shade(board, first, first + len(fields) - 1, len(names))
    return first + len(fields) + 1


def _grades(listing: Listing, key: str, none: str) -> list[str]:
    return [none if one in (None, "") else str(one) for one in listing.kept[key]]


def _is(listing: Listing, key: str, label: str, none: str, heading: str) -> str:
    return f'({span(listing, key)}="")' if label == none else f"({span(listing, key)}={heading})"


def _shade(board: Board, first: int, last: int, columns: int) -> None:
    scale = {
        "type": "2_color_scale",
        "min_color": "#FFFFFF",
        "max_color": "#8FB4DA",
        "min_type": "num",
        "min_value": 0,
    }
    board.sheet.conditional_format(first, LEFT + 1, last, LEFT + columns, scale)
