"""Faults planted into clean sheets are found: all, by their rule, at their cells, and nothing else."""

from __future__ import annotations

import pytest

from tests.faults.fault import Fault, Sheet
from tests.faults.in_cell import IN_CELL
from tests.faults.in_sheet import IN_SHEET
from tests.faults.plant import beyond, missed, surplus

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
