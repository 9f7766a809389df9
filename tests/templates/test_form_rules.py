"""The rules of jimu-jigyo: how many there are, that no two are one, and above all when they keep silent.

Thousands of careful sheets are judged in tests/faults.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.rules.sheets import judge_values
from xltool.form import edition, find_form, templates_folder, warnings

FORM = find_form("jimu-jigyo")
CLEAN: dict[str, Any] = json.loads((templates_folder() / "jimu-jigyo" / "clean.json").read_text("utf-8"))
FAMILIES = {
    *("arithmetic", "years", "comments", "grade", "indicators", "funding", "novelty", "committee", "plan"),
}


def told(changes: dict[str, Any], *, year: int = 2017) -> dict[str, list[str | None]]:
    """The verdict about the clean sheet with some values changed, of every phase."""
    return judge_values(FORM, {**CLEAN["values"], **changes}, year=year)


def test_at_least_thirty_rules_and_three_in_each_family() -> None:
    families = Counter(rule.family for rule in FORM.rules)
    assert set(families) == FAMILIES
    assert len(FORM.rules) >= 30
    assert min(families.values()) >= 3


def test_no_two_rules_are_the_same_test() -> None:
    tests = [(rule.each, rule.when, rule.expect) for rule in FORM.rules]
    assert all(tests.count(one) == 1 for one in tests)
    for lang in ("ja", "en"):
        for text in ("title", "message"):
            words = [getattr(rule, text).pick(lang) for rule in FORM.rules]
            assert len(set(words)) == len(words)


def test_every_rule_has_both_languages_and_examples() -> None:
    for rule in FORM.rules:
        assert 0 < len(rule.fails) <= 6 and 0 < len(rule.passes) <= 3, rule.id
        assert any(CLEAN["values"].get(key) != value for key, value in rule.passes.items()), rule.id
        for text in (rule.title, rule.message, rule.remedy):
            assert text.ja and text.en and text.ja != text.en, rule.id
            assert not any("\u3040" <= letter <= "\u30ff" for letter in text.en), rule.id  # kana


def test_committee_rules_are_those_that_look_at_its_grade() -> None:
    for bound in edition(FORM, 2017).rules:
        looks = any(key.startswith("eval.second.") for key in bound.inputs)
        assert (bound.rule.phase == "committee") == looks == (bound.rule.family == "committee"), bound.rule.id


@pytest.mark.parametrize("year", [2017, 2026])
def test_nothing_to_warn_of(year: int) -> None:
    assert warnings(edition(FORM, year)) == ()


def cells(row: str, values: list[Any]) -> dict[str, Any]:
    """One row of the table."""
    return {f"{row}[{offset}]": value for offset, value in zip(("-1", "0", "+1", "+2"), values, strict=True)}


def amounts(*general: int | None) -> dict[str, Any]:
    """A project that pays with its own money alone."""
    return {
        **cells("cost.general", list(general)),
        **cells("cost.budget", [amount or 0 for amount in general]),
    }


NOBODY = {**cells("cost.headcount.regular", [0] * 4), **cells("cost.headcount.reappointed", [0] * 4)}
ENDED = {"eval.first.grade": "終了", "eval.second.grade": "終了"}

SILENT: dict[str, dict[str, Any]] = {
    "a blank funding cell is zero": {
        key: None for key in CLEAN["values"] if key.startswith(("cost.national", "cost.bond", "cost.other"))
    },
    "a rounding difference of one": {"cost.budget[0]": 4201, "cost.budget[-1]": 3999},
    "half as much again, but less than a million yen": amounts(1000, 1900, 950, 1400),
    "a million yen more, but less than half": amounts(40000, 41000, 60000, 40000),
    "from nothing to something": amounts(0, 0, 9000, 9000),
    "no money, only people": amounts(0, 0, 0, 0),
    "an undecided last year": {"basic.end_year": "未定"},
    "an undecided last year with an expansion": {
        "basic.end_year": "未定",
        "eval.first.grade": "拡大",
        "eval.second.grade": "拡大",
        **amounts(4000, 4200, 4900, 5000),
    },
    "past its last year, without cost": {
        "basic.end_year": 2016,
        **ENDED,
        **amounts(4000, 0, 0, 0),
        "cost.headcount.regular[0]": 0,
        "cost.headcount.regular[+1]": 0,
        "cost.headcount.regular[+2]": 0,
    },
    "people after the last year: only ① is asked about": {
        "basic.end_year": 2017,
        **ENDED,
        **amounts(4000, 4200, 0, 0),
    },
    "a new project without a past": {
        "basic.novelty": "新規",
        "basic.start_year": 2017,
        "overview.means_before": None,
        "eval.previous.grade": None,
        "eval.previous.direction": None,
        "plan.actual[-1]": None,
        "plan.planned[-1]": None,
        "activity.1.target[-1]": None,
        "activity.1.actual[-1]": None,
        "activity.2.target[-1]": None,
        "activity.2.actual[-1]": None,
        "outcome.1.actual[-1]": None,
        **amounts(0, 4200, 4200, 4200),
        "cost.headcount.regular[-1]": 0,
        "cost.headcount.reappointed[-1]": 0,
    },
    "an indicator that starts this year": {
        "activity.3.name": "配信回数",
        "activity.3.unit": "回",
        **cells("activity.3.target", [None, 12, 12, 12]),
    },
    "stand-ins are not compared": cells("activity.1.target", ["設定困難"] * 4),
    "a stand-in as actual": {"activity.1.actual[-1]": "－"},
    "dashes in a row that is not used": {
        "activity.4.name": "－",
        "outcome.3.name": "－",
        **cells("activity.4.target", ["－"] * 4),
        **cells("activity.4.actual", ["－"] * 4),
        **cells("outcome.3.target", ["－"] * 4),
    },
    "dashes for years that are not over": {
        "plan.actual[0]": "－",
        "plan.actual[+1]": "-",
        "plan.actual[+2]": "―",
    },
    "plan and report are the same": {"plan.actual[-1]": CLEAN["values"]["plan.planned[-1]"]},
    "constant targets": cells("activity.1.target", [230] * 4),
    "an outcome far below its target": {"outcome.1.actual[-1]": 1},
    "an outcome that fell": cells("outcome.1.target", [90, 60, 30, 0]),
    "high scores with an end": {
        **ENDED,
        **amounts(4000, 4200, 0, 0),
        **{f"item.{item}.score": 3 for item in ("validity", "achievement", "improvement", "economy")},
    },
    "the lowest scores with a reform": {
        f"item.{item}.score": 1 for item in ("validity", "achievement", "improvement", "economy")
    },
    "much room to improve is why it expands": {
        "eval.first.grade": "拡大",
        "eval.second.grade": "拡大",
        "item.improvement.score": 1,
        **amounts(4000, 4200, 4900, 5000),
    },
    "nothing to improve, twice": {"item.improvement.comment": "特になし", "item.economy.comment": "特になし"},
    "no plans, no law": {"basic.plans": None, "basic.law": None},
    "unchanged, in few words": {
        "eval.first.grade": "現状継続",
        "eval.first.direction": "継続",
        "eval.previous.grade": "現状継続",
        "eval.second.grade": "現状継続",
    },
    "never assessed before": {"eval.previous.grade": None, "eval.previous.direction": None},
    "the committee has not met": {
        "eval.second.direction": None,
        "eval.first.grade": "現状継続",
        "eval.second.grade": "現状継続",
    },
    "much personnel for little money": {
        **amounts(10, 10, 10, 10),
        **cells("cost.headcount.regular", [9.5] * 4),
    },
    "money without personnel": NOBODY,
    "a grant that ends with its project": {
        "basic.funding": "補助",
        "basic.end_year": 2017,
        **ENDED,
        **cells("cost.budget", [4000, 4200, 0, 0]),
        **cells("cost.national", [3000, 3000, 0, None]),
        **cells("cost.general", [1000, 1200, 0, None]),
    },
    "a loan for something that is built": {
        "basic.soft_hard": "ハード事業",
        "cost.bond[0]": 4000,
        "cost.general[0]": 200,
    },
    "nothing to report, and nothing written": {
        **dict.fromkeys(FORM.fields),
        **{key: CLEAN["values"][key] for key in ("header.code", "header.name", "header.department")},
        "header.nothing": True,
    },
}


@pytest.mark.parametrize("case", SILENT)
def test_what_real_sheets_do_is_no_finding(case: str) -> None:
    assert told(SILENT[case]) == {}


SPOKEN: dict[str, tuple[dict[str, Any], dict[str, list[str]]]] = {
    "exactly half and exactly a million yen": (
        amounts(2000, 2000, 3000, 3000),
        {"change_direct": ["cost.direct[+1]"]},
    ),
    "both failing columns, not the others": (
        {"basic.end_year": 2018},
        {"end_year_cost": ["cost.direct[+2]"]},
    ),
    "neither box": (
        {"private.possible": False},
        {"private_boxes": ["private.possible", "private.impossible"]},
    ),
    "no tolerance below a target": (
        {"activity.1.actual[-1]": 229.99},
        {
            "achievement_target": [
                "item.achievement.score",
                "activity.1.target[-1]",
                "activity.1.actual[-1]",
            ]
        },
    ),
    "a law that is only a dash": (
        {"law.duty": "yes", "basic.law": "－"},
        {"law_named": ["law.duty", "basic.law"]},
    ),
    "to expand what is not adequate": (
        {
            "eval.first.grade": "拡大",
            "eval.second.grade": "拡大",
            "item.validity.score": 1,
            "item.improvement.score": 1,
            **amounts(4000, 4200, 4900, 5000),
        },
        {"low_score": ["eval.first.grade", "item.validity.score"]},
    ),
    "the two comments that are one, not the others": (
        {"item.economy.comment": CLEAN["values"]["item.validity.comment"]},
        {"copied_comment": ["item.validity.comment", "item.economy.comment"]},
    ),
    "a fall counts like a rise": (
        amounts(4000, 2000, 2000, 2000),
        {"change_direct": ["cost.direct[0]"]},
    ),
    "a budget whose sources are all blank": (
        {"cost.general[+2]": None},
        {"budget_total": ["cost.budget[+2]", "cost.direct[+2]"]},
    ),
    "two cells of one column, once": (
        {"plan.actual[0]": "実施中", "plan.actual[+2]": "実施予定"},
        {"plan_actual_future": ["plan.actual[0]", "plan.actual[+2]"]},
    ),
}


@pytest.mark.parametrize("case", SPOKEN)
def test_where_the_line_runs(case: str) -> None:
    changes, expected = SPOKEN[case]
    assert told(changes) == {f"jimu-jigyo/{rule}": places for rule, places in expected.items()}


@pytest.mark.parametrize("year", [2012, 2019, 2026])
def test_the_clean_sheet_is_clean_in_every_era(year: int) -> None:
    moved = {"basic.start_year": 2009 + year - 2017}
    assert told(moved, year=year) == {}
