"""Content that belongs to no field: nothing typed vanishes. And the explanations beside the queries."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.book.a1 import address
from xltool.book.checkplan import EXPLAIN, RULE
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW
from xltool.book.locate import Keys, Places
from xltool.book.normalise import raw_text
from xltool.book.raw import RawBook, RawSheet
from xltool.book.record import Anomaly
from xltool.book.shape import Shape
from xltool.book.wording import WORDS
from xltool.form import Edition

__all__ = ["explanations", "outside"]


def outside(
    edition: Edition,
    shape: Shape,
    sheet: RawSheet,
    keys: Keys,
    places: Places,
    line_at: tuple[int, int] | None,
) -> Iterator[Anomaly]:
    """Every cell of a form sheet that is neither a field, nor printed text, nor one of our hidden keys."""
    fields = set(places.at.values())
    printed = _printed_now(shape, keys)
    head = line_at[0] if line_at else FIRST_ROW - 1
    for at, cell in sheet.cells.items():
        row, col = at
        if at in fields or at == line_at or row == keys.row_line or col == keys.col_line:
            continue
        text = raw_text(cell.value)
        if not text.strip() or _same(text, printed.get(at)):
            continue
        if row < head and (text == edition.title or cell.formula is not None):
            continue
        yield Anomaly(kind="outside", sheet=sheet.name, cell=address(row, col), value=text)


def _printed_now(shape: Shape, keys: Keys) -> dict[tuple[int, int], str]:
    """Printed texts at the places where the keys are now; where the keys are gone, as drawn."""
    if not keys.rows or not keys.cols:
        return shape.printed
    moved = {}
    for (row, col), text in shape.printed.items():
        now = keys.rows.get(row - FIRST_ROW + 1), keys.cols.get(col - FIRST_COLUMN + 1)
        if now[0] is not None and now[1] is not None:
            moved[now[0], now[1]] = text
    return moved


def _same(text: str, printed: str | None) -> bool:
    return printed is not None and (text == printed or text.split() == printed.split())


def explanations(book: RawBook, edition: Edition, number: int) -> dict[str, str]:
    """Rule id -> what the department wrote beside the query of form sheet ``number`` (from 0)."""
    sheet = book.sheet(WORDS[edition.form.language].check)
    if sheet is None or not sheet.read:
        return {}
    rules: dict[str, list[tuple[int, int]]] = {}
    known = {rule.id for rule in edition.form.rules}
    for at in sorted(sheet.cells):
        value = sheet.cells[at].value
        if isinstance(value, str) and value in known:
            rules.setdefault(value, []).append(at)
    found = {}
    for rule, places in rules.items():
        row, col = places[min(number, len(places) - 1)]
        said = sheet.cells.get((row, col - (RULE - EXPLAIN)))
        if said is not None and raw_text(said.value).strip():
            found[rule] = raw_text(said.value)
    return found
