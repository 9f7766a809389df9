"""Faults planted into clean sheets are found: all, by their rule, at their cells, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults import heap, workshop
from tests.faults.fault import Fault, Sheet
from tests.faults.heap import Heap
from tests.faults.kinds import IN_FILE, IN_HEAP, IN_VALUES, KINDS
from tests.faults.plant import beyond, missed, surplus, unneeded
from tests.faults.workshop import Read, read_all
from tests.oracle import need_soffice
from xltool.form import find_form
from xltool.rules import catalogue

FORMS = (find_form("jimu-jigyo"), find_form("quarterly-review"))
# Rules for which nobody needs a clerk's fault here, and why.
UNPLANTED = {
    "XL001": "a rule that crashes",
    "XL103": "a form that is not installed",
    "XL104": "a version that is not installed",
    "XL106": "an older version; the shipped forms have one",
    "XL116": "a form that was revised while its sheets were out: tests/campaign/test_form_versions.py",
    "XL115": "a file that holds a cell twice: no program writes it",
    "XL209": "the shipped forms limit no text",
}


def test_there_are_faults_of_every_level_in_both_forms() -> None:
    assert len(KINDS) >= 100
    assert len({kind.id for kind in KINDS}) == len({kind.clerk for kind in KINDS}) == len(KINDS)
    levels = Counter(kind.level for kind in KINDS)
    assert levels.keys() == {"cell", "sheet", "file", "pile", "year"} and min(levels.values()) >= 6
    assert min(Counter(kind.form for kind in KINDS).values()) >= 12
    assert all(kind.rule not in kind.also for kind in KINDS)
    assert [kind.id for kind in KINDS if len(kind.clerk) < 9 or kind.clerk.isascii()] == []


def test_every_rule_that_a_department_can_break_has_a_fault() -> None:
    planted = {kind.rule for kind in KINDS}
    severe = {rule.id for rule in catalogue(*FORMS) if rule.severity != "note" and rule.phase == "submission"}
    assert severe - planted == UNPLANTED.keys()


@pytest.mark.parametrize("kind", IN_VALUES, ids=lambda kind: kind.id)
def test_a_wrong_value_is_found(kind: Fault[Sheet]) -> None:
    found = beyond(kind)
    assert missed(kind, found) == []
    assert surplus(kind, found) == []
    assert unneeded(kind, found) == set()


@pytest.mark.parametrize("kind", IN_VALUES, ids=lambda kind: kind.id)
def test_without_its_rule_a_wrong_value_is_not_found(kind: Fault[Sheet]) -> None:
    found = beyond(kind, off=frozenset({kind.rule}))
    assert len(missed(kind, found)) == len(found)


@pytest.mark.parametrize("kind", IN_HEAP, ids=lambda kind: kind.id)
def test_what_only_other_sheets_show_is_found(kind: Fault[Heap]) -> None:
    found = heap.beyond(kind)
    assert heap.missed(kind, found) == []
    assert heap.surplus(kind, found) == []
    assert unneeded(kind, found) == set()


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
    assert unneeded(kind, found) == set()


@pytest.mark.parametrize("kind", IN_FILE, ids=lambda kind: kind.id)
def test_without_its_rule_a_spoilt_workbook_is_not_found(
    kind: Fault[Sheet], read: dict[str, tuple[Read, ...]]
) -> None:
    found = workshop.beyond(kind, read[kind.id], off=frozenset({kind.rule}))
    assert len(missed(kind, found)) == len(found)
