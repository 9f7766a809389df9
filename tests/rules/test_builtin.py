"""Every built-in rule: a sheet that breaks it and one that does not, and nothing else told beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, get_args

import pytest

from tests.rules.sheets import Settings, met, record, verdict
from xltool.book.record import AnomalyKind, Record, Unread
from xltool.rules import judge
from xltool.rules.builtin import BUILTIN
from xltool.text import Text


@dataclass(frozen=True, kw_only=True)
class Case:
    id: str
    bad: Record
    good: Record
    at: list[str | None]  # fields of the places
    settings: Settings = field(default_factory=Settings)
    says: str = ""  # part of the Japanese message
    expected: str | None = None
    actual: str | None = None


def case(rule: str, bad: Record, good: Record, at: list[str | None], **more: Any) -> Case:
    return Case(id=rule, bad=bad, good=good, at=at, **more)


def fact(rule: str, kind: AnomalyKind, field_id: str | None = None, **more: Any) -> Case:
    """A rule that retells an anomaly; ``values`` is what the sheet holds beside it."""
    says, values = more.pop("says", ""), more.pop("values", None)
    bad = record(values, anomalies=met(kind, field_id, **more))
    shown = {"expected": more.get("expected"), "actual": more.get("value")}
    return case(rule, bad, record(), [field_id], says=says, **shown)


NATIONAL = {"end": None, **{f"cost.national[{at}]": 90 for at in ("-1", "0", "+1", "+2")}}
YEN = {"cost.national[-1]": 80_000, "cost.national[0]": 90_000, "cost.national[+1]": None}
FORMULA = {"cost.national[0]": 100, "cost.general[0]": 337}  # ① is 437

CASES = (
    case(
        "XL105",
        record(),
        record(),
        [None],
        settings=Settings(form="other"),
        says="「点検用」の様式（probe）ですが、今回の様式は other です。",
        expected="other",
        actual="probe",
    ),
    case(
        "XL106",
        record(),
        record(),
        [None],
        settings=Settings(version="3"),
        says="第 2 版（今回は第 3 版）",
        expected="3",
        actual="2",
    ),
    case(
        "XL107",
        record(),
        record(),
        [None],
        settings=Settings(year=2018),
        says="別の年度のシートです：平成29年度（今回は平成30年度）。",
        expected="平成30年度",
        actual="平成29年度",
    ),
    fact("XL104", "unknown_version", note="第 3 版で作られたシートです。", says="第 3 版"),
    fact("XL108", "carriers_conflict", note="印刷の表示は 00832、_meta は 00900 です。", says="00900"),
    fact(
        "XL109", "identity_conflict", "code", value="00900", expected="00832", says="計画事業番号：「00900」"
    ),
    fact(
        "XL110",
        "twin_sheet",
        None,
        value="シート",
        note="シート「写し」は「シート」と同じ事業（00832）です。",
        says="（00832）",
    ),
    fact("XL111", "lost", "cost.national[-1]", says="「国支出金（平成28年度）」"),
    fact("XL112", "moved", "people", note="名前は F5、見出しは F6 を指しています。", says="人数：名前は F5"),
    fact("XL113", "label_only", "people", says="「人数」"),
    fact("XL114", "merged_over", "cost.general[+1]", says="「一般財源（平成30年度）」"),
    fact("XL115", "duplicate_cell", None, cell="F9", says="「F9」"),
    case(
        "XL116",
        record(
            {"name": None, "comment": None},
            anomalies=(*met("missing_field", "name"), *met("missing_field", "code")),
        ),
        record(),
        ["name"],  # the number is the office's own, and locked
        says="改訂される前のブックのため、必ず記入する項目がありません：「事務事業名」。",
    ),
    case(
        "XL116",
        record({"grade": "stop", "comment": None}, anomalies=met("missing_field", "comment")),
        record(),
        ["comment"],
        says="「評価のコメント」",
    ),
    case(
        "XL117",
        record({"comment": None}, anomalies=met("missing_field", "comment")),
        record(),
        ["comment"],
        says="改訂される前のブックで作成されたシートです。まだない項目「評価のコメント」。",
    ),
    case(
        "XL117",
        record(anomalies=met("removed_field", cell="C9", value="来年度に移設", note="予備欄")),
        record(),
        [None],
        says="なくなった項目「予備欄」の記入「来年度に移設」。",
        actual="来年度に移設",
    ),
    fact("XL121", "outside", None, cell="AP12", value="別紙参照", says="AP12：「別紙参照」"),
    fact(
        "XL121", "comment", None, cell="C3", note="メモ「要確認」", value="要確認", says="C3：メモ「要確認」"
    ),
    fact("XL131", "macros", None, value="vbaProject.bin", says="「vbaProject.bin」"),
    fact("XL132", "external_links", None, value="予算.xlsx", says="「予算.xlsx」"),
    fact("XL133", "hidden_sheet", None, value="作業用", says="「作業用」"),
    fact("XL135", "picture", None, cell="C3", value="image1.png", says="「C3」"),
    case("XL226", record(anomalies=met("formulas_not_checkable")), record(), [None], says="「シート」"),
    fact("XL134", "extra_sheet", None, value="参考", says="「参考」"),
    case(
        "XL201",
        record({"name": None, "grade": "stop", "comment": None}),
        record({"grade": "stop", "comment": "目的を達した。"}),
        ["name", "comment"],
        says="2か所、空欄です：「事務事業名」、「評価のコメント」（「1次評価」が「終了」のため必要）。",
    ),
    case("XL201", record({"name": ""}), record({"comment": None}), ["name"]),
    fact(
        "XL202",
        "unreadable",
        "people",
        value="約100",
        note="「約100」はおおよその数です。",
        says="人数：「約100」は",
    ),
    fact(
        "XL203",
        "ambiguous",
        "end",
        value="18",
        note="どの年度か確定できません。",
        says="終了予定年度：どの年度か確定できません。この欄には「未定」も記入できます。",
    ),
    fact("XL204", "error_value", "people", value="#REF!", says="人数：「#REF!」"),
    fact(
        "XL205",
        "not_in_list",
        "grade",
        value="縮小",
        note="「縮小」は選択肢にありません。",
        says="1次評価：「縮小」は",
    ),
    case(
        "XL206",
        record({"chapter": "都市", "part": "道路"}),
        record({"chapter": "都市", "part": "道路", "measure": "舗装"}),
        ["measure"],
        says="施策：「保育」は、節「道路」の中にありません（選べるのは 舗装）",
        expected="舗装",
        actual="保育",
    ),
    case(
        "XL207",
        record({"share": 1.2}),
        record({"share": 1}),
        ["share"],
        says="割合：120.0% は範囲外です（0.0%～100.0%）",
        expected="0.0%～100.0%",
        actual="120.0%",
    ),
    case(
        "XL207",
        record({"people": 101, "cost.general[0]": -5}),
        record({"people": -3}),
        ["cost.general[0]", "people"],
        says="-5 は範囲外です（0以上）",
    ),
    case(
        "XL208",
        record({"people": 2.5}),
        record({"people": 2.0}),
        ["people"],
        says="2.5 は整数では",
        actual="2.5",
    ),
    case(
        "XL209",
        record({"name": "名" * 21}),
        record({"name": "名" * 20}),
        ["name"],
        says="21 文字あります（20 文字まで）",
        expected="20",
        actual="21",
    ),
    case(
        "XL210",
        record({"code": "832"}),
        record({"code": "90832"}),
        ["code"],
        says="「832」は 3 桁です（5 桁で入力します）",
        expected="5",
        actual="3",
    ),
    fact("XL211", "control_characters", "comment", says="「評価のコメント」"),
    fact(
        "XL212",
        "normalised",
        "people",
        value="１２人",
        note="「１２人」を「12」と読み取りました。",
        says="人数：「１２人」を",
    ),
    fact(
        "XL213", "normalised", "people", value="12", note="「12」を「12」と読み取りました。", says="「人数」"
    ),
    fact("XL214", "struck_through", "comment", value="廃止する", says="評価のコメント：「廃止する」"),
    case(
        "XL221",
        record({"code": "00900"}, issued={"code": "00832", "people": 3}),
        record(
            {"unit": "別の課"}, issued={"code": "00832", "people": 3.0, "unit": "土木課", "cost.total[0]": 1}
        ),
        ["code"],
        says="計画事業番号：「00832」が「00900」に変わっています",
        expected="00832",
        actual="00900",
    ),
    fact(
        "XL222",
        "altered_formula",
        "cost.total[0]",
        value="=F9",
        expected="国支出金と一般財源の合計",
        says="①合計（平成29年度）：計算式が「=F9」になっています（正しくは「国支出金と一般財源の合計」）",
    ),
    case(
        "XL223",
        record(FORMULA, anomalies=met("overwritten_formula", "cost.total[0]", value="1,500")),
        record(FORMULA),
        ["cost.total[0]"],
        says="「1,500」と入力されています（計算では「437」）",
        expected="437",
        actual="1,500",
    ),
    case(
        "XL224",
        record(FORMULA, anomalies=met("overwritten_formula", "cost.total[0]", value="437")),
        record(FORMULA),
        ["cost.total[0]"],
        says="「①合計（平成29年度）」",
    ),
    case(
        "XL225",
        record(FORMULA, cached={"cost.total[0]": 400.0, "cost.twice[0]": 874}),
        record(FORMULA, cached={"cost.total[0]": 437 + 1e-10}),
        ["cost.total[0]"],
        says="ファイルの表示は「400」、計算し直すと「437」",
        expected="437",
        actual="400",
    ),
    case(
        "XL301",
        record({**NATIONAL, "cost.national[+1]": 90_000}),
        record({**NATIONAL, "cost.national[+1]": 30_000}),
        ["cost.national[+1]"],
        says=(
            "国支出金（平成30年度）：「90,000」は、ほかの年度（90前後）の約1,000倍です（この欄の単位は千円です）。"
        ),
        actual="90,000",
    ),
    case(
        "XL301",
        record(
            {**NATIONAL, "cost.national[+1]": None, "cost.national[0]": 90_000, "cost.national[-1]": 80_000}
        ),
        record(
            {**NATIONAL, "cost.national[+1]": None, "cost.national[0]": 90_000, "cost.national[-1]": None}
        ),
        ["cost.national[+2]"],
        says="「90」は、ほかの年度（85,000前後）の約1,000分の1です（この欄の単位は千円です）。",
        actual="90",
    ),
)

UNREAD = (
    ("XL101", "damaged"),
    ("XL102", "no_form_sheet"),
    ("XL103", "unknown_form"),
)


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.id)
def test_the_bad_sheet_gives_this_finding_alone(one: Case) -> None:
    findings = judge([one.bad], settings=one.settings)
    assert verdict(findings) == {one.id: one.at}
    finding = findings[0]
    assert one.says in finding.message.ja
    assert (finding.expected, finding.actual) == (one.expected, one.actual)
    assert finding.file == "a.xlsx" and all(place.sheet for place in finding.places)


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.id)
def test_the_good_sheet_gives_none(one: Case) -> None:
    expected = Settings(form="probe", version="2", year=2017)
    assert verdict(judge([one.good], settings=expected)) == {}


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.id)
def test_messages_say_it_in_both_languages(one: Case) -> None:
    finding = judge([one.bad], settings=one.settings)[0]
    for text in (finding.message, finding.remedy):
        assert text.ja and text.en and text.ja != text.en
        assert "{" not in text.ja + text.en and "None" not in text.ja + text.en


@pytest.mark.parametrize(("rule", "reason"), UNREAD)
def test_files_without_a_record(rule: str, reason: str) -> None:
    item = Unread(file="x.xlsx", sheet="表", reason=reason, text=Text("理由{です}。", "A {reason}."))
    (finding,) = judge([], [item])
    assert (finding.id, finding.severity, finding.file, finding.places[0].sheet) == (
        rule,
        "error",
        "x.xlsx",
        "表",
    )
    assert "理由{です}。" in finding.message.ja and "A {reason}." in finding.message.en
    assert finding.actual == reason


def test_every_rule_has_its_cases() -> None:
    told = {one.id for one in CASES} | {rule for rule, _ in UNREAD}
    assert told | {"XL001"} == {rule.id for rule in BUILTIN if rule.across is None}


def test_every_kind_of_anomaly_is_told_by_one_rule() -> None:
    for kind in get_args(AnomalyKind):
        known = "cost.total[0]" if kind.endswith("_formula") else "people"
        found = judge([record(anomalies=met(kind, known, value="x", cell="B2"))])
        assert len(found) == 1, kind
