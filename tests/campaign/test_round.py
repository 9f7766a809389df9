"""A round of 400 projects in 50 departments: five waves of what comes back, states by hand after each.

It ends in the master, in which the committee decides, and which comes back through ``apply``.

Projects are 10001 … 10400, dealt to the departments in turn: 10001, 10051, 10101 … are of the first.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.campaign.masters import typed
from tests.campaign.office import YEAR, Round, filled, make_round, read_rows, refill, write_roster, zipped
from tests.oracle import need_soffice, recalculate
from xltool.book import Assignment, draw, read_file, stamp
from xltool.campaign.desk import looking
from xltool.campaign.ledger.submissions import findings_of
from xltool.campaign.status import cases
from xltool.form import edition, find_form
from xltool.report.master.matter import Slot
from xltool.report.round import status_lines, status_shape
from xltool.standing import Collection, Status

FAULT = {"cost.budget[0]": None}  # a required amount is missing: one error
# Done before the year is over: a query.
DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}
RULE = "jimu-jigyo/plan_actual_future"  # that query's
WHY = "四月に開設を終えたため。"
UNIT = "回(年間)"  # three spellings of one unit
UNITS = {
    UNIT: ("10291", "10292", "10293", "10294"),
    "回（年間）": ("10295", "10296", "10297", "10298"),
    "回 （年間）": ("10299", "10300"),
}
OTHERWISE = {"plan.actual[0]": "一部の開設を見合わせた。"}  # not what was explained any more


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return make_round(tmp_path_factory.mktemp("round") / "令和8年度", projects=400, departments=50)


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def answers(office: Round, *projects: str, seed: int = 1, **changes: object) -> dict[str, bytes]:
    paths = {project: office.issued(project) for project in projects}
    return {paths[project].name: filled(paths[project], seed, **changes) for project in projects}


def put(office: Round, files: Mapping[str, bytes], folder: str = "") -> None:
    for name, data in files.items():
        office.drop(f"{folder}{name}", data)


def told(collected: Collection, part: str) -> list[tuple[str, str | None, str]]:
    """Outcome, project and reason of the files whose name holds a word."""
    return [
        (one.outcome, one.project, one.reason.ja if one.reason else "")
        for one in collected.files
        if part in one.file
    ]


def expect(office: Round, expected: Mapping[str, list[str]]) -> None:
    """The state of every project; those that are not named are ``sent``."""
    wanted = {project: state for state, projects in expected.items() for project in projects}
    found = office.states()
    assert {p: s for p, s in found.items() if s != wanted.get(p, "sent")} == {}
    assert set(wanted) <= set(found)


def heard(office: Round, *projects: str) -> dict[str, tuple[int, int, int, int]]:
    """Of the current submission: its issue number, errors, queries, and how many of these are explained."""
    found = {}
    for project in projects:
        history = office.campaign.history(project)
        one = history.standing
        issue = next(step.issue for step in history.steps if step.submission == one.submission)
        found[project] = (issue or 0, one.findings.error, one.findings.query, one.explained)
    return found


def said(office: Round, project: str) -> list[tuple[str, str | None, str]]:
    """The query of a project as it stands: its rule, the explanation that holds, its message."""
    with looking(office.campaign.config, office.campaign.roster) as desk:
        (case,) = (one for one in cases(desk) if one.project == project)
        assert case.folded.current is not None
        return [
            (one.id, one.explanation, one.message.ja)
            for one in findings_of(desk.ledger, case.folded.current)
            if one.severity == "query"
        ]


def shown(status: Status, **how: Any) -> str:
    lines = status_lines(status, lang="ja", width=200, **how)
    return "\n".join("".join(text for text, _ in line.pieces) for line in lines)


def test_everything_is_sent(office: Round) -> None:
    done = office.on(6, 1).campaign.distribute()
    assert {kind: n for kind, n in done.summary.items() if n} == {"issued": 400}
    assert len(list((office.folder / "outbox").glob("*/*.xlsx"))) == 400
    assert len(list((office.folder / "outbox").glob("*.zip"))) == 50
    assert len(list((office.folder / "outbox").glob("*.eml"))) == 50
    expect(office, {})
    again = office.campaign.distribute()
    assert {kind: n for kind, n in again.summary.items() if n} == {"unchanged": 400}
    assert again.files == ()


def test_wave_1_the_first_answers(office: Round, tmp_path: Path) -> None:
    office.on(6, 15)
    put(office, answers(office, *numbers(10001, 10050)))
    nested = zipped({f"回答/{name}": data for name, data in answers(office, *numbers(10051, 10100)).items()})
    office.drop("メール添付/まとめて.zip", zipped({"内側.zip": nested}))
    put(office, answers(office, *numbers(10101, 10109), **FAULT), "総務/")
    put(office, answers(office, "10110", **FAULT, **DOUBT), "総務/")
    put(office, answers(office, *numbers(10111, 10115), **DOUBT), "総務/")
    for project in numbers(10116, 10118):
        office.drop(f"そのまま/{project}.xlsx", office.issued(project).read_bytes())
    put(office, answers(office, "10119", **{"header.nothing": True}))
    need_soffice()
    source = tmp_path / "10120.xlsx"
    source.write_bytes(filled(office.issued("10120")))
    office.drop("LibreOffice/10120.xlsx", recalculate([source], tmp_path / "out")[0].read_bytes())
    office.drop("壊れ/破損.xlsx", office.issued("10001").read_bytes()[:5000])
    office.drop("~$10001.xlsx", b"lock")
    office.drop("送付状.txt", "よろしくお願いします".encode("cp932"))
    book = openpyxl.Workbook()
    book.active["A1"] = "別の表"
    book.save(office.inbox / "別の表.xlsx")
    collected = office.campaign.collect()
    assert {k: n for k, n in collected.summary.items() if n} == {
        "new": 120,
        "unreadable": 1,
        "foreign": 1,
        "ignored": 2,
    }
    assert told(collected, "破損")[0][0] == "unreadable"
    assert told(collected, "別の表")[0][0] == "foreign"
    expect(office, AFTER_1)
    again = office.on(6, 16).campaign.collect()
    assert {k: n for k, n in again.summary.items() if n} == {
        "unchanged": 120,
        "unreadable": 1,
        "foreign": 1,
        "ignored": 2,
    }
    expect(office, AFTER_1)


AFTER_1 = {
    "accepted": [*numbers(10001, 10100), "10120"],
    "errors": numbers(10101, 10110),
    "queries": numbers(10111, 10115),
    "untouched": numbers(10116, 10118),
    "not_applicable": ["10119"],
}


def test_wave_2_corrections_and_what_goes_wrong(office: Round) -> None:
    office.on(6, 22)
    put(office, answers(office, *numbers(10101, 10105), seed=2), "修正/")
    put(office, answers(office, "10106", seed=2, **FAULT), "修正/")
    same = next(office.inbox.glob("10001_*.xlsx"))
    office.drop("再送/もう一度.xlsx", same.read_bytes())
    book = openpyxl.load_workbook(next(office.inbox.glob("10002_*.xlsx")))
    book.save(office.inbox / "再送" / "10002_保存し直し.xlsx")
    put(office, answers(office, "10003", seed=3, **FAULT), "再送/")
    put(office, answers(office, "10121", seed=1), "甲/")
    put(office, answers(office, "10121", seed=2), "乙/")
    put(office, answers(office, "10122"), "甲/")
    put(office, answers(office, "10122"), "乙/")
    office.drop("昨年度の10123.xlsx", of_year(YEAR - 1, "10123"))
    office.drop("別の調査回.xlsx", other_round("10123"))
    office.drop("一覧にない.xlsx", of_year(YEAR, "20001"))
    office.drop("ゼロなし.xlsx", of_year(YEAR, "1012"))
    office.drop("番号違い.xlsx", retyped(office.issued("10124"), "10125"))
    office.drop("三事業.xlsx", three(office, "10126", "10127", "10128"))
    collected = office.campaign.collect()
    assert {k: n for k, n in collected.summary.items() if n} == {
        "new": 10,  # 10101-10106, 10122, three in one workbook
        "unchanged": 120,
        "held": 1,
        "conflict": 2,
        "duplicate": 3,
        "foreign": 6,
        "unreadable": 1,
        "ignored": 2,
    }
    for name, outcome, project, words in (
        ("昨年度の10123", "foreign", "10123", "令和7年度のシートです（今回は令和8年度）"),
        ("別の調査回", "foreign", "10123", "別の調査回（jimu-jigyo-other）"),
        ("一覧にない", "foreign", "20001", "対象事業一覧にありません"),
        ("ゼロなし", "foreign", "1012", "対象事業一覧にありません"),
        ("番号違い", "foreign", "10124", "「10125」に書き換えられています"),
        ("再送/もう一度", "duplicate", "10001", "同じファイル"),
        ("再送/10002", "duplicate", "10002", "内容が"),
        ("再送/10003", "held", "10003", "保留しました（エラー 1 件"),
        ("甲/10121", "conflict", "10121", "乙/10121"),
        ("乙/10121", "conflict", "10121", "甲/10121"),
    ):
        ((found, whose, reason),) = told(collected, name)
        assert (found, whose) == (outcome, project), name
        assert words in reason, (name, reason)
        assert reason.endswith(("。", "。）")), reason
    assert [one[:2] for one in told(collected, "三事業")] == [
        ("new", "10126"),
        ("new", "10127"),
        ("new", "10128"),
    ]
    (second,) = (one for one in collected.files if "甲/10121" in one.file)
    assert second.changes  # against the other
    assert {one.project for one in office.campaign.status().standings if one.conflict} == {"10121"}
    expect(office, AFTER_2)


AFTER_2 = {
    "accepted": [*numbers(10001, 10105), "10120", "10122", *numbers(10126, 10128)],
    "errors": numbers(10106, 10110),
    "queries": numbers(10111, 10115),
    "untouched": numbers(10116, 10118),
    "not_applicable": ["10119"],
}


def test_what_has_something_open_goes_back(office: Round) -> None:
    done = office.on(6, 24).campaign.give_back()
    assert {one.project: (one.action, one.issue) for one in done.actions} == {
        **dict.fromkeys(numbers(10106, 10115), ("given_back", 2)),
        "10121": ("undecided", 1),
    }
    assert len(list((office.folder / "returned").glob("*/*.xlsx"))) == 10
    assert len(list((office.folder / "returned").glob("*.zip"))) == 10
    assert len(list((office.folder / "returned").glob("*.eml"))) == 10
    expect(office, AFTER_RETURN)
    status = office.campaign.status()
    assert status_shape(status, "ja")["summary"]["given_back"] == 10
    overview = shown(status)
    assert "差戻し中 10" in overview


AFTER_RETURN = {
    **{state: some for state, some in AFTER_2.items() if state not in ("errors", "queries")},
    "given_back": numbers(10106, 10115),
}


def test_wave_3_the_roster_changes_in_the_middle(office: Round) -> None:
    office.on(7, 6)
    some = read_rows(office.folder / "roster.xlsx")
    by_number = {row[0]: row for row in some}
    late = filled(office.issued("10130"))
    early = filled(office.issued("10131"))
    some.remove(by_number["10130"])
    by_number["10131"][2] = by_number["10001"][2]
    by_number["10132"][3] = "2026-08-31"
    by_number["10133"][1] = "名称を改めた事業"
    by_number["10001"][1] = "受理後に名称を改めた事業"
    some.append(["10401", "追加事業", by_number["10002"][2], None])
    write_roster(office.folder / "roster.xlsx", some)
    plan = office.campaign.distribute(dry_run=True)
    done = office.campaign.distribute()
    assert plan.actions == done.actions
    assert {kind: n for kind, n in done.summary.items() if n} == {
        "issued": 1,
        "reissued": 2,
        "unchanged": 396,
        "answered": 1,
        "withdrawn": 1,
    }
    changed = {one.project: (one.action, one.issue) for one in done.actions if one.action != "unchanged"}
    assert changed == {
        "10001": ("answered", 1),
        "10131": ("reissued", 2),
        "10133": ("reissued", 2),
        "10401": ("issued", 1),
        "10130": ("withdrawn", 1),
    }
    assert by_number["10001"][2] in office.issued("10131").parent.name
    assert not list((office.folder / "outbox").glob("*/10133_*整備事業*"))
    put(office, answers(office, *numbers(10201, 10290), "10131", "10133", "10401"), "三週目/")
    for unit, projects in UNITS.items():
        put(office, answers(office, *projects, activity__1__unit=unit), "三週目/")
    office.drop("三週目/外れた10130.xlsx", late)
    collected = office.campaign.collect(take=[f"甲/{office.issued('10121').name}"])
    assert collected.summary["new"] == 104
    assert collected.summary["conflict"] == 0
    assert "外れています" in told(collected, "外れた10130")[0][2]
    office.on(7, 7).drop("三週目/遅れた10131.xlsx", early)
    collected = office.campaign.collect()
    ((outcome, _, reason),) = told(collected, "遅れた10131")
    assert outcome == "superseded"
    assert "すでに第2号を受け取っている" in reason
    expect(office, AFTER_3)


AFTER_3 = {
    **AFTER_RETURN,
    "accepted": [
        *AFTER_RETURN["accepted"],
        "10121",
        "10131",
        "10133",
        "10401",
        *numbers(10201, 10300),
    ],
    "withdrawn": ["10130"],
}


def test_wave_4_setting_aside_and_back(office: Round) -> None:
    office.on(7, 20)
    put(office, answers(office, "10134", **FAULT), "四週目/")
    office.campaign.collect()
    assert office.states()["10134"] == "errors"
    name = office.issued("10134").name
    office.campaign.collect(without=[name])
    assert office.states()["10134"] == "sent"
    office.campaign.collect()
    assert office.states()["10134"] == "sent"
    office.campaign.collect(restore=[name])
    assert office.states()["10134"] == "errors"
    kinds = [step.kind for step in office.campaign.history("10134").steps]
    assert kinds == ["added", "issued", "received", "set_aside", "restored"]
    put(office, answers(office, *numbers(10301, 10340)), "四週目/")
    assert office.campaign.collect().summary["new"] == 40
    expect(office, AFTER_4)


AFTER_4 = {
    **AFTER_3,
    "accepted": [*AFTER_3["accepted"], *numbers(10301, 10340)],
    "errors": ["10134"],
}


def test_wave_4_what_was_given_back_comes_in_again(office: Round) -> None:
    """Of the ten, 10108 and 10115 do not."""
    office.on(7, 21)
    back = {project: office.issued(project) for project in numbers(10106, 10115)}
    (old,) = (office.folder / "outbox").glob("*/10107_*.xlsx")
    (sent,) = office.inbox.glob("総務/10114_*.xlsx")
    come: dict[str, bytes] = {
        "10106 修正.xlsx": filled(back["10106"]),
        "10107 差戻し前のブックで修正.xlsx": filled(old),
        "10109 そのまま.xlsx": back["10109"].read_bytes(),
        "10110 説明だけ.xlsx": refill(back["10110"], {}, {RULE: WHY}),
        "10111 説明.xlsx": refill(back["10111"], {}, {RULE: WHY}),
        "10112 修正.xlsx": refill(back["10112"], {"plan.actual[0]": None}),
        "10113 説明.xlsx": refill(back["10113"], {}, {RULE: WHY}),
        "10114 差戻し前のブックで説明.xlsx": refill(sent, {}, {RULE: WHY}),
    }
    put(office, come, "差戻し分/")
    collected = office.campaign.collect()
    assert {one.outcome for one in collected.files if "差戻し分/" in one.file} == {"new"}
    assert collected.summary["new"] == 8
    expect(office, AFTER_BACK)
    assert heard(office, *numbers(10106, 10115)) == {
        "10106": (2, 0, 0, 0),
        "10107": (1, 0, 0, 0),
        "10108": (1, 1, 0, 0),
        "10109": (2, 1, 0, 0),
        "10110": (2, 1, 1, 1),
        "10111": (2, 0, 1, 1),
        "10112": (2, 0, 0, 0),
        "10113": (2, 0, 1, 1),
        "10114": (1, 0, 1, 1),
        "10115": (1, 0, 1, 0),
    }


AFTER_BACK = {
    **AFTER_4,
    "accepted": [*AFTER_4["accepted"], "10106", "10107", *numbers(10111, 10114)],
    "untouched": [*AFTER_4["untouched"], "10109"],
    "errors": ["10110", "10134"],
    "given_back": ["10108", "10115"],
}


def test_half_of_it_goes_back_once_more(office: Round) -> None:
    done = office.on(7, 22).campaign.give_back()
    assert {one.project: (one.action, one.issue) for one in done.actions} == {
        "10108": ("waiting", 2),
        "10110": ("given_back", 3),
        "10115": ("waiting", 2),
        "10134": ("given_back", 2),
    }
    (again,) = read_file(office.issued("10110"), file="a").records
    assert again.explanations == {RULE: WHY}
    expect(office, AFTER_AGAIN)


AFTER_AGAIN = {**AFTER_BACK, "errors": [], "given_back": ["10108", "10110", "10115", "10134"]}


def test_wave_5_reminders_and_the_deadline(office: Round) -> None:
    soon = office.on(7, 27).campaign.remind(days=7)
    owed = {one.project for reminder in soon.reminders for one in reminder.standings}
    states = office.states()
    waiting = {p for p, s in states.items() if s in ("sent", "untouched", "given_back")}
    assert owed == waiting - {"10132"}  # which has until the end of August
    assert not any(one.overdue for one in office.campaign.status().standings)
    put(office, answers(office, *(p for p in numbers(10135, 10200)), *numbers(10341, 10390)), "五週目/")
    again = office.issued("10110")
    corrected = filled(again, **{**DOUBT, **OTHERWISE})
    office.drop("五週目/10110 修正.xlsx", corrected)
    office.drop("五週目/10113 差替え.xlsx", refill(office.issued("10113"), OTHERWISE, {RULE: WHY}))
    collected = office.on(8, 3).campaign.collect()
    assert told(collected, "10110 修正") == [("new", "10110", "")]
    ((outcome, _, reason),) = told(collected, "10113 差替え")
    assert outcome == "held"
    assert "エラー 0 件、確認 1 件" in reason
    expect(office, AFTER_5)
    assert heard(office, "10110", "10113") == {"10110": (3, 0, 1, 0), "10113": (2, 0, 1, 1)}
    ((rule, holds, message),) = said(office, "10110")
    assert (rule, holds) == (RULE, None)
    assert f"前回の説明「{WHY}」は、その後に値が変わったため無効になりました" in message
    assert said(office, "10113")[0][1] == WHY
    story = office.campaign.history("10110").steps
    assert [(step.kind, step.issue) for step in story] == [
        ("added", None),
        ("issued", 1),
        ("received", 1),
        ("given_back", 2),
        ("received", 2),
        ("explained", 2),
        ("given_back", 3),
        ("reminded", None),
        ("received", 3),
        ("explained", 3),
    ]
    assert story[5].text.ja == f"説明 {RULE}：{WHY}"
    assert story[9].text.ja == f"値が変わったため説明が無効になりました {RULE}：{WHY}"
    assert [heard.id for heard in story[8].went] == ["XL201"]
    late = {one.project for one in office.campaign.status().standings if one.overdue}
    assert late == {
        *numbers(10108, 10110),
        *numbers(10115, 10118),
        *("10123", "10124", "10125", "10129", "10134"),
        *numbers(10391, 10400),
    }
    assert office.campaign.remind(days=0).as_of.isoformat() == "2026-08-03"
    text = "".join(
        path.read_text("utf-8-sig") for path in (office.folder / "reminders" / "2026-08-03").glob("*.txt")
    )
    assert set(re.findall(r"\b10\d{3}\b", text)) == late
    for project, words in (
        ("10108", "修正をお願いしてお返ししたブックの、再提出をお待ちしています"),
        ("10109", "お送りしたときのまま提出されています。ご記入または修正のうえ"),
        ("10110", "確認をお願いしたい項目が 1 件あります"),
    ):
        (asked,) = re.findall(rf"・{project}　.*\n.*\n　　状　　況: (.*)", text)
        assert words in asked


AFTER_5 = {
    **AFTER_AGAIN,
    "accepted": [*AFTER_AGAIN["accepted"], *numbers(10135, 10200), *numbers(10341, 10390)],
    "queries": ["10110"],
    "given_back": ["10108", "10115", "10134"],
}


def test_the_ledger_holds_together(office: Round) -> None:
    bad = [one for one in office.campaign.doctor() if not one.ok]
    assert bad == []


def test_everything_that_came_is_in_the_archive(office: Round) -> None:
    archived = {path.stem for path in (office.folder / ".xltool" / "archive").glob("*/*")}
    for standing in office.campaign.status().standings:
        if standing.submission is not None:
            assert any(name.startswith(standing.submission.partition("/")[0]) for name in archived)


def test_the_committee_decides_in_the_master(office: Round) -> None:
    master = office.on(8, 10).campaign.consolidate()
    edits = ((sheet, row, heading, text) for sheet, heading, some in EDITS for row, text in some.items())
    typed(master, *edits, by="委員会")
    done = office.on(8, 12).campaign.apply(master)
    assert {kind: n for kind, n in done.summary.items() if n} == {"taken": 60 + 2 + 2 + 1 + 5}
    assert (done.missing, done.problems) == (0, ())
    expect(office, AFTER_MASTER)
    records = {one.project: one.values for one in office.campaign.records().records}
    grades = {project: values["eval.second.grade"] for project, values in records.items()}
    assert {project: grade for project, grade in grades.items() if grade is not None} == GRADES
    units = [project for project, values in records.items() if values["activity.1.unit"] == UNIT]
    assert units == numbers(10291, 10300)
    told = {project: office.campaign.history(project).steps[-1] for project in TOLD}
    assert {project: step.text.ja for project, step in told.items()} == {
        project: f"{text}（ファイルの最終更新者: 委員会）" for project, text in TOLD.items()
    }
    assert {(step.at[:10], step.file) for step in told.values()} == {("2026-08-12", "master.xlsx")}
    again = office.on(8, 13).campaign.apply(master)
    assert {kind: n for kind, n in again.summary.items() if n} == {"already": 70}
    assert {project: office.campaign.history(project).steps[-1] for project in TOLD} == told
    office.campaign.consolidate()  # now it is written with what was decided
    assert office.campaign.apply(master).cells == ()


GRADES = {
    **dict.fromkeys(numbers(10001, 10020), "現状継続"),
    **dict.fromkeys(numbers(10021, 10040), "見直し"),
    **dict.fromkeys(numbers(10291, 10310), "拡大"),
}
EDITS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("一覧", "2次評価の総合判定", GRADES),
    ("説明", "説明の可否", {"10111": "認めない", "10114": "認める"}),
    ("説明", "可否の理由", {"10111": "時期を書いてください", "10114": "電話で確認"}),
    ("訂正候補", "置き換える値", {f"activity.*.unit|{UNIT}": UNIT}),
    ("提出状況", "判定", {"10110": "認める", "10391": "該当なし", "10002": "差し戻す"}),
    ("提出状況", "判定の理由", {"10391": "前年度で終了", "10002": "総事業費を確かめてください"}),
)
AFTER_MASTER = {
    **AFTER_5,
    "accepted": [p for p in [*AFTER_5["accepted"], "10110"] if p not in ("10002", "10111")],
    "queries": ["10002", "10111"],  # given back by decision; its explanation was refused
    "not_applicable": [*AFTER_5["not_applicable"], "10391"],
}
TOLD = {
    "10001": "2次評価の総合判定 を （空欄） から 「現状継続」 にしました",
    "10111": f"説明を認めませんでした {RULE}：{WHY} 時期を書いてください",
    "10114": f"説明を認めました {RULE}：{WHY} 電話で確認",
    "10110": "提出状況の決定: 認める",
    "10391": "提出状況の決定: 該当なし。理由: 前年度で終了",
    "10002": "提出状況の決定: 差し戻す。理由: 総事業費を確かめてください",
    "10299": f"活動指標①の単位 を 「回 （年間）」 から 「{UNIT}」 に訂正しました",
}


def test_a_lost_ledger_is_made_anew(office: Round, tmp_path: Path) -> None:
    """What came in under one number in several files is a conflict now: its order is lost.

    What was decided is in the master, and comes back from there.
    """
    copy = tmp_path / "copy"
    shutil.copytree(office.folder, copy, ignore=shutil.ignore_patterns(".xltool", "reminders"))
    lost = Round(type(office.campaign)(copy, access=office.campaign.access), office.day)
    before = office.states()
    lost.campaign.collect()
    status = lost.campaign.status()
    unclear = {
        **dict.fromkeys(["10003", *numbers(10101, 10105), "10121"], "sent"),
        **dict.fromkeys(["10107", "10114"], "given_back"),  # issue 1 twice, and nothing of issue 2
        "10113": "queries",  # issue 2 twice; what counts is issue 1
    }
    assert {one.project for one in status.standings if one.conflict} == set(unclear)
    after = {one.project: one.state for one in status.standings}
    decided = {"10002": "accepted", "10111": "accepted", "10110": "queries", "10391": "sent"}
    assert {p: after.get(p) for p in before if after.get(p) != before[p]} == unclear | decided
    done = lost.campaign.apply(copy / "master.xlsx")
    verdict = Slot("explanations", f"10114|{RULE}", "verdict")  # of no sheet, as long as that is unclear
    left = {one.slot: one.outcome for one in done.cells if one.outcome != "taken"}
    assert left == dict.fromkeys([verdict, verdict._replace(column="reason")], "invalid")
    after = lost.states()
    assert {p: after.get(p) for p in before if after.get(p) != before[p]} == unclear
    known = ["10106", *numbers(10108, 10112), "10115", "10134"]
    assert heard(lost, *known) == heard(office, *known)
    issues = {one.project: one.issue for one in status.standings}
    assert issues == {one.project: one.issue for one in office.campaign.status().standings}
    assert said(lost, "10110") == said(office, "10110")
    assert [one.issue for one in lost.campaign.history("10110").steps_of("given_back")] == [3]
    assert lost.campaign.distribute(dry_run=True).summary["reissued"] == 0


# -- what people send --------------------------------------------------------------------------------------


def of_year(year: int, project: str, campaign: str | None = "jimu-jigyo-2026") -> bytes:
    own = edition(find_form("jimu-jigyo"), year)
    values = {"header.code": project, "header.name": "ある事業", "header.department": "ある課"}
    return stamp(draw(own), [Assignment(values=values, campaign=campaign if year == YEAR else None)])


def other_round(project: str) -> bytes:
    return of_year(YEAR, project, campaign="jimu-jigyo-other")


def retyped(path: Path, number: str) -> bytes:
    """Somebody unlocked the sheet and typed another project's number."""
    book = openpyxl.load_workbook(path)
    (record,) = read_file(path, file=path.name).records
    book[record.sheet][record.cells["header.code"]] = number
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def three(office: Round, *projects: str) -> bytes:
    """One workbook with the sheets of three projects, as people make it by moving sheets together."""
    some = []
    for project in projects:
        data = filled(office.issued(project))
        (record,) = read_file(data, file="a.xlsx").records
        values = {
            k: v for k, v in record.values.items() if v is not None and k not in record.edition.formulas
        }
        some.append(Assignment(values=values, campaign=record.campaign, issue=1, check=record.check))
    return stamp(draw(record.edition, sheets=3), some)
