"""The form's own rules: who is judged, and how the message reads."""

from __future__ import annotations

from typing import Any

from tests.rules.sheets import judge_values, judged, met, record, the
from xltool.form import Form, edition, parse_form
from xltool.rules import judge

END: dict[str, Any] = {"end": 2017, "cost.general[+1]": 437, "cost.general[+2]": 437}


def test_one_finding_lists_all_failing_instances() -> None:
    finding = the("probe/end_cost", record(END))
    assert finding.message.ja == (
        "平成29年度のシート。終了予定は平成29年度ですが、平成30年度、平成31年度の①合計に437千円あります。"
    )
    assert [place.field for place in finding.places] == ["cost.total[+1]", "cost.total[+2]"]
    assert [place.value for place in finding.places] == ["437", "437"]
    assert (finding.expected, finding.actual) == (None, None)


def test_distinct_values_are_joined_in_the_words_of_each_language() -> None:
    finding = the("probe/end_cost", record({**END, "cost.general[+2]": 1234567.5}))
    assert "①合計に437、1,234,567.5千円" in finding.message.ja
    assert "costs 437, 1,234,567.5." in finding.message.en


def test_values_are_shown_as_people_see_them() -> None:
    finding = the("probe/named", record({"people": 7, "share": 0.125, "nothing": None}))
    assert finding.message.ja == (
        "名前は街路灯の維持、区分は自治事務、1次評価は現状継続、割合は12.5%、単価は8,400、該当なし□"
    )
    blank = the("probe/named", record({"people": 7, "share": None, "grade": None}))
    assert "1次評価は（空欄）、割合は（空欄）" in blank.message.ja
    assert "grade (blank) share (blank)" in blank.message.en


def test_braces_in_prose_stay_what_they_are() -> None:
    finding = the("probe/named", record({"people": 7, "name": "{people} {0} {{x}} %s"}))
    assert "名前は{people} {0} {{x}} %s、" in finding.message.ja


def test_prose_is_shortened_to_one_line() -> None:
    finding = the("probe/named", record({"people": 7, "name": "あ\n" * 100}))
    assert "\n" not in finding.message.ja and "…、区分は" in finding.message.ja


def test_a_condition_that_is_false_or_an_error_is_not_judged() -> None:
    assert judged({**END, "end": None}) == {}
    assert judged({**END, "end": "未定"}) == {}
    assert judged({**END, "end": 2019}) == {}


def test_what_looks_at_a_doubtful_cell_is_not_judged() -> None:
    assert [f.id for f in judge([record(END, anomalies=met("unreadable", "end"))])] == ["XL202"]
    assert [f.id for f in judge([record(END, doubtful=frozenset({"end"}))])] == []
    inputs = met("unreadable", "cost.national[+1]")
    told = {f.id: [p.field for p in f.places] for f in judge([record(END, anomalies=inputs)])}
    assert told == {"XL202": ["cost.national[+1]"], "probe/end_cost": ["cost.total[+2]"]}


def test_what_gets_by_without_the_doubtful_cell_is_not_judged_either() -> None:
    form = _form("COUNT(a,b)=2")
    assert judge_values(form, {"a": 1}, year=2020) == {"tiny/it": ["a"]}
    of = edition(form, 2020)
    bad = record({"a": 1}, of=of, clean={}, anomalies=met("unreadable", "b"))
    assert [f.id for f in judge([bad])] == ["XL202"]


def test_an_empty_verdict_is_false_and_text_is_none() -> None:
    assert judge_values(_form("b"), {"a": 1}) == {"tiny/it": ["a"]}
    assert judge_values(_form("b"), {"a": 1, "b": 5}) == {}
    assert judge_values(_form('""'), {"a": 1}) == {}
    assert judge_values(_form("1/b"), {"a": 1}) == {}


def test_committee_rules_are_silent_at_submission() -> None:
    bad = {"committee.grade": "stop"}
    assert judged(bad) == {}
    assert judged(bad, phase="committee") == {"probe/committee_grade": ["committee.grade"]}
    assert judged({**bad, "people": 7}, phase="committee") == {"probe/committee_grade": ["committee.grade"]}


def test_explanations_are_attached_by_rule() -> None:
    finding = the("probe/end_cost", record(END, explanations={"probe/end_cost": "清算のため", "XL201": "x"}))
    assert finding.explanation == "清算のため"


def test_a_thousand_sheets_are_judged_as_one_each() -> None:
    sheets = [record(END if i % 3 else {}, file=f"{i}.xlsx") for i in range(1000)]
    findings = judge(sheets)
    assert [f.file for f in findings] == [f"{i}.xlsx" for i in range(1000) if i % 3]
    assert {f.message for f in findings} == {the("probe/end_cost", record(END)).message}


def test_a_message_names_the_field_and_a_rule_knows_which_one_it_looks_at() -> None:
    form = parse_form(
        'form: tiny\nversion: "1"\ntitle: 小\nsections:\n  - title: 一\n    rows:\n'
        "      - {id: it.one.score, label: 一の点, type: decimal}\n"
        "      - {id: it.two.score, label: 二の点, type: decimal}\n"
        'rules:\n  - {id: low, each: it, when: it<>"one", expect: it.score>1, at: it.score, severity: error, '
        "title: {ja: 題, en: T}, message: {ja: '{label(it.score)}は{it.score}', en: '{label(it.score)}'}, "
        "remedy: {ja: 直す, en: Mend}}\n"
    )
    bad = record({"it.one.score": 1, "it.two.score": 1}, of=edition(form, 2020), clean={})
    (finding,) = judge([bad])
    assert [place.field for place in finding.places] == ["it.two.score"]
    assert (finding.message.ja, finding.message.en) == ("二の点は1", "二の点")


def _form(expect: str) -> Form:
    rule = "{id: it, when: a>0, expect: '" + expect + "', at: a, severity: error, "
    texts = (
        "title: {ja: 題, en: Title}, message: {ja: '{a}です', en: 'It is {a}'}, remedy: {ja: 直す, en: Mend}}"
    )
    return parse_form(
        'form: tiny\nversion: "1"\ntitle: 小\nsections:\n  - title: 一\n    rows:\n'
        "      - {id: a, label: あ, type: decimal}\n      - {id: b, label: い, type: decimal}\n"
        f"rules:\n  - {rule}{texts}\n"
    )
