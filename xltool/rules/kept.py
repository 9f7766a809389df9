"""Any number of sheets in little memory: judged block by block, compared by what is kept of each.

Of a sheet that was judged there stay the columns of its values and whose it is. What else it holds is
fetched again where a rule quotes it: of the few sheets that have a finding beside others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from xltool.book.later import Later
from xltool.form import Batch
from xltool.formula import Vec
from xltool.rules.across import judged_across
from xltool.rules.engine import sheet_by_sheet
from xltool.rules.group import Group, Grouped, alike, groups
from xltool.rules.settings import Settings
from xltool.rules.tell import Told, in_order

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.finding import Finding
    from xltool.form import Edition
    from xltool.rules.engine import Judged

__all__ = ["Kept", "Whose", "judge_blocks"]

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
) -> tuple[list[Whose], tuple[Finding, ...]]:
    """``judge_all`` for records that are not in memory together; and of each, whose it is.

    ``fetch`` gives a record once more.
    """
    kept = Kept(fetch=fetch, phase=phase, settings=settings or Settings())
    for block in blocks:
        kept.add(block)
    found = kept.findings(previous)
    whose = [Whose(one.file, one.sheet, one.project) for one in kept.records]
    kept.records.clear()  # they know where they are kept: without them it goes at once, not some day
    return whose, found


class Whose(NamedTuple):
    """What says whether a finding is about a sheet."""

    file: str
    sheet: str
    project: str | None


@dataclass(kw_only=True)
class Kept:
    """The sheets judged so far."""

    fetch: Fetch
    phase: Judged
    settings: Settings
    records: list[Record] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    _shelves: dict[object, _Shelf] = field(default_factory=dict)  # by ``alike``
    _held: dict[int, Record] = field(default_factory=dict)

    def add(self, block: Sequence[Record]) -> None:
        """Judge some more sheets."""
        start = len(self.records)
        grouped = groups(block, self.settings)
        told = sheet_by_sheet(block, (), self.phase, self.settings, grouped)
        self.told += (replace(one, record=start + one.record) for one in told)
        for indices, group in grouped:
            shelf = self._shelves.setdefault(alike(group.edition), _Shelf(edition=group.edition))
            shelf.add([start + i for i in indices], group)
        self.records += (self._slim(record, start + i) for i, record in enumerate(block))

    def findings(self, previous: Mapping[str, Record] | None = None) -> tuple[Finding, ...]:
        """What was told of each sheet, and what shows only when they are compared; in order."""
        told = [one.finding for one in self.told]
        across = judged_across(self.records, previous, self.phase, self.settings, told, self._grouped())
        return in_order((*self.told, *across), (record.file for record in self.records))

    def _grouped(self) -> Grouped:
        return [
            (
                shelf.indices,
                Group.of_columns(
                    [self.records[i] for i in shelf.indices], self.settings, shelf.batch(), shelf.prose
                ),
            )
            for shelf in self._shelves.values()
        ]

    def _slim(self, record: Record, i: int) -> Record:
        """Whose it is; the rest comes when it is asked for."""
        key = record.edition.form.identity.project
        known = {"values": {key: record.values.get(key)} if key else {}}
        later = {name: cast("Any", Later(partial(self._part, i, name), known.get(name))) for name in _LATER}
        return replace(
            record,
            **later,
            located={},
            cached={},
            formulas={},
            issued={},
            explanations=dict(record.explanations),
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


@dataclass(kw_only=True)
class _Shelf:
    """The columns of the sheets of one edition, piece by piece until they are wanted."""

    edition: Edition
    indices: list[int] = field(default_factory=list)  # of every sheet, among all
    doubtful: list[Collection[str]] = field(default_factory=list)  # the same
    prose: dict[str, list[str | None]] = field(default_factory=dict)  # the same, by field
    pieces: list[dict[str, Vec]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # short ones, which many sheets hold

    def add(self, indices: Sequence[int], group: Group) -> None:
        self.indices += indices
        self.doubtful += group.batch.doubtful
        for key, texts in group.prose.items():
            self.prose.setdefault(key, []).extend(texts)
        fields = self.edition.form.fields.items()
        given = (key for key, one in fields if one.formula is None and key not in group.prose)
        self.pieces.append({key: self._shared(group.batch.column(key)) for key in given})

    def _shared(self, column: Vec) -> Vec:
        if column.text is None:
            return column
        text = np.empty(len(column), object)
        text[:] = [self.texts.setdefault(one, one) if len(one) <= _SHORT else one for one in column.text]
        return replace(column, text=text)

    def batch(self) -> Batch:
        """All sheets; prose is kept apart."""
        whole = {key: Vec.stacked([piece.pop(key) for piece in self.pieces]) for key in list(self.pieces[0])}
        self.pieces = [whole]
        return Batch.of_columns(self.edition, whole, self.doubtful)
