"""Every rule that compares sheets: a pile that breaks it, one that does not, and nothing else beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.rules.piles import FORM, across, last, sheet, told
from tests.rules.sheets import met
from xltool.book.record import Record
from xltool.form import edition
from xltool.rules import Listed, Settings, Total, judge, judge_across, judge_all
from xltool.rules.builtin import BUILTIN

PROSE = "生活道路の管理は道路管理者である市の責務であり、夜間の安全な通行を確保するために欠かせない事業だ。"
OTHER = "地元の自治会が自ら点検を行う仕組みに改めることで、経費を抑えながら今の水準を保てる見込みである。"
TARGETS = [f"goal.1.target[{at}]" for at in ("-1", "0", "+1", "+2")]
ANOTHER = {"goal.2.name": "別", "goal.2.unit": "箇所"}
BUDGET = Total(field="cost[0]", amount=800, department="土木課")
ROSTER = Settings(roster={f"0000{n}": Listed(department="土木課", name="街路灯の維持") for n in range(1, 5)})


@dataclass(frozen=True, kw_only=True)
class Case:
    id: str
    bad: list[Record]
    good: list[Record]
    at: dict[str | None, list[str | None]]  # file -> fields of the finding's own places
    before: tuple[Record, ...] = ()
    settings: Settings = field(default_factory=Settings)
    says: tuple[str, ...] = ()  # parts of the Japanese message of the first finding
    en: str = ""


def case(rule: str, bad: list[Record], good: list[Record], at: dict[str | None, Any], **more: Any) -> Case:
    return Case(id=rule, bad=bad, good=good, at=at, **more)


CASES = (
    case(
        "XL401",
        [sheet(), sheet(file="b.xlsx", changes={"first": "見直し"}), sheet("00002")],
        [sheet(), sheet("00002")],
        {"00001.xlsx": ["code"], "b.xlsx": ["code"]},
        says=("この事業（00001）のシートがほかにもあります：b.xlsx（「1次評価」1項目が違う）。",),
        en='b.xlsx (1 field(s) differ: "1次評価")',
    ),
    case(
        "XL401",
        [sheet(), sheet(file="b.xlsx", issue=2)],
        [sheet(), sheet("00002", sheet="写し")],
        {"00001.xlsx": ["code"], "b.xlsx": ["code"]},
        says=("b.xlsx（内容は同じ・第2回の配布）",),
    ),
    case(
        "XL402",
        [sheet("1", {"code": "00009"}), sheet("00002")],
        [sheet(), sheet("00002")],
        {"1.xlsx": ["code"]},
        settings=ROSTER,
        says=("番号「1」は対象事業一覧にありません。一覧には「00001」（街路灯の維持・土木課）があります。",),
    ),
    case(
        "XL403",
        [sheet(department="道路課", changes={"unit": "道路課"}), sheet("00002")],
        [sheet(department="土 木課"), sheet("00002")],
        {"00001.xlsx": ["unit"]},
        settings=ROSTER,
        says=("シートの部署は「道路課」ですが、対象事業一覧では、00001 は「土木課」の事業です。",),
    ),
    case(
        "XL411",
        [sheet(), sheet("00002"), sheet("00003", {"rate[0]": 8100}), sheet("00004", department="道路課")],
        [sheet(), sheet("00002"), sheet("00004", {"rate[0]": 8100}, department="道路課")],
        {"00003.xlsx": ["rate[0]"]},
        says=(
            "人件費単価（平成29年度）：「8,100」です。"
            "同じ土木課のほかのシート（00001（00001.xlsx）など2枚）では「8,400」です。",
        ),
    ),
    case(
        "XL412",
        [sheet(), sheet("00002"), sheet("00003", {"goal.2.name": "点検した 灯数", "goal.2.unit": "箇所"})],
        [
            sheet(),
            sheet("00002", {"goal.1.unit": " 灯"}),
            sheet("00003", ANOTHER),
        ],
        {"00003.xlsx": ["goal.2.unit"]},
        says=(
            "指標「点検した 灯数」の単位が「箇所」です。"
            "00001（00001.xlsx）など3件の同じ名称の指標では「灯」です。",
        ),
    ),
    case(
        "XL413",
        [*(sheet(f"0000{n}") for n in range(1, 6)), sheet("00006", {"goal.1.target[+1]": 1260})],
        [*(sheet(f"0000{n}") for n in range(1, 6)), sheet("00006", {"goal.1.target[+1]": 360})],
        {"00006.xlsx": ["goal.1.target[+1]", "goal.1.target[0]"]},
        settings=Settings(thresholds={"XL413": {"sheets": 6}}),
        says=(
            "指標①の目標値：平成29年度の90から平成30年度の1,260へ、14倍になっています。"
            "この様式の同じ欄6件では、中央値が1倍、8割が1～3.74倍の間です。",
        ),
    ),
    case(
        "XL414",
        [sheet(), sheet("00002", {"cost[0]": 437}), sheet("00003", department="道路課")],
        [sheet(), sheet("00002"), sheet("00003", department="道路課")],
        {None: []},
        settings=Settings(
            totals=(
                BUDGET,
                Total(field="cost[-1]", amount=1200),
            )
        ),
        says=(
            "土木課の2枚のシートの「事業費（平成29年度）」を合計すると837千円で、"
            "事務局の合計800千円より37千円多い値です。"
            "額の大きいシート：00002（00002.xlsx） 437、00001（00001.xlsx） 400。",
        ),
    ),
    case(
        "XL415",
        [sheet(changes={"comment": PROSE}), sheet("00002", {"reason": f"○{PROSE}\n"})],
        [
            sheet(changes={"comment": PROSE, "reason": PROSE, "plan[0]": PROSE}),
            sheet("00002", {"comment": "特になし", "reason": OTHER, "purpose": PROSE}),
            sheet("00003", {"comment": "特になし"}),
        ],
        {"00001.xlsx": ["comment"], "00002.xlsx": ["reason"]},
        says=("「コメント」が、00002（00002.xlsx）の「理由」と同じ文章です。",),
    ),
    case(
        "XL415",
        [sheet(changes={"plan[0]": PROSE}), sheet("00002", {"plan[+1]": PROSE.replace("夜間", "早朝")})],
        [sheet(changes={"plan[0]": PROSE}), sheet("00002", {"plan[+1]": PROSE[:30] + OTHER[:20]})],
        {"00001.xlsx": ["plan[0]"], "00002.xlsx": ["plan[+1]"]},
        says=("「計画（平成29年度）」が、00002（00002.xlsx）の「計画（平成30年度）」とほぼ同じ文章（一致率",),
    ),
    case(
        "XL421",
        [sheet(changes={"goal.1.target[-1]": 80})],
        [sheet(changes={"goal.1.target[0]": 80, "goal.1.target[-1]": 90.2})],
        {"00001.xlsx": ["goal.1.target[-1]"]},
        before=(last(),),
        says=(
            "指標①の目標値（平成28年度）：昨年度のシートでは「90」でしたが、今年度は「80」になっています。",
        ),
        en='last year\'s sheet said "90", this year\'s says "80".',
    ),
    case(
        "XL421",
        [sheet(changes={"goal.1.target[-1]": "設定困難"})],
        [sheet(changes={"goal.1.target[-1]": 90})],
        {"00001.xlsx": ["goal.1.target[-1]"]},
        before=(last(),),
        says=("今年度は「設定困難」",),
    ),
    case(
        "XL422",
        [sheet(changes={"previous": "継続"})],
        [sheet(changes={"previous": "見直し"})],
        {"00001.xlsx": ["previous"]},
        before=(last(changes={"second": "見直し"}),),
        says=("前年度2次評価：昨年度のシートでは「見直し」でしたが、今年度は「継続」",),
    ),
    case(
        "XL423",
        [sheet(changes={"start": 2004, "account": "特別会計", "goal.1.name": "灯数", "end": 2024})],
        [sheet(changes={"purpose": "別の目的", "goal.1.unit": " 灯 ", "goal.2.name": "新しい指標"})],
        {"00001.xlsx": ["start", "end", "account", "goal.1.name"]},
        before=(last(),),
        says=("開始年度：昨年度のシートでは「平成15年度」でしたが、今年度は「平成16年度」",),
    ),
    case(
        "XL424",
        [sheet(changes={**dict.fromkeys(TARGETS, 90_000), "start": 1940})],
        [sheet(changes={"goal.1.target[0]": 9_000})],
        {"00001.xlsx": ["start", *TARGETS[:3]]},
        before=(last(),),
        says=("元号（昭和と平成）の取り違えではありませんか", "約1,000倍です"),
    ),
    case(
        "XL425",
        [sheet(changes={"end": 2026})],
        [sheet(changes={"end": 2025})],
        {"00001.xlsx": ["end"]},
        before=(last(),),
        says=("昨年度のシートでは「平成37年度」でしたが、今年度は「平成38年度」",),
    ),
    case(
        "XL425",
        [sheet(changes={"end": None})],
        [sheet(changes={"end": 2025})],
        {"00001.xlsx": ["end"]},
        before=(last(),),
    ),
    case(
        "XL426",
        [sheet(), sheet("00002")],
        [sheet(), sheet("00002", {"novelty": "新規"})],
        {"00002.xlsx": ["novelty"]},
        before=(last(),),
        says=("新規継続区分は「継続」ですが、昨年度のシートの中に 00002 がありません。",),
    ),
    case(
        "XL427",
        [sheet()],
        [sheet(), sheet("00009")],
        {None: []},
        before=(last(), last("00009"), last("00008", {"second": "終了"})),
        settings=Settings(roster={"00001": Listed()}, off=frozenset({"XL402"})),
        says=(
            "昨年度のシートにあった 00009「街路灯の維持」が",
            "2次評価は「継続」、終了予定年度は「平成37年度」でした",
        ),
    ),
    case(
        "XL428",
        [sheet(changes={"novelty": "新規"})],
        [sheet()],
        {"00001.xlsx": ["novelty"]},
        before=(last(),),
        says=("新規継続区分は「新規」ですが、00001 には昨年度のシートがあります（00001.xlsx）",),
    ),
)


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.id)
def test_the_bad_pile_gives_this_finding_alone(one: Case) -> None:
    findings = across(one.bad, *one.before, settings=one.settings)
    assert told(findings) == {(one.id, file): fields for file, fields in one.at.items()}
    for part in one.says:
        assert part in findings[0].message.ja
    assert one.en in findings[0].message.en
    for finding in findings:
        assert "{" not in finding.message.ja + finding.message.en
        assert finding.file or not finding.own_places


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.id)
def test_the_good_pile_gives_none(one: Case) -> None:
    assert across(one.good, *one.before, settings=one.settings) == ()


def test_every_rule_that_compares_has_a_case() -> None:
    assert {rule.id for rule in BUILTIN if rule.across} == {one.id for one in CASES}


def test_the_sheets_of_the_cases_are_clean_by_themselves() -> None:
    assert judge([sheet(), last()]) == ()
    assert across([sheet(), sheet("00002")], last(), last("00002")) == ()


# -- one root cause, one finding ----------------------------------------------------------------------------


def test_what_was_told_of_a_sheet_is_not_told_again() -> None:
    altered = sheet(changes={"previous": "見直し"}, issued={"previous": "継続"})
    assert [f.id for f in judge([altered])] == ["XL221"]
    assert across([altered], last()) == ()


def test_an_end_that_is_an_era_away_is_a_slip_and_one_that_was_open_is_none() -> None:
    assert told(across([sheet(changes={"end": 2055})], last())) == {("XL424", "00001.xlsx"): ["end"]}
    assert across([sheet(changes={"end": 2030})], last(changes={"end": "未定"})) == ()


def test_figures_of_another_indicator_are_not_compared() -> None:
    renamed = sheet(changes={"goal.1.name": "別の指標", "goal.1.target[-1]": 5})
    assert told(across([renamed], last())) == {("XL423", "00001.xlsx"): ["goal.1.name"]}


def test_a_slip_is_not_told_as_restated_too_but_stays_told_without_its_rule() -> None:
    slip = sheet(changes=dict.fromkeys(TARGETS, 90_000))
    assert set(told(across([slip], last()))) == {("XL424", "00001.xlsx")}
    off = Settings(off=frozenset({"XL424"}))
    assert told(across([slip], last(), settings=off)) == {("XL421", "00001.xlsx"): TARGETS[:1]}
    in_one_year = sheet(changes={TARGETS[0]: 90_000})
    assert [f.id for f in judge([in_one_year])] == ["XL301"] and across([in_one_year], last()) == ()


def test_unreadable_cells_and_sheets_without_a_report_are_not_compared() -> None:
    unclear = sheet(changes={"goal.1.target[-1]": None}, anomalies=met("unreadable", "goal.1.target[-1]"))
    assert across([unclear], last()) == ()
    nothing = sheet(changes={"nothing": True, "goal.1.target[-1]": 5, "end": 2030})
    assert across([nothing], last()) == ()


def test_what_could_not_be_read_last_year_is_not_compared() -> None:
    unclear = last(changes={"goal.1.target[0]": None}, anomalies=met("unreadable", "goal.1.target[0]"))
    assert across([sheet()], unclear) == ()


def test_a_row_that_last_year_had_only_dashes_may_be_used_now() -> None:
    dashes = last(changes={"goal.2.name": "－", "goal.2.unit": "―", "goal.2.target[0]": "設定困難"})
    used = sheet(changes={"goal.2.name": "苦情の件数", "goal.2.unit": "件", "goal.2.target[-1]": 5})
    assert across([used], dashes) == ()


def test_a_number_that_nobody_knows_is_told_once() -> None:
    roster = Settings(roster={"00001": Listed()})
    wrong = sheet("00007")
    assert set(told(across([wrong], last(), settings=roster))) == {("XL402", "00007.xlsx")}
    off = Settings(roster={"00001": Listed()}, off=frozenset({"XL402"}))
    assert set(told(across([wrong], last(), settings=off))) == {("XL426", "00007.xlsx")}


def test_sheets_that_nobody_can_place_are_left_out() -> None:
    for kind in ("carriers_conflict", "twin_sheet"):
        assert across([sheet(), sheet(file="b.xlsx", anomalies=met(kind))]) == ()
    assert across([sheet(), sheet(file="b.xlsx", anomalies=met("identity_conflict", "code"))]) == ()


def test_all_in_one_says_what_judging_alone_and_across_say() -> None:
    prose = "地域の皆さまと続けてきた点検の成果が表れ、夜間の事故は昨年度の半分にまで減りました。"
    records = [
        sheet("00009", {"rate[0]": 1}, anomalies=met("identity_conflict", "code")),
        sheet("00001", {"rate[0]": 8000, "comment": prose}),
        sheet("00002", {"cost[0]": 100_000, "cost[+1]": None}),
        sheet("00003", anomalies=met("twin_sheet")),
        sheet("00004", {"comment": prose, "first": None}),
        sheet("00004", {"name": "別の事業"}, file="again.xlsx"),
    ]
    alone = judge(records)
    apart = [*alone, *judge_across(records, told=alone)]
    found = judge_all(records)
    assert sorted(map(repr, found)) == sorted(map(repr, apart))
    assert {"XL401", "XL411", "XL415", "pile/cost_grows"} <= {one.id for one in found}


def test_a_department_that_was_told_about_is_not_told_again() -> None:
    odd = sheet(department="道路課", changes={"unit": "道路課"})
    settings = Settings(roster={"00001": Listed(department="土木課")})
    known = replace(judge_across([odd], settings=settings)[0], id="XL221")
    assert judge_across([odd], settings=settings, told=[known]) == ()
    assert judge_across([odd], settings=settings, told=[replace(known, severity="note")])


def test_an_unusual_change_that_was_told_otherwise_is_not_told_again() -> None:
    usual = [sheet(f"0000{n}") for n in range(2, 8)]
    settings = Settings(thresholds={"XL413": {"sheets": 6}})
    grown = sheet(changes={"cost[0]": 50_000, "cost[+1]": 50_000, "cost[+2]": 50_000})
    assert [f.id for f in judge([grown])] == ["pile/cost_grows"]
    assert across([grown, *usual], settings=settings) == ()
    off = replace(settings, off=frozenset({"pile/cost_grows"}))
    assert told(across([grown, *usual], settings=off)) == {("XL413", "00001.xlsx"): ["cost[0]", "cost[-1]"]}
    slip = sheet(changes={TARGETS[0]: None, TARGETS[2]: 90_000, TARGETS[3]: None})
    before = [last(changes={TARGETS[1]: None}), *(last(f"0000{n}") for n in range(2, 8))]
    assert told(across([slip, *usual], *before, settings=settings)) == {("XL424", "00001.xlsx"): [TARGETS[2]]}


def test_one_odd_year_is_one_unusual_change() -> None:
    usual = [sheet(f"0000{n}") for n in range(2, 8)]
    odd = sheet(changes={TARGETS[1]: 1800})
    found = across([odd, *usual], settings=Settings(thresholds={"XL413": {"sheets": 6}}))
    assert told(found) == {("XL413", "00001.xlsx"): [TARGETS[1], TARGETS[0]]}


def test_what_the_office_issues_is_no_figure_of_the_department_s() -> None:
    assert judge([sheet(changes={"rate[0]": 8})]) == ()
    usual = [sheet(f"0000{n}") for n in range(2, 8)]
    settings = Settings(thresholds={"XL413": {"sheets": 6}})
    assert {f.id for f in across([sheet(changes={"rate[0]": 8}), *usual], settings=settings)} == {"XL411"}


def test_a_stand_in_of_last_year_may_become_a_figure() -> None:
    assert across([sheet()], last(changes={"goal.1.target[0]": "設定困難"})) == ()


def test_an_unclear_or_silent_sheet_is_neither_new_nor_continued() -> None:
    unclear = sheet("00002", {"novelty": None}, anomalies=met("not_in_list", "novelty"))
    assert across([sheet(), unclear], last()) == ()
    assert across([sheet(), sheet("00002", {"nothing": True})], last()) == ()
    nothing = last(changes={"nothing": True})
    assert across([sheet(changes={"novelty": "新規"})], nothing) == ()


def test_a_project_that_is_missing_is_no_matter_of_the_committee_s_phase() -> None:
    settings = Settings(roster={"00001": Listed()})
    assert len(across([sheet()], last(), last("00009"), settings=settings)) == 1
    assert across([sheet()], last(), last("00009"), settings=settings, phase="committee") == ()


# -- totals -------------------------------------------------------------------------------------------------


def test_a_total_waits_until_all_sheets_of_the_roster_are_there_once_and_readable() -> None:
    roster = {code: Listed(department="土木課") for code in ("00001", "00002")}
    roster["00003"] = Listed(department="道路課")
    settings = Settings(roster=roster, totals=(replace(BUDGET, amount=1),))
    both = [sheet(), sheet("00002")]
    assert told(across(both, settings=settings)) == {("XL414", None): []}
    assert across(both[:1], settings=settings) == ()
    doubled = across([*both, sheet("00002", file="b.xlsx")], settings=settings)
    assert {f.id for f in doubled} == {"XL401"}
    unclear = sheet("00002", {"cost[0]": None}, anomalies=met("unreadable", "cost[0]"))
    assert across([sheet(), unclear], settings=settings) == ()
    overall = replace(settings, totals=(replace(BUDGET, amount=1, department=None),))
    assert across(both, settings=overall) == ()
    (finding,) = across([*both, sheet("00003", department="道路課")], settings=overall)
    assert (finding.actual, finding.expected, finding.department) == ("1,200千円", "1千円", None)


def test_without_a_roster_the_sheets_that_are_there_must_add_up() -> None:
    overall = Settings(totals=(replace(BUDGET, amount=1, department=None),))
    (finding,) = across([sheet(), sheet("00003", department="道路課")], settings=overall)
    assert (finding.id, finding.actual) == ("XL414", "800千円")


def test_line_ends_are_no_change_of_a_settled_result() -> None:
    assert across([sheet(changes={"previous": "継続\n"})], last()) == ()


def test_a_difference_that_one_sheet_explains_names_it_and_rounding_is_none() -> None:
    pile = [sheet(), sheet("00002", {"cost[0]": 37})]
    settings = Settings(totals=(replace(BUDGET, amount=400),))
    (finding,) = across(pile, settings=settings)
    assert "差は00002（00002.xlsx）の額と同じです。" in finding.message.ja
    assert [place.file for place in finding.places] == ["00001.xlsx", "00002.xlsx"]
    assert across(pile, settings=Settings(totals=(replace(BUDGET, amount=438),))) == ()


def test_fields_copied_from_one_sheet_are_one_sentence_and_more_projects_are_counted() -> None:
    prose = {"comment": PROSE, "reason": OTHER}
    found = across([sheet(changes=prose), sheet("00002", prose), sheet("00003", prose)])
    assert [f.message.ja.split("\n")[1:] for f in found] == [
        [f"「コメント」、「理由」が、{other}の同じ欄と同じ文章です。ほかの1事業にもあります。"]
        for other in ("00002（00002.xlsx）", "00001（00001.xlsx）", "00001（00001.xlsx）")
    ]
    assert [place.field for place in found[0].own_places] == ["comment", "reason"]


def test_another_sheet_is_named_by_what_tells_it_apart() -> None:
    for files, named in (
        (("in/a.xlsx", "in/b.xlsx"), "b.xlsx（"),
        (("in/a.xlsx", "old.zip!in/a.xlsx"), "old.zip!in/a.xlsx（"),
        (("a.xlsx", "a.xlsx"), "シート「二」（"),
    ):
        pile = [sheet(file=files[0]), sheet(file=files[1], sheet="二")]
        assert f"ほかにもあります：{named}" in judge_across(pile)[0].message.ja


# -- which sheets are compared ------------------------------------------------------------------------------


def test_only_last_year_s_sheets_are_compared_but_any_earlier_one_is_known() -> None:
    older = last(changes={"goal.1.target[0]": 5}, of=sheet().edition)
    assert across([sheet(changes={"goal.1.target[-1]": 80})], older) == ()


def test_a_sheet_of_another_year_than_asked_for_is_not_compared() -> None:
    both = [sheet(), sheet(file="b.xlsx")]
    assert across(both, settings=Settings(year=2018, off=frozenset({"XL107"}))) == ()
    assert judge([sheet(changes={"goal.1.target[0]": 1})], settings=Settings(year=2018))[0].id == "XL107"


def test_sheets_of_several_years_in_one_file_keep_their_order() -> None:
    pile = [
        one(file="a.xlsx", sheet=tab) for tab, one in zip("1234", (last, sheet, last, sheet), strict=True)
    ]
    assert [f.own_places[0].sheet for f in across(pile)] == ["1", "2", "3", "4"]


def test_a_form_without_a_field_for_the_department_points_at_the_sheet() -> None:
    form = replace(FORM, identity=replace(FORM.identity, department=None))
    odd = sheet(of=edition(form, 2017), department="道路課")
    (finding,) = across([odd], settings=ROSTER)
    assert finding.id == "XL403" and [(p.sheet, p.field) for p in finding.places] == [("シート", None)]


def test_a_crashing_rule_is_a_finding_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("{oops}")

    monkeypatch.setattr("xltool.rules.pile.Pile._changed", crash)
    found = across([sheet()], last())
    assert {f.id for f in found} == {"XL001"} and any("XL421" in f.message.ja for f in found)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("00823", "00832"),
        ("00833", "00832"),
        ("0083", "00832"),
        ("00915", None),
        ("00382", "00832"),
        ("0", None),
    ],
)
def test_a_number_is_guessed_only_where_it_is_one_slip_away(typed: str, meant: str | None) -> None:
    settings = Settings(roster={"00832": Listed(), "55555": Listed()})
    found = [one for one in across([sheet(typed)], settings=settings) if one.id == "XL402"]
    assert [one.expected for one in found] == [meant]
