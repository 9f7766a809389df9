"""Central edits: what holds, for how long, and where they appear."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path
from random import Random

import openpyxl
import pytest

from tests.campaign.masters import Committee, decision, editable, grade, outcomes
from tests.campaign.office import Round, filled, make_round, open_round, refill
from tests.faults.sheet import clean_sheet
from xltool.book import Record, read_file
from xltool.campaign import checking, consolidating
from xltool.campaign.central import Edits, edits_in_force
from xltool.campaign.lapsing import lapsed
from xltool.campaign.ledger.central import Decided
from xltool.campaign.overlay import changes_of, overlaid
from xltool.campaign.ruling import WANTED_BACK
from xltool.report.master.matter import Slot
from xltool.rules import judge

RIGHT, WIDE, SPACED = "地域支援事業要綱", "地域支援　事業要綱", "地域支援事業 要綱"
LAW = Slot("corrections", f"basic.law|{RIGHT}", "replacement")
FIRST = Slot("corrections", "eval.first.grade|拡充", "replacement")
DIRECTION = Slot("list", "10001", "eval.second.direction")
DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "年度の途中で実施した。"}
RULE = "jimu-jigyo/plan_actual_future"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three spellings of one law; 10004 has a grade that is in no list; 10005 was not sent back."""
    one = make_round(tmp_path_factory.mktemp("central") / "r", projects=5, departments=2)
    one.campaign.distribute()
    for project, law in {"10001": RIGHT, "10002": WIDE, "10003": SPACED, "10004": RIGHT}.items():
        path = one.issued(project)
        wrong = {"eval.first.grade": "拡充"} if project == "10004" else {}
        one.drop(path.name, filled(path, **{"basic.law": law}, **wrong))
    one.on(6, 10).campaign.collect()
    return one.folder


@pytest.fixture
def office(collected: Path, tmp_path: Path) -> Round:
    shutil.copytree(collected, tmp_path / "r")
    return open_round(tmp_path / "r").on(7, 1)


@pytest.fixture
def committee(office: Round, monkeypatch: pytest.MonkeyPatch) -> Committee:
    return Committee(office, monkeypatch)


def value(office: Round, project: str, key: str) -> object:
    return {one.project: one for one in office.campaign.records().records}[project].values[key]


def rejudged(office: Round) -> list[int]:
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        query = "SELECT json_extract(detail, '$.submissions') FROM event WHERE what = 'rejudged' ORDER BY id"
        return [row[0] for row in ledger.execute(query)]


def back(office: Round, project: str, folder: str, **changes: object) -> None:
    """The department sends its newest workbook with what it sent first, changed (``__`` for ``.``).

    Without changes: the newest workbook as it went.
    """
    path = office.issued(project)
    (first,) = read_file(office.inbox / path.name, file="x").records
    values = {**first.values, **{key.replace("__", "."): one for key, one in changes.items()}}
    office.drop(f"{folder}/{project}.xlsx", refill(path, values) if changes else path.read_bytes())
    office.campaign.collect()


# -- what is in force ---------------------------------------------------------------------------------------


def decided(number: int, kind: str, **detail: object) -> Decided:
    submission = detail.pop("submission", None)
    return Decided(
        id=number,
        at="",
        who="",
        kind=kind,
        project="1",
        submission=submission,
        detail=detail,  # type: ignore[arg-type]
    )


def test_the_last_word_holds() -> None:
    edits = edits_in_force(
        [
            decided(1, "value", field="g", old=None, new="拡大"),
            decided(2, "correct", field="law", old="A", new="B"),
            decided(3, "correct", field="law", old="C", new="B"),
            decided(4, "value", field="g", old="拡大", new="統合"),
            decided(5, "correct", field="law", old="A", new=None),
            decided(6, "status", decision="not_applicable", reason="電話"),
        ]
    )
    assert (edits.values, edits.corrections) == ({"g": "統合"}, {("law", "C"): "B"})
    assert edits.unsent is not None
    assert edits.unsent.decision == "not_applicable"
    assert edits.print != Edits(values={"g": "拡大"}).print
    assert edits_in_force([decided(1, "status", decision="accept", submission="a/b")]) == Edits()


def test_only_what_stands_in_the_way_is_another_print() -> None:
    assert Edits().print == ""
    ruled = edits_in_force([decided(1, "status", decision="not_applicable", reason="")])
    assert ruled.print == ""  # a decision about the status changes no value


# -- corrections --------------------------------------------------------------------------------------------


def test_one_replacement_for_many_sheets(office: Round, committee: Committee) -> None:
    done = committee.send({LAW: RIGHT})
    assert outcomes(done) == {LAW: "taken"}
    assert [one.reason.ja for one in done.cells if one.reason] == ["2 シートを訂正"]
    assert {p: value(office, p, "basic.law") for p in ("10001", "10002", "10003", "10004")} == dict.fromkeys(
        ("10001", "10002", "10003", "10004"), RIGHT
    )
    (step,) = office.campaign.history("10002").steps_of("decided")
    assert (
        step.text.ja
        == f"根拠法令等 を 「{WIDE}」 から 「{RIGHT}」 に訂正しました（ファイルの最終更新者: 委員甲）"
    )
    assert office.campaign.history("10001").steps_of("decided") == ()
    assert rejudged(office) == [2]  # those that it has changed, and no other
    assert outcomes(committee.send({LAW: RIGHT})) == {LAW: "already"}
    assert rejudged(office) == [2]


def test_a_correction_takes_its_finding_away(office: Round, committee: Committee) -> None:
    assert office.states()["10004"] == "errors"
    assert outcomes(committee.send({FIRST: "拡充する"})) == {FIRST: "invalid"}
    assert outcomes(committee.send({FIRST: "拡大"})) == {FIRST: "taken"}
    assert office.states()["10004"] == "accepted"
    assert value(office, "10004", "eval.first.grade") == "拡大"
    assert not [one for one in office.campaign.check() if one.project == "10004" and one.severity == "error"]
    assert outcomes(Committee(office, committee.patch).send({FIRST: None})) == {FIRST: "taken"}
    assert office.states()["10004"] == "errors"


def test_it_travels_and_comes_back(office: Round, committee: Committee) -> None:
    """In the next workbook of the department, and back from there."""
    back_to_them = {decision("10002"): "give_back", decision("10002", "reason"): "確認"}
    committee.send({LAW: RIGHT, grade("10002"): "統合", **back_to_them})
    office.campaign.give_back()
    (sent,) = read_file(office.issued("10002"), file="x").records
    assert (sent.issue, sent.values["basic.law"], sent.values["eval.second.grade"]) == (2, RIGHT, "統合")
    assert sent.issued["eval.second.grade"] == "統合"  # a locked cell
    back(office.on(7, 5), "10002", "a")
    assert value(office, "10002", "basic.law") == RIGHT
    assert not [one for one in office.campaign.check("all") if one.id == "XL221"]
    assert not [s for s in office.campaign.history("10002").steps_of("decided") if "無効" in s.text.ja]


def test_nothing_to_report_may_be_wanted_back(office: Round, committee: Committee) -> None:
    path = office.issued("10005")
    office.drop(path.name, refill(path, {"header.nothing": True}))
    office.campaign.collect()
    assert office.states()["10005"] == "not_applicable"
    own = Committee(office, committee.patch)
    own.send({decision("10005"): "give_back", decision("10005", "reason"): "対象の事業です"})
    assert office.states()["10005"] == "queries"
    assert office.campaign.give_back(only=["10005"]).summary["given_back"] == 1


def test_it_lapses_in_sight(office: Round, committee: Committee) -> None:
    committee.send({LAW: RIGHT})
    back(office.on(7, 5), "10002", "a", overview__target="別の対象")  # says what it said
    assert value(office, "10002", "basic.law") == RIGHT
    back(office.on(7, 6), "10002", "b", basic__law="別の要綱")
    assert value(office, "10002", "basic.law") == "別の要綱"
    last = office.campaign.history("10002").steps_of("decided")[-1]
    assert last.text.ja == "根拠法令等 に別の値 「別の要綱」 が届いたため、訂正は無効になりました"


def test_what_the_department_has_made_its_own_has_not_lapsed(office: Round) -> None:
    (before,) = read_file(office.inbox / office.issued("10002").name, file="x").records
    edits = Edits(corrections={("basic.law", WIDE): RIGHT})
    for text, expected in ((WIDE, []), (RIGHT, []), ("別", [("basic.law", "別")])):
        (after,) = read_file(
            office.drop("y.xlsx", refill(office.issued("10002"), {"basic.law": text})), file="y"
        ).records
        assert list(lapsed(edits, before, after)) == expected


# -- committee values ---------------------------------------------------------------------------------------


def test_committee_values_are_in_every_output(office: Round, committee: Committee) -> None:
    committee.send({grade("10001"): "拡大", DIRECTION: "広げる。", grade("10005"): "統合"})
    assert value(office, "10001", "eval.second.grade") == "拡大"
    assert office.campaign.distribute(dry_run=True).summary["unchanged"] == 5  # no reason to issue anew
    office.campaign.distribute(only=["10001", "10005"], force=True)
    for project, expected in {"10001": "拡大", "10005": "統合"}.items():
        (sent,) = read_file(office.issued(project), file="x").records
        assert sent.values["eval.second.grade"] == expected
        assert sent.issued["eval.second.grade"] == expected  # a locked cell
    back(office.on(7, 5), "10001", "a", overview__target="別の対象")
    assert not [one for one in office.campaign.check("all") if one.id == "XL221"]
    committee.send({grade("10001"): "見直し"}, prefer={"*": "master"})
    assert value(office, "10001", "eval.second.grade") == "見直し"  # over what the sheet was issued with
    assert (
        value(office, "10001", "overview.target") == "別の対象"
    )  # and that sheet is still the one that counts
    assert not [one for one in office.campaign.check("all") if one.id == "XL221"]


def test_next_year_begins_with_what_was_decided(office: Round, committee: Committee, tmp_path: Path) -> None:
    committee.send({grade("10001"): "見直し", LAW: RIGHT})
    new = make_round(tmp_path / "next", projects=5, departments=2, config="")
    path = new.folder / "campaign.yaml"
    path.write_text(
        path.read_text("utf-8").replace("year: 2026", f"year: 2027\nprevious: {office.folder}"), "utf-8"
    )
    new = open_round(new.folder)
    new.campaign.distribute()
    (sent,) = read_file(new.issued("10001"), file="x").records
    assert sent.values["eval.previous.grade"] == "見直し"
    (sent,) = read_file(new.issued("10002"), file="x").records
    assert sent.values["basic.law"] == RIGHT


def test_sums_follow_and_are_not_stale(office: Round) -> None:
    (record,) = read_file(office.inbox / office.issued("10001").name, file="x").records
    edits = Edits(corrections={("cost.general[0]", record.raw["cost.general[0]"]): 9_999_000})
    changed = overlaid(record, edits)
    more = 9_999_000 - float(record.values["cost.general[0]"] or 0)  # type: ignore[arg-type]
    assert changed.values["cost.total[0]"] == float(record.values["cost.total[0]"] or 0) + more  # type: ignore[arg-type]
    assert record.values["cost.general[0]"] != 9_999_000  # the other is as it was
    assert "XL225" not in {one.id for one in judge([changed])}
    assert overlaid(record, Edits(corrections={("cost.general[0]", "別"): 1})) is record


def test_a_value_clears_the_doubt(office: Round) -> None:
    path = office.inbox / office.issued("10004").name
    (record,) = read_file(path, file="x").records
    assert "eval.first.grade" in record.doubtful
    edits = Edits(corrections={("eval.first.grade", "拡充"): "拡大"})
    assert changes_of(record, edits) == {"eval.first.grade": "拡大"}
    changed: Record = overlaid(record, edits)
    assert changed.doubtful == record.doubtful - {"eval.first.grade"}
    assert changed.raw["eval.first.grade"] == "拡大"
    assert not [one for one in changed.anomalies if one.field == "eval.first.grade"]


# -- decisions about the status -----------------------------------------------------------------------------


def test_accepted_though_findings_are_open(office: Round, committee: Committee) -> None:
    committee.send({decision("10004"): "accept"})
    assert office.states()["10004"] == "accepted"
    assert [one for one in office.campaign.check() if one.project == "10004" and one.severity == "error"]
    assert "10004" not in {one.project for one in office.campaign.give_back(force=True).actions}
    # a worse one does not replace what was accepted
    back(office.on(7, 5), "10004", "a", eval__first__grade="拡張")
    assert office.states()["10004"] == "accepted"
    assert office.campaign.history("10004").steps_of("held")
    # a clean one does, and then the rules say again
    back(office.on(7, 6), "10004", "b", eval__first__grade="拡大")
    assert office.states()["10004"] == "accepted"
    assert decision("10004") not in editable(office)


def test_given_back_with_its_reason(office: Round, committee: Committee) -> None:
    committee.send(
        {decision("10001"): "give_back", decision("10001", "reason"): "総事業費を確かめてください"}
    )
    assert office.states()["10001"] == "queries"
    assert office.campaign.history("10001").standing.findings.query == 1
    assert [one.message.ja for one in office.campaign.check() if one.id == WANTED_BACK] == [
        "総事業費を確かめてください"
    ]
    done = office.campaign.give_back(only=["10001"])
    assert [(one.action, one.reason.ja) for one in done.actions if one.reason] == [
        ("given_back", "差戻しの決定：総事業費を確かめてください")
    ]
    assert office.states()["10001"] == "given_back"
    assert office.campaign.give_back(only=["10001"]).summary["waiting"] == 1
    office.on(7, 5)
    book = openpyxl.load_workbook(office.issued("10001"))
    sheet = book["入力チェック"]
    heads = next(row for row in sheet.iter_rows() if any(str(cell.value)[:2] == "説明" for cell in row))
    column = next(cell.column for cell in heads if str(cell.value)[:2] == "説明")
    at = next(row[0].row for row in sheet.iter_rows() if "事務局からの差戻し" in {cell.value for cell in row})
    sheet.cell(at, column).value = "確かめました"
    book.save(office.inbox / "戻り.xlsx")
    office.campaign.collect()
    assert office.states()["10001"] == "accepted"  # what came since is judged by the rules
    assert "確かめました" in "".join(s.text.ja for s in office.campaign.history("10001").steps)


def test_the_reason_stands_in_the_workbook(office: Round, committee: Committee) -> None:
    committee.send(
        {decision("10001"): "give_back", decision("10001", "reason"): "総事業費を確かめてください"}
    )
    office.campaign.give_back(only=["10001"])
    sheet = openpyxl.load_workbook(office.issued("10001"), data_only=True)["入力チェック"]
    (row,) = (
        row
        for row in sheet.iter_rows(values_only=True)
        if any("総事業費を確かめて" in str(cell) for cell in row)
    )
    assert "事務局からの差戻し" in row
    assert "✖" in row


def test_a_clean_sheet_that_was_wanted_back_gives_way(office: Round, committee: Committee) -> None:
    committee.send({decision("10001"): "give_back", decision("10001", "reason"): "確認"})
    back(office.on(7, 5), "10001", "a", eval__first__grade="拡充")
    assert office.states()["10001"] == "errors"


def test_nothing_to_report_though_nothing_came(office: Round, committee: Committee) -> None:
    committee.send({decision("10005"): "not_applicable", decision("10005", "reason"): "廃止済み"})
    assert office.states()["10005"] == "not_applicable"
    assert not [
        one
        for one in office.campaign.remind(days=60).reminders
        for s in one.standings
        if s.project == "10005"
    ]
    path = office.issued("10005")
    office.drop(path.name, filled(path))
    office.on(7, 5).campaign.collect()
    assert office.states()["10005"] == "accepted"


# -- explanations -------------------------------------------------------------------------------------------


def test_an_explanation_is_refused_and_accepted(office: Round, committee: Committee) -> None:
    path = office.issued("10005")
    values = clean_sheet(Random(5), 2026, due=True) | DOUBT
    data = refill(path, values, {RULE: "前倒しで実施"})
    office.drop(path.name, data)
    office.campaign.collect()
    assert office.states()["10005"] == "accepted"
    verdict = Slot("explanations", f"10005|{RULE}", "verdict")
    why = verdict._replace(column="reason")
    own = Committee(office, committee.patch)
    assert outcomes(own.send({verdict: "認めない", why: "根拠が必要"})) == {verdict: "taken", why: "taken"}
    assert office.states()["10005"] == "queries"
    assert editable(office)[verdict] == "refuse"
    assert editable(office)[why] == "根拠が必要"
    assert set(outcomes(own.send({verdict: "refuse", why: "根拠が必要"})).values()) == {"already"}
    assert outcomes(Committee(office, own.patch).send({verdict: "accept"})) == {verdict: "taken"}
    assert office.states()["10005"] == "accepted"
    assert outcomes(Committee(office, own.patch).send({verdict: None, why: None})) == {
        verdict: "taken",
        why: "taken",
    }
    assert editable(office).get(verdict) is None
    told = [one.text.ja for one in office.campaign.history("10005").steps_of("explained")]
    assert told[1] == (
        f"説明を認めませんでした {RULE}：前倒しで実施 根拠が必要（ファイルの最終更新者: 委員甲）"
    )
    assert [one.partition(" ")[0] for one in told[2:]] == [
        "説明を認めました",
        "説明についての判断を取り消しました",
    ]


def test_a_master_reads_last_year_once(office: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of workbooks, perhaps on a file server: that takes longer than all the rest."""
    read: list[object] = []
    for module in (checking, consolidating):
        monkeypatch.setattr(module, "previous_records", read.append)
    office.campaign.consolidate()
    assert len(read) == 1
