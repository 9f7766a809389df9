"""The sheet 概要: what was read, findings and costs by department, grades as cross tables; all of it live formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from xltool.finding import SEVERITIES, Severity
from xltool.report.master import tally
from xltool.report.master.columns import Listing, Row
from xltool.report.master.page import set_page
from xltool.report.master.projects import span
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SEVERITY, SHEETS, WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.report.typeset import wrap
from xltool.text import Lang

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from xltool.form import Field

__all__ = ["draw_overview"]

_COUNT = '#,##0;-#,##0;"–"'
_LEFT = 1  # the first column is a margin
_ONE_PAGE = 75  # rows that are still readable when they are printed on one page


def draw_overview(
    sheet: Sheet,
    listings: Sequence[Listing],
    counts: Mapping[Severity, int],
    *,
    files: int,
    unread: int,
    style: Callable[..., Format],
    lang: Lang,
) -> None:
    title = " ・ ".join(dict.fromkeys(one.title for one in listings)) or "xltool"
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(_LEFT, _LEFT, 30)
    sheet.set_column(_LEFT + 1, _LEFT + 14, 14)
    sheet.set_row(0, 34)
    sheet.write_string(0, _LEFT, f"{title}　{WORDS['master'].pick(lang)}", style("title"))
    sheets = sum(len(one.rows) for one in listings)
    facts = [WORDS["read"].format(files=files, sheets=sheets)]
    if unread:
        facts.append(WORDS["unread"].format(n=unread, sheet=SHEETS["unread"]))
    if listings:
        live = any(column.committee for one in listings for column in one.columns)
        facts.append(WORDS["how" if live else "how_plain"].format(sheet=listings[0].sheet))
    for at, fact in enumerate(facts, start=1):
        sheet.write_string(at, _LEFT, fact.pick(lang), style("subtitle"))
    at = _tiles(sheet, len(facts) + 2, sheets, counts, unread, style, lang)
    for listing in listings:
        heading = f"{listing.title}: " if len(listings) > 1 else ""
        at = _departments(sheet, at, listing, heading, style, lang)
        for cross in tally.crosses(listing.edition):
            at = _cross(sheet, at, listing, cross, style, lang)
        for labels, fields in tally.distributions(listing.edition):
            at = _distribution(sheet, at, listing, labels, fields, style, lang)
    set_page(sheet, title=title, name=SHEETS["overview"].pick(lang), tall=1 if at <= _ONE_PAGE else 0)


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
    for col, (word, number, colour) in enumerate(tiles, start=_LEFT):
        sheet.write_string(at, col, word.pick(lang), style("tile_word"))
        ink = colour if number else COLOURS["soft"]
        sheet.write_number(at + 1, col, number, style("tile", font_color=ink))
    return at + 3


def _heads(sheet: Sheet, at: int, words: Sequence[str], style: Callable[..., Format]) -> None:
    sheet.set_row(at, 15 * max(_lines(word, 26 if col == 0 else 12) for col, word in enumerate(words)) + 8)
    for col, word in enumerate(words, start=_LEFT):
        put(sheet, at, col, word, style("head"))


def _lines(word: str, width: int) -> int:
    return sum(len(wrap(part, width)) for part in word.split("\n"))


def _departments(
    sheet: Sheet, at: int, listing: Listing, heading: str, style: Callable[..., Format], lang: Lang
) -> int:
    costs = tally.totals(listing.edition)
    sheet.write_string(at, _LEFT, heading + WORDS["by_department"].pick(lang), style("heading"))
    for col in range(_LEFT + 1, _LEFT + 5 + len(costs)):
        sheet.write_blank(at, col, None, style("heading"))
    words = [
        WORDS["department"].pick(lang),
        WORDS["sheets"].pick(lang),
        *(SEVERITY[one].pick(lang) for one in SEVERITIES),
        *(_with_unit(listing, one) for one in costs),
    ]
    _heads(sheet, at + 1, words, style)
    names = tally.departments(listing)
    own = span(listing, "#department")
    first = at + 2
    column = listing.columns[listing.at("#department") or 0]
    for row, name in enumerate(names, start=first):
        mine = [one for one in listing.rows if str(listing.cell(one, column) or "") == name]
        put(sheet, row, _LEFT, name or WORDS["none"].pick(lang), style("row_head"))
        here = f"({own}=$B${row + 1})" if name else f'({own}="")'
        figure = style("figure", num_format=_COUNT)
        sheet.write_formula(row, _LEFT + 1, f"=SUMPRODUCT({here}*1)", figure, len(mine))
        for col, key in enumerate([*(f"#{one}" for one in SEVERITIES), *(one.id for one in costs)], _LEFT + 2):
            formula = f"=SUMPRODUCT({here}*1,{span(listing, key)})"
            sheet.write_formula(row, col, formula, figure, _sum(listing, mine, key))
    last = first + len(names)
    put(sheet, last, _LEFT, WORDS["total"].pick(lang), style("total", align="left"))
    for col, key in enumerate(["", *(f"#{one}" for one in SEVERITIES), *(one.id for one in costs)], _LEFT + 1):
        total = float(len(listing.rows)) if not key else _sum(listing, listing.rows, key)
        cells = _cells(first, col, last - 1, col)
        sheet.write_formula(last, col, f"=SUM({cells})", style("total", num_format=_COUNT), total)
    return last + 2


def _with_unit(listing: Listing, one: Field) -> str:
    label = listing.edition.label(one)
    return f"{label}\n({one.unit})" if one.unit else label


def _sum(listing: Listing, rows: Sequence[Row], key: str) -> float:
    at = listing.at(key)
    assert at is not None
    values = [listing.cell(row, listing.columns[at]) for row in rows]
    return float(sum(v for v in values if isinstance(v, int | float) and not isinstance(v, bool)))


def _cross(
    sheet: Sheet, at: int, listing: Listing, cross: tally.Cross, style: Callable[..., Format], lang: Lang
) -> int:
    """One grade down, the other across, with sums; a colour scale shows where most projects are."""
    fields = listing.edition.form.fields
    down, across = (listing.edition.label(fields[key]) for key in (cross.rows, cross.columns))
    title = WORDS["cross"].format(rows=down, columns=across).pick(lang)
    none = WORDS["none"].pick(lang)
    labels = [*cross.labels, none]
    sheet.write_string(at, _LEFT, title, style("heading"))
    for col in range(_LEFT + 1, _LEFT + 2 + len(labels)):
        sheet.write_blank(at, col, None, style("heading"))
    _heads(sheet, at + 1, [f"{down} ＼ {across}", *labels, WORDS["total"].pick(lang)], style)
    tallied = Counter(
        (_grade(listing, row, cross.rows) or none, _grade(listing, row, cross.columns) or none)
        for row in listing.rows
    )
    first, figure = at + 2, style("figure", num_format=_COUNT)
    total = style("total", num_format=_COUNT)
    for row, one in enumerate(labels, start=first):
        put(sheet, row, _LEFT, one, style("row_head"))
        for col, other in enumerate(labels, start=_LEFT + 1):
            formula = (
                f"=SUMPRODUCT({_is(listing, cross.rows, one, none, f'$B${row + 1}')}"
                f"*{_is(listing, cross.columns, other, none, _cells(at + 1, col, at + 1, col))})"
            )
            same = style("figure", num_format=_COUNT, bold=True) if one == other != none else figure
            sheet.write_formula(row, col, formula, same, tallied[one, other])
        end = _LEFT + len(labels)
        mine = sum(tallied[one, other] for other in labels)
        sheet.write_formula(row, end + 1, f"=SUM({_cells(row, _LEFT + 1, row, end)})", total, mine)
    last = first + len(labels)
    put(sheet, last, _LEFT, WORDS["total"].pick(lang), style("total", align="left"))
    for col in range(_LEFT + 1, _LEFT + 2 + len(labels)):
        others = labels if col == _LEFT + 1 + len(labels) else [labels[col - _LEFT - 1]]
        number = sum(tallied[one, other] for one in labels for other in others)
        sheet.write_formula(last, col, f"=SUM({_cells(first, col, last - 1, col)})", total, number)
    _shade(sheet, first, last - 1, len(labels))
    return last + 2


def _distribution(
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
    sheet.write_string(at, _LEFT, WORDS["distribution"].pick(lang), style("heading"))
    for col in range(_LEFT + 1, _LEFT + 1 + len(names)):
        sheet.write_blank(at, col, None, style("heading"))
    _heads(sheet, at + 1, [WORDS["field"].pick(lang), *names], style)
    first = at + 2
    for row, one in enumerate(fields, start=first):
        put(sheet, row, _LEFT, listing.edition.label(one), style("row_head"))
        tallied = Counter(_grade(listing, item, one.id) or none for item in listing.rows)
        for col, name in enumerate(names, start=_LEFT + 1):
            here = _is(listing, one.id, name, none, _cells(at + 1, col, at + 1, col))
            figure = style("figure", num_format=_COUNT)
            sheet.write_formula(row, col, f"=SUMPRODUCT({here}*1)", figure, tallied[name])
    _shade(sheet, first, first + len(fields) - 1, len(names))
    return first + len(fields) + 1


def _grade(listing: Listing, row: Row, key: str) -> str | None:
    at = listing.at(key)
    value = listing.cell(row, listing.columns[at]) if at is not None else None
    return str(value) if value not in (None, "") else None


def _is(listing: Listing, key: str, label: str, none: str, heading: str) -> str:
    return f'({span(listing, key)}="")' if label == none else f"({span(listing, key)}={heading})"


def _cells(row: int, col: int, last_row: int, last_col: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(row, col, last_row, last_col))


def _shade(sheet: Sheet, first: int, last: int, columns: int) -> None:
    scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#8FB4DA", "min_type": "num", "min_value": 0}
    sheet.conditional_format(first, _LEFT + 1, last, _LEFT + columns, scale)
