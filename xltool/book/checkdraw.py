"""Draw 入力チェック: live marks and messages, links to the place, a column for explanations."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from xltool.book.a1 import address
from xltool.book.checkplan import (
    EXPLAIN,
    LINK,
    MARK,
    MESSAGE,
    OWN_ROWS,
    RULE,
    SEVERITY,
    TITLE,
    VERDICT,
)
from xltool.book.checksheet import CHOICES, Check
from xltool.book.heights import points
from xltool.book.look import (
    ACCENT,
    COMPUTED,
    ERROR_FILL,
    ERROR_INK,
    GOOD_INK,
    HEAD,
    INPUT,
    LABEL,
    MUTED,
    QUERY_FILL,
    QUERY_INK,
    base,
)
from xltool.book.look import (
    RULE as LINE_COLOR,
)
from xltool.book.pen import Pen, finder
from xltool.book.wording import WORDS
from xltool.formula import to_excel

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["check_row_points", "draw_checks"]

ROW = 26.0  # points: two lines fit, for a message that comes up while somebody types
_CHARACTER = 5.25 * 0.95  # points of one character of column width; some of it is air
_WIDTHS = {MARK: 8, SEVERITY: 8, TITLE: 34, MESSAGE: 58, LINK: 12, EXPLAIN: 40}


def draw_checks(pen: Pen, sheet: Worksheet) -> None:
    words = WORDS[pen.edition.form.language]
    lang = pen.edition.form.language
    last = VERDICT + max(2, pen.checks.widest) - 1
    for column, width in _WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.set_column(RULE, last, 8, None, {"hidden": True})
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    sheet.write_string(
        0, MARK, words.check_title, pen.format(base(lang, bold=True, font_size=14, font_color=ACCENT))
    )
    lead = pen.format(base(lang, font_color=MUTED, text_wrap=True, valign="top"))
    sheet.merge_range(1, MARK, 1, EXPLAIN, words.check_lead, lead)
    sheet.set_row(1, 30)
    for number in range(len(pen.titles)):
        _draw_block(pen, sheet, number)
    sheet.set_h_pagebreaks([pen.plan.top(number) for number in range(1, len(pen.titles))])
    sheet.freeze_panes(2, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, pen.plan.top(0) + 1 if len(pen.titles) == 1 else 0)
    sheet.print_area(0, MARK, pen.plan.top(len(pen.titles)) - 2, EXPLAIN)
    sheet.set_footer(f"&R&8 {words.page} &P / &N")
    sheet.protect("", {"format_rows": True, "format_columns": True})


def _draw_block(pen: Pen, sheet: Worksheet, number: int) -> None:
    lang = pen.edition.form.language
    words = WORDS[lang]
    top = pen.plan.top(number)
    find = finder(pen, number, home="check")
    heading = pen.format(
        base(lang, bold=True, font_size=10.5, font_color=ACCENT, bottom=2, bottom_color=ACCENT)
    )
    sheet.set_row(top, 20)
    sheet.merge_range(top, MARK, top, EXPLAIN, "", heading)
    plain = pen.format(base(lang))
    sheet.write_formula(top, VERDICT, to_excel(pen.checks.open_errors, find), plain)
    sheet.write_formula(top, VERDICT + 1, to_excel(pen.checks.open_queries, find), plain)
    head = pen.format(
        base(
            lang, bold=True, bg_color=HEAD, border=1, border_color=LINE_COLOR, align="center", text_wrap=True
        )
    )
    for column, title in enumerate(words.columns):
        sheet.write_string(top + 1, column, title, head)
    _draw_own(pen, sheet, number)
    for check in pen.checks.checks:
        _draw_check(pen, sheet, check, number)
    first, last = pen.plan.own(number) + 1, pen.plan.live(number) + len(pen.checks.checks)
    for severity, ink, fill in (
        ("error", ERROR_INK, ERROR_FILL),
        ("query", QUERY_INK, QUERY_FILL),
        ("note", MUTED, COMPUTED),
    ):
        look = pen.book.add_format({"font_color": ink, "bg_color": fill})
        mark, kind = address(first + 1, MARK + 1), address(first + 1, SEVERITY + 1)
        criteria = f'=AND(${mark}="✖",${kind}="{words.severity[severity]}")'
        sheet.conditional_format(
            first, MARK, last, MESSAGE, {"type": "formula", "criteria": criteria, "format": look}
        )
    good = pen.book.add_format({"font_color": GOOD_INK})
    sheet.conditional_format(
        first, MARK, last, MARK, {"type": "cell", "criteria": "==", "value": '"✔"', "format": good}
    )
    for word in (words.changed, words.healed, words.moved):
        same = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": good}
        sheet.conditional_format(first, MARK, first + OWN_ROWS - 1, MARK, same)


def _draw_own(pen: Pen, sheet: Worksheet, number: int) -> None:
    """Hidden rows for the findings of a sheet given back: headings, and one row of each look to repeat."""
    lang = pen.edition.form.language
    words = WORDS[lang]
    own, live = pen.plan.own(number), pen.plan.live(number)
    for row in range(own, live + 1):
        sheet.set_row(row, None, None, {"hidden": True})
    band = pen.format(
        base(lang, bold=True, font_color=ACCENT, bg_color=LABEL, border=1, border_color=LINE_COLOR, indent=1)
    )
    sheet.merge_range(own, MARK, own, EXPLAIN, words.returned, band)
    sheet.merge_range(live, MARK, live, EXPLAIN, words.live, band)
    sheet.merge_range(live - 1, MARK, live - 1, EXPLAIN, "", _row_look(pen, font_color=MUTED, indent=1))
    plain = pen.format(base(lang))
    for column in (VERDICT, VERDICT + 1):
        first, last = address(own + 2, column + 1), address(live - 1, column + 1)
        sheet.write_formula(own, column, f"SUM({first}:{last})", plain)
    for row, open_ in ((own + 1, True), (own + 2, False)):
        looks: dict[int, dict[str, Any]] = {
            MARK: {"align": "center", "bold": True},
            SEVERITY: {"align": "center"},
            TITLE: {"indent": 1},
            MESSAGE: {"indent": 1},
            LINK: {"align": "center", "font_color": ACCENT, "underline": 1},
            EXPLAIN: _explain_look(open_=open_),
        }
        for column, look in looks.items():
            sheet.write_blank(row, column, None, _row_look(pen, **look))
        for column in (RULE, VERDICT, VERDICT + 1):
            sheet.write_blank(row, column, None, plain)


def _row_look(pen: Pen, **more: Any) -> Any:
    lang = pen.edition.form.language
    return pen.format(base(lang, border=1, border_color=LINE_COLOR, text_wrap=True, **more))


def _explain_look(*, open_: bool) -> dict[str, Any]:
    return {"locked": not open_, "bg_color": INPUT if open_ else COMPUTED, "valign": "top"}


def _draw_check(pen: Pen, sheet: Worksheet, check: Check, number: int) -> None:
    lang = pen.edition.form.language
    words = WORDS[lang]
    row = pen.plan.row(check.rule, number)
    find = finder(pen, number, home="check")
    look = partial(_row_look, pen)
    sheet.set_row(row, ROW if check.live else check_row_points("", "", check.title))
    kind = words.severity[check.severity] if check.severity else "－"
    sheet.write_string(row, SEVERITY, kind, look(align="center"))
    sheet.write_string(row, TITLE, check.title, look(indent=1))
    sheet.write_string(row, RULE, check.rule, pen.format(base(lang)))
    if check.live:
        sheet.write_formula(row, MARK, to_excel(check.mark, find), look(align="center", bold=True))
        sheet.write_formula(row, MESSAGE, to_excel(check.message, find), look(indent=1))
        sheet.write_formula(
            row, LINK, link_text(pen, check, number), look(align="center", font_color=ACCENT, underline=1)
        )
    else:
        sheet.write_string(row, MARK, "－", look(align="center", font_color=MUTED))
        sheet.write_string(row, MESSAGE, words.later, look(font_color=MUTED, indent=1))
        sheet.write_blank(row, LINK, None, look())
    explained = check.severity == "query" and check.live
    sheet.write_blank(
        row,
        EXPLAIN,
        None,
        look(**_explain_look(open_=explained)),
    )
    for i, verdict in enumerate(check.verdicts):
        sheet.write_formula(row, VERDICT + i, to_excel(verdict, find), pen.format(base(lang)))


@lru_cache(maxsize=4096)  # what a rule says is often the same
def check_row_points(message: str, said: str, title: str = "") -> float:
    """Height of a row with a message and an explanation in it."""
    texts = {TITLE: title, MESSAGE: message, EXPLAIN: said}
    return max(ROW, *(points(text, _WIDTHS[at] * _CHARACTER, 9.5) for at, text in texts.items()))


def link_text(pen: Pen, check: Check, number: int) -> str:
    """A link to the first broken repetition's place, by its defined name; blank while nothing is broken."""
    fields = pen.edition.form.fields
    scope = "" if len(pen.titles) == 1 else f"'{pen.titles[number]}'!"
    names = [f'"#{scope}{fields[key].defined_name}"' for key in check.places]
    row = pen.plan.row(check.rule, number)
    first, last = address(row + 1, VERDICT + 1), address(row + 1, VERDICT + len(check.verdicts))
    target = names[0] if len(set(names)) == 1 else _chosen(names, f"MATCH(1,{first}:{last},0)")
    mark = address(row + 1, MARK + 1)
    words = WORDS[pen.edition.form.language]
    return f'IF({mark}="✖",HYPERLINK({target},"{words.go}"),"")'


def _chosen(names: list[str], first: str) -> str:
    """CHOOSE in groups that LibreOffice accepts."""
    text = ""
    for start in reversed(range(0, len(names), CHOICES)):
        chosen = f"CHOOSE({first}-{start},{','.join(names[start : start + CHOICES])})"
        text = f"IF({first}<={start + CHOICES},{chosen},{text})" if text else chosen
    return text
