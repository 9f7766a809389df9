"""Any number of sheets in little memory: judged block by block, compared by what is kept of each.

Of a sheet that was judged there stay the columns of its values and whose it is. What else it holds is
fetched again where a rule quotes it: of the few sheets that have a finding beside others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from xltool.book.later import Later
from xltool.form import Batch
from xltool.formula import Vec
from xltool.rules.across import judged_across
from xltool.rules.engine import judged
from xltool.rules.group import Group, alike, groups
from xltool.rules.settings import Settings
from xltool.rules.tell import Told, in_order

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.finding import Finding
    from xltool.form import Edition
    from xltool.rules.engine import Judged

__all__ = ["Kept", "judge_blocks"]

Fetch = Callable[[int], "Record"]  # a record again, by its position among all
_HELD = 16  # records that were fetched last
_SHORT = 40  # characters
_LATER = ("values", "raw", "cells")  # what a rule that compares may quote


def judge_blocks(
    blocks: Iterable[Sequence[Record]],
    fetch: Fetch,
    *,
    previous: Mapping[str, Record] | None = None,
    phase: Judged = "submission",
    settings: Settings | None = None,
) -> tuple[list[Record], tuple[Finding, ...]]:
    """``judge_all`` for records that are not in memory together; of each, whose it is.

    ``fetch`` gives a record once more. What is returned of the records has no values of its own.
    """
    kept = Kept(fetch=fetch, phase=phase, settings=settings or Settings())
    for block in blocks:
        kept.add(block)
    return kept.records, kept.findings(previous)


@dataclass(kw_only=True)
class Kept:
    """The sheets judged so far."""

    fetch: Fetch
    phase: Judged
    settings: Settings
    records: list[Record] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    _shelves: dict[object, _Shelf] = field(default_factory=dict)  # by ``alike``
    _homes: list[tuple[_Shelf, int]] = field(default_factory=list)  # of every record, and its row there
    _held: dict[int, Record] = field(default_factory=dict)

    def add(self, block: Sequence[Record]) -> None:
        """Judge some more sheets."""
        start = len(self.records)
        grouped = groups(block, self.settings)
        self.told += (replace(one, record=start + one.record) for one in judged(grouped, self.phase))
        homes: dict[int, tuple[_Shelf, int]] = {}
        for indices, group in grouped:
            shelf = self._shelves.setdefault(alike(group.edition), _Shelf(edition=group.edition))
            homes.update((i, (shelf, row)) for row, i in enumerate(indices, start=len(shelf.doubtful)))
            shelf.add(group.batch)
        self._homes += (homes[i] for i in range(len(block)))
        self.records += (self._slim(record, start + i) for i, record in enumerate(block))

    def findings(self, previous: Mapping[str, Record] | None = None) -> tuple[Finding, ...]:
        """What was told of each sheet, and what shows only when they are compared; in order."""
        told = [one.finding for one in self.told]
        across = judged_across(
            self.records,
            previous,
            self.phase,
            self.settings,
            told,
            grouped=lambda some: [*self._grouped(some)],
        )
        return in_order((*self.told, *across), (record.file for record in self.records))

    def _grouped(self, indices: Sequence[int]) -> Iterator[tuple[list[int], Group]]:
        found: dict[int, tuple[_Shelf, list[int]]] = {}
        for own, i in enumerate(indices):
            shelf = self._homes[i][0]
            found.setdefault(id(shelf), (shelf, []))[1].append(own)
        for shelf, members in found.values():
            rows = [self._homes[indices[own]][1] for own in members]
            records = [self.records[indices[own]] for own in members]
            yield (
                members,
                Group(edition=shelf.edition, records=records, settings=self.settings, kept=shelf.batch(rows)),
            )

    def _slim(self, record: Record, i: int) -> Record:
        """Whose it is; the rest comes when it is asked for."""
        fields, identity = record.edition.form.fields, record.edition.form.identity
        key = identity.project
        known = {"values": {key: record.values.get(key)} if key else {}}
        later = {name: cast("Any", Later(partial(self._part, i, name), known.get(name))) for name in _LATER}
        return replace(
            record,
            **later,
            located={},
            cached={},
            formulas={},
            issued={key: value for key, value in record.issued.items() if fields[key].type in _PROSE},
        )

    def _part(self, i: int, name: str) -> Mapping[str, Any]:
        """A mapping of a record as it was."""
        found = self._held.get(i)
        if found is None:
            while len(self._held) >= _HELD:
                del self._held[next(iter(self._held))]
            found = self._held[i] = self.fetch(i)
        part: Mapping[str, Any] = getattr(found, name)
        return part


_PROSE = frozenset({"text", "paragraph"})


@dataclass(kw_only=True)
class _Shelf:
    """The columns of the sheets of one edition, piece by piece until they are wanted."""

    edition: Edition
    doubtful: list[Collection[str]] = field(default_factory=list)  # of every sheet
    pieces: list[dict[str, Vec]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # short ones, which many sheets hold

    def add(self, batch: Batch) -> None:
        given = (key for key, one in self.edition.form.fields.items() if one.formula is None)
        self.pieces.append({key: self._shared(batch.column(key)) for key in given})
        self.doubtful += batch.doubtful

    def _shared(self, column: Vec) -> Vec:
        if column.text is None:
            return column
        text = np.empty(len(column), object)
        text[:] = [self.texts.setdefault(one, one) if len(one) <= _SHORT else one for one in column.text]
        return replace(column, text=text)

    def batch(self, rows: Sequence[int]) -> Batch:
        """Some of the sheets."""
        whole = {key: Vec.stacked([piece.pop(key) for piece in self.pieces]) for key in list(self.pieces[0])}
        self.pieces = [whole]
        if len(rows) < len(self.doubtful):
            own = np.array(rows, np.intp)
            whole = {key: column.take(own) for key, column in whole.items()}
        return Batch.of_columns(self.edition, whole, [self.doubtful[row] for row in rows])
