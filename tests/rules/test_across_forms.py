"""The shipped forms across sheets and years: nobody is told off, and what is wrong is found."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from tests.faults.sheet import clean_sheet
from tests.rules.piles import FORM, across, last, sheet, told
from tests.rules.sheets import record, shipped
from xltool.book.record import Unread
from xltool.form import Reference, edition, examples_folder, find_form
from xltool.rules import Listed, Settings, judge, judge_across, judge_all
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xltool.book.record import Record

JIMU = find_form("jimu-jigyo")
CLEAN = shipped()["jimu-jigyo"]["values"]
YEAR = shipped()["jimu-jigyo"]["year"]


def jimu(changes: Mapping[str, Any] | None = None, *, year: int = YEAR, **more: Any) -> Record:
    values = {**CLEAN, **(changes or {})}
    code = values["header.code"]
    given = {"file": f"{year}/{code}.xlsx", "project": code, "department": values["header.department"]}
    return record(values, of=edition(JIMU, year), clean={}, **{**given, **more})


def a_year_ago(changes: Mapping[str, Any] | None = None, **more: Any) -> Record:
    """The sheet of which the clean one is the next year's."""
    before: dict[str, Any] = {"eval.second.grade": CLEAN["eval.previous.grade"]}
    before["eval.second.direction"] = CLEAN["eval.previous.direction"]
    for row, cells in JIMU.rows_of.items():
        if cells[0].carry and cells[0].offset is not None:
            for offset in (-1, 0, 1):
                now = CLEAN.get(f"{row}[{offset:+d}]" if offset else f"{row}[0]")
                before[f"{row}[{offset + 1:+d}]" if offset + 1 else f"{row}[0]"] = now
    return jimu({**before, **(changes or {})}, year=YEAR - 1, **more)


def rules(records: list[Record], *before: Record, settings: Settings | None = None) -> list[str]:
    """The rules that tell something, one per finding."""
    previous = {one.project or "": one for one in before} or None
    alone = judge(records, settings=settings)
    return [f.id for f in judge_across(records, previous=previous, settings=settings, told=alone)]


# -- nobody is told off -------------------------------------------------------------------------------------


def test_a_clean_sheet_repeats_what_last_year_s_said() -> None:
    assert judge([jimu()]) == ()
    assert rules([jimu()], a_year_ago()) == []


def test_hundreds_of_careful_sheets_give_no_error_and_no_query() -> None:
    of = edition(JIMU, 2018)
    sheets = []
    for n in range(300):
        values = {**clean_sheet(Random(n), 2018), "header.code": f"{n:05}"}
        sheets.append(
            record(values, of=of, clean={}, file=f"{n}.xlsx", project=f"{n:05}", department="市民課")
        )
    assert {f.severity for f in judge_all(sheets)} <= {"note"}


def test_the_round_gives_nothing_across_its_sheets() -> None:
    folder = examples_folder() / "round"
    own = json.loads((folder / "campaign.json").read_text("utf-8"))
    reference = {
        name: Reference(columns=tuple(one["columns"]), rows=tuple(map(tuple, one["rows"])))
        for name, one in own["reference"].items()
    }
    of = edition(JIMU, own["year"], own["parameters"], reference)
    projects = [json.loads(path.read_text("utf-8")) for path in sorted((folder / "projects").glob("*.json"))]
    sheets = [
        record(one["values"], of=of, clean={}, project=one["project"], department=one["department"])
        for one in projects
    ]
    roster = {one["project"]: Listed(department=one["department"]) for one in projects}
    assert rules(sheets) == rules(sheets, settings=Settings(roster=roster)) == []


def test_a_single_sheet_has_nothing_to_be_compared_with() -> None:
    for form, clean in shipped().items():
        of = edition(find_form(form), clean["year"], clean["parameters"])
        assert judge_across([record(clean["values"], of=of, clean={})]) == ()


# -- what is wrong is found ---------------------------------------------------------------------------------


def test_the_form_s_own_grade_target_end_and_lifecycle() -> None:
    assert rules([jimu({"eval.previous.grade": "拡大"})], a_year_ago()) == ["XL422"]
    assert rules([jimu({"activity.1.target[-1]": 1})], a_year_ago()) == ["XL421"]
    assert rules([jimu({"basic.end_year": None})], a_year_ago({"basic.end_year": 2020})) == ["XL425"]
    assert rules([jimu(), jimu({"header.code": "00999"})], a_year_ago()).count("XL426") == 1


def test_a_project_may_vanish_after_its_end_by_either_grade_or_year() -> None:
    settings = Settings(roster={"00417": Listed()})
    gone: dict[str, Any] = {"header.code": "00500"}
    for over in (
        {"eval.second.grade": "終了"},
        {"eval.second.grade": None, "eval.first.grade": "統合"},
        {"basic.end_year": YEAR - 1},
    ):
        assert rules([jimu()], a_year_ago(), a_year_ago({**gone, **over}), settings=settings) == []
    for on in ({}, {"eval.first.grade": "終了"}, {"basic.end_year": YEAR}):
        assert rules([jimu()], a_year_ago(), a_year_ago({**gone, **on}), settings=settings) == ["XL427"]


def test_the_form_s_own_rule_about_a_new_project_leaves_nothing_to_add() -> None:
    new = {"basic.novelty": "新規", "basic.start_year": YEAR}
    found = [f.id for f in judge([jimu(new)])]
    assert "jimu-jigyo/new_past" in found
    assert rules([jimu(new)], a_year_ago({"basic.start_year": YEAR})) == []


def test_a_project_prepared_a_year_ahead_is_new_in_both_sheets() -> None:
    empty = {f"{row}[-1]": None for row in ("plan.planned", "plan.actual")}
    empty |= {"cost.budget[-1]": 0, "cost.general[-1]": 0}
    new = {"basic.novelty": "新規", "basic.start_year": YEAR, **empty}
    was = {"basic.novelty": "新規", "basic.start_year": YEAR}
    assert "XL428" not in rules([jimu(new)], a_year_ago(was))
    assert "XL428" in rules([jimu(new)], a_year_ago({"basic.start_year": YEAR - 1}))


def test_prose_of_this_year_is_compared_but_neither_carried_nor_issued_text() -> None:
    other = {"header.code": "00999", "header.department": "別の課"}
    text = "親子が気軽に集い、相談できる場を身近な地域に設けることにより、子育ての不安や孤立感を和らげる。"
    both = [jimu({"overview.purpose": text}), jimu({**other, "overview.purpose": text})]
    found = judge_across(both)
    assert {f.id for f in found} == {"XL415"}
    fields = {place.field for f in found for place in f.own_places}
    assert "overview.means_now" in fields and "item.validity.comment" in fields
    assert not fields & {"overview.purpose", "basic.law", "eval.previous.direction", "header.name"}
    issued = sheet(changes={"comment": text}, issued={"comment": text})
    assert across([issued, sheet("00002", {"comment": text}, issued={"comment": text})]) == ()


# -- one list -----------------------------------------------------------------------------------------------


def test_one_list_by_file_the_most_serious_first_and_what_has_no_file_last() -> None:
    settings = Settings(roster={"00001": Listed(), "00002": Listed()})
    first = sheet(file="b.xlsx", changes={"goal.1.target[-1]": 80, "start": 2004, "cost[0]": 100_000})
    second = sheet("00002", file="a.xlsx", changes={"goal.1.target[-1]": 70})
    unread = Unread(file="c.xlsx", reason="damaged", text=Text("壊れています。", "Damaged."))
    before = {one.project or "": one for one in (last(), last("00002"), last("00009"))}
    found = judge_all([first, second], [unread], previous=before, settings=settings)
    assert [(f.file, f.id) for f in found] == [
        ("b.xlsx", "pile/cost_grows"),
        ("b.xlsx", "XL421"),
        ("b.xlsx", "XL423"),
        ("a.xlsx", "XL421"),
        ("c.xlsx", "XL101"),
        (None, "XL427"),
    ]
    assert (found[-1].project, found[-1].department) == ("00009", "土木課")
    reordered = judge_all([first, second], [unread], settings=settings, files=("c.xlsx", "a.xlsx", "b.xlsx"))
    assert next(f.file for f in reordered) == "c.xlsx"


def test_explanations_project_and_department_are_stamped() -> None:
    why = {"XL421": "国の基準が変わったため"}
    (finding,) = across([sheet(changes={"goal.1.target[-1]": 80}, explanations=why)], last())
    assert (finding.explanation, finding.project, finding.department) == (why["XL421"], "00001", "土木課")


def test_places_elsewhere_name_their_file() -> None:
    (finding,) = across([sheet(changes={"goal.1.target[-1]": 80})], last())
    (own, other) = finding.places
    assert own.file is None and finding.own_places == (own,)
    assert (other.file, other.field, other.value) == ("last/00001.xlsx", "goal.1.target[0]", "90")
    data = finding.to_json("ja")
    assert [place["file"] for place in data["places"]] == [None, "last/00001.xlsx"]  # type: ignore[attr-defined]


def test_the_committee_s_phase_is_about_its_cells_only() -> None:
    pile = [sheet(changes={"goal.1.target[-1]": 80}), sheet(file="b.xlsx")]
    assert {f.id for f in across(pile, last(), phase="committee")} == {"XL401"}


def test_versions_of_one_form_are_compared_with_each_other() -> None:
    newer = edition(replace(FORM, version="2", digest="other"), 2017)
    pile = [sheet(), sheet("00002", of=newer), sheet("00003", {"rate[0]": 8100}, of=newer)]
    assert told(across(pile)) == {("XL411", "00003.xlsx"): ["rate[0]"]}
