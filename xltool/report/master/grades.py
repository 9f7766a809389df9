"""Grades on the overview: cross tables of one against another, and how they are distributed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from xltool.report.master.drawing import span
from xltool.report.master.figures import COUNT, LEFT, cells, heads, title
from xltool.report.master.listing import Listing
from xltool.report.master.tally import Cross
from xltool.report.master.words import WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.text import Lang

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from xltool.form import Field

__all__ = ["draw_cross", "draw_distribution"]


def draw_cross(
    sheet: Sheet, at: int, listing: Listing, cross: Cross, style: Callable[..., Format], lang: Lang
) -> int:
    """One grade down, the other across, with sums; a colour scale shows where most projects are."""
    fields = listing.edition.form.fields
    down, across = (listing.edition.label(fields[key]) for key in (cross.rows, cross.columns))
    none = WORDS["none"].pick(lang)
    labels = [*cross.labels, none]
    name = WORDS["cross"].format(rows=down, columns=across).pick(lang)
    title(sheet, at, name, 2 + len(labels), style)
    heads(sheet, at + 1, [f"{down} ＼ {across}", *labels, WORDS["total"].pick(lang)], style)
    pairs = (_grades(listing, key, none) for key in (cross.rows, cross.columns))
    tallied = Counter(zip(*pairs, strict=True))
    first, figure = at + 2, style("figure", num_format=COUNT)
    total = style("total", num_format=COUNT)
    for row, one in enumerate(labels, start=first):
        put(sheet, row, LEFT, one, style("row_head"))
        for col, other in enumerate(labels, start=LEFT + 1):
            formula = (
                f"=SUMPRODUCT({_is(listing, cross.rows, one, none, f'$B${row + 1}')}"
                f"*{_is(listing, cross.columns, other, none, cells(at + 1, col, at + 1, col))})"
            )
            same = style("figure", num_format=COUNT, bold=True) if one == other != none else figure
            sheet.write_formula(row, col, formula, same, tallied[one, other])
        end = LEFT + len(labels)
        mine = sum(tallied[one, other] for other in labels)
        sheet.write_formula(row, end + 1, f"=SUM({cells(row, LEFT + 1, row, end)})", total, mine)
    last = first + len(labels)
    put(sheet, last, LEFT, WORDS["total"].pick(lang), style("total", align="left"))
    for col in range(LEFT + 1, LEFT + 2 + len(labels)):
        others = labels if col == LEFT + 1 + len(labels) else [labels[col - LEFT - 1]]
        number = sum(tallied[one, other] for one in labels for other in others)
        sheet.write_formula(last, col, f"=SUM({cells(first, col, last - 1, col)})", total, number)
    _shade(sheet, first, last - 1, len(labels))
    return last + 2


def draw_distribution(
    sheet: Sheet,
    at: int,
    listing: Listing,
    labels: Sequence[str],
    fields: Sequence[Field],
    style: Callable[..., Format],
    lang: Lang,
) -> int:
    """Grades that share a scale, one row each."""
    none = WORDS["none"].pick(lang)
    names = [*labels, none]
    title(sheet, at, WORDS["distribution"].pick(lang), 1 + len(names), style)
    heads(sheet, at + 1, [WORDS["field"].pick(lang), *names], style)
    first = at + 2
    for row, one in enumerate(fields, start=first):
        put(sheet, row, LEFT, listing.edition.label(one), style("row_head"))
        tallied = Counter(_grades(listing, one.id, none))
        for col, name in enumerate(names, start=LEFT + 1):
            here = _is(listing, one.id, name, none, cells(at + 1, col, at + 1, col))
            figure = style("figure", num_format=COUNT)
            sheet.write_formula(row, col, f"=SUMPRODUCT({here}*1)", figure, tallied[name])
    _shade(sheet, first, first + len(fields) - 1, len(names))
    return first + len(fields) + 1


def _grades(listing: Listing, key: str, none: str) -> list[str]:
    return [none if one in (None, "") else str(one) for one in listing.kept[key]]


def _is(listing: Listing, key: str, label: str, none: str, heading: str) -> str:
    return f'({span(listing, key)}="")' if label == none else f"({span(listing, key)}={heading})"


def _shade(sheet: Sheet, first: int, last: int, columns: int) -> None:
    scale = {
        "type": "2_color_scale",
        "min_color": "#FFFFFF",
        "max_color": "#8FB4DA",
        "min_type": "num",
        "min_value": 0,
    }
    sheet.conditional_format(first, LEFT + 1, last, LEFT + columns, scale)
