"""Find the fields of a form on a sheet that came back, by all the ways there are, and compare them.

Defined names (the sheet's own before the workbook's), key row and key column, printed labels, and the place
where the field was drawn. Where they agree, or only one is left, that is the place. Where a name disagrees
(a cell dragged onto another takes its name along) the keys win, or the labels where the keys are gone,
because they are what the eye sees; and it is told. Where a block was sorted with its labels but without the
hidden keys, the labels win.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xltool.book.a1 import address
from xltool.book.geometry import FIRST_COLUMN, FIRST_ROW
from xltool.book.keys import Keys
from xltool.book.labels import Labels
from xltool.book.record import Located
from xltool.form import Form

__all__ = ["Place", "Places", "drawn_to_now", "locate"]

Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Places:
    at: Mapping[str, Place]  # field -> row and column
    how: Mapping[str, Located]
    moved: Mapping[str, Place]  # fields whose name points elsewhere -> where
    relabelled: Mapping[str, Place]  # fields whose printed label stands in another row -> where
    lost: tuple[str, ...]

    @cached_property
    def cells(self) -> Mapping[str, str]:
        """Field -> its address."""
        return {key: address(*place) for key, place in self.at.items()}


def drawn_to_now(drawn: Place, keys: Keys) -> Place | None:
    """Where the keys say that a drawn cell is."""
    row, col = keys.rows.get(drawn[0] - FIRST_ROW + 1), keys.cols.get(drawn[1] - FIRST_COLUMN + 1)
    return (row, col) if row is not None and col is not None else None


def locate(
    form: Form,
    drawn: Mapping[str, Place],
    keys: Keys,
    names: tuple[Mapping[str, Place], Mapping[str, Place]],
    labels: Labels,
) -> Places:
    """Where every field stands; ``drawn`` is where it stood when the sheet was drawn."""
    at: dict[str, Place] = {}
    how: dict[str, Located] = {}
    moved: dict[str, Place] = {}
    lost: list[str] = []
    own, book = names
    twice = Counter({**book, **own}.values())
    for key, place in drawn.items():
        name = form.fields[key].defined_name
        by_name = own.get(name) or book.get(name)
        by_key = drawn_to_now(place, keys)
        by_label = labels.find(place) if by_key is None else None
        seen = by_key or by_label
        if by_name is not None and (seen == by_name or (seen is None and twice[by_name] == 1)):
            at[key], how[key] = by_name, "sheet-name" if name in own else "book-name"
        elif seen is not None:
            at[key], how[key] = seen, "key" if by_key else _by_eye(place, seen, labels)
            if by_name is not None:
                moved[key] = by_name
        else:
            lost.append(key)
    relabelled = _relabelled(drawn, at, labels)
    if set(labels.swapped) == set(labels.swapped.values()):  # whole rows changed places: labels are seen
        for key, label in relabelled.items():
            at[key], how[key] = (label[0], at[key][1]), "label"
            moved.pop(key, None)
    return Places(at=at, how=how, moved=moved, relabelled=relabelled, lost=tuple(lost))


def _by_eye(drawn: Place, now: Place, labels: Labels) -> Located:
    """By the label of its own row; else the drawn address, because all around stands as it was drawn."""
    return "address" if drawn[0] in labels.between and drawn == now else "label"


def _relabelled(drawn: Mapping[str, Place], at: Mapping[str, Place], labels: Labels) -> dict[str, Place]:
    """Fields right of a printed label that now stands in another row than they do."""
    if not labels.swapped:
        return {}
    out = {}
    for key, (row, col) in drawn.items():
        beside = [p for p in labels.swapped if p[0] == row and p[1] < col]
        if beside and key in at and at[key][0] != labels.swapped[max(beside)][0]:
            out[key] = labels.swapped[max(beside)]
    return out
