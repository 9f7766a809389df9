"""A slip that is told explains what follows from it, and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rules.sheets import Settings, judge_values, record, verdict
from xltool.form import edition, find_form, templates_folder
from xltool.rules import judge

JIMU, REVIEW = find_form("jimu-jigyo"), find_form("quarterly-review")
CLEAN: dict[str, Any] = json.loads((templates_folder() / "jimu-jigyo" / "clean.json").read_text("utf-8"))
COSTS = ("cost.budget", "cost.general")


def told(changes: dict[str, Any], settings: Settings | None = None) -> dict[str, list[str | None]]:
    """Without the notes."""
    values = {**CLEAN["values"], **changes}
    found = judge([record(values, of=edition(JIMU, 2017), clean={})], settings=settings)
    return verdict(tuple(one for one in found if one.severity != "note"))


@pytest.mark.parametrize("column", ["[-1]", "[0]", "[+1]", "[+2]"])
def test_a_year_in_yen_is_told_once(column: str) -> None:
    yen = {f"{row}{column}": CLEAN["values"][f"{row}{column}"] * 1000 for row in COSTS}
    assert told(yen) == {"XL301": [f"{row}{column}" for row in COSTS]}
    without = told(yen, Settings(off=frozenset({"XL301"})))
    assert without.keys() == {"jimu-jigyo/change_direct"}


def test_where_the_unit_is_a_note_only_the_rise_is_asked_about() -> None:
    yen = {f"{row}[+2]": CLEAN["values"][f"{row}[+2]"] * 1000 for row in COSTS}
    assert told(yen, Settings(severity={"XL301": "note"})).keys() == {"jimu-jigyo/change_direct"}


def test_what_the_right_unit_does_not_mend_is_told_beside_it() -> None:
    loans = {f"cost.bond[{o}]": 100 for o in ("-1", "0", "+1")} | {"cost.bond[+2]": 100_000}
    budgets = {f"cost.budget[{o}]": CLEAN["values"][f"cost.budget[{o}]"] + 100 for o in ("-1", "0", "+1")}
    budgets["cost.budget[+2]"] = CLEAN["values"]["cost.budget[+2]"] + 100_000
    found = told({**loans, **budgets})
    assert found.keys() == {"XL301", "jimu-jigyo/bond_soft"}
    assert found["XL301"] == ["cost.bond[+2]"]
    assert len(found["jimu-jigyo/bond_soft"]) == 5


def test_a_fraction_of_an_amount_is_told_once_and_its_rounding_is_judged() -> None:
    assert told({"cost.general[0]": 4201.4}) == {"XL208": ["cost.general[0]"]}
    wrong = told({"cost.general[0]": 4300.4})
    assert wrong.keys() == {"XL208", "jimu-jigyo/budget_total"}
    assert told({"cost.unit_cost.regular[0]": 8400.5}).keys() == set()


def test_a_fraction_of_a_weight_is_told_once() -> None:
    values = {"kpi.1.title": "A", "kpi.1.weight": 50.6, "kpi.2.title": "B", "kpi.2.weight": 50}
    found = judge_values(REVIEW, values)
    assert "XL208" in found and "quarterly-review/weights" not in found
