"""訂正候補: what is offered for one correction over many sheets, and what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.faults.city import as_record, jimu, make_city, make_review_city
from xltool.book import Record
from xltool.report.master.matter import Candidate
from xltool.report.master.variants import Variants, candidates

OWN = jimu(2026)


def sheets(*some: Mapping[str, Any], doubtful: tuple[str, ...] = ()) -> list[Record]:
    """A record per mapping, numbered from 10001; ``doubtful`` fields hold a text that is no value."""
    records = []
    for number, values in enumerate(some, start=10001):
        good = {key: value for key, value in values.items() if key not in doubtful}
        raw = {key: str(value) for key, value in values.items()}
        wrong = frozenset(key for key in values if key in doubtful)
        records.append(as_record(OWN, {"header.code": str(number), **good}, raw=raw, doubtful=wrong))
    return records


def told(records: list[Record], **known: Any) -> list[Candidate]:
    return list(candidates([records[:2], records[2:]], known.get("known")))


def test_several_spellings_of_a_department() -> None:
    names = [
        "総務部　行政管理課",
        "総務部行政管理課 ",
        "総務部行政管理課",
        "総務部行政管理課",
        "総務部会計課",
    ]
    assert told(sheets(*({"header.department": name} for name in names))) == [
        Candidate(
            key="header.department|総務部行政管理課",
            fields=("header.department",),
            spellings={"総務部行政管理課": 2, "総務部　行政管理課": 1, "総務部行政管理課 ": 1},
            projects=("10001", "10002"),
            suggestion="総務部行政管理課",
        )
    ]


def test_the_roster_knows_better_than_most() -> None:
    records = sheets({"header.department": "総務部行政管理課"}, {"header.department": "総務部行政管理課"})
    assert told(records) == []
    known = {"header.department": ["総務部 行政管理課", "会計課"]}
    (one,) = told(records, known=known)
    assert (one.suggestion, one.projects) == ("総務部 行政管理課", ("10001", "10002"))
    assert one.spellings == {"総務部行政管理課": 2}


def test_units_over_all_columns_and_indicators() -> None:
    (one,) = told(
        sheets(
            {"activity.1.unit": "人/日", "activity.2.unit": "人／日"},
            {"outcome.1.unit": "人 ／日"},
            {"activity.3.unit": "人/日"},
        )
    )
    assert one.key == "activity.*.unit|人/日"
    assert (one.spellings, one.fields) == (
        {"人/日": 2, "人／日": 1},
        ("activity.1.unit", "activity.2.unit", "activity.3.unit"),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第1-2期計画", "第12期計画"),  # a dash between figures says something
        ("A 1 計画", "A1計画"),
        ("kg", "Kg"),
        ("まちづくり計画", "まちづくり構想"),
        ("－", "ー"),  # dashes say that there is nothing
    ],
)
def test_two_things_are_two(one: str, other: str) -> None:
    assert told(sheets({"basic.plans": one}, {"basic.plans": other})) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ごみ処理計画", "ごみ　処理計画"),
        ("ｺﾞﾐ処理計画", "ゴミ処理計画"),
        ("第１期計画", "第1期計画"),
        ("まちづくり計画－後期", "まちづくり計画―後期"),
        ("地域計画 ", "地域計画"),
    ],
)
def test_two_spellings_are_one(one: str, other: str) -> None:
    (found,) = told(sheets({"basic.plans": one}, {"basic.plans": other}, {"basic.plans": other}))
    assert (found.suggestion, found.projects) == (other, ("10001",))


def test_prose_has_no_spellings() -> None:
    long = "市民の暮らしを支えるため、地域の団体と協力し、年間を通じて催しを数多く開催しているところです"
    for one, other in (
        (long, long.replace("、", "、 ")),
        ("計画どおり。", "計画どおり。 "),
        ("・ａ\n・ｂ", "・a\n・b"),
    ):
        assert told(sheets({"basic.plans": one}, {"basic.plans": other})) == []
    remarks = sheets({"plan.planned[0]": "開催"}, {"plan.planned[0]": "開 催"}, {"plan.planned[0]": long})
    assert told(remarks) == []  # in a field for prose short remarks are prose


def test_a_word_that_no_list_has() -> None:
    grade, account = "eval.first.grade", "basic.account"
    records = sheets(
        {grade: "拡充"}, {grade: "拡充"}, {account: "ふつう"}, {grade: ""}, doubtful=(grade, account)
    )
    first, second = told(records)
    assert (first.key, first.spellings, first.suggestion) == (f"{grade}|拡充", {"拡充": 2}, "拡大")
    assert (second.key, second.projects, second.suggestion) == (f"{account}|ふつう", ("10003",), None)


def test_what_could_not_be_read_anywhere() -> None:
    here, there = "cost.general[0]", "cost.general[+1]"
    records = sheets({here: "約百万"}, {there: "約百万"}, {here: "1000"}, doubtful=(here, there))[:2]
    (one,) = told(records)
    assert (one.key, one.fields, one.suggestion) == ("cost.general|約百万", (here, there), None)


def test_what_the_committee_writes_is_its_own() -> None:
    key = "eval.second.direction"
    assert told(sheets({key: "続ける"}, {key: "続 ける"})) == []


def test_where_each_spelling_stands() -> None:
    variants = Variants()
    for record in sheets({"basic.law": "条例 A"}, {"basic.law": "条例A"}):
        variants.add(record)
    (one,) = variants.found()
    assert [tuple(met) for met in variants.occurrences(one.key)] == [
        ("10001", "basic.law", "条例 A"),
        ("10002", "basic.law", "条例A"),
    ]


@pytest.mark.parametrize("seed", ["a", "b"])
def test_a_clean_city_has_nothing_to_correct(seed: str) -> None:
    for city in (make_city(seed, 2026), make_city(seed, 2018), make_review_city(seed)):
        roles, known = city.edition.form.identity, dict[str, list[str]]()
        for row in city.roster.values():
            known.setdefault(roles.department or "", []).append(row.department)
            known.setdefault(roles.name or "", []).append(row.name)
        assert candidates([city.records()], known) == ()
