"""What only a workbook that is given back holds: its findings' own rows, and the marks of flagged cells.

The marks follow what the department does: a list on ``_meta`` compares every flagged cell with what it held,
the rows of the check sheet count what is still the same, and a mark goes out with its last open finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xltool.book.a1 import address
from xltool.book.assignment import Assignment, Listed
from xltool.book.blank import Blank
from xltool.book.cellxml import Slot, cell_xml, escape, formula_xml, height_xml
from xltool.book.checkdraw import check_row_points
from xltool.book.checkplan import EXPLAIN, LINK, MARK, MESSAGE, RULE, SEVERITY, TITLE, VERDICT, own_rule
from xltool.book.checksheet import BROKEN, QUIET
from xltool.book.heights import MAX_ROW
from xltool.book.marks import HELD, SAME, SHOWS
from xltool.book.ownrows import is_open
from xltool.book.wording import WORDS, Words
from xltool.formula import ExcelError

__all__ = ["Returned", "mark_rows", "stamp_own_rows"]

_HEADING = 20.0  # points


@dataclass(frozen=True, kw_only=True)
class Returned:
    """The findings of one form sheet, sorted for stamping."""

    blank: Blank
    number: int  # of the form sheet in its workbook
    title: str  # of its tab
    one: Assignment
    rows: Sequence[Listed]  # those with a row of their own
    further: int  # how many do not fit
    live: frozenset[str]  # rules that are broken on the sheet's own showing
    held: Mapping[str, object] = field(default_factory=dict)  # flagged cells and what is stamped into them

    @property
    def words(self) -> Words:
        return WORDS[self.blank.edition.form.language]

    @property
    def flagged(self) -> list[str]:
        """Cells that are marked, each once."""
        return list(dict.fromkeys(key for one in self.one.findings for key in self.marked(one)))

    def marked(self, one: Listed) -> tuple[str, ...]:
        """The cells that a finding marks; none that nobody can type in, if the fresh workbook healed it."""
        fields = self.blank.edition.form.fields
        if one.severity == "note" or one.state == "settled":
            return ()
        return tuple(key for key in one.fields if one.state == "open" or not fields[key].locked)

    def row_of(self, one: Listed) -> int | None:
        """The row (from 0) of a finding on the check sheet; None for what does not fit."""
        plan = self.blank.plan
        for i, own in enumerate(self.rows):
            if own is one:
                return plan.own(self.number) + 1 + i
        return plan.row(one.rule, self.number) if one.rule in self.live else None

    def is_own(self, one: Listed) -> bool:
        return any(own is one for own in self.rows)


# -- rows of the check sheet --------------------------------------------------------------------------------


def stamp_own_rows(pieces: list[bytes], told: Returned) -> None:
    """Write the findings' own rows into the check sheet's pieces, and show them with their headings."""
    if not told.rows:
        return
    template, plan, number = told.blank.check, told.blank.plan, told.number
    own, live = plan.own(number), plan.live(number)
    for row in (own, live):
        _show(pieces, told, row, _HEADING)
    if told.further:
        _show(pieces, told, live - 1, _HEADING)
        slot = template.slots[address(live, MARK + 1)]
        before, after = told.words.further
        pieces[slot.piece] = cell_xml(slot, f"{before}{told.further}{after}")
    for i, one in enumerate(told.rows):
        row = own + 1 + i
        cells = b"".join(_own_row(told, one, row))
        said = told.one.explanations.get(one.rule, "")
        height = min(MAX_ROW, check_row_points(_message(one), said, one.title))
        whole = b'<row r="%d"' % (row + 1) + height_xml(height) + cells
        if row + 1 in template.bare:
            pieces[template.bare[row + 1]] = whole + b"</row>"
            continue
        pieces[template.rows[row + 1][0]] = whole
        for column in range(VERDICT + 2):
            pieces[template.slots[address(row + 1, column + 1)].piece] = b""


def _show(pieces: list[bytes], told: Returned, row: int, height: float) -> None:
    piece, head = told.blank.check.rows[row + 1]
    pieces[piece] = head.replace(b' hidden="1"', b"") + height_xml(height)


def _message(one: Listed) -> str:
    return f"{one.message}\n→ {one.remedy}" if one.remedy else one.message


def _own_row(told: Returned, one: Listed, row: int) -> Iterator[bytes]:
    words, template = told.words, told.blank.check
    said = told.one.explanations.get(one.rule)
    drawn = told.blank.plan.own(told.number) + (2 if one.severity == "query" or said else 3)

    def slot(column: int) -> Slot:
        at = address(row + 1, column + 1).encode()
        return template.slots[address(drawn, column + 1)]._replace(ref=at)

    mark, formula = _mark(told, one)
    yield formula_xml(slot(MARK), mark, formula) if formula else cell_xml(slot(MARK), mark)
    yield cell_xml(slot(SEVERITY), words.severity[one.severity] if one.state != "settled" else "－")
    yield cell_xml(slot(TITLE), one.title)
    yield cell_xml(slot(MESSAGE), _message(one))
    target, shown = _target(told, one)
    link = escape(f'HYPERLINK("#{target}","{shown}")') if target else None
    yield formula_xml(slot(LINK), shown, link) if link else cell_xml(slot(LINK), None)
    yield cell_xml(slot(EXPLAIN), said)
    yield cell_xml(slot(RULE), own_rule(told.number, one.rule))
    here, why = address(row + 1, MARK + 1), address(row + 1, EXPLAIN + 1)
    if one.severity == "error":
        counts = {VERDICT: f'IF({here}="{BROKEN}",1,0)'}
    elif one.severity == "query":
        counts = {VERDICT + 1: f'IF(AND({here}="{BROKEN}",{why}=""),1,0)'}
    else:
        counts = {}
    for column, count in counts.items():
        yield formula_xml(slot(column), float(is_open(one, told.one.explanations)), escape(count))


def _mark(told: Returned, one: Listed) -> tuple[str, bytes | None]:
    """What the row's first cell shows, and the formula that keeps it true."""
    words = told.words
    if one.state == "settled":
        return QUIET, None
    if one.severity == "note":
        return "－", None
    if one.state != "open":
        return words.moved if one.state == "moved" else words.healed, None
    entries = {key: i for i, key in enumerate(told.flagged)}
    rows = [told.blank.marks.row(told.number, entries[key]) for key in told.marked(one)]
    if not rows:
        return BROKEN, None
    same = ",".join(f"_meta!{address(row, SAME, absolute=True)}" for row in rows)
    left = f"SUM({same})<{len(rows)}" if one.together else f"SUM({same})=0"
    return BROKEN, escape(f'IF({left},"{words.changed}","{BROKEN}")')


def _target(told: Returned, one: Listed) -> tuple[str, str]:
    """Where the row's link leads, and what it says: to the first cell, or to what stood beside the form."""
    words, blank = told.words, told.blank
    if one.fields:
        scope = "" if len(blank.titles) == 1 else f"'{told.title}'!"
        return scope + blank.edition.form.fields[one.fields[0]].defined_name, words.go
    if one.state == "moved":
        return f"'{words.notes}'!A1", words.see_notes
    return "", ""


# -- the marks ----------------------------------------------------------------------------------------------


def mark_rows(told: Returned) -> Iterator[tuple[int, int, bytes]]:
    """Cells of ``_meta`` with their row and column: the list of flagged cells, the picture of the marks."""
    plan, number, blank = told.blank.marks, told.number, told.blank
    for i, key in enumerate(told.flagged):
        row = plan.row(number, i)
        content = told.held.get(key)
        same = not isinstance(content, ExcelError)
        held, is_same, shows = (address(row, column, absolute=True) for column in (HELD, SAME, SHOWS))
        here = f"'{told.title}'!{address(*blank.cells[key], absolute=True)}"
        yield row, HELD, cell_xml(_slot(row, HELD), content if same else None)  # type: ignore[arg-type]
        yield row, SAME, _formula(row, SAME, float(same), f"IFERROR(IF(EXACT({here},{held}),1,0),0)")
        shown, conditions = _shows(told, key)
        if not same:
            shown = 0.0
        error, query = conditions
        yield row, SHOWS, _formula(row, SHOWS, shown, f"IF({is_same}=0,0,IF({error},1,IF({query},2,0)))")
        area = blank.layout.fields[key]
        at = plan.place(number, area.row, area.col)
        yield *at, _formula(*at, shown, shows)


def _slot(row: int, column: int) -> Slot:
    return Slot(0, address(row, column).encode(), b"0", None)


def _formula(row: int, column: int, shown: float, text: str) -> bytes:
    return formula_xml(_slot(row, column), shown, escape(text))


def _shows(told: Returned, key: str) -> tuple[float, tuple[str, str]]:
    """How a flagged cell is marked at first, and when it is so: conditions for an error and for a query."""
    sheet = told.words.check
    met: dict[str, list[str]] = {"error": [], "query": []}
    now: set[str] = set()
    for one in told.one.findings:
        if key not in told.marked(one):
            continue
        row, parts = told.row_of(one), []
        if row is not None and not told.is_own(one):
            parts.append(f"'{sheet}'!{address(row + 1, MARK + 1, absolute=True)}=\"{BROKEN}\"")
        if row is not None and one.severity == "query":
            parts.append(f"'{sheet}'!{address(row + 1, EXPLAIN + 1, absolute=True)}=\"\"")
        met[one.severity].append(f"AND({','.join(parts)})" if parts else "TRUE")
        if one.severity == "error" or row is None or not told.one.explanations.get(one.rule):
            now.add(one.severity)
    shown = 1.0 if "error" in now else 2.0 if "query" in now else 0.0
    error, query = (
        "TRUE" if "TRUE" in some else f"OR({','.join(some)})" if some else "FALSE" for some in met.values()
    )
    return shown, (error, query)
