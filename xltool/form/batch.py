"""Many sheets of one edition as columns of arrays: what formulas, rules and stamping evaluate over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xltool.form.edition import Edition
from xltool.formula import ExcelError, Node, Vec, evaluate
from xltool.values import day_serial

__all__ = ["Batch", "Value"]

_MANY = 100  # records that are read one after the other, not field by field
Value = str | float | int | bool | None  # normalised: a fiscal year is western, a choice its code


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """``values[i]`` are the normalised values of sheet i by field id; what is missing is empty.

    ``doubtful[i]`` holds the fields of sheet i whose cell could not be read: they count as an error value, so
    that nothing that depends on them is judged.
    """

    edition: Edition
    values: Sequence[Mapping[str, Value]]
    doubtful: Sequence[Collection[str]] = ()
    whole: Batch | None = None  # more sheets, of which these are some: ``own``
    own: NDArray[np.intp] | None = None
    _columns: dict[str, Vec] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)

    @classmethod
    def of_columns(
        cls, edition: Edition, columns: Mapping[str, Vec], doubtful: Sequence[Collection[str]]
    ) -> Batch:
        """The same without the sheets: the columns of all fields that are not computed."""
        return cls(edition=edition, values=[{}] * len(doubtful), doubtful=doubtful, _columns=dict(columns))

    def column(self, key: str) -> Vec:
        """The values of one field over all sheets; computing fields are computed, never read."""
        found = self._columns.get(key)
        if found is None and self.whole is not None and self.own is not None:
            found = self._columns[key] = self.whole.column(key).take(self.own)
        if found is None:
            formula = self.edition.formulas.get(key)
            found = self.evaluate(formula) if formula is not None else self._given(key)
            self._columns[key] = found
        return found

    def part(self, own: Sequence[int]) -> Batch:
        """Some of the sheets; their columns are taken from these."""
        doubtful = [self.doubtful[i] for i in own] if self.doubtful else ()
        values = [self.values[i] for i in own]
        return Batch(edition=self.edition, values=values, doubtful=doubtful, whole=self, own=np.array(own))

    def evaluate(self, node: Node) -> Vec:
        """A bound formula over all sheets; length n."""
        return evaluate(node, self.column, len(self.values))

    def _given(self, key: str) -> Vec:
        items: list[str | float | bool | ExcelError | None] = self._listed(key)
        one = self.edition.form.fields[key]
        if one.is_box:
            items = [False if value is None else value for value in items]  # an unticked box says no
        elif one.type == "date":
            items = [_as_in_the_cell(value) if isinstance(value, str) else value for value in items]
        for i in self._doubted.get(key, ()):
            items[i] = ExcelError.VALUE
        return Vec.of(items)

    def _listed(self, key: str) -> list[Any]:
        if len(self.values) < _MANY:
            return [record.get(key) for record in self.values]
        return list(self._table[key])

    @cached_property
    def _table(self) -> Mapping[str, Sequence[Value]]:
        """Every input field, taken record by record: a field of all records lies all over the memory."""
        keys = [key for key in self.edition.form.fields if key not in self.edition.formulas]
        rows = [tuple(map(record.get, keys)) for record in self.values]
        return dict(zip(keys, zip(*rows, strict=True), strict=True))

    @cached_property
    def _doubted(self) -> Mapping[str, Sequence[int]]:
        """Field id -> the sheets whose cell could not be read."""
        found: dict[str, list[int]] = {}
        for i, keys in enumerate(self.doubtful):
            for key in keys:
                found.setdefault(key, []).append(i)
        return found


def _as_in_the_cell(date: str) -> float | str:
    """An ISO date is a serial number to a formula; a stand-in stays text."""
    serial = day_serial(date)
    return date if serial is None else serial
