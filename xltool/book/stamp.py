"""Fill copies of a blank: patch the sheet parts, copy the rest raw. Same input, same bytes.

Everything that produces a department's workbook goes through here: blank, prefilled, given back, next year's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xltool.book.a1 import address
from xltool.book.blank import Blank, Template, titled
from xltool.book.celltext import cell_value
from xltool.book.cellxml import MAX_TEXT, cell_xml, escape_attribute, formula_xml, utf16_length
from xltool.book.checkdraw import check_row_points
from xltool.book.checkplan import EXPLAIN, LINK, MARK, MESSAGE, VERDICT
from xltool.book.checksheet import BROKEN, verdict_key
from xltool.book.computed import Computed, compute
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW, IDENTITY_ROW
from xltool.book.heights import MAX_ROW
from xltool.book.hidden import Look
from xltool.book.meta import META_ROWS, Identity, identity_line, issued_fields
from xltool.book.more import MORE_FIRST
from xltool.book.pages import page_breaks, page_room
from xltool.book.pen import IDENTITY_TOKEN, PROJECT_TOKEN
from xltool.book.room import Overflow, fit
from xltool.book.wording import WORDS
from xltool.book.zipped import deflate, join
from xltool.errors import CannotWork
from xltool.form import Value
from xltool.text import Text

__all__ = ["Assignment", "identity_of", "stamp", "stamp_many"]

_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\'\"&<>\x00-\x1f]")


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One form sheet to be stamped."""

    values: Mapping[str, Value]
    campaign: str | None = None
    issue: int = 1
    check: str | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)  # rule id -> text
    tint: bool = False  # tint prefilled cells until somebody touches them


def stamp(blank: Blank, assignments: Sequence[Assignment]) -> bytes:
    """One workbook, with as many form sheets as the blank was drawn for."""
    return next(stamp_many(blank, [assignments]))


def stamp_many(blank: Blank, books: Sequence[Sequence[Assignment]]) -> Iterator[bytes]:
    """Many workbooks; their formulas are evaluated all together."""
    for book in books:
        if len(book) != len(blank.titles):
            raise CannotWork(
                Text(
                    f"この白紙は {len(blank.titles)} 件用です（{len(book)} 件が渡されました）。",
                    f"This blank holds {len(blank.titles)} sheets, not {len(book)}.",
                )
            )
    flat = [one for book in books for one in book]
    computed = compute(blank, [one.values for one in flat], [one.explanations for one in flat])
    at = 0
    for book in books:
        yield _workbook(blank, book, computed, at)
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
        parameters={k: v for k, v in blank.edition.parameters.items() if v is not None},
    )


def _workbook(blank: Blank, book: Sequence[Assignment], computed: Computed, at: int) -> bytes:
    values = [computed.inputs[at + i] for i in range(len(book))]
    identities = [identity_of(blank, one, v) for one, v in zip(book, values, strict=True)]
    titles = _titles(blank, identities)
    contents: dict[str, bytes] = {}
    overflows: list[Overflow] = []
    for number in range(len(book)):
        template = blank.forms[number].titled(titles)
        content, over = _form_sheet(
            blank, template, number, identities[number], values[number], computed, at + number
        )
        contents[template.name] = content
        overflows.extend(over)
    contents[blank.check.name] = _check_sheet(blank, titles, book, identities, computed, at)
    contents[blank.meta.name] = _meta_sheet(blank, book, identities, values)
    contents[blank.more.name] = _more_sheet(blank, titles, overflows)
    for name, text in blank.texts.items():
        contents[name] = titled(text, titles).replace(IDENTITY_TOKEN.encode(), _description(identities))
    if overflows:
        shown = WORDS[blank.edition.form.language].more.encode()
        contents["xl/workbook.xml"] = re.sub(
            rb'(<sheet name="%s" sheetId="\d+") state="hidden"' % re.escape(shown),
            rb"\1",
            contents["xl/workbook.xml"],
        )
    return join(
        blank.fixed[name] if name in blank.fixed else deflate(name, contents[name]) for name in blank.order
    )


def _titles(blank: Blank, identities: Sequence[Identity]) -> dict[str, str]:
    """Tab names of several form sheets: the project numbers, unique and as Excel allows them."""
    if len(blank.titles) == 1:
        return {}
    words = WORDS[blank.edition.form.language]
    taken = {words.check, words.guide, words.more, "_lists", "_meta"}
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


def _form_sheet(
    blank: Blank,
    template: Template,
    number: int,
    identity: Identity,
    values: Mapping[str, Value],
    computed: Computed,
    i: int,
) -> tuple[bytes, list[Overflow]]:
    edition = blank.edition
    pieces = list(template.pieces)
    shown: dict[str, Value] = {}
    for one in edition.form.fields.values():
        if one.formula is None:
            shown[one.id] = cell_value(edition, one, values.get(one.id))
            _check_length(edition.label(one), shown[one.id])
    heights, overflows = fit(blank, shown, number)
    cut = {over.field for over in overflows}
    for one in edition.form.fields.values():
        slot = template.slots[blank.addresses[one.id]]
        if one.formula is not None:
            pieces[slot.piece] = formula_xml(slot, computed.result(one.id, i))
            continue
        value = shown[one.id]
        style = slot.style
        if value is not None and (one.prefill == "locked" or one.id in cut):
            fixed = one.prefill == "locked" or one.owner == "committee"
            style = blank.styles[Look(one.id, fixed, one.id in cut)]
        pieces[slot.piece] = cell_xml(slot, value, style)
    counter = template.slots[address(*blank.plan.counter)]
    pieces[counter.piece] = formula_xml(counter, computed.result("#counter", i))
    line = template.slots[address(IDENTITY_ROW, FIRST_COLUMN)]
    pieces[line.piece] = cell_xml(line, identity_line(identity))
    for row, height in enumerate(heights, start=FIRST_ROW):
        piece, head = template.rows[row]
        pieces[piece] = head + _height(height)
    if template.breaks is not None:
        room = page_room(edition.form.canvas, landscape=edition.form.landscape)
        pieces[template.breaks] = _breaks(page_breaks(blank.layout, heights, room))
    for piece in template.tokens:
        label = escape_attribute(" ".join((identity.project or "").split())[:40].replace("&", "&&"))
        pieces[piece] = pieces[piece].replace(PROJECT_TOKEN.encode(), label)
    return b"".join(pieces), overflows


def _check_length(label: str, value: object) -> None:
    """Excel cuts longer texts off when it opens the file; so nobody may get one."""
    if isinstance(value, str) and len(value) * 2 > MAX_TEXT and utf16_length(value) > MAX_TEXT:
        raise CannotWork(
            Text(
                f"「{label}」は {utf16_length(value):,} 文字あり、Excel のセルに入りません"
                f"（{MAX_TEXT:,} 文字まで）。短くしてください。",
                f"'{label}' is {utf16_length(value):,} characters long; a cell of Excel holds {MAX_TEXT:,}. "
                "Shorten it.",
            )
        )


def _height(points_: float) -> bytes:
    return b' ht="%s" customHeight="1">' % f"{points_:g}".encode()


def _breaks(rows: Sequence[int]) -> bytes:
    """Page breaks above rows of the canvas."""
    if not rows:
        return b""
    each = b"".join(b'<brk id="%d" max="16383" man="1"/>' % (row + FIRST_ROW - 2) for row in rows)
    return b'<rowBreaks count="%d" manualBreakCount="%d">%s</rowBreaks>' % (len(rows), len(rows), each)


def _check_sheet(
    blank: Blank,
    titles: Mapping[str, str],
    book: Sequence[Assignment],
    identities: Sequence[Identity],
    computed: Computed,
    at: int,
) -> bytes:
    template, plan = blank.quiet_check.titled(titles), blank.plan
    go = WORDS[blank.edition.form.language].go
    pieces = list(template.pieces)

    def put(row: int, col: int, result: object) -> None:
        slot = template.slots[address(row + 1, col + 1)]
        pieces[slot.piece] = formula_xml(slot, result)

    for number, one in enumerate(book):
        top, i = plan.top(number), at + number
        heading = template.slots[address(top + 1, 1)]
        name = " ".join(p for p in (identities[number].project, identities[number].name) if p)
        pieces[heading.piece] = cell_xml(heading, name[:MAX_TEXT] or blank.edition.title)
        put(top, VERDICT, computed.result("#open:error", i))
        put(top, VERDICT + 1, computed.result("#open:query", i))
        for check in blank.checks.checks:
            row = plan.row(check.rule, number)
            said = one.explanations.get(check.rule)
            broken = check.live and computed.result(f"#mark:{check.rule}", i) == BROKEN
            if broken:
                put(row, MARK, BROKEN)
                put(row, MESSAGE, computed.result(f"#text:{check.rule}", i))
                put(row, LINK, go)
                for k in range(len(check.verdicts)):
                    if computed.result(verdict_key(check.rule, k), i):
                        put(row, VERDICT + k, 1.0)
            if said:
                _check_length(check.title, said)
                slot = template.slots[address(row + 1, EXPLAIN + 1)]
                pieces[slot.piece] = cell_xml(slot, said)
            if said or broken:
                _fit_check_row(pieces, template, row, computed.result(f"#text:{check.rule}", i), said)
    return b"".join(pieces)


def _fit_check_row(
    pieces: list[bytes], template: Template, row: int, message: object, said: str | None
) -> None:
    piece, head = template.rows[row + 1]
    wants = check_row_points(str(message or ""), said or "")
    pieces[piece] = head + _height(min(MAX_ROW, wants))


def _meta_sheet(
    blank: Blank,
    book: Sequence[Assignment],
    identities: Sequence[Identity],
    values: Sequence[Mapping[str, Value]],
) -> bytes:
    template = blank.meta
    pieces = list(template.pieces)
    for number, (one, identity) in enumerate(zip(book, identities, strict=True)):
        rows: dict[str, Value] = dict(identity.rows(blank.edition.form.digest, tint=one.tint))
        column = [rows[key] for key in META_ROWS]
        for key in issued_fields(blank.edition):
            field_ = blank.edition.form.fields[key]
            value = values[number].get(key)
            column.append(None if value is None else cell_value(blank.edition, field_, value))
        for row, value in enumerate(column, start=1):
            slot = template.slots[address(row, number + 2)]
            pieces[slot.piece] = cell_xml(slot, value)
    return b"".join(pieces)


def _more_sheet(blank: Blank, titles: Mapping[str, str], overflows: Iterable[Overflow]) -> bytes:
    """The one row that was drawn, as often as there are pieces of text."""
    template = blank.more
    label, text = template.slots[address(MORE_FIRST, 1)], template.slots[address(MORE_FIRST, 2)]
    first, head = template.rows[MORE_FIRST]
    row, out = MORE_FIRST, []
    for over in overflows:
        title = titles.get(blank.titles[over.number], blank.titles[over.number])
        for start, length, height in over.chunks:
            shown = over.text[start : start + length]
            place = utf16_length(over.text[:start]) + 1, utf16_length(shown)  # Excel's MID counts these
            formula = f"MID('{title}'!{over.cell},{place[0]},{place[1]})"
            out.append(head.replace(b'r="%d"' % MORE_FIRST, b'r="%d"' % row) + _height(height))
            out.append(cell_xml(label._replace(ref=b"A%d" % row), over.label))
            out.append(formula_xml(text._replace(ref=b"B%d" % row), shown, formula.encode()))
            out.append(b"</row>")
            row += 1
    if not out:
        return b"".join(template.pieces)
    last = template.pieces[text.piece + 1].removeprefix(b"</row>")
    return b"".join((*template.pieces[:first], *out, last, *template.pieces[text.piece + 2 :]))
