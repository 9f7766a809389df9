"""One root cause, one finding; phases; and how places and labels are shown."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.sheets import PROBE, Settings, judge_values, judged, met, probe, record, the, verdict
from xltool.book.record import Anomaly
from xltool.form import Form, Identity, edition, parse_form
from xltool.rules import judge

FORMULA = {"cost.national[0]": 100, "cost.general[0]": 337}  # ① is 437


# -- one root cause, one finding ----------------------------------------------------------------------------


def test_a_doubtful_cell_is_not_missing_nor_out_of_range_nor_stale() -> None:
    for kind in ("unreadable", "ambiguous", "error_value", "lost"):
        anomalies = (Anomaly(kind=kind, field="name"), Anomaly(kind=kind, field="cost.general[0]"))
        bad = record(
            {"name": None}, anomalies=anomalies, cached={"cost.total[0]": 99.0, "cost.twice[0]": 99.0}
        )
        assert len(judge([bad])) == 1, kind


def test_an_emptied_locked_value_is_altered_not_missing() -> None:
    assert verdict(judge([record({"code": None}, issued={"code": "00832"})])) == {"XL221": ["code"]}


def test_an_identity_conflict_is_not_told_as_altered_too() -> None:
    bad = record({"code": "00900"}, issued={"code": "00832"}, anomalies=met("identity_conflict", "code"))
    assert verdict(judge([bad])) == {"XL109": ["code"]}


def test_an_altered_formula_does_not_make_its_followers_stale() -> None:
    for kind in ("altered_formula", "overwritten_formula"):
        anomalies = met(kind, "cost.total[0]", value="400")
        bad = record(FORMULA, cached={"cost.total[0]": 400.0, "cost.twice[0]": 800.0}, anomalies=anomalies)
        assert len(judge([bad])) == 1, kind


def test_digits_as_text_explain_a_stale_total() -> None:
    bad = record(
        FORMULA, cached={"cost.total[0]": 100.0}, anomalies=met("normalised", "cost.general[0]", value="337")
    )
    assert verdict(judge([bad])) == {"XL213": ["cost.general[0]"]}


def test_what_was_not_calculated_is_not_stale() -> None:
    assert verdict(judge([record(FORMULA, cached={})])) == {}
    assert verdict(judge([record(FORMULA, cached={"cost.total[0]": None})])) == {"XL225": ["cost.total[0]"]}


def test_only_the_first_choice_at_fault_is_told() -> None:
    assert verdict(judge([record({"chapter": "都市"})])) == {"XL206": ["part"]}
    assert verdict(judge([record({"chapter": None})])) == {}
    assert verdict(judge([record({"part": None})])) == {}


def test_nothing_to_report_is_silent_about_what_is_missing() -> None:
    quiet = {"nothing": True, "name": None, "people": 7}
    assert verdict(judge([record(quiet)])) == {}
    assert verdict(judge([record({**quiet, "share": 2})])) == {"XL207": ["share"]}
    assert verdict(judge([record(quiet, anomalies=met("unreadable", "people"))])) == {"XL202": ["people"]}


def test_what_follows_from_a_number_out_of_range_is_not_told_too() -> None:
    ending: dict[str, object] = {"end": 2017, "cost.general[+1]": -5}
    assert verdict(judge([record(ending)])) == {"XL207": ["cost.general[+1]"]}
    off = Settings(off=frozenset({"XL207"}))
    assert verdict(judge([record(ending)], settings=off)) == {"probe/end_cost": ["cost.total[+1]"]}
    assert verdict(judge([record({**ending, "cost.general[+2]": 5})])) == {
        "XL207": ["cost.general[+1]"],
        "probe/end_cost": ["cost.total[+2]"],
    }


def test_another_project_s_header_is_told_once() -> None:
    issued = {"code": "00832", "name": "街路灯の維持"}
    form = _tiny("{id: code, label: 番号, type: code, length: 5}", "{id: name, label: 事業, prefill: locked}")
    of = edition(replace(form, identity=Identity(project="code", name="name")), 2017)
    pasted = {"code": "00900", "name": "橋の補修"}
    conflict = met("identity_conflict", "code", value="00900", expected="00832")
    bad = record(pasted, of=of, clean={}, issued=issued, anomalies=conflict)
    assert verdict(judge([bad])) == {"XL109": ["code"]}
    typed = record({**pasted, "code": "00832"}, of=of, clean={}, issued=issued)
    assert verdict(judge([typed])) == {"XL221": ["name"]}


def test_of_a_sheet_of_another_year_or_form_nothing_else_is_judged_but_whose_it_is() -> None:
    wrong = record({"share": 2, "people": 7, "name": None}, anomalies=met("macros"))
    assert verdict(judge([wrong], settings=Settings(year=2018))) == {"XL107": [None], "XL131": [None]}
    assert verdict(judge([wrong], settings=Settings(form="other"))) == {"XL105": [None], "XL131": [None]}
    both = Settings(form="other", year=2018)  # the year of another form says nothing
    assert verdict(judge([wrong], settings=both)) == {"XL105": [None], "XL131": [None]}
    assert "XL107" in verdict(judge([wrong], settings=replace(both, off=frozenset({"XL105"}))))
    off = Settings(year=2018, off=frozenset({"XL107"}))
    assert "XL207" in verdict(judge([wrong], settings=off))
    assert "XL207" in verdict(judge([wrong], settings=Settings(version="9")))


def test_figures_of_more_than_two_sizes_are_no_slip_of_the_unit() -> None:
    figures = {"cost.national[-1]": 1, "cost.national[0]": 60, "cost.national[+1]": 60_000}
    assert judged({"end": None, **figures}) == {}
    assert judged({"end": None, **figures, "cost.national[-1]": 50}) == {"XL301": ["cost.national[+1]"]}


# -- phases -------------------------------------------------------------------------------------------------


def test_the_committees_cells_are_judged_in_its_own_phase() -> None:
    bad = record({"committee.grade": None, "name": None})
    assert verdict(judge([bad])) == {"XL201": ["name"]}
    assert verdict(judge([bad], phase="committee")) == {"XL201": ["committee.grade"]}
    both = judge([bad], phase="all")
    assert [(f.phase, f.places[0].field) for f in both] == [
        ("submission", "name"),
        ("committee", "committee.grade"),
    ]


def test_structure_is_told_in_every_phase() -> None:
    assert verdict(judge([record(anomalies=met("lost", "people"))], phase="committee")) == {
        "XL111": ["people"]
    }


def test_an_altered_committee_value_is_told_at_submission() -> None:
    bad = record({"committee.grade": "grow"}, issued={"committee.grade": "keep"})
    assert verdict(judge([bad])) == {"XL221": ["committee.grade"]}
    assert verdict(judge([bad], phase="committee")) == {}


# -- what is shown ------------------------------------------------------------------------------------------


def test_places_have_cell_and_text_of_the_file() -> None:
    finding = the("XL207", record({"people": 101}, raw={"people": "１０１"}))
    (place,) = finding.places
    assert (place.sheet, place.field, place.value) == ("シート", "people", "１０１")
    assert place.cell and place.cell[-1].isdigit()


def test_long_lists_are_cut_in_words_but_not_in_places() -> None:
    missing = {f"cost.{row}[{at}]": -1 for row in ("national", "general") for at in ("-1", "0", "+1", "+2")}
    finding = the("XL207", record({**missing, "people": 101, "share": 2}))
    assert len(finding.places) == 10
    assert finding.message.ja.endswith("ほか2か所") and finding.message.en.endswith("and 2 more")


def test_equal_labels_are_told_apart_by_their_section() -> None:
    assert "効果のコメント" in the("XL211", record(anomalies=met("control_characters", "effect"))).message.ja


def test_a_list_without_reference_data_takes_anything() -> None:
    plain = edition(PROBE.form, 2017)
    assert judge([record({"chapter": "何でも", "part": "よい"}, of=plain)]) == ()


def test_a_sheet_of_the_expected_year_is_fine() -> None:
    assert judge([record(of=probe(2018))], settings=Settings(year=2018)) == ()


def test_a_required_box_must_be_ticked() -> None:
    form = _tiny("{id: agreed, label: 確認, type: tick, required: true}")
    assert (
        judge_values(form, {"agreed": None}) == judge_values(form, {"agreed": False}) == {"XL201": ["agreed"]}
    )
    assert judge_values(form, {"agreed": True}) == {}


def test_a_condition_that_gets_by_without_a_doubtful_cell_requires_nothing() -> None:
    form = _tiny("{id: a, label: あ, type: decimal}", "{id: why, label: 理由, required: 'COUNT(a)=0'}")
    assert judge_values(form, {}) == {"XL201": ["why"]}
    bad = record({}, of=edition(form, 2020), clean={}, anomalies=met("unreadable", "a"))
    assert verdict(judge([bad])) == {"XL202": ["a"]}


def test_a_total_that_differs_in_the_fifteenth_digit_is_not_stale() -> None:
    assert judged(FORMULA, cached={"cost.total[0]": 437.0000001}) == {}
    assert judged(FORMULA, cached={"cost.total[0]": 437.001}) == {"XL225": ["cost.total[0]"]}


def _tiny(*fields: str) -> Form:
    head = 'form: tiny\nversion: "1"\ntitle: 小\nsections:\n  - title: 一\n    rows:\n'
    return parse_form(head + "".join(f"      - {field}\n" for field in fields))
