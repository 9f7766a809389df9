"""Two members of a committee decide in LibreOffice, in copies of one master; ``apply`` takes it over.

What the ledger must hold then is written here by hand, from what committee.py says that they did.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

import xltool
from tests.campaign.committee import (
    LAW,
    NUMBERS,
    RULE,
    SPACED,
    WHY,
    WIDE,
    at_their_desks,
    collected,
    numbers,
)
from tests.campaign.masters import outcomes
from tests.campaign.office import Round
from tests.report.data.folders import duck
from xltool.book import read_file
from xltool.book.geometry import where
from xltool.cli import main
from xltool.errors import CannotWork
from xltool.report.master import read_master
from xltool.report.master.applied import Applied
from xltool.report.master.matter import Slot

GRADE, DIRECTION = "eval.second.grade", "eval.second.direction"
UNIT = "回／年"
TORN = {
    Slot("list", "10019", GRADE): (None, "見直し", "終了"),
    Slot("corrections", f"basic.law|{LAW}", "replacement"): (None, LAW, "地域支援に関する要綱"),
}


@dataclass(frozen=True)
class Sitting:
    """The round, both copies, and what ``apply`` made of them: the first, the second, the first again."""

    office: Round
    written: Path  # the master as it was
    refused: str  # by consolidate, while the first's copy lay there and was not applied
    first: Path
    second: Path
    done: tuple[Applied, Applied]
    before: dict[str, list[tuple[Any, ...]]]  # the ledger when both were in
    again: Applied


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    folder = tmp_path_factory.mktemp("committee")
    office = collected(folder / "r")
    master = office.on(7, 1).campaign.consolidate()
    written = Path(shutil.copy(master, folder))
    first, second = at_their_desks(master, folder / "委員会")
    shutil.copy(first, master)
    with pytest.raises(CannotWork) as refused:
        office.campaign.consolidate()
    done = office.on(7, 2).campaign.apply(first), office.on(7, 3).campaign.apply(second)
    before = ledger(office)
    again = office.on(7, 4).campaign.apply(first)
    return Sitting(office, written, refused.value.text.ja, first, second, done, before, again)


@pytest.fixture
def office(sitting: Sitting, tmp_path: Path) -> Round:
    """A copy of the round, to go on with."""
    shutil.copytree(sitting.office.folder, tmp_path / "r")
    campaign = type(sitting.office.campaign)(tmp_path / "r", access=sitting.office.campaign.access)
    return Round(campaign, sitting.office.day).on(7, 5)


def rows(office: Round, query: str) -> list[tuple[Any, ...]]:
    """Rows of the ledger; the last column is read as JSON where it is called detail."""
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        found = ledger.execute(query)
        last = found.description[-1][0]
        return [(*row[:-1], json.loads(row[-1]) if last == "detail" else row[-1]) for row in found]


def ledger(office: Round) -> dict[str, list[tuple[Any, ...]]]:
    """All that is known of submissions and decisions; commands that were run are left out."""
    tables = ("event", "assignment", "issue", "sheet", "finding", "submission", "explanation", "decision")
    return {table: rows(office, f"SELECT * FROM {table} ORDER BY rowid") for table in tables}


# -- what they left ------------------------------------------------------------------------------------------


def test_the_copies_are_sorted_filtered_and_hidden(sitting: Sitting) -> None:
    written, first, second = map(openpyxl.load_workbook, (sitting.written, sitting.first, sitting.second))
    for book, sheet, hidden in (
        (first, "一覧", ["事務区分", "2次評価の方向性"]),
        (first, "提出状況", []),
        (first, "説明", ["事業番号"]),
        (first, "訂正候補", ["整理キー"]),
        (second, "一覧", []),
    ):
        own = book[sheet]
        (table,) = own.tables.values()
        heads = own[table.ref][0]
        assert [one.value for one in heads if own.column_dimensions[one.column_letter].hidden] == hidden
        some = [[[cell.value for cell in row[:3]] for row in one[table.ref]] for one in (own, written[sheet])]
        assert some[0] != some[1], sheet  # sorted, or one less
        filtered = sheet in ("一覧", "提出状況")
        assert bool(table.autoFilter.filterColumn) == filtered
        assert any(one.hidden for one in own.row_dimensions.values()) == filtered


def test_what_each_copy_did(sitting: Sitting) -> None:
    first, second = sitting.done
    assert Counter(outcomes(first).values()) == {"taken": 30 + 10 + 3 + 6}
    assert (first.saved_by, first.missing, first.problems, first.needs_attention) == ("委員甲", 0, (), False)
    assert outcomes(second) == {
        Slot("list", "10037", GRADE): "taken",
        Slot("list", "10001", DIRECTION): "taken",
        Slot("explanations", f"10011|{RULE}", "verdict"): "taken",
        Slot("explanations", f"10011|{RULE}", "reason"): "taken",
        Slot("status", "10014", "decision"): "taken",
        Slot("list", "10002", GRADE): "already",
        **dict.fromkeys(TORN, "conflict"),
    }
    torn = {one.slot: (one.written, one.now, one.here) for one in second.cells if one.outcome == "conflict"}
    assert torn == TORN
    assert (second.saved_by, second.missing, second.problems) == ("委員乙", 2, ())  # of the deleted row
    assert second.needs_attention
    replaced = [one for one in first.cells if one.slot.sheet == "corrections"]
    assert {one.slot.key: one.reason.ja for one in replaced if one.reason} == {
        "eval.first.grade|継続": "4 シートを訂正",
        f"basic.law|{LAW}": "2 シートを訂正",
        "activity.*.unit|回(年間)": "3 シートを訂正",
    }


# -- the ledger, by hand -------------------------------------------------------------------------------------


def value(project: str, field: str, new: str) -> tuple[str, str, str | None, dict[str, Any]]:
    return "value", project, None, {"field": field, "old": None, "new": new}


def correct(
    project: str, field: str, old: str, new: str, key: str
) -> tuple[str, str, str | None, dict[str, Any]]:
    return "correct", project, None, {"field": field, "old": old, "new": new, "candidate": key}


def about(kind: str, project: str, reason: str = "") -> tuple[str, str, str | None, dict[str, Any]]:
    """An explanation, and the value that it was given for."""
    said = {"rule": RULE, "text": WHY, "values": {"plan.actual[0]": "計画どおり開設している。"}}
    return kind, project, project, {**said, "reason": reason}


def status(
    project: str, decision: str, reason: str, sent: bool = True
) -> tuple[str, str, str | None, dict[str, Any]]:
    return "status", project, project if sent else None, {"decision": decision, "reason": reason}


DECIDED = {
    "委員甲": [
        *(value(project, GRADE, "現状継続") for project in numbers(10001, 10012)),
        *(value(project, GRADE, "見直し") for project in numbers(10019, 10030)),
        *(value(project, GRADE, "拡大") for project in numbers(10031, 10036)),
        *(about("accept", project) for project in numbers(10001, 10010)),
        *(
            correct(project, "eval.first.grade", "継続", "現状継続", "eval.first.grade|継続")
            for project in numbers(10015, 10018)
        ),
        correct("10022", "basic.law", WIDE, LAW, f"basic.law|{LAW}"),
        correct("10023", "basic.law", SPACED, LAW, f"basic.law|{LAW}"),
        correct("10024", "activity.1.unit", "回（年間）", UNIT, "activity.*.unit|回(年間)"),
        correct("10025", "activity.1.unit", "回(年間)", UNIT, "activity.*.unit|回(年間)"),
        correct("10026", "activity.1.unit", "回 （年間）", UNIT, "activity.*.unit|回(年間)"),
        status("10047", "not_applicable", "前年度で終了", sent=False),
        status("10013", "accept", "電話で確認"),
        status("10020", "give_back", "総事業費を確かめてください"),
    ],
    "委員乙": [
        value("10037", GRADE, "統合"),
        value("10001", DIRECTION, "=このまま続ける。"),
        about("refuse", "10011", "開設した日を書いてください"),
        status("10014", "accept", ""),
    ],
}
STATES = {
    "accepted": [
        *numbers(10001, 10010),
        *numbers(10012, 10019),  # 10013, 10014: decided; 10015 … 10018: corrected
        *numbers(10021, 10042),
    ],
    "queries": ["10011", "10020"],  # refused; to be given back
    "sent": numbers(10043, 10046),
    "not_applicable": ["10047", "10048"],  # decided; said by the department
}


def test_the_decisions(sitting: Sitting) -> None:
    found = rows(
        sitting.office,
        "SELECT decision.kind, decision.project, submission.project AS whose, decision.detail AS detail"
        " FROM decision LEFT JOIN submission ON submission.id = decision.submission",
    )
    wanted = [one for some in DECIDED.values() for one in some]
    assert sorted(found, key=_sorting) == sorted(wanted, key=_sorting)


def _sorting(row: tuple[Any, ...]) -> str:
    return f"{row[:3]} {sorted(row[3].items(), key=str)}"


EVENTS = {"value": "valued", "correct": "corrected", "status": "ruled"} | {
    "accept": "explanation_accepted",
    "refuse": "explanation_refused",
}


def test_the_trail(sitting: Sitting) -> None:
    found = rows(
        sitting.office,
        "SELECT what, project, at, file, detail FROM event WHERE run IN"
        " (SELECT id FROM run WHERE command = 'apply') ORDER BY id",
    )
    whose = {"委員甲": ("2026-07-02", sitting.first), "委員乙": ("2026-07-03", sitting.second)}
    for member, (day, path) in whose.items():
        own = [one for one in found if one[4].get("saved_by") == member]
        assert Counter(one[:2] for one in own) == Counter((EVENTS[k], p) for k, p, *_ in DECIDED[member])
        assert {one[2] for one in own} == {f"{day}T09:00:00+09:00"}
        assert {Path(one[3]).name for one in own} == {path.name}
        assert {one[4]["master"] for one in own} == {read_master(path).id}
    rest = [(one[0], one[4]) for one in found if "saved_by" not in one[4]]
    # graded or corrected by the first, and by the second: those are judged anew, and no other
    assert rest == [("rejudged", {"submissions": 30 + 4}), ("rejudged", {"submissions": 2})]


def test_states_and_explanations(sitting: Sitting) -> None:
    wanted = {project: state for state, projects in STATES.items() for project in projects}
    assert sitting.office.states() == wanted
    assert sorted(wanted) == NUMBERS
    found = rows(sitting.office, "SELECT project, rule, text, state FROM explanation ORDER BY project")
    assert found == [
        *((project, RULE, WHY, "accepted") for project in numbers(10001, 10010)),
        ("10011", RULE, WHY, "refused"),
        ("10012", RULE, WHY, "given"),
    ]


def test_the_records(sitting: Sitting) -> None:
    records = {one.project: one.values for one in sitting.office.campaign.records().records}
    grades = {project: values[GRADE] for project, values in records.items() if values[GRADE] is not None}
    assert grades == GRADES
    assert [p for p, values in records.items() if values[DIRECTION] is not None] == ["10001"]
    assert records["10001"][DIRECTION] == "=このまま続ける。"
    assert [records[p]["eval.first.grade"] for p in numbers(10015, 10018)] == ["現状継続"] * 4
    assert [records[p]["basic.law"] for p in numbers(10019, 10023)] == [LAW] * 5
    assert [records[p]["activity.1.unit"] for p in numbers(10024, 10026)] == [UNIT] * 3


GRADES = {
    **dict.fromkeys(numbers(10001, 10012), "現状継続"),
    **dict.fromkeys(numbers(10019, 10030), "見直し"),
    **dict.fromkeys(numbers(10031, 10036), "拡大"),
    "10037": "統合",
}


def test_nothing_is_applied_twice(sitting: Sitting, office: Round) -> None:
    assert Counter(outcomes(sitting.again).values()) == {"already": 49}
    assert not sitting.again.needs_attention
    assert ledger(sitting.office) == sitting.before
    second = office.campaign.apply(sitting.second)
    assert Counter(outcomes(second).values()) == {"already": 6, "conflict": 2}
    assert ledger(office) == sitting.before


# -- and then ------------------------------------------------------------------------------------------------


def run(office: Round, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["--lang=ja", *words, "-C", str(office.folder)])
    return done.exit_code, done.output


def test_a_master_with_edits_is_not_overwritten(sitting: Sitting, office: Round) -> None:
    """Until they are applied; of two that contradict each other, until somebody has said who wins."""
    assert "まだ反映していない変更が 49 件あります（一覧!" in sitting.refused
    master = office.folder / "master.xlsx"
    shutil.copy(sitting.second, master)
    code, text = run(office, "consolidate")
    said = "".join(text.split())
    assert code == 2
    assert "変更が2件あります" in said
    assert "100192次評価の総合判定" in said
    assert "訂正候補!E" in said
    assert run(office, "apply", str(master))[0] == 1
    assert master.read_bytes() == sitting.second.read_bytes()
    settled = "--prefer=corrections=campaign", f"--prefer={GRADE}=master"
    code, text = run(office, "apply", str(master), *settled)
    assert (code, "調査回を優先 1" in text) == (0, True)
    assert run(office, "consolidate")[0] == 0
    copy = read_master(master)
    assert copy.written[Slot("list", "10019", GRADE)] == "終了"
    assert office.campaign.apply(master).cells == ()
    own = openpyxl.load_workbook(master)["一覧"]
    heads = [cell.value for cell in own[4]]
    at = heads.index("事業番号"), heads.index("2次評価の総合判定")
    shown = {row[at[0]]: row[at[1]] for row in own.iter_rows(min_row=5, values_only=True) if row[at[1]]}
    assert shown == GRADES | {"10019": "終了"}


def test_it_travels_to_the_departments(office: Round) -> None:
    done = office.campaign.give_back()
    assert {one.project: one.action for one in done.actions} == {"10011": "given_back", "10020": "given_back"}
    office.campaign.distribute(only=["10001", "10015", "10022", "10025"], force=True)
    wanted = {
        "10001": {GRADE: "現状継続", DIRECTION: "=このまま続ける。"},
        "10011": {GRADE: "現状継続", DIRECTION: None},
        "10015": {GRADE: None, "eval.first.grade": "現状継続"},
        "10020": {GRADE: "見直し", "basic.law": LAW},
        "10022": {GRADE: "見直し", "basic.law": LAW},
        "10025": {GRADE: "見直し", "activity.1.unit": UNIT},
    }
    for project, some in wanted.items():
        (sent,) = read_file(office.issued(project), file=project).records
        assert sent.issue == 2
        assert {field: sent.values[field] for field in some} == some, project
    sheet = openpyxl.load_workbook(office.issued("10020"))["入力チェック"]
    assert any("総事業費を確かめてください" in str(cell.value) for row in sheet for cell in row)


def test_it_is_in_data_history_and_booklet(sitting: Sitting, tmp_path: Path) -> None:
    office = sitting.office
    office.campaign.export(tmp_path / "data")
    query = f'SELECT project, "{GRADE}" FROM records WHERE "{GRADE}" IS NOT NULL'
    assert dict(duck(tmp_path / "data", query)) == GRADES
    query = "SELECT project FROM records WHERE \"activity.1.unit\" = '回／年' ORDER BY project"
    assert duck(tmp_path / "data", query) == [("10024",), ("10025",), ("10026",)]
    query = "SELECT project FROM assignments WHERE state = 'queries' ORDER BY project"
    assert duck(tmp_path / "data", query) == [("10011",), ("10020",)]
    for project, told in HISTORY.items():
        steps = office.campaign.history(project).steps[3:]
        assert [(one.kind, one.text.ja) for one in steps] == told
    pile = office.campaign.records()
    some = {"10001": "現状継続", "10018": None, "10022": "見直し", "10036": "拡大", "10037": "統合"}
    few = replace(pile, records=tuple(one for one in pile.records if one.project in some))
    xltool.booklet(few, tmp_path / "booklet.xlsx")
    book = openpyxl.load_workbook(tmp_path / "booklet.xlsx")
    at = where(office.campaign.roster.edition)[1]
    leaves = {name.partition(" ")[0]: book[name] for name in book.sheetnames}
    assert {project: leaves[project][at[GRADE]].value for project in some} == some
    assert leaves["10022"][at["basic.law"]].value == LAW
    assert leaves["10018"][at["eval.first.grade"]].value == "現状継続"


FIRST, SECOND = "（ファイルの最終更新者: 委員甲）", "（ファイルの最終更新者: 委員乙）"
HISTORY = {
    "10022": [
        ("decided", f"2次評価の総合判定 を （空欄） から 「見直し」 にしました{FIRST}"),
        ("decided", f"根拠法令等 を 「{WIDE}」 から 「{LAW}」 に訂正しました{FIRST}"),
    ],
    "10011": [
        ("explained", f"説明 {RULE}：{WHY}"),
        ("decided", f"2次評価の総合判定 を （空欄） から 「現状継続」 にしました{FIRST}"),
        ("explained", f"説明を認めませんでした {RULE}：{WHY} 開設した日を書いてください{SECOND}"),
    ],
    "10020": [
        ("decided", f"2次評価の総合判定 を （空欄） から 「見直し」 にしました{FIRST}"),
        ("decided", f"提出状況の決定: 差し戻す。理由: 総事業費を確かめてください{FIRST}"),
    ],
}
