"""The sheets behind the form sheets, stamped: whose they are, texts continued, what fitted no cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from xltool.book.a1 import column_letters
from xltool.book.blank import Blank
from xltool.book.cellxml import content_xml, head_xml, utf16_length
from xltool.book.filling import Filled, content_of
from xltool.book.meta import META_ROWS, Identity
from xltool.book.more import MORE_FIRST
from xltool.book.notes import NOTES_FIRST, note_rows
from xltool.book.repeated import Cell, repeated
from xltool.book.returned import Returned, mark_rows
from xltool.book.room import Overflow
from xltool.book.wording import WORDS
from xltool.form import Value

__all__ = ["meta_sheet", "more_sheet", "notes_sheet"]


@lru_cache(maxsize=64)
def _meta_cells(blank: Blank, number: int) -> list[tuple[int, bytes]]:
    """Pieces and beginnings of the cells of a form sheet's column, from the first row down."""
    letter = column_letters(number + 2)
    rows = range(1, len(META_ROWS) + len(blank.issued) + 1)
    slots = [blank.meta.slots[f"{letter}{row}"] for row in rows]
    return [(slot.piece, head_xml(slot)) for slot in slots]


def meta_sheet(
    blank: Blank,
    back: Sequence[Returned],
    identities: Sequence[Identity],
    values: Sequence[Mapping[str, Value]],
    fillings: Sequence[Mapping[str, Filled]],
) -> list[bytes]:
    """Blocks of ``_meta``: identities, the values that were issued, marks of what is given back."""
    template = blank.meta
    pieces = list(template.pieces)
    marks: dict[int, dict[int, bytes]] = {}
    for number, (told, identity) in enumerate(zip(back, identities, strict=True)):
        one = told.one
        issued = values[number] if one.issued is None else one.issued
        written = fillings[number] if one.issued is None and not one.typed else {}
        rows: dict[str, Value] = dict(identity.rows(blank.edition.form.digest, tint=one.tint))
        cells = _meta_cells(blank, number)
        for (piece, head), key in zip(cells, META_ROWS, strict=False):
            pieces[piece] = head + content_xml(rows[key])
        for (piece, head), key in zip(cells[len(META_ROWS) :], blank.issued, strict=True):
            if (known := written.get(key)) is not None:
                pieces[piece] = head + known.xml
            elif (value := issued.get(key)) is not None:
                pieces[piece] = head + content_of(blank, key, value).xml
        for row, col, cell in mark_rows(told):
            marks.setdefault(row, {})[col] = cell
    if not marks:
        return template.cut(pieces)
    last = b"".join(
        b'<row r="%d">%s</row>' % (row, b"".join(cell for _, cell in sorted(cells.items())))
        for row, cells in sorted(marks.items())
    )
    return [b"".join(pieces).replace(b"</sheetData>", last + b"</sheetData>", 1)]


def notes_sheet(blank: Blank, back: Sequence[Returned], identities: Sequence[Identity]) -> bytes:
    """What the department had written where no cell is."""
    words = WORDS[blank.edition.form.language]
    rows: list[tuple[float, Sequence[Cell]]] = []
    for told, identity in zip(back, identities, strict=True):
        project = (identity.project or told.title) if len(back) > 1 else ""
        rows += note_rows(told.one.leftovers, words, project)
    return repeated(blank.notes, NOTES_FIRST, rows)


def more_sheet(blank: Blank, titles: Mapping[str, str], overflows: Sequence[Overflow]) -> bytes:
    """Pieces of the texts that their cells do not show, by live formulas."""
    rows: list[tuple[float, Sequence[Cell]]] = []
    for over in overflows:
        title = titles.get(blank.titles[over.number], blank.titles[over.number])
        for start, length, height in over.chunks:
            shown = over.text[start : start + length]
            place = utf16_length(over.text[:start]) + 1, utf16_length(shown)  # Excel's MID counts these
            formula = f"MID('{title}'!{over.cell},{place[0]},{place[1]})"
            rows.append((height, ((over.label, None), (shown, formula.encode()))))
    return repeated(blank.more, MORE_FIRST, rows)
