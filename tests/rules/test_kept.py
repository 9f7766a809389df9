"""Sheets judged block by block: what is told is what ``judge_all`` tells of all of them at once."""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.faults import heap
from tests.faults.city import as_record, make_city
from tests.faults.kinds import IN_HEAP
from xltool.book.record import Anomaly
from xltool.rules import Settings, judge_all, judge_blocks
from xltool.rules.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.faults.fault import Fault
    from tests.faults.heap import Heap
    from xltool.book.record import Record


def blocks(records: Sequence[Record], size: int) -> Iterator[Sequence[Record]]:
    return (records[at : at + size] for at in range(0, len(records), size))


def counted(records: Sequence[Record]) -> tuple[Callable[[int], Record], list[int]]:
    asked: list[int] = []

    def fetch(i: int) -> Record:
        asked.append(i)
        return records[i]

    return fetch, asked


@pytest.mark.parametrize("kind", IN_HEAP, ids=lambda kind: kind.id)
def test_the_same_is_told_in_blocks(kind: Fault[Heap]) -> None:
    """Every fault that only other sheets show, in cities of several years and two forms."""
    for one in heap.heaps(kind):
        own, settings = one.heap.city, one.heap.settings()
        now = {f"{code}.xlsx": values for code, values in one.heap.now.items()}
        now |= {file: values for file, (_, values) in one.heap.copies.items()}
        records = [as_record(own.edition, values, file=file) for file, values in now.items()]
        last = {code: as_record(own.before, values, folder="last/") for code, values in one.heap.last.items()}
        whole = judge_all(records, previous=last or None, settings=settings, phase="all")
        fetch, _ = counted(records)
        rest, found = judge_blocks(
            blocks(records, 37), fetch, previous=last or None, settings=settings, phase="all"
        )
        assert found == whole != ()
        assert [(r.file, r.sheet, r.project) for r in rest] == [(r.file, r.sheet, r.project) for r in records]


def test_forms_and_editions_side_by_side() -> None:
    one, other = make_city("kept", 2026, 60), make_city("kept", 2018, 60)
    records = [record for pair in zip(one.records(), other.records(), strict=False) for record in pair]
    strange = Anomaly(kind="twin_sheet", sheet="S", value="T")
    records[5] = replace(records[5], anomalies=(strange,))
    fetch, _ = counted(records)
    for size in (1, 7, 1000):
        assert judge_blocks(blocks(records, size), fetch)[1] == judge_all(records)


def test_few_sheets_are_fetched_again_and_none_is_kept() -> None:
    city = make_city("kept", 2026, 120)
    records = city.records()
    twin = replace(records[3], file="again.xlsx")
    records.append(twin)
    fetch, asked = counted(records)
    kept = Kept(fetch=fetch, phase="submission", settings=Settings())
    for block in blocks(records, 20):
        kept.add(block)
    rest, found = kept.records, kept.findings()
    assert {one.file for one in found if one.id == "XL401"} == {records[3].file, "again.xlsx"}
    told = {file for one in found for file in (one.file, *(place.file for place in one.places))}
    assert {3, 120} <= set(asked)
    assert {records[i].file for i in asked} <= told
    assert len(asked) == len(set(asked)) < 20  # not once for every cell that is quoted
    asked.clear()
    assert all(not isinstance(one.values, dict) for one in rest)
    assert rest[7].raw["header.name"] == records[7].raw["header.name"]
    assert dict(rest[7].values) == dict(records[7].values)
    assert asked == [7]


def test_nothing_of_the_sheets_stays_behind() -> None:
    """Without waiting for the collector, which may take its time."""
    records = make_city("kept", 2026, 60).records()
    gc.collect()
    gc.disable()
    try:
        judge_blocks(blocks(records, 20), lambda i: records[i])
        assert [one for one in gc.get_objects() if isinstance(one, Kept)] == []
    finally:
        gc.enable()
