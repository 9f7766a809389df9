"""The head of 個票: the drop-down, where the project stands, links, a message; the printed title and foot."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.book.look import ACCENT, ERROR_INK, GOOD_INK, LABEL, MUTED, QUERY_INK, RULE, base
from xltool.finding import SEVERITIES
from xltool.report.master.drawing import quoted_name, span
from xltool.report.master.listing import Link, Listing, Table
from xltool.report.master.sheetcells import Cells
from xltool.report.master.sheetvalues import ROW, View, literal, printed_text
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SEVERITY, WORDS
from xltool.text import Lang, Text

__all__ = ["CHOSEN", "HEAD_POINTS", "TOP_ROWS", "chooser_key", "draw_foot", "draw_head", "draw_title"]

TOP_ROWS = 5  # rows above the form: number, standing, message; then, printed, title and whose it is
CHOSEN = "$G$1"  # the drop-down
_HEIGHTS = (27.0, 18.0, 27.0, 27.0, 13.0)
_FOOT = (25.0, 14.0)  # what is cut off; whose sheet it is
HEAD_POINTS = sum(_HEIGHTS[3:]) + sum(_FOOT)
_OPEN = "$A$3"  # errors and queries of the project
_LABEL, _CHOOSER = 5, 8  # columns of the canvas


def chooser_key(listing: Listing) -> str:
    """The column that a project is chosen by: its number, unless one has none or two have the same."""
    projects = [str(one or "").casefold() for one in listing.kept["#project"]]
    return "#project" if all(projects) and len(set(projects)) == len(projects) else "#no"


def draw_head(cells: Cells, view: View, findings: Table, lang: Lang, cut: Link) -> None:
    """The rows that stay in sight and are not printed. ``cut``: what the form cannot show in full."""
    for row, height in enumerate(_HEIGHTS):
        cells.sheet.set_row(row, height)
    key, wide = chooser_key(view.listing), cells.columns
    what = WORDS["project"].pick(lang) if key == "#project" else "No."
    second = 1 + _LABEL
    third = second + _CHOOSER
    half = (wide + 1 - third) // 2
    quarter = (wide + 1 - third - half) // 2
    label = base(lang, bg_color=LABEL, border=1, border_color=RULE, align="center")
    plain = base(lang, align="left", indent=1)
    link = base(lang, font_color=COLOURS["link"], underline=1, align="left", indent=1)
    _helpers(cells, view, key)
    cells.write(0, 1, 1, _LABEL, what, label)
    _chooser(cells, view, key, lang)
    name = _joined([_taken(view, "#name"), _taken(view, "#department")])
    cells.write(0, third, 1, wide + 1 - third, name, plain | {"bold": True, "font_size": 11})
    state = view.listing.at("#state") is not None
    cells.write(1, 1, 1, _LABEL, WORDS["state" if state else "message"].pick(lang), label)
    if state:
        boxed = base(lang, align="center", border=1, border_color=RULE)
        cells.write(1, second, 1, _CHOOSER, _taken(view, "#state"), boxed)
    at = third if state else second
    cells.write(1, at, 1, third + half - at, _counts(view, lang), plain | {"font_color": GOOD_INK})
    cells.mark(1, at, 1, third + half - at, f"{_OPEN}>0", {"font_color": QUERY_INK, "bold": True})
    cells.write(1, third + half, 1, quarter, _to_list(view, lang), link)
    left = third + half + quarter
    cells.write(1, left, 1, wide + 1 - left, _to_findings(view, findings, lang), link)
    small = base(lang, font_size=8.5, font_color=MUTED, text_wrap=True)
    cells.write(2, 1, 1, wide, _message(view, what, cut, lang), small)
    cells.mark(2, 1, 1, wide, f"{ROW}=0", {"font_color": ERROR_INK, "bold": True})
    cells.mark(2, 1, 1, wide, f'{cut.formula}<>""', {"font_color": QUERY_INK})
    cells.sheet.freeze_panes(3, 0)
    cells.sheet.set_selection(0, second, 0, second)


def draw_title(cells: Cells, view: View, lang: Lang) -> None:
    """The first printed rows: the form's title; number, state and findings of the project."""
    own, canvas = view.edition.form.language, cells.canvas
    split = max(canvas * 3 // 5, 1)
    title = printed_text(view, lambda edition: edition.title)
    cells.write(3, 1, 1, split, title, base(own, bold=True, font_size=15, font_color=ACCENT))
    number = base(own, bold=True, font_size=11, font_color=ACCENT, align="right")
    cells.write(3, 1 + split, 1, canvas - split, _number(view, lang), number)
    state = [_taken(view, "#state")] if view.listing.at("#state") is not None else []
    small = base(own, align="right", font_size=7.5, font_color=MUTED)
    cells.write(4, 1, 1, canvas, _joined([*state, _counts(view, lang)]), small)


def draw_foot(cells: Cells, view: View, row: int, cut: Link, lang: Lang) -> None:
    """The last printed rows: what is cut off; whose sheet it is, which the page's footer cannot follow."""
    own = view.edition.form.language
    for at, height in enumerate(_FOOT):
        cells.sheet.set_row(row + at, height)
    note = base(own, font_size=7.5, font_color=QUERY_INK, text_wrap=True, valign="top")
    cells.write(row, 1, 1, cells.canvas, cut, note)
    small = base(own, font_size=8.5, font_color=MUTED, align="right")
    whose = _joined([_number(view, lang), _taken(view, "#name"), _taken(view, "#department")])
    cells.write(row + 1, 1, 1, cells.canvas, whose, small)


def _helpers(cells: Cells, view: View, key: str) -> None:
    """The hidden cells: where the project's row is, its base year, how much is open."""
    chosen = CHOSEN
    if key == "#project":
        for sign in "~*?":  # else MATCH takes them for wildcards
            chosen = f'SUBSTITUTE({chosen},"{sign}","~{sign}")'
    found = f'IF({CHOSEN}="",0,IFERROR(MATCH({chosen},{span(view.listing, key)},0),0))'
    cells.helper(0, Link(found, 1))
    if view.several:
        cells.helper(
            1, Link(f"IF({ROW}=0,{view.edition.year},{_cell(view, '#year')})", view.first.edition.year)
        )
    count = sum(_count(view, one) for one in ("error", "query"))
    cells.helper(2, Link(f"IF({ROW}=0,0,{_cell(view, '#error')}+{_cell(view, '#query')})", count))


def _chooser(cells: Cells, view: View, key: str, lang: Lang) -> None:
    look = base(lang, bold=True, font_size=12, align="center", bg_color=COLOURS["input"], locked=False)
    look |= {"border": 2, "border_color": ACCENT, "num_format": "@" if key == "#project" else "0"}
    first = view.listing.kept[key][0]
    assert isinstance(first, str | int)
    cells.write(0, 1 + _LABEL, 1, _CHOOSER, first, look)
    rule = {
        "validate": "list",
        "source": f"={span(view.listing, key)}",
        "error_message": WORDS["not_in_list"].pick(lang),
    }
    cells.sheet.data_validation(0, 1 + _LABEL, 0, 1 + _LABEL, rule)


def _cell(view: View, key: str) -> str:
    return f"INDEX({span(view.listing, key)},{ROW})"


def _count(view: View, severity: str) -> int:
    value = view.listing.kept[f"#{severity}"][0]
    return value if isinstance(value, int) else 0


def _taken(view: View, key: str) -> Link:
    """A cell of the list that is no field."""
    return Link(f'IF({ROW}=0,"",{_cell(view, key)}&"")', str(view.listing.kept[key][0] or ""))


def _joined(parts: Sequence[Link]) -> Link:
    """Texts side by side; what is blank leaves no gap."""
    formula = "&".join(f'IF({one.formula}="","",{one.formula}&"　")' for one in parts[:-1])
    text = "".join(f"{one.result}　" for one in parts[:-1] if one.result)
    last = parts[-1]
    return Link(f"{formula}&{last.formula}" if formula else last.formula, f"{text}{last.result}")


def _number(view: View, lang: Lang) -> Link:
    """``事業番号 00832``; the row's number where nobody has one."""
    key = "#project" if any(view.listing.kept["#project"]) else "#no"
    word = WORDS["project"].pick(lang) if key == "#project" else "No."
    one = _taken(view, key)
    return Link(
        f'IF({one.formula}="","",{literal(word + " ")}&{one.formula})',
        f"{word} {one.result}" if one.result else "",
    )


def _counts(view: View, lang: Lang) -> Link:
    words = [f"{'　' if at else ''}{SEVERITY[one].pick(lang)} " for at, one in enumerate(SEVERITIES)]
    parts = [f"{literal(word)}&{_cell(view, f'#{one}')}" for word, one in zip(words, SEVERITIES, strict=True)]
    text = "".join(f"{word}{_count(view, one)}" for word, one in zip(words, SEVERITIES, strict=True))
    return Link(f'IF({ROW}=0,"",{"&".join(parts)})', text)


def _to_list(view: View, lang: Lang) -> Link:
    name = view.listing.sheet
    text = WORDS["view_list"].format(list=name).pick(lang)
    row = f"ROW({_cell(view, '#no')})"
    target = literal(f"#{quoted_name(name)}!A")
    return Link(f'IF({ROW}=0,"",HYPERLINK({target}&{row},{literal(text)}))', text)


def _to_findings(view: View, findings: Table, lang: Lang) -> Link:
    """To the project's first row of 指摘; the findings themselves are a filter away.

    Listing some here would cost a search through all of 指摘 for each, on every change of the number.
    """
    numbers = span(findings, "#no")
    text = WORDS["view_findings"].format(findings=findings.sheet).pick(lang)
    row = f"IFERROR(ROW(INDEX({numbers},MATCH({_cell(view, '#no')},{numbers},0))),1)"
    count = "+".join(_cell(view, f"#{one}") for one in SEVERITIES)
    target = literal(f"#{quoted_name(findings.sheet)}!A")
    formula = f'IF({ROW}=0,"",IF({count}=0,"",HYPERLINK({target}&{row},{literal(text)})))'
    return Link(formula, text if any(_count(view, one) for one in SEVERITIES) else "")


def _message(view: View, what: str, cut: Link, lang: Lang) -> Link:
    def say(word: str) -> str:
        named = Text(what, what.replace("Project", "project"))
        return WORDS[word].format(what=named, list=view.listing.sheet).pick(lang)

    around = ("「", "」") if lang == "ja" else ('"', '"')
    unknown = f"{literal(around[0])}&{CHOSEN}&{literal(around[1] + say('view_unknown'))}"
    nothing = f'IF({CHOSEN}="",{literal(say("view_empty"))},{unknown})'
    formula = f'IF({ROW}=0,{nothing},IF({cut.formula}="",{literal(say("view_hint"))},{cut.formula}))'
    return Link(formula, cut.result or say("view_hint"))
