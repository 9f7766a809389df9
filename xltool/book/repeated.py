"""A sheet whose one drawn row is stamped as often as there is something to list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xltool.book.a1 import address
from xltool.book.cellxml import cell_xml, formula_xml, height_xml
from xltool.book.template import Template
from xltool.form import Value

__all__ = ["Cell", "repeated"]

Cell = tuple[Value, bytes | None]  # what it shows, and its formula if it has one


def repeated(template: Template, drawn: int, rows: Iterable[tuple[float, Sequence[Cell]]]) -> bytes:
    """The sheet with the ``drawn`` row repeated: height in points and the row's cells from column A on."""
    first, head = template.rows[drawn]
    out: list[bytes] = []
    last = first
    for row, (height, cells) in enumerate(rows, start=drawn):
        out.append(head.replace(b'r="%d"' % drawn, b'r="%d"' % row) + height_xml(height))
        for col, (value, formula) in enumerate(cells, start=1):
            slot = template.slots[address(drawn, col)]
            here = slot._replace(ref=address(row, col).encode())
            out.append(formula_xml(here, value, formula) if formula is not None else cell_xml(here, value))
            last = slot.piece
        out.append(b"</row>")
    if not out:
        return b"".join(template.pieces)
    rest = template.pieces[last + 1].removeprefix(b"</row>")
    return b"".join((*template.pieces[:first], *out, rest, *template.pieces[last + 2 :]))
