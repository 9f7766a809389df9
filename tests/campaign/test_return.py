"""``return``: what has to be corrected goes back with its findings, and comes back in some way."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.campaign.office import Round, filled, make_round, refill
from xltool.book import read_file

FAULT = {"cost.budget[0]": None}  # an error
DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "年度の途中で実施した。"}  # a query
RULE = "jimu-jigyo/plan_actual_future"
WHY = "四月に前倒しで実施したため。"


@pytest.fixture
def office(tmp_path: Path) -> Round:
    """10001 accepted, 10002 with an error, 10003 with a query, 10004 with both, 10005 not sent back."""
    one = make_round(tmp_path / "r", projects=5, departments=2)
    one.campaign.distribute()
    changes = {"10001": {}, "10002": FAULT, "10003": DOUBT, "10004": {**FAULT, **DOUBT}}
    for project, change in changes.items():
        path = one.issued(project)
        one.drop(path.name, filled(path, **change))
    one.on(6, 10).campaign.collect()
    return one.on(6, 20)


def test_only_what_has_something_open_goes_back(office: Round) -> None:
    planned = office.campaign.give_back(dry_run=True)
    assert not (office.folder / "returned").exists()
    done = office.campaign.give_back()
    assert [(one.project, one.action, one.issue) for one in done.actions] == [
        ("10002", "given_back", 2),
        ("10003", "given_back", 2),
        ("10004", "given_back", 2),
    ]
    assert [one.action for one in planned.actions] == [one.action for one in done.actions]
    assert {p: s for p, s in office.states().items() if s == "given_back"} == dict.fromkeys(
        ("10002", "10003", "10004"), "given_back"
    )
    for archive in (office.folder / "returned").glob("*.zip"):
        names = zipfile.ZipFile(archive).namelist()
        assert "修正のお願い.txt" in names
        assert len(names) > 1
    again = office.campaign.give_back()
    assert {one.action for one in again.actions} == {"waiting"}
    assert again.files == ()
    assert office.campaign.distribute(dry_run=True).summary["unchanged"] == 5
    assert [one.project for one in office.campaign.give_back(only=["10003"], force=True).actions] == ["10003"]


def test_what_was_typed_is_in_it(office: Round) -> None:
    office.campaign.give_back()
    (sent,) = read_file(office.inbox / office.issued("10004").name, file="a").records
    (back,) = read_file(office.issued("10004"), file="b").records
    assert back.issue == 2
    assert back.anomalies == ()
    assert back.values == sent.values
    assert back.raw == sent.raw


def test_corrected_explained_untouched(office: Round) -> None:
    office.campaign.give_back()
    corrected, explained, as_it_went = (office.issued(p) for p in ("10002", "10003", "10004"))
    (record,) = read_file(corrected, file="a").records
    office.drop("戻り/10002.xlsx", refill(corrected, {"cost.budget[0]": record.values["cost.direct[0]"]}))
    office.drop("戻り/10003.xlsx", refill(explained, {}, {RULE: WHY}))
    office.drop("戻り/10004.xlsx", as_it_went.read_bytes())
    collected = office.on(6, 25).campaign.collect()
    assert {one.outcome for one in collected.files if one.file.startswith("inbox/戻り/")} == {"new"}
    assert office.states() == {
        "10001": "accepted",
        "10002": "accepted",
        "10003": "accepted",
        "10004": "untouched",
        "10005": "sent",
    }
    standing = office.campaign.history("10003").standing
    assert (standing.findings.query, standing.explained) == (1, 1)
    (finding,) = (one for one in office.campaign.check() if one.project == "10003" and one.id == RULE)
    assert finding.explanation == WHY


def test_an_explanation_lapses_with_its_values_and_says_so(office: Round) -> None:
    office.campaign.give_back()
    path = office.issued("10003")
    office.drop("a/10003.xlsx", refill(path, {}, {RULE: WHY}))
    office.on(6, 25).campaign.collect()
    assert office.states()["10003"] == "accepted"
    office.drop(
        "b/10003.xlsx", refill(path, {"overview.target": "市民と事業者"}, {})
    )  # the cell is blank again
    office.on(6, 26).campaign.collect()
    assert office.states()["10003"] == "accepted"  # it holds: what it explains is the same
    office.drop("c/10003.xlsx", refill(path, {"plan.actual[0]": "別の内容を実施した。"}, {}))
    office.on(6, 27).campaign.collect(take=["c/10003.xlsx"])
    assert office.states()["10003"] == "queries"
    (finding,) = (one for one in office.campaign.check() if one.project == "10003" and one.id == RULE)
    assert finding.explanation is None
    assert WHY in finding.message.ja
    assert "無効" in finding.message.ja


def test_the_workbook_before_is_an_answer_too(office: Round) -> None:
    """What was given back is corrected, half corrected or sent once more in the workbook of issue 1."""
    sent = {project: office.inbox / office.issued(project).name for project in ("10002", "10003", "10004")}
    office.campaign.give_back()
    office.drop("a/10002.xlsx", filled(sent["10002"]))
    office.drop("a/10003.xlsx", sent["10003"].read_bytes())
    office.drop("a/10004.xlsx", refill(sent["10004"], {}, {RULE: WHY}))
    office.on(6, 25).campaign.collect()
    states = office.states()
    assert [states[p] for p in ("10002", "10003", "10004")] == ["accepted", "given_back", "errors"]
    done = office.campaign.give_back()
    assert [(one.project, one.action, one.issue) for one in done.actions] == [
        ("10003", "waiting", 2),
        ("10004", "given_back", 3),
    ]
    assert office.states()["10004"] == "given_back"


def test_a_lost_ledger_hears_explanations_in_the_order_of_the_issues(office: Round) -> None:
    """Whatever the files are called: here the newest comes first."""
    office.campaign.give_back(only=["10004"])
    office.drop("b/10004.xlsx", refill(office.issued("10004"), {}, {RULE: WHY}))
    office.on(6, 25).campaign.collect()
    office.campaign.give_back(only=["10004"])
    path = office.issued("10004")
    (record,) = read_file(path, file="a").records
    otherwise = {"plan.actual[0]": "別の内容を実施した。", "cost.budget[0]": record.values["cost.direct[0]"]}
    office.drop("a/10004.xlsx", refill(path, otherwise))
    office.on(6, 26).campaign.collect()
    before = office.campaign.history("10004").standing
    assert (before.state, before.issue, before.explained) == ("queries", 3, 0)
    shutil.rmtree(office.folder / ".xltool")
    office.on(6, 30).campaign.collect()
    after = office.campaign.history("10004")
    assert (after.standing.state, after.standing.issue, after.standing.explained) == ("queries", 3, 0)
    assert [(one.kind, one.issue) for one in after.steps if "returned" in one.text.ja] == [("given_back", 3)]


def test_a_lost_ledger_knows_what_was_given_back(office: Round) -> None:
    office.campaign.give_back()
    before = office.states()
    shutil.rmtree(office.folder / ".xltool")
    office.on(6, 30).campaign.collect()
    assert office.states() == before
    numbers = {one.project: one.issue for one in office.campaign.status().standings}
    assert numbers == {"10001": 1, "10002": 2, "10003": 2, "10004": 2, "10005": 1}
    office.drop("戻り.xlsx", office.issued("10004").read_bytes())
    office.on(7, 1).campaign.collect()
    assert office.states()["10004"] == "untouched"


def test_a_conflict_is_not_given_back(office: Round) -> None:
    path = office.issued("10005")
    office.drop("甲.xlsx", filled(path, 1, **FAULT))
    office.drop("乙.xlsx", filled(path, 2, **FAULT))
    office.campaign.collect()
    done = office.campaign.give_back(only=["10005"])
    assert [(one.project, one.action) for one in done.actions] == [("10005", "undecided")]


def test_a_workbook_that_was_edited_there_is_kept(office: Round) -> None:
    office.campaign.give_back()
    path = office.issued("10002")
    typed = refill(path, {"overview.target": "書きかけ"})
    path.write_bytes(typed)
    done = office.campaign.give_back(only=["10002"], force=True)
    (kept,) = path.parent.glob("*変更あり*")
    assert kept.read_bytes() == typed
    assert any(kept.name in one.ja for one in done.remarks)


SAME = {
    "item.validity.comment": "市民の安全な暮らしを守るために欠かせない事業であり、"
    "国の補助を受けて市が行うことが妥当であると考えており、今後も同じ水準で続けていく必要がある。"
}


def test_an_explanation_of_a_comparison_holds_while_its_values_do(tmp_path: Path) -> None:
    """What only a comparison of sheets tells (XL415) is asked in the workbook, explained, and may lapse."""
    one = make_round(tmp_path / "r", projects=3, departments=2)
    one.campaign.distribute()
    for project, change in {"10001": {**SAME, **FAULT}, "10002": SAME}.items():
        one.drop(one.issued(project).name, filled(one.issued(project), **change))
    one.on(6, 10).campaign.collect()

    def copied() -> dict[str | None, str | None]:
        return {f.project: f.explanation for f in one.campaign.check() if f.id == "XL415"}

    assert copied() == {"10001": None, "10002": None}
    one.on(6, 11).campaign.give_back()
    book = openpyxl.load_workbook(one.issued("10001"))
    book["入力チェック"]["F7"] = "同じ補助制度による事業のため。"
    book.save(one.inbox / "a.xlsx")
    one.on(6, 12).campaign.collect()
    assert copied() == {"10001": "同じ補助制度による事業のため。", "10002": None}
    one.on(6, 13).campaign.give_back(only=["10001"], force=True)
    assert (
        openpyxl.load_workbook(one.issued("10001"))["入力チェック"]["F7"].value
        == "同じ補助制度による事業のため。"
    )
    other = {"item.validity.comment": str(SAME["item.validity.comment"]) + "以上。"}
    one.drop("b.xlsx", refill(one.issued("10001"), other))
    one.on(6, 14).campaign.collect()
    assert copied()["10001"] is None
    (told,) = [f for f in one.campaign.check() if f.id == "XL415" and f.project == "10001"]
    assert "その後に値が変わったため無効になりました" in told.message.ja
