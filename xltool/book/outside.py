"""Content that belongs to no field: nothing typed vanishes. And the explanations beside the queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from xltool.book.a1 import address
from xltool.book.checkplan import EXPLAIN, RULE, parse_own_rule
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW
from xltool.book.keys import Keys, is_key
from xltool.book.labels import Labels, squeeze
from xltool.book.locate import Places, drawn_to_now
from xltool.book.normalise import raw_text
from xltool.book.raw import RawBook, RawCell, RawSheet
from xltool.book.record import Anomaly
from xltool.book.shape import Shape
from xltool.book.wording import WORDS
from xltool.form import Edition
from xltool.form.office import is_office
from xltool.text import Text

__all__ = ["Found", "explanations", "outside"]

Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A form sheet with all that was found on it."""

    edition: Edition
    shape: Shape
    sheet: RawSheet
    keys: Keys
    labels: Labels
    places: Places
    line_at: Place | None  # where the visible identity line stands


def outside(found: Found) -> Iterator[Anomaly]:
    """Every cell of a form sheet that is neither a field, nor printed text, nor one of our hidden keys."""
    keys, places, sheet = found.keys, found.places, found.sheet
    told = {*places.at.values(), *places.moved.values(), *places.relabelled.values()}
    printed = _printed_now(found)
    head = found.line_at[0] if found.line_at else FIRST_ROW - 1
    for at, cell in sorted(sheet.cells.items(), key=lambda item: item[0]):
        row, col = at
        if at in told or at == found.line_at:
            continue
        text = raw_text(cell.value) or (f"={cell.formula}" if cell.formula else "")
        label = printed.get(at)
        if not text.strip() or (label is not None and squeeze(text) == squeeze(label)):
            continue
        if (row == keys.row_line or col == keys.col_line) and is_key(cell.value):
            continue
        if row < head and (squeeze(text) == squeeze(found.edition.title) or _counts(found, col, cell)):
            continue
        yield Anomaly(
            kind="outside",
            sheet=sheet.name,
            cell=address(row, col),
            value=text,
            note=_note(found, at, text, label),
        )


def _counts(found: Found, col: int, cell: RawCell) -> bool:
    """Whether a cell of the title row is our counter of open items, or what is left of it as a value."""
    if cell.formula is not None:
        return True
    canvas = found.edition.form.canvas * 3 // 5
    if col != found.keys.cols.get(canvas + 1, FIRST_COLUMN + canvas):
        return False
    words = WORDS[found.edition.form.language]
    return cell.value == 0 or str(cell.value).startswith((words.clean, words.open[0]))


def _note(found: Found, at: Place, text: str, label: str | None) -> Text | None:
    short = " ".join(text.split())
    short = short if len(short) <= 40 else short[:39] + "…"
    if label is not None and label.strip():
        was = " ".join(label.split())[:30]
        return Text(
            f"見出し「{was}」が「{short}」に書き換えられています。",
            f'the printed "{was}" was replaced by "{short}".',
        )
    rows = set(found.keys.rows.values())
    if rows and min(rows) < at[0] < max(rows) and at[0] not in rows:
        return Text(f"様式にない行に「{short}」とあります。", f'"{short}" in a row that is not the form\'s.')
    hidden = at[0] in found.sheet.hidden_rows or at[1] in found.sheet.hidden_cols
    if hidden:
        return Text(f"非表示の行か列に「{short}」とあります。", f'"{short}" in a hidden row or column.')
    return None


_printed: WeakKeyDictionary[Places, Mapping[Place, str]] = WeakKeyDictionary()


def _printed_now(found: Found) -> Mapping[Place, str]:
    """Printed texts at the places where keys or labels are now; the same for the same places."""
    known = _printed.get(found.places)
    if known is None:
        moved = {}
        for at, text in found.shape.printed.items():
            now = drawn_to_now(at, found.keys) or found.labels.find(at)
            if now is not None:
                moved[now] = text
        known = _printed[found.places] = moved
    return known


def explanations(book: RawBook, edition: Edition, number: int) -> dict[str, str]:
    """Rule id -> what the department wrote beside the query of form sheet ``number`` (from 0; -1: none)."""
    words = WORDS[edition.form.language]
    sheet = book.sheet(words.check)
    if sheet is None or not sheet.read or number < 0:
        return {}
    live: dict[str, list[Place]] = {}
    own: dict[str, list[Place]] = {}
    known = {rule.id for rule in edition.form.rules}
    ids = {at[1] for at, cell in sheet.cells.items() if cell.value in words.beyond}  # their column
    for at in sorted(sheet.cells):
        value = sheet.cells[at].value
        if not isinstance(value, str):
            continue
        if value in known or (at[1] in ids and is_office(value)):
            live.setdefault(value, []).append(at)
        elif (told := parse_own_rule(value)) is not None and told[0] == number:
            own.setdefault(told[1], []).append(at)
    rows = {rule: [places[min(number, len(places) - 1)]] for rule, places in live.items()}
    for rule, places in own.items():
        rows.setdefault(rule, []).extend(places)
    found: dict[str, str] = {}
    for rule, places in rows.items():
        for row, col in places:
            said = sheet.cells.get((row, col - (RULE - EXPLAIN)))
            if said is not None and raw_text(said.value).strip():
                found.setdefault(rule, raw_text(said.value))
    return found
