"""``collect``: what becomes of everything that people send."""

from __future__ import annotations

import importlib
import io
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.campaign.office import (
    YEAR,
    Round,
    filled,
    open_round,
    read_rows,
    refill,
    write_roster,
    zipped,
)
from tests.oracle import convert, need_soffice
from xltool.book import Assignment, draw, read_file, stamp
from xltool.book.sources import Source
from xltool.campaign import gathering
from xltool.campaign.desk import Desk
from xltool.campaign.facts import Facts, facts_of
from xltool.campaign.gathering import Seen
from xltool.campaign.identity import check_code
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.issues import Issue
from xltool.campaign.ledger.submissions import own_record_of, sheets_of
from xltool.campaign.looking import Known, Looked, looked_at
from xltool.campaign.sorting import sort
from xltool.errors import CannotWork
from xltool.form import edition, find_form
from xltool.standing import Collected, Collection
from xltool.text import Text

SHEET = "事務事業評価シート"
Issued = Mapping[str, Sequence[Issue]]
FAULT = {"cost.budget[0]": None}  # one error
DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}  # one query


def one_of(collected: Collection, file: str) -> Collected:
    (found,) = (one for one in collected.files if one.file == file)
    return found


def outcomes(collected: Collection) -> dict[str, str]:
    return {one.file: one.outcome for one in collected.files}


def counted(collected: Collection) -> dict[str, int]:
    return {kind: n for kind, n in collected.summary.items() if n}


def archive_of(office: Round) -> dict[str, bytes]:
    folder = office.folder / ".xltool" / "archive"
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- the outcomes -------------------------------------------------------------------------------------------


def test_new_then_unchanged_wherever_the_command_runs(office: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("返信/10001.xlsx", filled(office.issued("10001")))
    office.drop("10002.xlsx", filled(office.issued("10002"), **FAULT))
    first = office.campaign.collect()
    assert outcomes(first) == {"inbox/10002.xlsx": "new", "inbox/返信/10001.xlsx": "new"}
    assert [one.findings.error for one in first.files if one.findings] == [1, 0]
    assert one_of(first, "inbox/返信/10001.xlsx").reason is None
    monkeypatch.chdir(office.folder)
    here = open_round(Path()).on(6, 16)
    for paths in ((), "inbox", office.inbox, [Path("inbox"), office.inbox / "10002.xlsx"]):
        assert set(outcomes(here.campaign.collect(paths)).items()) == {
            ("inbox/10002.xlsx", "unchanged"),
            ("inbox/返信/10001.xlsx", "unchanged"),
        }


def test_zips_in_zips_and_files_of_one_content(office: Round, tmp_path: Path) -> None:
    one, two = filled(office.issued("10001")), filled(office.issued("10002"))
    office.drop("a.zip", zipped({"b.xlsx": one, "内側.zip": zipped({"部/c.xlsx": two})}))
    office.drop("写し.xlsx", one)
    collected = office.campaign.collect()
    assert outcomes(collected) == {
        "inbox/a.zip!b.xlsx": "new",
        "inbox/a.zip!内側.zip!部/c.xlsx": "new",
        "inbox/写し.xlsx": "duplicate",
    }
    again = one_of(collected, "inbox/写し.xlsx")
    assert again.submission == one_of(collected, "inbox/a.zip!b.xlsx").submission
    assert again.reason is not None
    assert "inbox/a.zip!b.xlsx と同じファイル" in again.reason.ja
    assert len(archive_of(office)) == 2
    beside = tmp_path / "別の場所"
    beside.mkdir()
    (beside / "d.xlsx").write_bytes(filled(office.issued("10003")))
    assert outcomes(office.campaign.collect([beside, office.inbox / "写し.xlsx"])) == {
        f"{beside.as_posix()}/d.xlsx": "new",
        "inbox/写し.xlsx": "unchanged",
    }


def test_saved_anew_without_a_change_is_a_duplicate(office: Round) -> None:
    data = filled(office.issued("10001"))
    office.drop("a.xlsx", data)
    office.campaign.collect()
    book = openpyxl.load_workbook(io.BytesIO(data))
    target = io.BytesIO()
    book.save(target)
    office.drop("b.xlsx", target.getvalue())
    again = one_of(office.campaign.collect(), "inbox/b.xlsx")
    assert (again.outcome, again.project) == ("duplicate", "10001")
    assert again.reason is not None
    assert "内容が inbox/a.xlsx（2026-06-15 受領）と同じ" in again.reason.ja


def test_held_superseded_and_what_replaces(office: Round) -> None:
    path = office.issued("10001")
    office.drop("1.xlsx", filled(path))
    office.campaign.collect()
    office.on(6, 16).drop("2.xlsx", filled(path, seed=2, **FAULT))
    held = one_of(office.campaign.collect(), "inbox/2.xlsx")
    assert held.outcome == "held"
    assert held.findings is not None
    assert held.findings.error == 1
    assert office.states()["10001"] == "accepted"
    office.drop("3.xlsx", filled(path, seed=3))
    third = office.on(6, 17).campaign.collect()
    assert outcomes(third) == {
        "inbox/1.xlsx": "unchanged",
        "inbox/2.xlsx": "unchanged",
        "inbox/3.xlsx": "new",
    }
    assert office.campaign.status().standings[0].file == "inbox/3.xlsx"
    office.campaign.distribute(only=["10001"], force=True)
    office.drop("4.xlsx", refill(office.issued("10001"), {"header.phone": "内線4"}))
    office.on(6, 18).campaign.collect()
    assert office.campaign.status().standings[0].file == "inbox/4.xlsx"
    office.drop("遅れて.xlsx", refill(office.inbox / "1.xlsx", {"header.phone": "内線9"}))
    late = one_of(office.on(6, 19).campaign.collect(), "inbox/遅れて.xlsx")
    assert late.outcome == "superseded"
    assert late.reason is not None
    assert "すでに第2号を受け取っている" in late.reason.ja


def test_two_different_files_of_one_run_are_a_conflict(office: Round) -> None:
    path = office.issued("10001")
    office.drop("甲.xlsx", filled(path, header__phone="内線1"))
    office.drop("乙.xlsx", filled(path, header__phone="内線2"))
    collected = office.campaign.collect()
    assert counted(collected) == {"conflict": 2}
    first, second = collected.files
    assert (first.changes, [one.field for one in second.changes]) == ((), ["header.phone"])
    assert first.reason is not None
    assert second.file in first.reason.ja
    (standing,) = (one for one in office.campaign.status().standings if one.conflict)
    assert (standing.project, standing.state) == ("10001", "sent")
    assert counted(office.campaign.collect()) == {"conflict": 2}  # said on every run


def test_what_is_not_of_this_round_is_foreign_on_every_run(office: Round) -> None:
    quarterly = edition(find_form("quarterly-review"), YEAR)
    office.drop("前年度.xlsx", of_year(YEAR - 1, "10001"))
    office.drop("別の調査回.xlsx", of_year(YEAR, "10001", campaign="other-2026"))
    office.drop("一覧にない.xlsx", of_year(YEAR, "20001"))
    office.drop("番号なし.xlsx", of_year(YEAR, ""))
    office.drop("別の様式.xlsx", stamp(draw(quarterly), [Assignment(values={})]))
    office.drop("号違い.xlsx", of_year(YEAR, "10001", check="AAAAAA"))
    book = openpyxl.load_workbook(office.issued("10002"))
    (record,) = read_file(office.issued("10002"), file="x").records
    book[record.sheet][record.cells["header.code"]] = "10003"
    book.save(office.inbox / "打ち替え.xlsx")
    openpyxl.Workbook().save(office.inbox / "ただの表.xlsx")
    for _ in range(2):
        collected = office.campaign.collect()
        assert set(outcomes(collected).values()) == {"foreign"}
        assert len(collected.files) == 8
        for name, words in {
            "前年度": "令和7年度のシートです（今回は令和8年度）",
            "別の調査回": "別の調査回（other-2026）",
            "一覧にない": "「20001」は対象事業一覧にありません。",
            "番号なし": "計画事業番号が分かりません",
            "別の様式": "別の様式のシートです",
            "号違い": "識別情報が配布時と違います（「10001」、第1号）",
            "打ち替え": "「10002」に配布したシートの事業番号が「10003」に書き換えられています",
            "ただの表": "評価シートが見つかりません",
        }.items():
            one = one_of(collected, f"inbox/{name}.xlsx")
            assert one.reason is not None
            assert words in one.reason.ja
            assert one.reason.ja.endswith("。")
            assert one.submission is None
    assert set(office.states().values()) == {"sent"}


def test_a_sheet_of_another_form_beside_a_good_one_is_said_on_every_run(office: Round) -> None:
    """Its record is known after the first run; the rest of the file is not forgotten."""
    import sqlite3

    office.drop("a.xlsx", filled(office.issued("10001")))
    office.campaign.collect()
    with sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite") as ledger:
        said = '[["四半期","other_form","別の様式のシートです。","Of another form."]]'
        ledger.execute("UPDATE content SET unread = ?", (said,))
    ledger.close()
    collected = office.campaign.collect()
    assert [(one.sheet, one.outcome) for one in collected.files] == [
        (SHEET, "unchanged"),
        ("四半期", "foreign"),
    ]


def test_what_cannot_be_opened_is_unreadable_or_locked(office: Round) -> None:
    data = filled(office.issued("10001"))
    office.drop("破損.xlsx", data[:5000])
    office.drop("空.xlsx", b"")
    office.drop("文書.pdf", b"%PDF-1.7\n" + b"x" * 100)
    office.drop("大きい.xlsx", b"PK\x03\x04" + bytes(51_000_000))
    office.drop("秘.zip", LOCKED_ZIP)
    office.drop("秘.xlsx", encrypted(data))
    for _ in range(2):
        assert outcomes(office.campaign.collect()) == {
            "inbox/破損.xlsx": "unreadable",
            "inbox/空.xlsx": "unreadable",
            "inbox/文書.pdf": "unreadable",
            "inbox/大きい.xlsx": "unreadable",
            "inbox/秘.zip!a.txt.xlsx": "locked",
            "inbox/秘.xlsx": "locked",
        }
    assert not archive_of(office)
    assert office.campaign.collect().needs_attention("error")


def test_what_nobody_meant_to_send_is_ignored(office: Round) -> None:
    for name in ("~$10001.xlsx", ".DS_Store", "送付状.txt", "Thumbs.db"):
        office.drop(name, b"x")
    office.drop("__MACOSX/._10001.xlsx", b"x")
    collected = office.campaign.collect()
    assert set(outcomes(collected).values()) == {"ignored"}
    assert all(one.reason for one in collected.files)
    assert not collected.needs_attention("note")


def test_a_blank_and_nothing_to_report(office: Round) -> None:
    office.drop("白紙.xlsx", office.issued("10001").read_bytes())
    office.drop("該当なし.xlsx", filled(office.issued("10002"), **{"header.nothing": True}))
    blank = one_of(office.campaign.collect(), "inbox/白紙.xlsx")
    assert blank.outcome == "new"
    assert blank.reason is not None
    assert "何も変わっていません" in blank.reason.ja
    states = office.states()
    assert states == {
        **dict.fromkeys(states, "sent"),
        "10001": "untouched",
        "10002": "not_applicable",
    }


def test_copies_in_old_formats(office: Round, tmp_path: Path) -> None:
    need_soffice()
    for project, ending in (("10001", "xls"), ("10002", "ods")):
        source = tmp_path / f"{project}.xlsx"
        source.write_bytes(filled(office.issued(project)))
        shutil.copy(convert([source], tmp_path / "out", ending)[0], office.inbox)
    collected = office.campaign.collect()
    assert outcomes(collected) == {"inbox/10001.xls": "new", "inbox/10002.ods": "new"}
    assert {one.project for one in collected.files} == {"10001", "10002"}
    assert {Path(name).suffix for name in archive_of(office)} == {".xls", ".ods"}
    assert office.states()["10001"] in ("accepted", "queries", "errors")


def test_a_book_of_three_projects_gives_three_entries(office: Round) -> None:
    office.drop("三事業.xlsx", three(office, "10001", "10005", "10009"))
    collected = office.campaign.collect()
    assert [(one.project, one.outcome) for one in collected.files] == [
        ("10001", "new"),
        ("10005", "new"),
        ("10009", "new"),
    ]
    assert len({one.submission for one in collected.files}) == 3


def test_a_sheet_of_a_project_taken_off_the_roster_is_kept(office: Round) -> None:
    late = filled(office.issued("10001"))
    rows = read_rows(office.folder / "roster.xlsx")
    write_roster(office.folder / "roster.xlsx", rows[1:])
    office.drop("late.xlsx", late)
    one = one_of(office.campaign.collect(), "inbox/late.xlsx")
    assert one.outcome == "new"
    assert one.reason is not None
    assert "集計には入りません" in one.reason.ja
    assert office.states()["10001"] == "withdrawn"
    write_roster(office.folder / "roster.xlsx", rows)
    office.on(6, 20).campaign.collect()
    assert office.states()["10001"] == "accepted"
    kinds = [step.kind for step in office.campaign.history("10001").steps]
    assert kinds == ["added", "issued", "withdrawn", "received", "readmitted"]


# -- decisions ----------------------------------------------------------------------------------------------


def in_conflict(office: Round) -> tuple[Path, Path]:
    path = office.issued("10001")
    one = office.drop("課/甲.xlsx", filled(path, header__phone="内線1"))
    other = office.drop("乙.zip", zipped({"中/乙.xlsx": filled(path, header__phone="内線2")}))
    office.campaign.collect()
    return one, other


@pytest.mark.parametrize(
    "wanted",
    [
        "甲.xlsx",
        "課/甲.xlsx",
        "inbox/課/甲.xlsx",
        "/anywhere/inbox/課/甲.xlsx",
        f"甲.xlsx#{SHEET}",
        "path",
        "id",
    ],
)
def test_take_by_every_word_for_a_file(office: Round, wanted: str) -> None:
    path, _ = in_conflict(office)
    (wanted_id,) = (
        one.submission for one in office.campaign.collect().files if one.file == "inbox/課/甲.xlsx"
    )
    word = {"path": str(path), "id": wanted_id or ""}.get(wanted, wanted)
    collected = office.on(6, 20).campaign.collect(take=[word])
    (decided,) = collected.decided
    assert (decided.kind, decided.project, decided.file) == ("taken", "10001", "inbox/課/甲.xlsx")
    assert outcomes(collected) == {"inbox/乙.zip!中/乙.xlsx": "unchanged", "inbox/課/甲.xlsx": "unchanged"}
    assert office.states()["10001"] == "accepted"
    assert office.campaign.status().standings[0].file == "inbox/課/甲.xlsx"


@pytest.mark.parametrize("wanted", ["乙.xlsx", "乙.zip", "inbox/乙.zip", "乙.zip!中/乙.xlsx"])
def test_take_of_a_member_of_a_zip(office: Round, wanted: str) -> None:
    in_conflict(office)
    office.on(6, 20).campaign.collect(take=[wanted])
    assert office.campaign.status().standings[0].file == "inbox/乙.zip!中/乙.xlsx"


def test_take_a_file_that_comes_along_with_the_decision(office: Round) -> None:
    office.drop("良.xlsx", filled(office.issued("10001")))
    office.campaign.collect()
    office.on(6, 16).drop("新.xlsx", filled(office.issued("10001"), seed=2, **FAULT))
    office.campaign.collect(take=["新.xlsx"])
    assert office.states()["10001"] == "errors"


def test_without_and_with(office: Round) -> None:
    in_conflict(office)
    set_aside = office.on(6, 20).campaign.collect(without=["甲.xlsx"])
    assert outcomes(set_aside) == {"inbox/乙.zip!中/乙.xlsx": "unchanged", "inbox/課/甲.xlsx": "ignored"}
    aside = one_of(set_aside, "inbox/課/甲.xlsx")
    assert aside.reason is not None
    assert "collect --with" in aside.reason.ja
    assert aside.submission is not None
    assert office.campaign.status().standings[0].file == "inbox/乙.zip!中/乙.xlsx"
    office.on(6, 21).campaign.collect(restore=["甲.xlsx"])
    assert office.campaign.status().standings[0].conflict
    assert [one.kind for one in office.campaign.history("10001").steps_of("set_aside", "restored")] == [
        "set_aside",
        "restored",
    ]


def test_a_word_that_means_nothing_or_several_changes_nothing(office: Round) -> None:
    in_conflict(office)
    office.drop("三事業.xlsx", three(office, "10002", "10006", "10010"))
    office.campaign.collect()
    before = office.campaign.history("10001")
    for word, said in (
        ("ない.xlsx", "「ない.xlsx」という提出はありません"),
        ("三事業.xlsx", "三事業.xlsx#10002、三事業.xlsx#10006、三事業.xlsx#10010"),
        ("三事業.xlsx#10003", "という提出はありません"),
    ):
        with pytest.raises(CannotWork) as caught:
            office.campaign.collect(take=["甲.xlsx", word])
        assert said in caught.value.say("ja")
    assert office.campaign.history("10001") == before
    office.campaign.collect(take=["三事業.xlsx#10006"])


# -- the archive --------------------------------------------------------------------------------------------


def test_the_archive_keeps_every_byte_and_is_never_written_again(office: Round) -> None:
    data = filled(office.issued("10001"))
    office.drop("a.xlsx", data)
    office.campaign.collect()
    (path,) = (p for p in (office.folder / ".xltool" / "archive").rglob("*") if p.is_file())
    assert path.read_bytes() == data
    before = path.stat()
    (office.inbox / "a.xlsx").unlink()
    office.drop("b.xlsx", data)
    office.drop("c.xlsx", filled(office.issued("10002")))
    office.campaign.collect()
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino, oct(after.st_mode)[-3:]) == (
        before.st_mtime_ns,
        before.st_ino,
        "444",
    )


@pytest.mark.parametrize("how", ["deleted", "cut"])
def test_a_lost_file_of_the_archive_is_put_back_by_the_next_collect(office: Round, how: str) -> None:
    data = filled(office.issued("10001"))
    office.drop("a.xlsx", data)
    office.campaign.collect()
    (path,) = (p for p in (office.folder / ".xltool" / "archive").rglob("*") if p.is_file())
    path.chmod(0o644)
    if how == "deleted":
        path.unlink()
    else:
        path.write_bytes(data[:100])
    assert not all(one.ok for one in office.campaign.doctor())
    assert outcomes(office.campaign.collect()) == {"inbox/a.xlsx": "unchanged"}
    assert path.read_bytes() == data
    assert all(one.ok for one in office.campaign.doctor())


def test_whoever_leaves_need_not_wait_for_a_whole_block(
    office: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, or Ctrl-C, while a block is noted: what is being read meanwhile is for nobody."""
    for number in range(10001, 10009):
        path = office.issued(str(number))
        office.drop(path.name, filled(path))
    read: list[str] = []
    whole = gathering.read_with

    def slow(*args: Any, **more: Any) -> Iterator[Any]:
        for found in whole(*args, **more):
            time.sleep(0.2 if len(read) >= 4 else 0)
            read.append(found[0].name)
            yield found

    def full(*_: Any) -> None:
        raise CannotWork(Text("空きがありません。", "The disk is full."))

    monkeypatch.setattr(gathering, "BLOCK", 4)
    monkeypatch.setattr(gathering, "read_with", slow)
    monkeypatch.setattr(gathering, "_note", full)
    with pytest.raises(CannotWork, match=r"空き|full"):
        office.campaign.collect(jobs=0)
    assert 4 <= len(read) < 8


def test_blocks_become_smaller_towards_the_end(office: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(10001, 10012):
        path = office.issued(str(number))
        office.drop(path.name, filled(path))
    noted: list[int] = []
    note = gathering._note

    def counted(desk: Desk, run: Run, block: Sequence[Any], *rest: Any) -> None:
        noted.append(len(block))
        note(desk, run, block, *rest)

    monkeypatch.setattr(gathering, "BLOCK", 5)
    monkeypatch.setattr(gathering, "_LAST", 2)
    monkeypatch.setattr(gathering, "_note", counted)
    assert office.campaign.collect(jobs=0).summary["new"] == 11
    assert noted == [5, 3, 2, 1]


@pytest.mark.parametrize("known", [False, True])
def test_what_is_saved_between_two_looks_is_taken_as_it_was_read(
    office: Round, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    before, after = filled(office.issued("10001")), filled(office.issued("10002"))
    first = office.drop("first.xlsx", after if known else filled(office.issued("10003")))
    office.campaign.collect()
    path = office.drop("a.xlsx", before)

    def saved(sources: Sequence[Source], known: Known) -> Iterator[Looked]:
        for looked in looked_at(sources, known):
            path.write_bytes(after)
            yield looked

    monkeypatch.setattr(gathering, "looked_at", saved)
    one = one_of(office.campaign.collect(), "inbox/a.xlsx")
    assert (one.project, one.outcome) == ("10002", "unchanged" if known else "new")
    assert set(archive_of(office).values()) == {first.read_bytes(), after}
    assert all(one.ok for one in office.campaign.doctor())


def test_a_copy_of_what_is_saved_between_two_looks_does_not_vanish(
    office: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = filled(office.issued("10001")), filled(office.issued("10002"))
    office.drop("first.xlsx", filled(office.issued("10003")))
    office.campaign.collect()
    path = office.drop("a.xlsx", before)
    office.drop("copy.xlsx", before)

    def saved(sources: Sequence[Source], known: Known) -> Iterator[Looked]:
        for looked in looked_at(sources, known):
            path.write_bytes(after)
            yield looked

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "looked_at", saved)
        first = office.campaign.collect()
    assert outcomes(first).pop("inbox/first.xlsx") == "unchanged"
    assert [outcomes(first)[name] for name in ("inbox/a.xlsx", "inbox/copy.xlsx")] == ["new", "unreadable"]
    second = outcomes(office.campaign.collect())
    assert [second[name] for name in ("inbox/a.xlsx", "inbox/copy.xlsx")] == ["unchanged", "new"]


def test_a_sheet_is_told_the_same_from_its_record_and_from_the_ledger(
    office: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.issued("10001")
    office.drop("blank.xlsx", path.read_bytes())
    office.drop("filled.xlsx", filled(path))
    office.drop("doubtful.xlsx", filled(office.issued("10002"), **DOUBT))
    office.drop("explained.xlsx", refill(office.issued("10003"), {}, {"jimu-jigyo/end_before_start": "説明"}))
    told: dict[str, Facts] = {}

    def listening(
        desk: Desk, run: Run, seen: Sequence[Seen], issued: Issued, decide: Callable[[], None]
    ) -> Any:
        told.update(
            {f"{one.sha256 or ''}/{sheet}": facts for one in seen for sheet, facts in one.facts.items()}
        )
        found = sort(desk, run, seen, issued, decide)
        for one in seen:
            (sheet,) = sheets_of(desk.ledger, [one.sha256 or ""])[one.sha256 or ""]
            record = own_record_of(desk.ledger, sheet.id, desk.library, file=one.name)
            assert facts_of(record, issued) == told[f"{one.sha256}/{sheet.sheet}"]
        return found

    monkeypatch.setattr(importlib.import_module("xltool.campaign.collect"), "sort", listening)
    office.campaign.collect()
    assert len(told) == 4
    assert [one.untouched for one in told.values()].count(True) == 1
    assert sum(bool(one.explanations) for one in told.values()) == 1


def test_the_inbox_is_only_read(office: Round) -> None:
    office.drop("a.xlsx", filled(office.issued("10001")))
    office.drop("b.zip", zipped({"c.xlsx": filled(office.issued("10002"))}))
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in office.inbox.iterdir()}
    office.campaign.collect()
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in office.inbox.iterdir()} == before


def test_a_path_that_is_not_there_starts_no_run(office: Round) -> None:
    runs = office.campaign.collect().run
    with pytest.raises(CannotWork, match=r"nothing\.xlsx"):
        office.campaign.collect(office.folder / "nothing.xlsx")
    assert office.campaign.collect().run == runs + 1
    shutil.rmtree(office.inbox)
    with pytest.raises(CannotWork) as caught:
        office.campaign.collect()
    assert "フォルダーを作って" in caught.value.say("ja")


def test_names_that_nobody_can_type_are_shown_on_one_line(office: Round) -> None:
    if os.name == "nt":
        pytest.skip("no such names there")
    office.drop("改行\nと\u202e逆順.xlsx", filled(office.issued("10001")))
    (one,) = office.campaign.collect().files
    assert one.outcome == "new"
    assert one.file.isprintable()
    office.campaign.collect(without=[one.file])
    assert office.states()["10001"] == "sent"


# -- what people send ---------------------------------------------------------------------------------------

# Python's zipfile writes no password; made by Info-ZIP: one stored file of five bytes.
LOCKED_ZIP = bytes.fromhex(
    "504b03040a000900000092327b5d86a6103611000000050000000a001c00612e7478742e786c737855540900033321096b33"
    "21096b75780b000104000000000400000000d0da71fb56ac45b14e3a22d39a64f23d00504b070886a6103611000000050000"
    "00504b01021e030a000900000092327b5d86a6103611000000050000000a0018000000000000000000a48100000000612e74"
    "78742e786c737855540500033321096b75780b000104000000000400000000504b0506000000000100010050000000650000"
    "000000"
)


def encrypted(data: bytes) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    target = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("secret", target)
    return target.getvalue()


def of_year(year: int, project: str, *, campaign: str = "jimu-jigyo-2026", check: str | None = None) -> bytes:
    own = edition(find_form("jimu-jigyo"), year)
    values = {"header.code": project or None, "header.name": "ある事業", "header.department": "ある課"}
    good = check_code(campaign, "jimu-jigyo", year, project, 1)
    one = Assignment(
        values={key: value for key, value in values.items() if value},
        campaign=campaign if year == YEAR else f"jimu-jigyo-{year}",
        check=check or good,
    )
    return stamp(draw(own), [one])


def three(office: Round, *projects: str) -> bytes:
    """One workbook with the sheets of three projects."""
    some = []
    for project in projects:
        (record,) = read_file(filled(office.issued(project)), file="a.xlsx").records
        values = {
            k: v for k, v in record.values.items() if v is not None and k not in record.edition.formulas
        }
        some.append(Assignment(values=values, campaign=record.campaign, issue=1, check=record.check))
    return stamp(draw(record.edition, sheets=3), some)
