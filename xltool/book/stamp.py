"""Fill copies of a blank: patch the sheet parts, copy the rest raw. Same input, same bytes.

Everything that produces a department's workbook goes through here: blank, prefilled, given back, next year's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xltool.book.a1 import address
from xltool.book.assignment import Assignment
from xltool.book.blank import Blank
from xltool.book.cellxml import (
    cell_xml,
    escape_attribute,
    formula_xml,
    height_xml,
)
from xltool.book.checkstamp import check_sheet
from xltool.book.computed import Computed, compute
from xltool.book.deflating import Packer
from xltool.book.filling import Filled, fill
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW, IDENTITY_ROW
from xltool.book.hidden import Look
from xltool.book.meta import Identity, identity_line
from xltool.book.metastamp import meta_sheet, more_sheet, notes_sheet
from xltool.book.ownrows import own_rows
from xltool.book.pages import breaks_xml, page_breaks, page_room
from xltool.book.pen import IDENTITY_TOKEN, PROJECT_TOKEN
from xltool.book.returned import Returned
from xltool.book.room import Overflow, fit, line_counts
from xltool.book.template import Template, titled
from xltool.book.wording import WORDS
from xltool.book.zipped import deflate_blocks, join
from xltool.errors import CannotWork
from xltool.form import Value
from xltool.text import Text

__all__ = ["identity_of", "stamp", "stamp_many", "stamp_mixed"]

_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\'\"&<>\x00-\x1f]")


def stamp(blank: Blank, assignments: Sequence[Assignment]) -> bytes:
    """One workbook, with as many form sheets as the blank was drawn for."""
    return next(stamp_many(blank, [assignments]))


def stamp_many(blank: Blank, books: Sequence[Sequence[Assignment]]) -> Iterator[bytes]:
    """Many workbooks; their formulas are evaluated all together."""
    return stamp_mixed(lambda _: blank, books)


def stamp_mixed(blank_for: Callable[[int], Blank], books: Sequence[Sequence[Assignment]]) -> Iterator[bytes]:
    """Workbooks of any number of sheets; ``blank_for`` gives the edition's blank for a number of them."""
    blanks = [blank_for(len(book)) for book in books]
    for blank, book in zip(blanks, books, strict=True):
        if len(book) != len(blank.titles):
            raise CannotWork(
                Text(
                    f"この白紙は {len(blank.titles)} 件用です（{len(book)} 件が渡されました）。",
                    f"This blank holds {len(blank.titles)} sheets, not {len(book)}.",
                )
            )
    flat = [one for book in books for one in book]
    if not flat:
        return
    computed = compute(blanks[0], flat)  # every blank of an edition has the same formulas, and the same cells
    entries, wrong = _entries(blanks[0], flat, computed)
    at = 0
    for blank, book in zip(blanks, books, strict=True):
        if wrong is not None and at + len(book) > len(entries):
            raise wrong
        yield _workbook(blank, book, computed, entries, at)
        at += len(book)


def identity_of(blank: Blank, one: Assignment, values: Mapping[str, Value]) -> Identity:
    roles = blank.edition.form.identity

    def text(key: str | None) -> str | None:
        value = values.get(key) if key else None
        return None if value is None or value == "" else str(value)

    return Identity(
        form=blank.edition.form.id,
        version=blank.edition.form.version,
        year=blank.edition.year,
        campaign=one.campaign,
        project=text(roles.project),
        name=text(roles.name),
        department=text(roles.department),
        issue=one.issue,
        check=one.check,
        parameters=blank.parameters,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entries:
    """What somebody may fill in on one form sheet."""

    filled: Mapping[str, Filled]  # what is written into input cells
    long: Mapping[str, Value]  # the texts that may take several lines
    lines: Mapping[str, int]  # how many those take


def _entries(
    blank: Blank, flat: Sequence[Assignment], computed: Computed
) -> tuple[list[_Entries], CannotWork | None]:
    """Of all sheets, up to the first that cannot be made, and why it cannot."""
    filled: list[dict[str, Filled]] = []
    wrong = None
    try:
        for one, values in zip(flat, computed.inputs, strict=True):
            filled.append(fill(blank, one, values))
    except CannotWork as error:
        wrong = error
    long = [_long(blank, one) for one in filled]
    sheets = zip(filled, long, line_counts(blank.edition, long), strict=True)
    return [_Entries(filled=one, long=texts, lines=lines) for one, texts, lines in sheets], wrong


def _long(blank: Blank, filled: Mapping[str, Filled]) -> dict[str, Value]:
    """The texts of a form sheet that may take several lines."""
    empty: dict[str, Value] = {key: text for key, text in blank.long.items() if key not in filled}
    return empty | {key: content for key, (content, _, long) in filled.items() if long}


def _workbook(
    blank: Blank, book: Sequence[Assignment], computed: Computed, entries: Sequence[_Entries], at: int
) -> bytes:
    contents, usual, packer = _contents(blank, book, computed, entries, at), _usual(blank), Packer()
    return join(
        blank.fixed[name]
        if name in blank.fixed
        else deflate_blocks(name, contents[name], usual.get(name, ()), packer)
        for name in blank.order
    )


@lru_cache(maxsize=8)
def _usual(blank: Blank) -> Mapping[str, Sequence[bytes]]:
    """Part -> its blocks where nothing is filled in and no rule is broken: many are the same everywhere."""
    empty = [Assignment(values={})] * len(blank.titles)
    check, computed = blank.quiet_check, compute(blank, empty)
    entries, _ = _entries(blank, empty, computed)
    return _contents(blank, empty, computed, entries, 0) | {check.name: check.cut(list(check.pieces))}


def _contents(
    blank: Blank, book: Sequence[Assignment], computed: Computed, entries: Sequence[_Entries], at: int
) -> dict[str, list[bytes]]:
    """The parts that are stamped, in blocks."""
    values = [computed.inputs[at + i] for i in range(len(book))]
    identities = [identity_of(blank, one, v) for one, v in zip(book, values, strict=True)]
    titles = _titles(blank, identities)
    contents: dict[str, list[bytes]] = {}
    overflows: list[Overflow] = []
    back: list[Returned] = []
    for number, one in enumerate(book):
        template = blank.empty_forms[number].titled(titles)
        sheet = _Sheet(
            blank=blank,
            number=number,
            identity=identities[number],
            entries=entries[at + number],
            computed=computed,
            i=at + number,
        )
        content, over = _form_sheet(sheet, template)
        contents[template.name] = content
        overflows.extend(over)
        back.append(_returned(sheet, one, titles))
    contents[blank.check.name] = check_sheet(blank, titles, back, identities, computed, at)
    contents[blank.meta.name] = meta_sheet(
        blank, back, identities, values, [one.filled for one in entries[at : at + len(book)]]
    )
    contents[blank.more.name] = [more_sheet(blank, titles, overflows)]
    contents[blank.notes.name] = [notes_sheet(blank, back, identities)]
    description = _description(identities)
    for name, text in blank.texts.items():
        contents[name] = [titled(text, titles).replace(IDENTITY_TOKEN.encode(), description)]
    words = WORDS[blank.edition.form.language]
    for shown in (overflows and words.more, any(one.leftovers for one in book) and words.notes):
        if shown:
            hidden = rb'(<sheet name="%s" sheetId="\d+") state="hidden"' % re.escape(shown.encode())
            contents["xl/workbook.xml"] = [re.sub(hidden, rb"\1", contents["xl/workbook.xml"][0])]
    return contents


def _titles(blank: Blank, identities: Sequence[Identity]) -> dict[str, str]:
    """Tab names of several form sheets: the project numbers, unique and as Excel allows them."""
    if len(blank.titles) == 1:
        return {}
    words = WORDS[blank.edition.form.language]
    taken = {words.check, words.guide, words.more, words.notes, "_lists", "_meta"}
    titles: dict[str, str] = {}
    for i, identity in enumerate(identities, start=1):
        wanted = _BAD_IN_TITLE.sub("", identity.project or "")[:24].strip() or f"{words.form}{i}"
        title, again = wanted, 2
        while title.casefold() in {t.casefold() for t in taken}:
            title, again = f"{wanted} ({again})", again + 1
        taken.add(title)
        titles[blank.titles[i - 1]] = title
    return titles


def _description(identities: Sequence[Identity]) -> bytes:
    return escape_attribute("\n".join(identity_line(identity) for identity in identities))


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """One form sheet on its way into a workbook."""

    blank: Blank
    number: int  # in its workbook
    identity: Identity
    entries: _Entries
    computed: Computed
    i: int  # which of the computed ones it is


def _form_sheet(sheet: _Sheet, template: Template) -> tuple[list[bytes], list[Overflow]]:
    blank, edition, computed, i = sheet.blank, sheet.blank.edition, sheet.computed, sheet.i
    pieces = list(template.pieces)
    heights, overflows = fit(edition, sheet.entries.long, sheet.entries.lines, number=sheet.number)
    inputs = blank.inputs
    for key, (_, content, _) in sheet.entries.filled.items():
        piece, head = inputs[key]
        pieces[piece] = head + content
    for over in overflows:
        one, slot = edition.form.fields[over.field], template.slots[blank.addresses[over.field]]
        fixed = one.prefill == "locked" or one.owner == "committee"
        style = blank.styles[Look(one.id, fixed, True)]
        pieces[slot.piece] = cell_xml(slot, sheet.entries.long[one.id], style)
    for key in edition.formulas:
        slot = template.slots[blank.addresses[key]]
        pieces[slot.piece] = formula_xml(slot, computed.result(key, i))
    counter = template.slots[address(*blank.plan.counter)]
    pieces[counter.piece] = formula_xml(counter, computed.result("#counter", i))
    line = template.slots[address(IDENTITY_ROW, FIRST_COLUMN)]
    pieces[line.piece] = cell_xml(line, identity_line(sheet.identity))
    for row, (height, usual) in enumerate(zip(heights, blank.heights, strict=True), start=FIRST_ROW):
        if height != usual:
            piece, head = template.rows[row]
            pieces[piece] = head + height_xml(height)
    if template.breaks is not None:
        room = page_room(edition.form.canvas, landscape=edition.form.landscape)
        pieces[template.breaks] = breaks_xml(page_breaks(blank.layout, heights, room))
    for piece in template.tokens:
        label = escape_attribute(" ".join((sheet.identity.project or "").split())[:40].replace("&", "&&"))
        pieces[piece] = pieces[piece].replace(PROJECT_TOKEN.encode(), label)
    return template.cut(pieces), overflows


def _returned(sheet: _Sheet, one: Assignment, titles: Mapping[str, str]) -> Returned:
    """The findings that come with a sheet, told apart by whether the sheet itself shows them."""
    blank, computed, i = sheet.blank, sheet.computed, sheet.i
    live = frozenset(found.rule for found in one.findings if computed.broken(found.rule, i))
    rows, further = own_rows(one.findings, live.__contains__)
    title = blank.titles[sheet.number]
    fields = {key for found in one.findings for key in found.fields}
    held = {key: _held(sheet, key) for key in fields}
    return Returned(
        blank=blank,
        number=sheet.number,
        title=titles.get(title, title),
        one=one,
        rows=rows,
        further=further,
        live=live,
        held=held,
    )


def _held(sheet: _Sheet, key: str) -> object:
    """What a cell holds."""
    if key in sheet.entries.filled:
        return sheet.entries.filled[key].content
    shown = sheet.blank.shown
    return shown[key] if key in shown else sheet.computed.result(key, sheet.i)
