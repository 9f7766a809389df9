"""Find the fields of one sheet, and tell which of them are not where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from weakref import WeakKeyDictionary

from xltool.book.a1 import address
from xltool.book.formulas import Formulas
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW
from xltool.book.identify import FormSheet
from xltool.book.keys import Keys, Names, find_keys
from xltool.book.labels import Labels, find_labels, squeeze
from xltool.book.locate import Places, locate
from xltool.book.normalise import raw_text
from xltool.book.outside import Found
from xltool.book.raw import Merge
from xltool.book.record import Anomaly
from xltool.book.shape import Shape, shape_of
from xltool.form import Edition, Value
from xltool.text import Text

__all__ = ["conflicts", "find", "judge_formulas", "misplaced"]

Place = tuple[int, int]


def find(edition: Edition, one: FormSheet, names: Names) -> Found:
    shape = shape_of(edition)
    keys = find_keys(one.sheet, [*names[1].values(), *names[0].values()])
    labels = find_labels(shape.labels, one.sheet)
    return Found(
        edition=edition,
        shape=shape,
        sheet=one.sheet,
        keys=keys,
        labels=labels,
        places=_located(edition, shape, keys, names, labels),
        line_at=one.line_at,
    )


_last: WeakKeyDictionary[Shape, tuple[Keys, Names, Labels, Places]] = WeakKeyDictionary()


def _located(edition: Edition, shape: Shape, keys: Keys, names: Names, labels: Labels) -> Places:
    """In most sheets all stands where it stood in the sheet before."""
    before = _last.get(shape)
    if before is not None and before[:3] == (keys, names, labels):
        return before[3]
    places = locate(edition.form, shape.cells, keys, names, labels)
    _last[shape] = (keys, names, labels, places)
    return places


def judge_formulas(found: Found) -> Formulas:
    """With the way back from the sheet to how it was drawn: by keys, else by labels."""
    keys, labels = found.keys, found.labels
    rows = {now: key + FIRST_ROW - 1 for key, now in keys.rows.items()} or _back(
        {**labels.between, **labels.rows}
    )
    cols = {now: key + FIRST_COLUMN - 1 for key, now in keys.cols.items()} or _back(labels.cols)

    def back(place: Place) -> Place | None:
        row, col = rows.get(place[0]), cols.get(place[1])
        return (row, col) if row is not None and col is not None else None

    return Formulas(
        edition=found.edition,
        shape=found.shape,
        sheet=found.sheet,
        at=found.places.at,
        back=back,
        moved=found.places.moved,
    )


def _back(lines: Mapping[int, int]) -> dict[int, int]:
    return {now: drawn for drawn, now in lines.items()}


def misplaced(found: Found) -> Iterator[Anomaly]:
    """Fields that are lost, moved, under a merged range, or found by their labels only."""
    sheet, places = found.sheet, found.places
    for key in places.lost:
        yield Anomaly(kind="lost", field=key, sheet=sheet.name)
    owners = {at: key for key, at in places.at.items()}
    printed = found.shape.labels.known
    for key, there in {**places.moved, **places.relabelled}.items():
        note = _dragged(found, key, there) if key in places.moved else _sorted(found, key, there)
        cell = None if there in owners else sheet.cells.get(there)
        text = raw_text(cell.value) if cell is not None else ""
        own = text.strip() and squeeze(text) not in printed
        yield replace(_anomaly(found, "moved", key, address(*there), note), text=text if own else None)
    for key, there in places.moved.items():
        under = owners.get(there)
        if under is not None and under not in places.moved:
            yield _anomaly(found, "moved", under, address(*places.at[key]), _covered(found, key))
    for key, how in places.how.items():
        if how in ("label", "address") and key not in places.moved and key not in places.relabelled:
            yield _anomaly(found, "label_only", key)
    yield from _merged(found)


def _anomaly(
    found: Found, kind: str, key: str, value: str | None = None, note: Text | None = None
) -> Anomaly:
    cell = address(*found.places.at[key])
    return Anomaly(kind=kind, field=key, sheet=found.sheet.name, cell=cell, value=value, note=note)  # type: ignore[arg-type]


def _dragged(found: Found, key: str, there: Place) -> Text:
    """The field's place, where its name went, what stands there, and whose place that is."""
    here, to = address(*found.places.at[key]), address(*there)
    cell = found.sheet.cells.get(there)
    text = " ".join(raw_text(cell.value).split()) if cell else ""
    fields = found.edition.form.fields
    whose = next((k for k, at in found.places.at.items() if at == there and k != key), None)
    label = found.edition.label(fields[whose]) if whose else ""
    ja = (f"（{label}の欄）" if label else "") + (f"。そこには「{text}」とあります" if text else "")
    en = (f", the place of {label}" if label else "") + (f", which holds {text!r}" if text else "")
    return Text(
        f"{here} のセルが {to} に動かされています{ja}。", f"the cell of {here} was moved to {to}{en}."
    )


def _covered(found: Found, key: str) -> Text:
    """Said of the field that another one was dragged onto."""
    here, label = address(*found.places.at[key]), found.edition.label(found.edition.form.fields[key])
    return Text(
        f"{here} から動かされた「{label}」のセルで上書きされています。",
        f'it was covered by the cell of "{label}" from {here}.',
    )


def _sorted(found: Found, key: str, there: Place) -> Text:
    row, to = found.places.at[key], address(*there)
    here = address(*row)
    if row[0] == there[0]:
        return Text(
            f"見出しが {to} にあるので、値は {here} から読みました（並べ替えた可能性があります）。",
            f"its label stands in {to}, so it was read from {here}; was the block sorted?",
        )
    return Text(
        f"値は {here} から読みましたが、見出しは {to} にあります（並べ替えた可能性があります）。",
        f"it was read from {here}, but its label stands in {to}; was the block sorted?",
    )


def _merged(found: Found) -> Iterator[Anomaly]:
    for key in _covered_by(found.sheet.merges, found.places):
        yield _anomaly(found, "merged_over", key)


@lru_cache(maxsize=8)
def _covered_by(merges: tuple[Merge, ...], places: Places) -> tuple[str, ...]:
    """Fields under merged ranges that begin elsewhere."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for key, (row, col) in places.at.items():
        rows.setdefault(row, []).append((col, key))
    last = max(rows, default=0)
    return tuple(
        key
        for merge in merges
        for row in range(merge.row, min(merge.last_row, last) + 1)
        for col, key in rows.get(row, ())
        if merge.col <= col <= merge.last_col and (row, col) != (merge.row, merge.col)
    )


def conflicts(
    edition: Edition, one: FormSheet, values: Mapping[str, Value], cells: Mapping[str, str]
) -> list[Anomaly]:
    """Identity fields, locked as issued, that say another project or department than the carriers."""
    roles, carriers = edition.form.identity, one.identity
    out = []
    for key, carried in ((roles.project, carriers.project), (roles.department, carriers.department)):
        value = values.get(key or "")
        if key is None or carried is None or value is None or value in ("", carried):
            continue
        if edition.form.fields[key].prefill != "locked" and key != roles.project:
            continue
        text = str(value)
        note = Text(
            f"「{text}」とありますが、「{carried}」のシートです。",
            f'"{text}", but this is the sheet of "{carried}".',
        )
        out.append(
            Anomaly(
                kind="identity_conflict",
                field=key,
                sheet=one.sheet.name,
                cell=cells.get(key),
                value=text,
                expected=carried,
                note=note,
            )
        )
    return out
