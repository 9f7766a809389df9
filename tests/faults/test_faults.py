"""Faults planted into clean sheets are found: all, by their rule, at their cells, and nothing else."""

from __future__ import annotations

import pytest

from tests.faults import heap, workshop
from tests.faults.fault import Fault, Sheet
from tests.faults.heap import Heap
from tests.faults.in_cell import IN_CELL
from tests.faults.in_file import IN_FILE
from tests.faults.in_heap import IN_HEAP
from tests.faults.in_sheet import IN_SHEET
from tests.faults.plant import beyond, missed, surplus
from tests.faults.workshop import Read, read_all
from tests.oracle import need_soffice

VALUES = (*IN_CELL, *IN_SHEET)


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.id)
def test_a_wrong_value_is_found(kind: Fault[Sheet]) -> None:
    found = beyond(kind)
    assert missed(kind, found) == []
    assert surplus(kind, found) == []


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.id)
def test_without_its_rule_a_wrong_value_is_not_found(kind: Fault[Sheet]) -> None:
    found = beyond(kind, off=frozenset({kind.rule}))
    assert len(missed(kind, found)) == len(found)


@pytest.mark.parametrize("kind", IN_HEAP, ids=lambda kind: kind.id)
def test_what_only_other_sheets_show_is_found(kind: Fault[Heap]) -> None:
    found = heap.beyond(kind)
    assert heap.missed(kind, found) == []
    assert heap.surplus(kind, found) == []


@pytest.mark.parametrize("kind", IN_HEAP, ids=lambda kind: kind.id)
def test_without_its_rule_other_sheets_show_nothing(kind: Fault[Heap]) -> None:
    found = heap.beyond(kind, off=frozenset({kind.rule}))
    places = [about for one in heap.heaps(kind) for at in one.at for about in at]
    assert len(heap.missed(kind, found)) == len(places) >= 25


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Read, ...]]:
    """Kind -> what is read of its workbooks, by seed."""
    need_soffice()
    return read_all(IN_FILE, tmp_path_factory.mktemp("workshop"))


@pytest.mark.parametrize("kind", IN_FILE, ids=lambda kind: kind.id)
def test_a_spoilt_workbook_is_found(kind: Fault[Sheet], read: dict[str, tuple[Read, ...]]) -> None:
    found = workshop.beyond(kind, read[kind.id])
    assert missed(kind, found) == []
    assert surplus(kind, found) == []


@pytest.mark.parametrize("kind", IN_FILE, ids=lambda kind: kind.id)
def test_without_its_rule_a_spoilt_workbook_is_not_found(
    kind: Fault[Sheet], read: dict[str, tuple[Read, ...]]
) -> None:
    found = workshop.beyond(kind, read[kind.id], off=frozenset({kind.rule}))
    assert len(missed(kind, found)) == len(found)
