"""How far the round is, on the overview: states, findings, decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xltool.finding import SEVERITIES, Severity
from xltool.report.master.board import Board, Picture, heads, title
from xltool.report.master.charts import axes, chart, series, told
from xltool.report.master.drawing import span
from xltool.report.master.facts import Facts
from xltool.report.master.figures import LEFT, cells
from xltool.report.master.listing import Table
from xltool.report.master.matter import Matter
from xltool.report.master.overview_words import TOLD
from xltool.report.master.remarks import explained, progress_of
from xltool.report.master.rows import beyond
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SEVERITY, WORDS
from xltool.report.spreadsheet import put
from xltool.standing import STATES, State
from xltool.text import Lang

__all__ = ["draw_findings", "draw_states", "findings_figure"]

_PROGRESS = ("open", "given", "accepted", "refused", "lapsed")
_COLOURS: dict[State, str] = {
    "not_sent": "#98A2B3",
    "sent": "#98A2B3",
    "untouched": "#98A2B3",
    "errors": COLOURS["error_ink"],
    "queries": "#D98E2B",
    "given_back": "#E9B44C",
    "accepted": COLOURS["head"],
    "not_applicable": "#5B8DB8",
    "withdrawn": "#C3CCD8",
}


def draw_states(board: Board, at: int, status: Table, matter: Matter) -> int:
    """A row per state with its share; the chart shows the same."""
    name = TOLD["states"].pick(board.lang)
    title(board, at, name, 3)
    heads(board, at + 1, [WORDS["state"].pick(board.lang), *_words(board, "count", "share")])
    tallied = Counter(one.state for one in matter.standings)
    first, everything = at + 2, len(matter.standings)
    last = first + len(STATES)
    total = cells(last, LEFT + 1, last, LEFT + 1).split(":")[0]
    for row, (state, word) in enumerate(STATES.items(), start=first):
        board.link(row, LEFT, status.sheet, word.pick(board.lang), "row_link")
        own = f"$B${row + 1}"
        board.formula(row, LEFT + 1, f"=COUNTIF({span(status, '#state')},{own})", tallied[state])
        share = tallied[state] / everything if everything else None
        formula = f'=IF({total}=0,"",$C${row + 1}/{total})'
        board.formula(row, LEFT + 2, formula, share, num_format='0%_);;"–"_)')
    put(board.sheet, last, LEFT, WORDS["total"].pick(board.lang), board.style("total", align="left"))
    board.formula(last, LEFT + 1, f"=SUM({cells(first, LEFT + 1, last - 1, LEFT + 1)})", everything, "total")
    board.sheet.write_blank(last, LEFT + 2, None, board.style("total"))
    made = chart(board, {"type": "bar"}, name, legend=False)
    points = [{"fill": {"color": _COLOURS[state]}} for state in STATES]
    where = (first, LEFT, last - 1, LEFT), (first, LEFT + 1, last - 1, LEFT + 1)
    made.add_series(series(board, *where, (at + 1, LEFT + 1), COLOURS["head"], points=points, gap=45))
    axes(board, made, bars=True, values_shown=False)
    pairs = [(word.pick(board.lang), tallied[state]) for state, word in STATES.items() if tallied[state]]
    board.pictures.append(Picture(chart=made, words=told(name, pairs)))
    return last + 2


def draw_findings(board: Board, at: int, findings: Table, matter: Matter, facts: Facts, left: int) -> int:
    """Severities down; what has become of the queries across."""
    title(board, at, TOLD["findings"].pick(board.lang), 2 + len(_PROGRESS), left)
    states = [WORDS[f"finding_{one}"].pick(board.lang) for one in _PROGRESS]
    heads(board, at + 1, [WORDS["severity"].pick(board.lang), *_words(board, "count"), *states], left)
    tallied = _tallied(matter, facts)
    for row, severity in enumerate(SEVERITIES, start=at + 2):
        word = SEVERITY[severity].pick(board.lang)
        board.link(row, left, findings.sheet, word, "row_link", bg_color=COLOURS[severity], bold=True)
        _figure(board, row, left + 1, _formula(findings, word), facts.totals[severity], facts)
        for col, (state, label) in enumerate(zip(_PROGRESS, states, strict=True), start=left + 2):
            if severity != "query":
                board.sheet.write_blank(row, col, None, board.style("figure", bg_color=COLOURS["computed"]))
                continue
            formula = _formula(findings, word, label)
            _figure(board, row, col, formula, tallied[state], facts)
    end = at + 2 + len(SEVERITIES)
    if not _fits(facts):
        put(board.sheet, end, left, TOLD["more_than_fits"].pick(board.lang), board.style("note"))
        end += 1
    return end + 1


def findings_figure(findings: Table, facts: Facts, severity: Severity, lang: Lang) -> tuple[str | None, int]:
    """How many findings of that severity, and the formula; None where the sheet does not hold all of them."""
    formula = _formula(findings, SEVERITY[severity].pick(lang))
    return (formula if _fits(facts) else None), facts.totals[severity]


def _formula(findings: Table, severity: str, progress: str | None = None) -> str:
    here = f'{span(findings, "#severity")},"{severity}"'
    return f"=COUNTIFS({here}" + (f',{span(findings, "#progress")},"{progress}")' if progress else ")")


def _figure(board: Board, row: int, col: int, formula: str, value: int, facts: Facts) -> None:
    if _fits(facts):
        board.formula(row, col, formula, value)
    else:
        put(board.sheet, row, col, value, board.style("figure", num_format="#,##0"))


def _fits(facts: Facts) -> bool:
    return beyond(sum(facts.totals.values())) is None


def _tallied(matter: Matter, facts: Facts) -> Counter[str | None]:
    """How many queries are at which point."""
    states = explained(matter)
    return Counter(
        progress_of(one, facts.records[at] if at is not None else None, states)
        for one, at in zip(matter.blocks.findings(), facts.owners, strict=True)
    )


def _words(board: Board, *keys: str) -> Sequence[str]:
    return [TOLD[key].pick(board.lang) for key in keys]
