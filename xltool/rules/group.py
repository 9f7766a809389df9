"""Records of one edition, ready to be judged together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from xltool.book.record import DOUBTFUL, Anomaly, AnomalyKind, Record
from xltool.finding import Place
from xltool.form import Batch, Edition, Field, Instance
from xltool.form.resolve import resolve
from xltool.formula import Area, Node, Scalar, Vec
from xltool.formula.tree import walk
from xltool.formula.vec import BOOL, EMPTY, ERROR, NUMBER, TEXT, Bools
from xltool.rules.prose import bare_all, written
from xltool.rules.rule import Spot
from xltool.rules.settings import Settings
from xltool.rules.show import shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "NOT_WHOLE",
    "OUT_OF_RANGE",
    "Group",
    "Grouped",
    "Prose",
    "alike",
    "blank",
    "false",
    "groups",
    "item",
    "true",
]

Prose: TypeAlias = "Mapping[str, Sequence[str | None]]"  # field -> texts, letters and digits only
OUT_OF_RANGE, NOT_WHOLE = "XL207", "XL208"


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """Sheets of one form, version, year and parameters; rules look at all of them at once."""

    edition: Edition
    records: Sequence[Record]
    settings: Settings = field(default_factory=Settings)
    told: Sequence[frozenset[str]] = ()  # per sheet the fields that errors and queries are about already

    def knowing(self, told: Sequence[frozenset[str]]) -> Group:
        """The same sheets, and what was told of them; what was found out about them is kept."""
        other = replace(self, told=told)
        vars(other).update({**vars(self), "told": told})
        return other

    def part(self, own: Sequence[int]) -> Group:
        """Some of the sheets."""
        if len(own) == len(self.records):
            return self
        told = [self.told[i] for i in own] if self.told else ()
        other = replace(self, records=[self.records[i] for i in own], told=told)
        vars(other)["batch"] = self.batch.part(own)
        if "prose" in vars(self):
            vars(other)["prose"] = {key: [texts[i] for i in own] for key, texts in self.prose.items()}
        return other

    @classmethod
    def of_columns(cls, records: Sequence[Record], settings: Settings, batch: Batch, prose: Prose) -> Group:
        """Sheets of which nothing is left but whose they are, and their columns."""
        group = cls(edition=batch.edition, records=records, settings=settings)
        vars(group).update(batch=batch, prose=prose)
        return group

    @cached_property
    def batch(self) -> Batch:
        return Batch(
            edition=self.edition,
            values=[record.values for record in self.records],
            doubtful=[
                record.doubtful.union(a.field for a in record.anomalies if a.kind in DOUBTFUL and a.field)
                if record.anomalies
                else record.doubtful
                for record in self.records
            ],
        )

    @cached_property
    def prose(self) -> Prose:
        """What departments wrote this year: neither carried over from last year nor issued by the office."""
        silent = self.silent.tolist()
        found: dict[str, list[str | None]] = {}
        for one in written(self.edition.form):
            texts = self.batch.column(one.id).to_list()
            mine = [
                isinstance(text, str) and not quiet and record.issued.get(one.id) != text
                for text, quiet, record in zip(texts, silent, self.records, strict=True)
            ]
            plain = iter(bare_all([str(text) for text, own in zip(texts, mine, strict=True) if own]))
            found[one.id] = [next(plain) if own else None for own in mine]
        return found

    @cached_property
    def silent(self) -> Bools:
        """Where 該当なし is ticked: there is nothing to fill in, so nothing is missing or inconsistent."""
        key = self.edition.form.identity.nothing
        return true(self.batch.column(key)) if key else np.zeros(len(self.records), np.bool_)

    @cached_property
    def anomalies(self) -> Mapping[AnomalyKind, list[tuple[int, Anomaly]]]:
        """What reading met, by kind, with the index of its record."""
        found: dict[AnomalyKind, list[tuple[int, Anomaly]]] = {}
        for i, record in enumerate(self.records):
            for anomaly in record.anomalies:
                found.setdefault(anomaly.kind, []).append((i, anomaly))
        return found

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Field id -> its label as printed, with its section where another field has the same label."""
        labels = {one.id: self.edition.label(one) for one in self.edition.form.fields.values()}
        often = Counter(labels.values())
        for key, label in labels.items():
            one = self.edition.form.fields[key]
            section = self.edition.text(one.section)
            if often[label] > 1 and section:
                joint = "の" if self.edition.form.language == "ja" else ": "
                labels[key] = f"{section}{joint}{label}"
        return labels

    @cached_property
    def indicators(self) -> Mapping[str, str]:
        """Field that names an indicator -> the field with its unit."""
        form = self.edition.form
        found: dict[str, str] = {}
        for one in form.indicators:
            name, unit = (resolve(form, part, Instance()) for part in (one.name, one.unit))
            if isinstance(name, Area) and isinstance(unit, Area):
                found.update(zip(name.keys, unit.keys, strict=True))
        return found

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Field id -> its position in the printed form."""
        return {key: at for at, key in enumerate(self.edition.form.fields)}

    @cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """Computing field -> every field that its value comes from, through other formulas too."""
        out: dict[str, frozenset[str]] = {}
        for key, node in self.edition.formulas.items():
            direct = _keys(node)
            out[key] = frozenset(direct).union(*(out.get(k, frozenset()) for k in direct))
        return out

    def is_another(self, i: int) -> bool:
        """Whether sheet i names another project than the one that it was issued for."""
        project = self.edition.form.identity.project
        return any(
            one.kind == "identity_conflict" and one.field == project for one in self.records[i].anomalies
        )

    @cached_property
    def outside(self) -> Mapping[str, Bools]:
        """Field -> the sheets where its number lies outside the range that the form allows."""
        found = {}
        for one in self.edition.form.fields.values():
            if one.formula is None and (one.minimum is not None or one.maximum is not None):
                column = self.batch.column(one.id)
                low = -np.inf if one.minimum is None else one.minimum
                high = np.inf if one.maximum is None else one.maximum
                found[one.id] = (column.kind == NUMBER) & ((column.num < low) | (column.num > high))
        return found

    @cached_property
    def fractional(self) -> Mapping[str, Bools]:
        """Field -> the sheets where a fraction stands although a whole number belongs there.

        An amount that the office issued, such as a unit cost, is the office's own business.
        """
        found = {}
        for one in self.edition.form.fields.values():
            if one.whole and one.formula is None and not (one.type == "amount" and one.locked):
                column = self.batch.column(one.id)
                found[one.id] = (column.kind == NUMBER) & (column.num != np.rint(column.num))
        return found

    @cached_property
    def broken(self) -> Sequence[frozenset[str]]:
        """Per sheet the fields whose value was told to be wrong in itself, and must change.

        A fraction of an amount changes little: what follows from it alone is found by rounding it.
        """
        fields: list[set[str]] = [set(keys) for keys in self.batch.doubtful]
        if OUT_OF_RANGE not in self.settings.off:
            for i, key in self.spots(self.outside):
                fields[i].add(key)
        if NOT_WHOLE not in self.settings.off:
            for i, key in self.spots(self.fractional):
                if self.field(key).type != "amount":
                    fields[i].add(key)
        return [frozenset(some) for some in fields]

    def is_told(self, i: int, key: str) -> bool:
        """Whether an error or a query is about a field of sheet i already, or about what follows from it."""
        told = self.told[i] if self.told else frozenset[str]()
        return key in told or any(key in self.needs.get(other, ()) for other in told)

    def unsure(self, i: int, *nodes: Node | None) -> bool:
        """Whether formulas look at a cell of sheet i that could not be read or must change, at that alone
        or beside others: the cell has its own finding, and the verdict would only follow from it.
        """
        doubtful = self.broken[i]
        if not doubtful:
            return False
        keys = {key for node in nodes if node is not None for key in _keys(node)}
        return not keys.union(*(self.needs.get(key, ()) for key in keys)).isdisjoint(doubtful)

    def field(self, key: str) -> Field:
        return self.edition.form.fields[key]

    def place(self, i: int, key: str) -> Place:
        """Where a field of sheet i stands, with its text in the file (or our value of a computing field)."""
        record = self.records[i]
        value = None if key in self.edition.formulas else record.raw.get(key)
        if value is None:
            standing = item(self.batch.column(key), i)
            value = None if standing in (None, "") else shown(self.edition, self.field(key), standing).ja
        return Place(sheet=record.sheet, cell=record.cells.get(key), field=key, value=value or None)

    def spot(
        self,
        i: int,
        key: str,
        says: Text | None = None,
        *,
        expected: str | None = None,
        actual: str | None = None,
    ) -> Spot:
        """A field of sheet i: its label, and what is the matter with it unless the message says it."""
        label = self.labels[key]
        text = (
            Text(f"{label}：{says.ja}", f"{label}: {says.en}") if says else Text(f"「{label}」", f'"{label}"')
        )
        return Spot(sheet=i, place=self.place(i, key), says=text, expected=expected, actual=actual)

    def spots(self, masks: Mapping[str, Bools]) -> Iterator[tuple[int, str]]:
        """(sheet, field) of every hit, only where something was hit."""
        for key, mask in masks.items():
            if mask.any():
                yield from ((int(i), key) for i in np.flatnonzero(mask))


Grouped: TypeAlias = "list[tuple[list[int], Group]]"  # indices in the input, and the sheets with these


def groups(records: Sequence[Record], settings: Settings) -> Grouped:
    """Records that can be judged together, with their indices in the input."""
    keys: dict[int, object] = {}
    indices: dict[object, list[int]] = {}
    for i, record in enumerate(records):
        edition = record.edition
        key = keys.get(id(edition))
        if key is None:
            key = keys[id(edition)] = alike(edition)
        indices.setdefault(key, []).append(i)
    return [
        (own, Group(edition=records[own[0]].edition, records=[records[i] for i in own], settings=settings))
        for own in indices.values()
    ]


def alike(edition: Edition) -> object:
    """The same for editions whose sheets can be judged together."""
    return (
        *(edition.form.id, edition.form.version, edition.form.digest, edition.year),
        tuple(sorted(edition.parameters.items(), key=lambda item: item[0])),
        tuple(sorted(edition.reference.items(), key=lambda item: item[0])),
    )


def _keys(node: Node) -> set[str]:
    return {key for part in walk(node) if isinstance(part, Area) for key in part.keys}


def true(vec: Vec) -> Bools:
    """Where a condition holds, as Excel's IF sees it; text and errors are neither true nor false."""
    return np.asarray(((vec.kind == NUMBER) | (vec.kind == BOOL)) & (vec.num != 0))


def false(vec: Vec) -> Bools:
    """Where a condition does not hold; an empty cell is false."""
    return np.asarray(((vec.kind != TEXT) & (vec.kind != ERROR)) & (vec.num == 0))


def blank(vec: Vec) -> Bools:
    """Where nothing stands."""
    empty = vec.kind == EMPTY
    if vec.text is None:
        return np.asarray(empty)
    return np.asarray(empty | ((vec.kind == TEXT) & (vec.text == "")))


def item(vec: Vec, i: int) -> Scalar:
    """One element as a Python value."""
    return vec.item(i)
