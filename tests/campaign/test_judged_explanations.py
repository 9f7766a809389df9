"""Explanations that are accepted or refused: what becomes of the query, and of the next workbook."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.campaign.office import Round, filled, make_round, refill
from xltool.book import read_file
from xltool.campaign.desk import at_work
from xltool.campaign.explaining import decide
from xltool.campaign.ledger import open_ledger
from xltool.campaign.ledger.explanations import Explained, JudgementKind, explanations_of
from xltool.campaign.ledger.schema import MIGRATIONS
from xltool.campaign.ledger.submissions import submissions
from xltool.errors import CannotWork

DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "年度の途中で実施した。"}  # a query
RULE = "jimu-jigyo/plan_actual_future"
WHY = "四月に前倒しで実施したため。"
REASON = "実施した日が分かる資料を示してください。"
PROJECT = "10001"


@pytest.fixture
def office(tmp_path: Path) -> Round:
    """One query, given back, explained and collected."""
    one = make_round(tmp_path / "r", projects=2, departments=1)
    one.campaign.distribute()
    path = one.issued(PROJECT)
    one.drop(path.name, filled(path, **DOUBT))
    one.on(6, 10).campaign.collect()
    one.on(6, 12).campaign.give_back()
    send(one, "1", {}, {RULE: WHY})
    one.on(6, 20).campaign.collect()
    assert one.states()[PROJECT] == "accepted"
    return one


def send(office: Round, name: str, values: dict[str, Any], explanations: dict[str, str]) -> None:
    office.drop(f"{name}/{PROJECT}.xlsx", refill(office.issued(PROJECT), values, explanations))


def judged(office: Round, kind: JudgementKind, reason: str = "", rule: str = RULE) -> Explained:
    """What ``apply`` does for a row of the master."""
    campaign = office.campaign
    with at_work(campaign.config, campaign.roster, "apply", campaign.access) as (desk, run):
        one = submissions(desk.ledger, [PROJECT])[PROJECT][-1]
        with desk.ledger.writing():
            return decide(desk, run, kind, one, rule, reason)


def holds(office: Round) -> Explained:
    """What the ledger says of the explanation in the newest submission."""
    with open_ledger(office.folder / ".xltool", write=False) as ledger:
        one = submissions(ledger, [PROJECT])[PROJECT][-1]
        (said,) = (each for each in explanations_of(ledger, one.id) if each.rule == RULE)
    return said


def query(office: Round) -> Any:
    (finding,) = (one for one in office.campaign.check() if one.project == PROJECT and one.id == RULE)
    return finding


def rows(path: Path, *, data_only: bool = True) -> list[list[str]]:
    """The rows of the check sheet that speak of the rule: title, result, explanation and so on."""
    book = openpyxl.load_workbook(path, data_only=data_only)
    found = ([str(cell.value or "") for cell in row] for row in book["入力チェック"].iter_rows())
    return [row for row in found if any(text.endswith(RULE) for text in row)]


def test_accepted_it_closes_the_query_and_survives_a_resubmission(office: Round) -> None:
    assert judged(office, "accept").state == "accepted"
    assert office.states()[PROJECT] == "accepted"
    assert query(office).explanation == WHY
    send(office, "2", {"overview.target": "市民と事業者"}, {})
    office.on(6, 22).campaign.collect()
    assert (holds(office).state, holds(office).origin) == ("accepted", "kept")
    assert office.states()[PROJECT] == "accepted"
    assert office.campaign.give_back().actions == ()


def test_accepted_it_lapses_in_sight_when_the_values_change(office: Round) -> None:
    judged(office, "accept")
    send(office, "2", {"plan.actual[0]": "別の内容を実施した。"}, {RULE: WHY})
    office.on(6, 22).campaign.collect(take=[f"2/{PROJECT}.xlsx"])
    assert holds(office).state == "lapsed"
    assert office.states()[PROJECT] == "queries"
    assert query(office).explanation is None
    assert f"「{WHY}」は、その後に値が変わったため無効" in query(office).message.ja
    office.on(6, 23).campaign.give_back()
    texts = [text for row in rows(office.issued(PROJECT)) for text in row]
    assert any(f"「{WHY}」は、その後に値が変わったため無効" in text for text in texts)
    assert WHY not in texts  # its cell is blank: whether it explains the new values is theirs to say
    send(office, "3", {}, {RULE: WHY})
    office.on(6, 25).campaign.collect()
    assert holds(office).state == "given"  # the same words, written anew
    assert office.states()[PROJECT] == "accepted"
    assert judged(office, "accept").values == {"plan.actual[0]": "別の内容を実施した。"}


def test_refused_it_opens_the_query_again_and_says_why(office: Round) -> None:
    assert judged(office, "refuse", f" {REASON}\n").state == "refused"
    assert office.states()[PROJECT] == "queries"
    assert query(office).explanation is None
    assert f"説明「{WHY}」は認められませんでした。理由：{REASON}" in query(office).message.ja
    (done,) = office.on(6, 22).campaign.give_back().actions
    assert (done.project, done.action, done.issue) == (PROJECT, "given_back", 3)
    path = office.issued(PROJECT)
    told, live = rows(path)
    assert any(f"説明「{WHY}」は認められませんでした。理由：{REASON}" in text for text in told)
    assert "参考" in told  # the query itself counts once
    assert "✖" in live and "確認" in live
    assert WHY not in (*told, *live)
    (back,) = read_file(path, file="b.xlsx").records
    assert back.explanations == {}
    (first,) = (
        c.value
        for row in openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows()
        for c in row
        if "✖" in str(c.value)
    )
    assert "エラー 0 件・確認 1 件" in first


@pytest.mark.parametrize(
    ("text", "state", "after"),
    [
        ("", "refused", "untouched"),
        (WHY, "refused", "queries"),
        ("四月七日の検査調書のとおり。", "given", "accepted"),
    ],
)
def test_what_comes_back_after_a_refusal(office: Round, text: str, state: str, after: str) -> None:
    judged(office, "refuse", REASON)
    office.on(6, 22).campaign.give_back()
    send(office, "2", {}, {RULE: text} if text else {})
    office.on(6, 25).campaign.collect()
    assert holds(office).state == state
    assert office.states()[PROJECT] == after
    assert (REASON in query(office).message.ja) is (state == "refused")


def test_the_last_decision_counts_and_can_be_taken_back(office: Round) -> None:
    judged(office, "refuse", REASON)
    assert judged(office, "accept").reason == ""
    assert office.states()[PROJECT] == "accepted"
    assert judged(office, "refuse", REASON).state == "refused"
    assert judged(office, "reopen").state == "given"
    assert office.states()[PROJECT] == "accepted"


def test_who_decided_what_and_when_is_kept(office: Round) -> None:
    judged(office.on(6, 21), "refuse", REASON)
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        ((kind, at, who, detail),) = ledger.execute("SELECT kind, at, who, detail FROM decision")
        ((wrote,),) = ledger.execute("SELECT who FROM run WHERE command = 'apply'")
    assert (kind, at[:10], who) == ("refuse", "2026-06-21", wrote)
    assert json.loads(detail) == {
        "rule": RULE,
        "text": WHY,
        "values": {"plan.actual[0]": DOUBT["plan.actual[0]"]},
        "reason": REASON,
    }
    steps = [step.text.ja for step in office.campaign.history(PROJECT).steps]
    assert any("説明を認めませんでした" in text and WHY in text and REASON in text for text in steps)


def test_there_must_be_one_to_decide_about(office: Round) -> None:
    with pytest.raises(CannotWork, match="no explanation of XL213"):
        judged(office, "accept", rule="XL213")
    send(office, "2", {"plan.actual[0]": "別の内容を実施した。"}, {})
    office.on(6, 22).campaign.collect(take=[f"2/{PROJECT}.xlsx"])
    with pytest.raises(CannotWork, match="values have changed"):
        judged(office, "accept")
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        assert ledger.execute("SELECT count(*) FROM decision WHERE kind = 'accept'").fetchone() == (0,)


def test_a_ledger_of_the_first_schema_is_brought_along(office: Round) -> None:
    path = office.folder / ".xltool" / "ledger.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as ledger, ledger:
        kept = ledger.execute(
            'SELECT submission, rule, project, text, origin, state, "values" FROM explanation'
        ).fetchall()
        ledger.execute("DROP TABLE explanation")
        columns = MIGRATIONS[0].partition("CREATE TABLE explanation")[2].partition("\n);")[0]
        ledger.execute(f"CREATE TABLE explanation{columns})")
        ledger.executemany("INSERT INTO explanation VALUES (?, ?, ?, ?, ?, ?, ?)", kept)
        ledger.execute("PRAGMA user_version = 1")
    assert (holds(office).text, holds(office).reason) == (WHY, "")
    assert judged(office, "refuse", REASON).reason == REASON
