"""How the overview begins: what it is made of, the figures that matter in large, the other sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.finding import SEVERITIES
from xltool.report.master import tally
from xltool.report.master.board import LINE, WIDE, Board, quoted, sums, title
from xltool.report.master.drawing import span
from xltool.report.master.facts import Facts
from xltool.report.master.figures import LEFT
from xltool.report.master.listing import Listing, Table
from xltool.report.master.matter import Matter, Shown
from xltool.report.master.overview_words import PURPOSES, TOLD
from xltool.report.master.progress import findings_figure
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SEVERITY, SHEETS, WORDS
from xltool.report.spreadsheet import put
from xltool.standing import SETTLED, STATES
from xltool.text import Text

__all__ = ["draw_contents", "draw_head", "draw_tiles"]

_MOST_TILES = 7


@dataclass(frozen=True, kw_only=True)
class _Tile:
    word: str
    value: Shown
    formula: str | None = None  # None: nothing that changes
    colour: str = COLOURS["head"]
    to: Table | None = None  # where a click leads


def draw_head(board: Board, name: str, listings: Sequence[Listing], matter: Matter, facts: Facts) -> int:
    """The title, and a line each for the round, the files, the formulas."""
    board.height(0, 34)
    put(board.sheet, 0, LEFT, f"{name}　{WORDS['master'].pick(board.lang)}", board.style("title"))
    told: list[Text] = []
    if matter.campaign is not None:
        word = TOLD["campaign" if matter.as_of else "campaign_only"]
        told.append(word.format(campaign=matter.campaign, as_of=(matter.as_of or "")[:16].replace("T", " ")))
    read = WORDS["read"].format(files=matter.files, sheets=len(facts.records))
    unread = _unread(matter)
    if unread:
        more = WORDS["unread"].format(n=unread, sheet=SHEETS["unread"])
        read = Text(f"{read.ja}{more.ja}", f"{read.en} {more.en}")
    told.append(read)
    if listings:
        live = any(column.input for one in listings for column in one.columns)
        told.append(WORDS["how" if live else "how_plain"].format(sheet=listings[0].sheet))
    for at, fact in enumerate(told, start=1):
        board.height(at, 16)
        put(board.sheet, at, LEFT, fact.pick(board.lang), board.style("subtitle", font_size=10))
    board.height(len(told) + 1, 8)
    return len(told) + 2


def _unread(matter: Matter) -> int:
    return len({one.file for one in matter.unread})


def draw_tiles(board: Board, at: int, tables: Sequence[Table], matter: Matter, facts: Facts) -> int:
    """The figures that matter, large; each leads to the sheet that it comes from."""
    board.height(at, LINE + 2)
    board.height(at + 1, 34)
    board.height(at + 2, 10)
    tiles = _chosen(board, tables, matter, facts)
    for n in range(_MOST_TILES):
        col, width = (LEFT, 1) if n == 0 else (LEFT + 2 * n - 1, 2)
        if n >= len(tiles):  # the band goes on
            for row in (at, at + 1):
                for blank in (col, col + 1):
                    board.sheet.write_blank(row, blank, None, board.style("tile_word"))
            continue
        tile = tiles[n]
        ink = tile.colour if tile.value else COLOURS["soft"]
        word, figure = board.style("tile_word"), board.style("tile", font_color=ink, num_format="#,##0")
        if width > 1:
            board.sheet.merge_range(at, col, at, col + 1, "", word)
            board.sheet.merge_range(at + 1, col, at + 1, col + 1, "", figure)
        put(board.sheet, at, col, tile.word, word)
        if tile.to:
            changes = {"font_color": ink, "num_format": "#,##0"}
            board.link(at + 1, col, tile.to.sheet, "", "tile", **changes)
        if tile.formula is None:
            put(board.sheet, at + 1, col, tile.value, figure)
        else:
            board.sheet.write_formula(at + 1, col, tile.formula, figure, tile.value)
    return at + 3


def _chosen(board: Board, tables: Sequence[Table], matter: Matter, facts: Facts) -> list[_Tile]:
    """What there is room for; files that could not be read come before what is good to know."""
    listings = [one for one in tables if isinstance(one, Listing)]
    to = next((one for one in tables if one.name == "unread"), None)
    word, ink = WORDS["unread_files"].pick(board.lang), COLOURS["error_ink"]
    unread = [_Tile(word=word, value=_unread(matter), to=to, colour=ink)]
    counts, more = (
        [*_counts(board, tables, matter, facts)],
        [*_graded(board, listings), *_cost(board, listings)],
    )
    tiles = [*counts, *unread, *more] if matter.unread else [*counts, *more, *unread]
    return tiles[:_MOST_TILES]


def _counts(board: Board, tables: Sequence[Table], matter: Matter, facts: Facts) -> Iterator[_Tile]:
    by_name: dict[str, Table] = {one.name: one for one in reversed(tables)}
    status, findings = by_name.get("status"), by_name["findings"]
    listings = [one for one in tables if isinstance(one, Listing)]
    lang = board.lang
    if status:
        states, everything = span(status, "#state"), len(matter.standings)
        formula = f'=SUMPRODUCT(({span(status, "#project")}<>"")*1)'
        yield _Tile(word=TOLD["assignments"].pick(lang), value=everything, formula=formula, to=status)
        done = sum(one.state in SETTLED for one in matter.standings)
        formula = "=" + "+".join(f"COUNTIF({states},{quoted(STATES[one].pick(lang))})" for one in SETTLED)
        yield _Tile(word=TOLD["done"].pick(lang), value=done, formula=formula, to=status)
        late = sum(one.overdue for one in matter.standings)
        formula = f"=COUNTIF({span(status, '#overdue')},{quoted(WORDS['late'].pick(lang))})"
        word = TOLD["overdue"].pick(lang)
        yield _Tile(word=word, value=late, formula=formula, to=status, colour=COLOURS["query_ink"])
    else:
        to = listings[0] if listings else None
        yield _Tile(word=WORDS["sheets"].pick(lang), value=len(facts.records), to=to)
    for severity in SEVERITIES if not status else SEVERITIES[:2]:
        word, ink = SEVERITY[severity].pick(lang), COLOURS[f"{severity}_ink"]
        counted, value = findings_figure(findings, facts, severity, lang)
        yield _Tile(word=word, value=value, formula=counted, to=findings, colour=ink)


def _graded(board: Board, listings: Sequence[Listing]) -> Iterator[_Tile]:
    """How many sheets have the committee's first grade."""
    for own in listings[:1] if len(listings) == 1 else ():
        for one in own.columns:
            if one.input and one.labels:
                value = sum(1 for cell in own.kept[one.key] if cell not in (None, ""))
                formula = f'=SUMPRODUCT(({span(own, one.key)}<>"")*1)'
                word = TOLD["graded"].format(label=one.header).pick(board.lang)
                yield _Tile(word=word, value=value, formula=formula, to=own)
                return


def _cost(board: Board, listings: Sequence[Listing]) -> Iterator[_Tile]:
    """The base year's total; nothing where there are several forms, or none has costs."""
    if len(listings) != 1:
        return
    own, edition = listings[0], listings[0].edition
    base = [one for one in tally.totals(edition) if one.offset in (0, None) and own.at(one.id) is not None]
    if base:
        one = base[0]
        value = sums(own, one.id, own.kept[one.id], range(own.count))
        word = TOLD["cost" if one.unit else "cost_bare"].format(
            label=edition.row_label(one), year=edition.year_label(edition.year), unit=one.unit
        )
        yield _Tile(word=word.pick(board.lang), value=value, formula=f"=SUM({span(own, one.id)})", to=own)


def draw_contents(board: Board, at: int, names: Sequence[str], tables: Sequence[Table]) -> int:
    """A line for every other sheet: a link, how long it is, what it is for."""
    title(board, at, TOLD["contents"].pick(board.lang), WIDE)
    by_sheet = {one.sheet: one for one in tables}
    for row, name in enumerate(names, start=at + 1):
        table = by_sheet.get(name)
        board.link(row, LEFT, name, name, "entry_link")
        length = TOLD["rows"].format(n=f"{table.count:,}").pick(board.lang) if table else None
        put(board.sheet, row, LEFT + 1, length, board.style("entry", align="right"))
        purpose = PURPOSES.get(table.name if table else _key(name, board))
        said = purpose.pick(board.lang) if purpose else ""
        if table and table.whole is not None:
            more = TOLD["of_which"].format(all=f"{table.whole:,}", file=table.file or "")
            said = f"{more.pick(board.lang)} {said}"
        put(board.sheet, row, LEFT + 2, said, board.style("entry"))
        for col in range(LEFT + 3, LEFT + WIDE):
            board.sheet.write_blank(row, col, None, board.style("entry"))
    return at + len(names) + 2


def _key(name: str, board: Board) -> str:
    """Which of the sheets that hold no table this is; with several forms its name goes on."""
    return next((key for key, word in SHEETS.items() if name.startswith(word.pick(board.lang))), "")
