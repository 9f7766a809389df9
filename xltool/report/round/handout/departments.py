"""The sheets 提出状況 (figures that matter, a table by department with bars) and グラフ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xltool.report.master.figures import COUNT, LEFT, cells, heads, title
from xltool.report.master.page import A4, set_page
from xltool.report.master.styles import COLOURS
from xltool.report.round.days import day, days_left
from xltool.report.round.handout.colours import GROUP_COLOURS
from xltool.report.round.handout.listing import between
from xltool.report.round.handout.texts import SHEETS, TEXTS
from xltool.report.round.tally import departments, grouped
from xltool.report.round.words import GROUPS, WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.report.typeset import one_line
from xltool.standing import STATES, Standing, State, Status
from xltool.text import Lang

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["draw_chart", "draw_departments"]

_ASIDE = 30  # first column of the chart's figures
_MOST_PIXELS = 4000  # of a chart's height


def draw_departments(
    sheet: Sheet, status: Status, name: str, style: Callable[..., Format], lang: Lang
) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 1.5)
    sheet.set_row(0, 32)
    put(sheet, 0, LEFT, f"{name}　{SHEETS['overview'].pick(lang)}", style("title"))
    put(sheet, 1, LEFT, _facts(status, lang), style("subtitle"))
    groups = departments(status.standings)
    states = [state for state in STATES if status.summary[state]]
    sheet.set_column(LEFT, LEFT, between(22, 40, groups))
    columns = len(states) + 4
    sheet.set_column(LEFT + 1, LEFT + columns - 2, 9)
    sheet.set_column(LEFT + columns - 1, LEFT + columns - 1, 18)
    at = _tiles(sheet, 3, status, style, lang)
    set_page(sheet, title=name, name=SHEETS["overview"].pick(lang), paper=A4, portrait=True)
    sheet.center_horizontally()
    if not groups:
        put(sheet, at, LEFT, TEXTS["empty"].pick(lang), style("plain"))
        return
    head = at + 1
    last = _table(sheet, at, groups, states, style, lang)
    put(sheet, last + 1, LEFT, TEXTS["how_made"].pick(lang), style("note"))
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, LEFT + 1)


def _facts(status: Status, lang: Lang) -> str:
    facts = [WORDS["as_of"].format(day=day(status.as_of, lang, weekday=False)).pick(lang)]
    if status.deadline is None:
        facts.append(WORDS["no_deadline"].pick(lang))
    else:
        left = days_left(status.deadline, status.as_of).pick(lang)
        facts.append(
            WORDS["deadline"].format(day=day(status.deadline, lang)).pick(lang)
            + (f"・{left}" if lang == "ja" else f", {left}")
        )
    return "　".join(facts) if lang == "ja" else "   ".join(facts)


def _tiles(sheet: Sheet, at: int, status: Status, style: Callable[..., Format], lang: Lang) -> int:
    """The figures that matter, large: in the name's column the whole, then two columns each."""
    groups = grouped(status.standings)
    overdue = sum(one.overdue for one in status.standings)
    inks = {"done": "#1F7A4A", "open": COLOURS["query_ink"], "missing": COLOURS["ink"]}
    tiles = [
        (TEXTS["all"].pick(lang), sum(groups.values()), COLOURS["head"]),
        *((word.pick(lang), groups[group], inks[group]) for group, word in GROUPS.items()),
        (TEXTS["overdue"].pick(lang), overdue, COLOURS["error_ink"]),
    ]
    sheet.set_row(at, 20)
    sheet.set_row(at + 1, 36)
    for i, (word, number, colour) in enumerate(tiles):
        ink = colour if number else COLOURS["soft"]
        small, large = style("tile_word"), style("tile", font_color=ink)
        if i == 0:
            put(sheet, at, LEFT, word, small)
            put(sheet, at + 1, LEFT, number, large)
            continue
        first = LEFT + 2 * i - 1
        sheet.merge_range(at, first, at, first + 1, "", small)
        put(sheet, at, first, word, small)
        sheet.merge_range(at + 1, first, at + 1, first + 1, "", large)
        put(sheet, at + 1, first, number, large)
    return at + 3


def _table(
    sheet: Sheet,
    at: int,
    groups: dict[str, list[Standing]],
    states: Sequence[State],
    style: Callable[..., Format],
    lang: Lang,
) -> int:
    """Headings below a title, one row per department, their sum; gives the row of the sum."""
    words = [
        TEXTS["department"].pick(lang),
        TEXTS["total"].pick(lang),
        *(STATES[state].pick(lang) for state in states),
        TEXTS["overdue"].pick(lang),
        TEXTS["share"].pick(lang),
    ]
    title(sheet, at, TEXTS["by_department"].pick(lang), len(words), style)
    heads(sheet, at + 1, words, style)
    first = at + 2
    last = first + len(groups)
    everything = [one for row in groups.values() for one in row]
    for row, (name, own) in enumerate([*groups.items(), ("", everything)], start=first):
        total = row == last
        figures = [
            len(own),
            *(sum(one.state == state for one in own) for state in states),
            sum(one.overdue for one in own),
        ]
        sheet.set_row(row, 20)
        label = TEXTS["total"].pick(lang) if total else one_line(name) or WORDS["none"].pick(lang)
        put(sheet, row, LEFT, label, style("total", align="left") if total else style("row_head"))
        for col, number in enumerate(figures, start=LEFT + 1):
            late = col == LEFT + len(figures) and number
            ink: dict[str, Any] = {"font_color": COLOURS["error_ink"], "bold": True} if late else {}
            if total:
                formula = f"=SUM({cells(first, col, last - 1, col)})"
                sheet.write_formula(row, col, formula, style("total", num_format=COUNT, **ink), number)
            else:
                put(sheet, row, col, number, style("figure", num_format=COUNT, **ink))
        _share(sheet, row, LEFT + len(words) - 1, own, style, total=total)
    sheet.conditional_format(
        first,
        LEFT + len(words) - 1,
        last,
        LEFT + len(words) - 1,
        {
            "type": "data_bar",
            "data_bar_2010": True,
            "bar_solid": True,
            "bar_color": "#9BD3B4",
            "min_type": "num",
            "max_type": "num",
            "min_value": 0,
            "max_value": 1,
        },
    )
    return last


def _share(
    sheet: Sheet,
    row: int,
    col: int,
    own: Sequence[Standing],
    style: Callable[..., Format],
    *,
    total: bool,
) -> None:
    """What is done, rounded down so that 100 % means all; blank where nothing is awaited."""
    counts = grouped(own)
    awaited = sum(counts.values())
    share = counts["done"] * 100 // awaited / 100 if awaited else None
    form = style("total" if total else "figure", num_format="0%", align="right")
    put(sheet, row, col, share, form)


def draw_chart(book: Workbook, sheet: Sheet, status: Status, name: str, lang: Lang) -> None:
    """Bars of 100 % per department, over figures in hidden columns."""
    groups = {own: rows for own, rows in departments(status.standings).items() if sum(grouped(rows).values())}
    where = sheet.get_name()
    sheet.hide_gridlines(2)
    put(sheet, 0, _ASIDE, TEXTS["department"].pick(lang))
    for row, (own, rows) in enumerate(groups.items(), start=1):
        put(sheet, row, _ASIDE, one_line(own) or WORDS["none"].pick(lang))
        for col, (group, number) in enumerate(grouped(rows).items(), start=_ASIDE + 1):
            put(sheet, 0, col, GROUPS[group].pick(lang))
            put(sheet, row, col, number)
    sheet.set_column(_ASIDE, _ASIDE + len(GROUPS), None, None, {"hidden": True})
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for col, group in enumerate(GROUPS, start=_ASIDE + 1):
        chart.add_series(
            {
                "name": [where, 0, col],
                "categories": [where, 1, _ASIDE, len(groups), _ASIDE],
                "values": [where, 1, col, len(groups), col],
                "fill": {"color": GROUP_COLOURS[group]},
                "gap": 45,
            }
        )
    font = {"name": "Yu Gothic" if lang == "ja" else "Calibri", "size": 9, "color": COLOURS["ink"]}
    heading = f"{name}　{TEXTS['chart'].pick(lang)}"
    chart.set_title({"name": heading, "name_font": {**font, "size": 13, "bold": True}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": font, "interval_unit": 1, "line": {"none": True}})
    chart.set_x_axis(
        {
            "num_format": "0%",
            "num_font": font,
            "major_gridlines": {"visible": True, "line": {"color": COLOURS["line"], "width": 0.5}},
        }
    )
    chart.set_legend({"position": "top", "font": font})
    chart.show_hidden_data()
    chart.set_size({"width": 760, "height": min(150 + 18 * len(groups), _MOST_PIXELS)})
    sheet.insert_chart(0, 0, chart, {"object_position": 2, "description": heading})
    set_page(sheet, title=name, name=SHEETS["chart"].pick(lang), tall=1, paper=A4, portrait=True)
    sheet.center_horizontally()
