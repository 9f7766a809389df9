"""``rules:`` of a campaign: what it sets, every mistake with its line, and what is in force and why."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from tests.rules.piles import FORM, across, last, sheet
from tests.rules.sheets import FORM as PROBE
from tests.rules.sheets import record
from xltool.form import Form, edition, parse_form
from xltool.form.compose import read_yaml
from xltool.form.source import MapNode, Problems
from xltool.rules import Settings, explain_config, judge, read_settings

OFFICE = """
  office:
    - id: named
      severity: query
      since: 2026-10-01
      when: cost[0]>0
      expect: name<>"未定"
      at: name
      title: 事業名
      message: 事業名が「{name}」のままです。
      remedy: 事業名を記入してください。
"""


def read(text: str, form: Form = FORM) -> tuple[Settings, list[tuple[int, str, str]]]:
    """The settings, and (line, Japanese, English) of every mistake."""
    problems = Problems("campaign.yaml")
    root = read_yaml(text, problems)
    assert isinstance(root, MapNode)
    settings = read_settings(root.entries.get("rules"), form, problems)
    return settings, [(p.line, p.text.ja, p.text.en) for p in problems.found]


def good(text: str, form: Form = FORM) -> Settings:
    settings, problems = read(text, form)
    assert problems == []
    return settings


# -- what is set --------------------------------------------------------------------------------------------


def test_nothing_written_sets_nothing() -> None:
    assert good("rules:\n") == good("form: pile\n") == good("rules: {}\n") == Settings()


def test_rules_are_switched_off_and_weighed() -> None:
    settings = good(
        "rules:\n  XL412: off\n  xl413: query\n  pile/cost_grows: {severity: note}\n  XL001: note\n"
    )
    assert settings.off == {"XL412"}
    assert settings.severity == {"XL413": "query", "pile/cost_grows": "note", "XL001": "note"}
    (finding,) = judge([sheet(changes={"cost[0]": 100_000, "cost[+1]": 100_000})], settings=settings)
    assert (finding.id, finding.severity) == ("pile/cost_grows", "note")


def test_on_brings_back_what_was_off() -> None:
    problems = Problems("campaign.yaml")
    root = read_yaml("XL412: on\n", problems)
    given = Settings(year=2017, off=frozenset({"XL412", "XL413"}))
    assert read_settings(root, FORM, problems, given=given).off == {"XL413"}
    assert read_settings(root, FORM, problems, given=given).year == 2017 and not problems.found


def test_thresholds_change_what_is_told() -> None:
    restated = sheet(changes={"goal.1.target[-1]": 89})
    assert [f.id for f in across([restated], last())] == ["XL421"]
    loose = good("rules:\n  XL421: {tolerance: 0.02, severity: error}\n")
    assert across([restated], last(), settings=loose) == ()
    coming = sheet(changes={"goal.1.target[0]": 80})
    assert across([coming], last()) == ()
    farther = good("rules:\n  XL421: {until: 0, severity: error}\n")
    assert [(f.id, f.severity) for f in across([coming], last(), settings=farther)] == [("XL421", "error")]


def test_totals_per_field_and_department() -> None:
    settings = good("rules:\n  totals:\n    cost[0]: {土木課: 800, 道路課: 0}\n    cost[-1]: 1200.5\n")
    assert [(t.field, t.department, t.amount) for t in settings.totals] == [
        ("cost[0]", "土木課", 800),
        ("cost[0]", "道路課", 0),
        ("cost[-1]", None, 1200.5),
    ]


# -- rules of the office's own ------------------------------------------------------------------------------


def test_an_office_rule_is_judged_with_the_form_s() -> None:
    settings = good("rules:" + OFFICE)
    (finding,) = judge([sheet(changes={"name": "未定"}), sheet("00002")], settings=settings)
    assert (finding.id, finding.severity, finding.file) == ("office/named", "query", "00001.xlsx")
    assert finding.message.ja == "事業名が「未定」のままです。" and finding.places[0].field == "name"
    assert finding.remedy.ja == "事業名を記入してください。"


def test_a_new_rule_is_a_note_in_sheets_accepted_before() -> None:
    settings = good("rules:" + OFFICE)
    days = {"00001": datetime.date(2026, 9, 30), "00002": datetime.date(2026, 10, 1)}
    settings = replace(settings, accepted=days)
    sheets = [sheet(code, {"name": "未定"}) for code in ("00001", "00002", "00003")]
    assert [f.severity for f in judge(sheets, settings=settings)] == ["note", "query", "query"]


def test_an_office_rule_is_configured_by_its_id_and_switched_off() -> None:
    settings = good("rules:\n  office/named: off" + OFFICE)
    assert judge([sheet(changes={"name": "未定"})], settings=settings) == ()


def test_a_version_that_lacks_the_field_is_not_judged() -> None:
    settings = good("rules:" + OFFICE)
    older = parse_form('form: pile\nversion: "0"\ntitle: 旧\nsections:\n  - rows: [{id: name, label: 名}]\n')
    assert judge([record({"name": "未定"}, of=edition(older, 2017), clean={})], settings=settings) == ()


def test_a_form_that_holds_the_rule_already_is_not_judged_twice() -> None:
    settings = good("rules:" + OFFICE)
    form = replace(FORM, rules=(*FORM.rules, *settings.office))
    found = judge([sheet(changes={"name": "未定"}, of=edition(form, 2017))], settings=settings)
    assert [f.id for f in found] == ["office/named"]


# -- mistakes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ja", "en"),
    [
        ("XL412x: off  # !", "「XL412」ではありませんか", "did you mean 'XL412'"),
        ("pile/cost_grow: off  # !", "「pile/cost_grows」ではありませんか", "did you mean 'pile/cost_grows'"),
        (
            "probe/named: off  # !",
            "「probe/named」という整合性ルールはありません",
            "There is no rule 'probe/named'",
        ),
        ("XL412: oof  # !", "「off」ではありませんか。off、on、", "did you mean 'off'?"),
        ("XL412: warning  # !", "「XL412: warning」は使えません。off、", "'XL412: warning' is not known."),
        ("XL412: [off]  # !", "「XL412」には off、error", "'XL412' takes off, error"),
        ("XL001: off  # !", "XL001 は切れません", "XL001 cannot be switched off"),
        ("XL415: {threshhold: 0.9}  # !", "「threshold」ではありませんか", "did you mean 'threshold'"),
        (
            "XL412: {threshold: 0.9}  # !",
            "使えるのは severity、since、share",
            "known: severity, since, share",
        ),
        ("XL415: {threshold: 1.5}  # !", "0.5 以上 1 以下の数値", "a number from 0.5 to 1"),
        ("XL415: {length: 一}  # !", "3 以上の数値", "a number of at least 3"),
        ("XL415: {threshold: [1]}  # !", "「threshold」には一つの値", "'threshold' takes a single value"),
        (
            "XL415: {severity: fatal}  # !",
            "「severity: fatal」は使えません",
            "'severity: fatal' is not known",
        ),
        ("XL415: {since: 10月}  # !", "「since: 10月」は日付では", "'since: 10月' is no date"),
        ("office: named  # !", "「office」には整合性ルールの一覧", "'office' takes a list"),
        ("totals: 5  # !", "「totals」には「項目の id: 合計」", "'totals' takes pairs"),
        ("totals: {cost: 5}  # !", "totals の「cost」という項目", "totals names 'cost'"),
        ('totals: {"cost[0]": "5,000"}  # !', "合計「5,000」は数値で", "The total '5,000'"),
        ('totals: {"cost[0]": {土木課: x}}  # !', "合計「x」は数値で", "The total 'x'"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, ja: str, en: str) -> None:
    settings, found = read(f"form: pile\nrules:\n  {text}\n")
    assert [line for line, *_ in found] == [3]
    assert ja in found[0][1] and en in found[0][2]
    assert settings == Settings()


def test_the_rules_themselves_must_be_pairs() -> None:
    assert [(line, "ルールの id" in ja) for line, ja, _ in read("a: 1\nrules: [XL412]\n")[1]] == [(2, True)]


def test_all_mistakes_are_told_at_once_those_of_office_rules_too() -> None:
    text = (
        "rules:\n  XL999: off\n  XL415: {treshold: 0.9}\n  office:\n    - id: a\n      severity: query\n"
        "      expect: cots[0]>0\n      at: cost\n      title: t\n      message: '{nmae}'\n      remedy: r\n"
        "      since: soon\n    - {id: b, severity: fatal, expect: name=1, at: name}\n"
    )
    lines = sorted(line for line, *_ in read(text)[1])
    assert lines == [2, 3, 7, 8, 10, 12, 13, 13, 13, 13]


# -- what is in force and why -------------------------------------------------------------------------------


def test_what_is_in_force_says_why() -> None:
    settings = good("form: pile\nrules:\n  XL412: off\n  XL415: {severity: note, threshold: 0.9}" + OFFICE)
    known = {one.id: one for one in explain_config(settings, FORM)}
    assert list(known)[-2:] == ["pile/cost_grows", "office/named"]
    off, copied, office = known["XL412"], known["XL415"], known["office/named"]
    assert off.off and off.why.ja == "campaign.yaml 3 行目" and off.why.en == "campaign.yaml:3"
    assert (copied.severity, copied.usual, copied.off) == ("note", "query", False)
    measures = {m.name: (m.value, m.usual, m.why.en) for m in copied.measures}
    assert measures == {"threshold": (0.9, 0.8, "campaign.yaml:4"), "length": (40, 40, "default")}
    assert office.since == datetime.date(2026, 10, 1)
    assert office.why.en == "campaign.yaml:6, campaign.yaml:8"
    assert (
        known["XL401"].why.ja == "既定"
        and not known["XL401"].off
        and known["pile/cost_grows"].why.en == "default"
    )


def test_without_a_form_only_the_built_in_rules_are_listed() -> None:
    assert {one.id[:2] for one in explain_config(Settings())} == {"XL"}
    assert "probe/named" in {one.id for one in explain_config(Settings(), PROBE)}
