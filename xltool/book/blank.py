"""A drawn blank: its sheets in pieces, and everything that is the same in every workbook made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from xltool.book.a1 import address
from xltool.book.celltext import cell_value
from xltool.book.cellxml import content_xml, formula_xml, head_xml, height_xml
from xltool.book.checkplan import LINK, MARK, MESSAGE, VERDICT, CheckPlan
from xltool.book.checksheet import QUIET, CheckSheet
from xltool.book.entry import ime_mode
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW, IDENTITY_ROW
from xltool.book.hidden import Look
from xltool.book.linebreaks import may_wrap
from xltool.book.lists import ListSheet
from xltool.book.marks import MarkPlan
from xltool.book.meta import issued_fields
from xltool.book.pen import Pen
from xltool.book.room import fit, text_widths
from xltool.book.template import Template, take_apart
from xltool.book.zipped import Part, deflate, parts_of
from xltool.form import Edition, Field, Layout, Value

__all__ = ["Blank", "open_blank"]

_VALIDATION = re.compile(rb'<dataValidation ([^>]*?)sqref="([A-Z]+\d+)"')


@dataclass(frozen=True, eq=False)
class Blank:
    """One form, base year and number of sheets, drawn; ``stamp`` makes workbooks of it."""

    edition: Edition
    layout: Layout
    lists: ListSheet
    checks: CheckSheet
    plan: CheckPlan
    titles: tuple[str, ...]
    cells: dict[str, tuple[int, int]]  # field -> row and column on a form sheet
    order: tuple[str, ...]  # part names
    fixed: dict[str, Part]  # parts that never change, deflated
    texts: dict[str, bytes]  # workbook, app and core parts, patched per workbook
    forms: tuple[Template, ...]
    check: Template
    more: Template
    notes: Template
    meta: Template
    marks: MarkPlan
    styles: dict[Look, bytes]  # cell styles

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Field -> A1 address on a form sheet."""
        return {key: address(*at) for key, at in self.cells.items()}

    @cached_property
    def shown(self) -> dict[str, Value]:
        """Field that somebody may fill in -> what its cell shows while it is empty."""
        return {
            one.id: cell_value(self.edition, one, None)
            for one in self.edition.form.fields.values()
            if one.formula is None
        }

    @cached_property
    def long(self) -> dict[str, str]:
        """Of these, the texts that may take several lines."""
        widths = text_widths(self.edition)
        return {
            key: text
            for key, text in self.shown.items()
            if isinstance(text, str) and may_wrap(text, widths[key])
        }

    @cached_property
    def empty_forms(self) -> tuple[Template, ...]:
        """The form sheets with nothing filled in, their rows as tall as that takes."""
        return tuple(map(self._empty_form, self.forms))

    def _empty_form(self, form: Template) -> Template:
        pieces = list(form.pieces)
        for key, value in self.shown.items():
            if value is not None:
                piece, head = self.inputs[key]
                pieces[piece] = head + content_xml(value)
        for row, height in enumerate(self.heights, start=FIRST_ROW):
            piece, head = form.rows[row]
            pieces[piece] = head + height_xml(height)
        return replace(form, pieces=tuple(pieces))

    @cached_property
    def heights(self) -> list[float]:
        """Points of every row of an empty form sheet, from the top of the canvas down."""
        return fit(self.edition, self.shown)[0]

    @cached_property
    def inputs(self) -> dict[str, tuple[int, bytes]]:
        """Field that may be filled in -> the piece of its cell, and the cell's beginning."""
        slots, fields = self.forms[0].slots, self.edition.form.fields  # every form sheet has the same cells
        return {key: (slots[self.addresses[key]].piece, self._head(fields[key])) for key in self.shown}

    def _head(self, one: Field) -> bytes:
        fixed = one.prefill == "locked"
        slot = self.forms[0].slots[self.addresses[one.id]]
        return head_xml(slot, self.styles[Look(one.id, fixed, False)] if fixed else None)

    @cached_property
    def issued(self) -> tuple[str, ...]:
        """The fields whose issued value ``_meta`` keeps, in the order of its rows."""
        return issued_fields(self.edition)

    @cached_property
    def parameters(self) -> dict[str, Value]:
        """Those of the edition that have a value."""
        return {key: value for key, value in self.edition.parameters.items() if value is not None}

    @cached_property
    def quiet_check(self) -> Template:
        """The check sheet with nothing broken: what is broken is stamped over it."""
        pieces = list(self.check.pieces)
        for number in range(len(self.titles)):
            for row in (self.plan.top(number), self.plan.own(number)):
                for column in (VERDICT, VERDICT + 1):
                    slot = self.check.slots[address(row + 1, column + 1)]
                    pieces[slot.piece] = formula_xml(slot, 0.0)
            for check in self.checks.checks:
                row = self.plan.row(check.rule, number)
                columns: dict[int, object] = {MARK: QUIET, MESSAGE: "", LINK: ""} if check.live else {}
                columns |= {VERDICT + i: 0.0 for i in range(len(check.verdicts))}
                for column, result in columns.items():
                    slot = self.check.slots[address(row + 1, column + 1)]
                    pieces[slot.piece] = formula_xml(slot, result)
        return replace(self.check, pieces=tuple(pieces))


def open_blank(workbook: bytes, pen: Pen, looks: dict[Look, tuple[int, int]], marks: MarkPlan) -> Blank:
    """Take a workbook apart that ``draw`` has just written."""
    contents = parts_of(workbook)
    count = len(pen.titles)
    names = [f"xl/worksheets/sheet{i + 1}.xml" for i in range(count + 6)]
    stamped = [address(*at) for at in (*pen.cells.values(), pen.plan.counter, (IDENTITY_ROW, FIRST_COLUMN))]
    forms = tuple(take_apart(name, _with_ime(contents[name], pen)).only(stamped) for name in names[:count])
    assert len({tuple(slot.piece for slot in form.slots.values()) for form in forms}) == 1
    check, more, notes, guide, lists, meta = names[count:]
    templates = {name: take_apart(name, contents[name]) for name in (check, more, notes, meta)}
    templates[check] = templates[check].apart(pen.plan.top(number) + 1 for number in range(count))
    texts = {name: contents[name] for name in ("xl/workbook.xml", "docProps/app.xml", "docProps/core.xml")}
    changing = {*names[:count], *templates, *texts}
    assert {guide, lists} <= contents.keys()
    return Blank(
        edition=pen.edition,
        layout=pen.layout,
        lists=pen.lists,
        checks=pen.checks,
        plan=pen.plan,
        titles=pen.titles,
        cells=pen.cells,
        order=tuple(contents),
        fixed={name: deflate(name, content, 9) for name, content in contents.items() if name not in changing},
        texts=texts,
        forms=forms,
        check=templates[check],
        more=templates[more],
        notes=templates[notes],
        meta=templates[meta],
        marks=marks,
        styles={look: templates[meta].slots[address(*at)].style for look, at in looks.items()},
    )


def _with_ime(content: bytes, pen: Pen) -> bytes:
    """Put the input method into the validations, which XlsxWriter cannot write."""
    modes = {address(*pen.cells[one.id]): ime_mode(one) for one in pen.edition.form.fields.values()}

    def patch(match: re.Match[bytes]) -> bytes:
        mode = modes.get(match[2].decode())
        ime = b'imeMode="%s" ' % mode.encode() if mode else b""
        return b'<dataValidation %s%ssqref="%s"' % (match[1], ime, match[2])

    return _VALIDATION.sub(patch, content)
