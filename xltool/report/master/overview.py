"""The sheet 概要: what was read, findings and costs by department, grades; all of it live formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from xltool.finding import SEVERITIES, Severity
from xltool.report.master import tally
from xltool.report.master.drawing import span
from xltool.report.master.facts import Facts
from xltool.report.master.figures import COUNT, LEFT, cells, heads, title
from xltool.report.master.grades import draw_cross, draw_distribution
from xltool.report.master.listing import Listing
from xltool.report.master.matter import Matter
from xltool.report.master.page import set_page
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SEVERITY, SHEETS, WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.text import Lang

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from xltool.form import Field

__all__ = ["draw_overview"]

_ONE_PAGE = 75  # rows that are still readable when they are printed on one page


def draw_overview(
    sheet: Sheet,
    listings: Sequence[Listing],
    matter: Matter,
    facts: Facts,
    *,
    style: Callable[..., Format],
    lang: Lang,
) -> None:
    name = " ・ ".join(dict.fromkeys(one.title for one in listings)) or "xltool"
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(LEFT, LEFT, 30)
    sheet.set_column(LEFT + 1, LEFT + 14, 14)
    sheet.set_row(0, 34)
    sheet.write_string(0, LEFT, f"{name}　{WORDS['master'].pick(lang)}", style("title"))
    sheets, unread = len(facts.records), len({one.file for one in matter.unread})
    told = [WORDS["read"].format(files=matter.files, sheets=sheets)]
    if unread:
        told.append(WORDS["unread"].format(n=unread, sheet=SHEETS["unread"]))
    if listings:
        live = any(column.input for one in listings for column in one.columns)
        told.append(WORDS["how" if live else "how_plain"].format(sheet=listings[0].sheet))
    for at, fact in enumerate(told, start=1):
        sheet.write_string(at, LEFT, fact.pick(lang), style("subtitle"))
    at = _tiles(sheet, len(told) + 2, sheets, facts.totals, unread, style, lang)
    for listing in listings:
        heading = f"{listing.title}: " if len(listings) > 1 else ""
        at = _departments(sheet, at, listing, heading, style, lang)
        for cross in tally.crosses(listing.edition):
            at = draw_cross(sheet, at, listing, cross, style, lang)
        for labels, fields in tally.distributions(listing.edition):
            at = draw_distribution(sheet, at, listing, labels, fields, style, lang)
    set_page(sheet, title=name, name=SHEETS["overview"].pick(lang), tall=1 if at <= _ONE_PAGE else 0)


def _tiles(
    sheet: Sheet,
    at: int,
    sheets: int,
    counts: Mapping[Severity, int],
    unread: int,
    style: Callable[..., Format],
    lang: Lang,
) -> int:
    """The figures that matter, large."""
    tiles = [
        (WORDS["sheets"], sheets, COLOURS["head"]),
        *((SEVERITY[one], counts.get(one, 0), COLOURS[f"{one}_ink"]) for one in SEVERITIES),
        (WORDS["unread_files"], unread, COLOURS["error_ink"]),
    ]
    sheet.set_row(at, 20)
    sheet.set_row(at + 1, 36)
    for col, (word, number, colour) in enumerate(tiles, start=LEFT):
        sheet.write_string(at, col, word.pick(lang), style("tile_word"))
        ink = colour if number else COLOURS["soft"]
        sheet.write_number(at + 1, col, number, style("tile", font_color=ink))
    return at + 3


def _departments(
    sheet: Sheet, at: int, listing: Listing, heading: str, style: Callable[..., Format], lang: Lang
) -> int:
    costs = tally.totals(listing.edition)
    title(sheet, at, heading + WORDS["by_department"].pick(lang), 5 + len(costs), style)
    words = [
        WORDS["department"].pick(lang),
        WORDS["sheets"].pick(lang),
        *(SEVERITY[one].pick(lang) for one in SEVERITIES),
        *(_with_unit(listing, one) for one in costs),
    ]
    heads(sheet, at + 1, words, style)
    departments = [str(one or "") for one in listing.kept["#department"]]
    names = list(dict.fromkeys(departments))
    own = span(listing, "#department")
    first = at + 2
    for row, name in enumerate(names, start=first):
        mine = [at for at, one in enumerate(departments) if one == name]
        put(sheet, row, LEFT, name or WORDS["none"].pick(lang), style("row_head"))
        here = f"({own}=$B${row + 1})" if name else f'({own}="")'
        figure = style("figure", num_format=COUNT)
        sheet.write_formula(row, LEFT + 1, f"=SUMPRODUCT({here}*1)", figure, len(mine))
        for col, key in enumerate([*(f"#{one}" for one in SEVERITIES), *(one.id for one in costs)], LEFT + 2):
            formula = f"=SUMPRODUCT({here}*1,{span(listing, key)})"
            sheet.write_formula(row, col, formula, figure, _sum(listing, mine, key))
    last = first + len(names)
    put(sheet, last, LEFT, WORDS["total"].pick(lang), style("total", align="left"))
    for col, key in enumerate(["", *(f"#{one}" for one in SEVERITIES), *(one.id for one in costs)], LEFT + 1):
        total = float(listing.count) if not key else _sum(listing, range(listing.count), key)
        sheet.write_formula(
            last, col, f"=SUM({cells(first, col, last - 1, col)})", style("total", num_format=COUNT), total
        )
    return last + 2


def _with_unit(listing: Listing, one: Field) -> str:
    label = listing.edition.label(one)
    return f"{label}\n({one.unit})" if one.unit else label


def _sum(listing: Listing, rows: Iterable[int], key: str) -> float:
    cells = listing.kept[key]
    values = (cells[at] for at in rows)
    return float(sum(v for v in values if isinstance(v, int | float) and not isinstance(v, bool)))
