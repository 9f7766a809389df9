"""The check sheet of a workbook, stamped: what each form sheet breaks, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from xltool.book.a1 import address
from xltool.book.blank import Blank
from xltool.book.cellxml import MAX_TEXT, cell_xml, formula_xml, height_xml
from xltool.book.checkdraw import check_row_points
from xltool.book.checkplan import EXPLAIN, LINK, MARK, MESSAGE, VERDICT
from xltool.book.checksheet import BROKEN
from xltool.book.computed import Computed
from xltool.book.filling import check_length
from xltool.book.heights import MAX_ROW
from xltool.book.meta import Identity
from xltool.book.returned import Returned, stamp_own_rows
from xltool.book.template import Template
from xltool.book.wording import WORDS

__all__ = ["check_sheet"]


def check_sheet(
    blank: Blank,
    titles: Mapping[str, str],
    back: Sequence[Returned],
    identities: Sequence[Identity],
    computed: Computed,
    at: int,
) -> list[bytes]:
    """Its blocks. ``at``: which of the computed sheets is the workbook's first; ``titles``: tab names."""
    template, plan = blank.quiet_check.titled(titles), blank.plan
    go = WORDS[blank.edition.form.language].go
    pieces = list(template.pieces)

    def put(row: int, col: int, result: object) -> None:
        slot = template.slots[address(row + 1, col + 1)]
        pieces[slot.piece] = formula_xml(slot, result)

    for number, told in enumerate(back):
        top, i, one = plan.top(number), at + number, told.one
        for k, severity in enumerate(("error", "query")):
            for row, key in ((plan.own(number), "#own"), (top, "#open")):
                if count := computed.result(f"{key}:{severity}", i):
                    put(row, VERDICT + k, count)
        stamp_own_rows(pieces, told)
        heading = template.slots[address(top + 1, 1)]
        name = " ".join(p for p in (identities[number].project, identities[number].name) if p)
        pieces[heading.piece] = cell_xml(heading, name[:MAX_TEXT] or blank.edition.title)
        broken = computed.breaks.get(i, ())
        for check, verdicts, message in broken:
            row = plan.row(check.rule, number)
            put(row, MARK, BROKEN)
            put(row, MESSAGE, message)
            put(row, LINK, go)
            for k in verdicts:
                put(row, VERDICT + k, 1.0)
        said_of = one.explanations
        explained = [check for check in blank.checks.checks if said_of.get(check.rule)] if said_of else []
        for check in explained:
            said = one.explanations[check.rule]
            check_length(said, partial(str, check.title))
            slot = template.slots[address(plan.row(check.rule, number) + 1, EXPLAIN + 1)]
            pieces[slot.piece] = cell_xml(slot, said)
        shown = {check.rule: message for check, _, message in broken}
        shown |= {check.rule: computed.message(check, i) for check in explained}
        for rule, message in shown.items():
            _fit_check_row(pieces, template, plan.row(rule, number), message, said_of.get(rule))
    return template.cut(pieces)


def _fit_check_row(pieces: list[bytes], template: Template, row: int, message: str, said: str | None) -> None:
    piece, head = template.rows[row + 1]
    wants = check_row_points(message, said or "")
    pieces[piece] = head + height_xml(min(MAX_ROW, wants))
