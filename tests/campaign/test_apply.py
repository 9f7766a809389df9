"""``apply``: three ways, cell by cell; nothing twice, nothing by force, nothing that is no value."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.campaign.masters import Committee, decision, editable, grade, outcomes, typed
from tests.campaign.office import Round, filled, make_round, open_round, refill
from xltool.campaign.desk import looking
from xltool.campaign.ledger.central import decided_centrally
from xltool.cli import main
from xltool.errors import CannotWork
from xltool.report.master.matter import Slot
from xltool.report.round import applied_lines, applied_shape

DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "年度の途中で実施した。"}
RULE = "jimu-jigyo/plan_actual_future"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """10001 and 10002 accepted, 10003 with a query, 10004 not sent back."""
    one = make_round(tmp_path_factory.mktemp("apply") / "r", projects=4, departments=2)
    one.campaign.distribute()
    for project, change in {"10001": {}, "10002": {}, "10003": DOUBT}.items():
        path = one.issued(project)
        one.drop(path.name, filled(path, **change))
    one.on(6, 10).campaign.collect()
    return one.folder


@pytest.fixture
def office(collected: Path, tmp_path: Path) -> Round:
    shutil.copytree(collected, tmp_path / "r")
    return open_round(tmp_path / "r").on(7, 1)


@pytest.fixture
def committee(office: Round, monkeypatch: pytest.MonkeyPatch) -> Committee:
    return Committee(office, monkeypatch)


def kept(office: Round) -> dict[str, list[str]]:
    """Project -> kinds of what was decided."""
    with looking(*office.campaign._read()) as desk:
        return {
            project: [one.kind for one in some] for project, some in decided_centrally(desk.ledger).items()
        }


def test_two_copies_of_one_master_one_after_the_other(office: Round, committee: Committee) -> None:
    first = committee.send({grade("10001"): "拡大", grade("10002"): "見直し", decision("10003"): "認める"})
    assert set(outcomes(first).values()) == {"taken"}
    assert office.states()["10003"] == "accepted"
    second = committee.send({grade("10001"): "拡大", grade("10002"): "終了", grade("10003"): "統合"})
    assert outcomes(second) == {
        grade("10001"): "already",
        grade("10002"): "conflict",
        grade("10003"): "taken",
    }
    (torn,) = (one for one in second.cells if one.outcome == "conflict")
    assert (torn.written, torn.now, torn.here) == (None, "見直し", "終了")
    assert second.needs_attention
    now = {record.project: record.values["eval.second.grade"] for record in office.campaign.records().records}
    assert now == {"10001": "拡大", "10002": "見直し", "10003": "統合"}


def test_nothing_is_applied_twice(office: Round, committee: Committee) -> None:
    edits = {
        grade("10001"): "拡大",
        decision("10003"): "差し戻す",
        decision("10003", "reason"): "実績を確認してください",
        Slot("list", "10002", "eval.second.direction"): "このまま続ける。",
    }
    assert committee.send(edits, dry_run=True).summary["taken"] == 4
    assert kept(office) == {}
    assert committee.send(edits).summary["taken"] == 4
    before = kept(office)
    assert before == {"10001": ["value"], "10002": ["value"], "10003": ["status"]}
    again = committee.send(edits)
    assert set(outcomes(again).values()) == {"already"}
    assert not again.needs_attention
    assert kept(office) == before
    assert editable(office) == committee.written | {
        grade("10001"): "拡大",
        decision("10003"): "give_back",
        decision("10003", "reason"): "実績を確認してください",
        Slot("list", "10002", "eval.second.direction"): "このまま続ける。",
    }


def test_somebody_may_say_who_wins(office: Round, committee: Committee) -> None:
    committee.send({grade("10001"): "拡大", decision("10003"): "accept"})
    other = {grade("10001"): "終了", decision("10003"): "give_back"}
    assert set(outcomes(committee.send(other, dry_run=True)).values()) == {"conflict"}
    done = committee.send(other, prefer={"*": "campaign", "eval.second.grade": "master"})
    assert outcomes(done) == {grade("10001"): "taken", decision("10003"): "kept"}
    assert editable(office)[grade("10001")] == "終了"
    assert editable(office)[decision("10003")] == "accept"
    done = committee.send(other, prefer={"status": "master"})
    assert outcomes(done) == {grade("10001"): "already", decision("10003"): "taken"}
    with pytest.raises(CannotWork, match="nonsense"):
        committee.send(other, prefer={"nonsense": "master"})


INVALID = {
    Slot("list", "10001", "eval.second.grade"): "拡充",  # not in the list
    Slot("list", "10001", "eval.first.grade"): "拡大",  # the department's
    Slot("list", "99999", "eval.second.grade"): "拡大",  # not on the roster
    Slot("status", "10002", "decision"): "保留",  # no such word
    Slot("status", "10001", "decision"): "差し戻す",  # nothing is open, no reason
    Slot("status", "10004", "decision"): "認める",  # nothing was sent
    Slot("explanations", "10003|XL201", "verdict"): "認める",  # nothing was explained
}


@pytest.mark.parametrize("slot", INVALID, ids=str)
def test_what_is_no_entry_is_told_at_its_cell(office: Round, committee: Committee, slot: Slot) -> None:
    done = committee.send({slot: INVALID[slot], grade("10002"): "統合"})
    assert outcomes(done) == {slot: "invalid", grade("10002"): "taken"}
    (told,) = (one for one in done.cells if one.outcome == "invalid")
    assert told.reason is not None
    assert (told.sheet, told.here) == (slot.sheet, INVALID[slot])
    assert done.needs_attention
    assert kept(office) == {"10002": ["value"]}


def test_a_reason_goes_with_its_decision(office: Round, committee: Committee) -> None:
    done = committee.send({decision("10002"): "保留", decision("10002", "reason"): "様子を見る"})
    assert set(outcomes(done).values()) == {"invalid"}
    assert kept(office) == {}


def test_what_was_cleared_is_taken_back(office: Round, committee: Committee) -> None:
    committee.send({grade("10001"): "拡大", decision("10003"): "accept"})
    later = Committee(office, committee.patch)
    done = later.send({grade("10001"): None, decision("10003"): "  "})
    assert set(outcomes(done).values()) == {"taken"}
    assert editable(office) == committee.written
    assert office.states()["10003"] == "queries"


def test_a_master_of_another_campaign(committee: Committee) -> None:
    with pytest.raises(CannotWork, match="another campaign"):
        committee.send({grade("10001"): "拡大"}, campaign="jimu-jigyo-2025")


def test_the_trail_says_who(office: Round, committee: Committee) -> None:
    committee.send(
        {grade("10001"): "拡大", decision("10003"): "accept", decision("10003", "reason"): "口頭で確認"}
    )
    (step,) = office.campaign.history("10001").steps_of("decided")
    assert (step.text.ja, step.file) == (
        "2次評価の総合判定 を （空欄） から 「拡大」 にしました（ファイルの最終更新者: 委員甲）",
        "委員会/master.xlsx",
    )
    assert "@" in step.who  # the system user
    (step,) = office.campaign.history("10003").steps_of("decided")
    assert step.text.ja == "提出状況の決定: 認める。理由: 口頭で確認（ファイルの最終更新者: 委員甲）"
    assert step.text.en == "decision: accept; reason: 口頭で確認 (file last saved by: 委員甲)"


def test_screen_and_json(office: Round, committee: Committee) -> None:
    committee.send({grade("10001"): "拡大"})
    done = committee.send({grade("10001"): "終了", grade("10002"): "統合", grade("10003"): "拡充"})
    text = "\n".join(line.plain for line in applied_lines(done, lang="ja", width=100))
    for wanted in (
        "反映結果: 委員会/master.xlsx",
        "反映 1",
        "競合 1",
        "誤り 1",
        "調査回: 拡大",
        "このファイル: 終了",
    ):
        assert wanted in text, text
    assert "「拡充」は選択肢にありません" in text
    shape = json.loads(json.dumps(applied_shape(done, "en")))
    assert shape["summary"] == {"taken": 1, "already": 0, "kept": 0, "conflict": 1, "invalid": 1}
    assert {key for one in shape["cells"] for key in one} == {
        *("sheet", "cell", "project", "field", "key", "label", "written", "now", "here", "outcome", "reason")
    }
    assert [one["here"] for one in shape["cells"] if one["outcome"] == "taken"] == ["統合"]


def test_commands(office: Round, committee: Committee) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--lang=en", "apply", "m.xlsx", "-C", str(office.folder), *words])
        return done.exit_code, done.output

    committee.send({grade("10001"): "拡大"}, dry_run=True)  # the copy is in place
    assert run("--dry-run")[0] == 0
    code, text = run("--format", "json")
    assert (code, json.loads(text)["summary"]["taken"]) == (0, 1)
    committee.send({grade("10001"): "終了"}, dry_run=True)
    assert run()[0] == 1
    assert run("--prefer", "sometimes")[0] == 2
    assert run("--prefer", "eval.second.grade=master")[0] == 0
    assert editable(office)[grade("10001")] == "終了"


# -- with a real master -------------------------------------------------------------------------------------


def test_the_master_comes_back(office: Round) -> None:
    path = office.campaign.consolidate()
    assert path == office.folder / "master.xlsx"
    first = path.read_bytes()
    assert [one.read_bytes() for one in (office.folder / ".xltool" / "masters").iterdir()] == [first]
    assert office.on(7, 2).campaign.consolidate().read_bytes() == first  # nothing has happened
    assert office.campaign.apply(path).cells == ()
    typed(
        path,
        ("一覧", "10001", "2次評価の総合判定", "拡大"),
        ("一覧", "10002", "2次評価の方向性", "今のまま続ける。"),
        ("提出状況", "10003", "判定", "差し戻す"),
        ("提出状況", "10003", "判定の理由", "実績を確かめてください"),
    )
    with pytest.raises(CannotWork) as refused:
        office.campaign.consolidate()
    assert "まだ反映していない変更が 4 件" in refused.value.text.ja
    assert "10001 2次評価の総合判定" in refused.value.text.ja
    other = office.campaign.consolidate(office.folder / "other.xlsx")
    assert other.read_bytes() == first
    done = office.on(7, 3).campaign.apply(path)
    assert (done.summary["taken"], done.saved_by, done.problems) == (4, "委員乙", ())
    assert office.states()["10003"] == "queries"
    assert set(outcomes(office.campaign.apply(path)).values()) == {"already"}
    second = office.campaign.consolidate().read_bytes()
    assert second != first
    assert office.campaign.apply(path).cells == ()
    typed(path, ("一覧", "10001", "2次評価の総合判定", None), ("一覧", "10002", "2次評価の総合判定", "拡充"))
    done = office.campaign.apply(path)
    assert outcomes(done) == {grade("10001"): "taken", grade("10002"): "invalid"}
    assert all(one.sheet == "一覧" and one.cell[-1].isdecimal() for one in done.cells)


def test_a_lost_ledger_gets_its_decisions_back(office: Round) -> None:
    path = office.campaign.consolidate()
    typed(path, ("一覧", "10001", "2次評価の総合判定", "拡大"), ("提出状況", "10003", "判定", "認める"))
    office.campaign.apply(path)
    office.campaign.consolidate()
    states = office.states()
    shutil.rmtree(office.folder / ".xltool")
    office.on(7, 8).campaign.collect()
    assert office.states() != states
    with pytest.raises(CannotWork, match="2 change"):
        office.campaign.consolidate()  # it is all that is left of them
    assert office.campaign.apply(path).summary["taken"] == 2
    assert office.states() == states
    assert editable(office)[grade("10001")] == "拡大"
    assert office.campaign.apply(path).cells == ()
    office.campaign.consolidate()


def test_consolidate_and_apply_as_commands(office: Round) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--lang=ja", *words, "-C", str(office.folder)])
        return done.exit_code, done.output

    path = office.folder / "master.xlsx"
    assert run("consolidate")[0] == 0
    typed(path, ("一覧", "10001", "2次評価の総合判定", "拡大"))
    code, text = run("consolidate")
    assert (code, "反映していない変更が 1 件" in text) == (2, True)
    code, text = run("apply", str(path), "--dry-run")
    assert (code, "反映の予行" in text) == (0, True)
    assert run("apply", str(path))[0] == 0
    assert run("consolidate")[0] == 0
    for name in ("nothing.xlsx", "roster.xlsx"):
        code, text = run("apply", str(office.folder / name))
        assert (code, name in text) == (2, True), text


def test_what_was_turned_down_stands_in_nobodys_way(office: Round) -> None:
    path = office.campaign.consolidate()
    other = office.folder / "乙.xlsx"
    shutil.copy(path, other)
    typed(other, ("一覧", "10001", "2次評価の総合判定", "拡大"), ("提出状況", "10003", "判定", "認める"))
    office.campaign.apply(other)
    typed(path, ("一覧", "10001", "2次評価の総合判定", "終了"), ("提出状況", "10003", "判定", "該当なし"))
    with pytest.raises(CannotWork, match="--prefer says who wins"):
        office.campaign.consolidate()
    torn = {grade("10001"): "conflict", decision("10003"): "conflict"}
    assert outcomes(office.campaign.apply(path)) == torn
    assert office.campaign.apply(path, dry_run=True, prefer={"*": "campaign"}).summary["kept"] == 2
    assert outcomes(office.campaign.apply(path)) == torn  # that was a rehearsal
    done = office.campaign.apply(path, prefer={"eval.second.grade": "campaign"})
    assert outcomes(done) == torn | {grade("10001"): "kept"}
    again = office.campaign.apply(path, prefer={"decision": "campaign"})  # what was said once, holds
    assert set(outcomes(again).values()) == {"kept"}
    assert set(outcomes(office.campaign.apply(path)).values()) == {"kept"}
    told = [one.text.ja for one in office.campaign.history("10001").steps_of("decided")]
    assert [one.partition("（ファイル")[0] for one in told] == [
        "2次評価の総合判定 を （空欄） から 「拡大」 にしました",
        "2次評価の総合判定 は 「終了」 ではなく 「拡大」 のままにしました",
    ]
    (_, step) = office.campaign.history("10003").steps_of("decided")
    assert (
        step.text.ja.partition("（ファイル")[0] == "判定 は 「該当なし」 ではなく 「認める」 のままにしました"
    )
    office.campaign.consolidate()
    assert office.campaign.apply(path).cells == ()
    typed(path, ("一覧", "10001", "2次評価の総合判定", "終了"))  # said anew, of a newer master
    assert outcomes(office.campaign.apply(path)) == {grade("10001"): "taken"}


def test_a_decision_is_about_the_sheet_that_was_seen(office: Round) -> None:
    path = office.campaign.consolidate()
    office.drop("再提出.xlsx", refill(office.issued("10003"), {**DOUBT, "overview.target": "別の対象"}))
    office.on(7, 3).campaign.collect()
    typed(path, ("提出状況", "10003", "判定", "認める"), ("一覧", "10003", "2次評価の総合判定", "統合"))
    done = office.campaign.apply(path)
    assert outcomes(done) == {decision("10003"): "conflict", grade("10003"): "taken"}
    assert office.states()["10003"] != "accepted"
    done = office.campaign.apply(path, prefer={"decision": "master"})
    assert outcomes(done)[decision("10003")] == "taken"
    assert office.states()["10003"] == "accepted"


def test_what_is_no_master_of_ours_is_not_overwritten(office: Round, tmp_path: Path) -> None:
    path = tmp_path / "notes.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    with pytest.raises(CannotWork, match="no master"):
        office.campaign.consolidate(path)
    assert path.read_bytes() == before
