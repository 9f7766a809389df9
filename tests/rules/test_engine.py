"""The engine: order, settings, groups, and what happens when a rule crashes."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.rules.sheets import Settings, met, probe, record, verdict
from xltool.book.record import Unread
from xltool.rules import judge
from xltool.rules.builtin import BUILTIN, required
from xltool.rules.group import groups
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from xltool.rules.group import Group
    from xltool.rules.rule import Spot

BROKEN = {"people": 7, "name": None, "share": 2, "end": 2016, "cost.general[0]": 5}


def test_files_in_input_order_then_severity_then_as_printed() -> None:
    first = record(BROKEN, file="b.xlsx", anomalies=met("macros"))
    second = record({"share": 3}, file="a.xlsx")
    unread = Unread(file="c.xlsx", reason="damaged", text=Text("壊れています。", "Damaged."))
    found = [(f.file, f.id) for f in judge([first, second], [unread])]
    assert found == [
        ("b.xlsx", "XL201"),
        ("b.xlsx", "XL207"),
        ("b.xlsx", "probe/named"),
        ("b.xlsx", "probe/end_cost"),
        ("b.xlsx", "XL131"),
        ("a.xlsx", "XL207"),
        ("c.xlsx", "XL101"),
    ]
    files = [f.file for f in judge([first, second], [unread], files=("c.xlsx", "a.xlsx", "b.xlsx"))]
    assert list(dict.fromkeys(files)) == ["c.xlsx", "a.xlsx", "b.xlsx"]


def test_sheets_of_one_file_keep_their_order_within_a_severity() -> None:
    sheets = [record({"share": 3}, sheet="二"), record({"name": None}, sheet="一")]
    assert [f.places[0].sheet for f in judge(sheets)] == ["二", "一"]


def test_project_and_department_are_stamped() -> None:
    (finding,) = judge([record({"share": 3}, project="00832", department="土木課")])
    assert (finding.project, finding.department) == ("00832", "土木課")


def test_nothing_gives_nothing() -> None:
    assert judge([]) == ()


def test_rules_can_be_switched_off_and_change_their_severity() -> None:
    settings = Settings(
        off=frozenset({"XL201", "probe/named"}), severity={"XL207": "note", "probe/end_cost": "error"}
    )
    found = [(f.id, f.severity) for f in judge([record(BROKEN)], settings=settings)]
    assert found == [("probe/end_cost", "error"), ("XL207", "note")]
    unread = Unread(file="c.xlsx", reason="damaged", text=Text("壊れています。", "Damaged."))
    assert judge([], [unread], settings=Settings(off=frozenset({"XL101"}))) == ()


def test_records_of_several_editions_are_judged_by_their_own() -> None:
    ending = {"end": 2018, "cost.general[+1]": 5, "cost.general[+2]": 5}
    found = judge(
        [record(ending, file="1"), record(ending, of=probe(2018), file="2"), record(ending, file="3")]
    )
    assert [(f.file, [p.field for p in f.places]) for f in found] == [
        ("1", ["cost.total[+2]"]),
        ("2", ["cost.total[+1]", "cost.total[+2]"]),
        ("3", ["cost.total[+2]"]),
    ]


def test_records_from_worker_processes_fall_into_one_group() -> None:
    sheets = [
        record(file="1"),
        pickle.loads(pickle.dumps(record(file="2"))),
        record(of=probe(2018), file="3"),
    ]
    assert [indices for indices, _ in groups(sheets, Settings())] == [[0, 1], [2]]


# -- a rule that crashes ------------------------------------------------------------------------------------


def _crashing(group: Group) -> Iterator[Spot]:
    for i, one in enumerate(group.records):
        if one.file == "bad.xlsx":
            raise ZeroDivisionError("{oops}")
        if one.values["name"] is None:
            yield group.spot(i, "name")


def test_a_crashing_rule_is_a_finding_about_its_culprits(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tuple(replace(r, sheets=_crashing) if r is required.RULE else r for r in BUILTIN)
    monkeypatch.setattr("xltool.rules.engine.BUILTIN", rules)
    sheets = [
        record({"name": None}, file="a.xlsx"),
        record({"share": 2}, file="bad.xlsx"),
        record(file="c.xlsx"),
    ]
    found = [(f.file, f.id) for f in judge(sheets)]
    assert found == [("a.xlsx", "XL201"), ("bad.xlsx", "XL001"), ("bad.xlsx", "XL207")]
    crash = judge(sheets)[1]
    assert "XL201（ZeroDivisionError: {oops}）" in crash.message.ja and "XL201" in crash.message.en
    assert crash.severity == "error"


def test_a_crashing_form_rule_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("xltool.rules.engine.failures", crash)
    found = judge([record()])
    assert {f.id for f in found} == {"XL001"}
    assert "probe/end_cost" in found[0].message.en + found[1].message.en


def test_the_verdict_of_a_sheet_does_not_depend_on_its_neighbours() -> None:
    sheets = [
        record({"people": n, "share": n / 50, "name": None if n % 4 else "名"}, file=str(n))
        for n in range(120)
    ]
    together = judge(sheets, phase="all")
    apart = [finding for one in sheets for finding in judge([one], phase="all")]
    assert list(together) == apart
    assert verdict(judge(sheets[:1])) == {}


def test_sheets_of_one_file_keep_their_order_across_editions() -> None:
    editions = (probe(), probe(2018), probe(2018), probe())
    sheets = [record({"share": 3}, of=of, sheet=str(n)) for n, of in enumerate(editions)]
    assert [f.places[0].sheet for f in judge(sheets)] == ["0", "1", "2", "3"]
