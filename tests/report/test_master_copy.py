"""The master's slots, read back as somebody saved it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.oracle import need_soffice, recalculate
from tests.report.sheets import any_record, finding, jimu
from tests.report.validity import valid
from xltool.errors import CannotWork
from xltool.report.blocks import whole
from xltool.report.master import is_master, read_master, write_master
from xltool.report.master.matter import Candidate, Explanation, Matter, Slot
from xltool.standing import Counts, Standing

OWN = jimu()
RNG = random.Random(11)
RECORDS = [any_record(OWN, number, RNG) for number in range(1, 13)]
PROJECTS = [str(one.project) for one in RECORDS]
QUERY = replace(
    finding(RECORDS[0], "query", "jimu-jigyo/grade", "eval.first.grade"), explanation="継続のため"
)
GRADE = "eval.second.grade"


def matter() -> Matter:
    standings = [
        Standing(project=one, name="道路", department="土木課", state="queries", findings=Counts(query=1))
        for one in [*PROJECTS, "99999"]
    ]
    return Matter(
        blocks=whole(RECORDS, [QUERY]),
        files=12,
        campaign="r8",
        as_of="2026-07-01T09:00:00+09:00",
        standings=tuple(standings),
        explanations=(
            Explanation(
                project=PROJECTS[0],
                department="土木課",
                rule=QUERY.id,
                text="継続のため",
                state="given",
                values={"eval.first.grade": "拡大"},
            ),
        ),
        candidates=(
            Candidate(
                key="header.department|総務部行政管理課",
                fields=("header.department",),
                spellings={"総務部　行政管理課": 9, "=総務部行政管理課": 5},
                projects=tuple(PROJECTS),
                suggestion="総務部行政管理課",
            ),
        ),
        edits={
            Slot("status", PROJECTS[1], "decision"): "accept",
            Slot("status", PROJECTS[1], "reason"): "電話",
        },
    )


def written(tmp_path: Path) -> Path:
    return write_master(tmp_path / "master.xlsx", matter())


def test_as_it_was_written_nothing_differs(tmp_path: Path) -> None:
    path = written(tmp_path)
    valid(path)
    copy = read_master(path)
    assert (copy.campaign, copy.problems, copy.missing) == ("r8", (), ())
    assert {slot: found.value for slot, found in copy.here.items()} == copy.written
    assert copy.written[Slot("status", PROJECTS[1], "decision")] == "accept"
    assert copy.written[Slot("status", "99999", "decision")] is None
    assert copy.written[Slot("list", PROJECTS[3], GRADE)] == RECORDS[3].values[GRADE]
    assert Slot("explanations", f"{PROJECTS[0]}|{QUERY.id}", "verdict") in copy.written
    assert Slot("corrections", "header.department|総務部行政管理課", "replacement") in copy.written
    assert is_master(path)


def test_the_same_matter_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path).read_bytes()
    assert write_master(tmp_path / "again.xlsx", matter()).read_bytes() == first


def edited(path: Path, how: str) -> Path:
    """A committee's edits, by openpyxl: rows reversed, a column moved, another hidden, a row deleted."""
    book = openpyxl.load_workbook(path)
    sheet = book["一覧"]
    heads = [str(cell.value) for cell in sheet[4]]
    grade = heads.index("2次評価の総合判定") + 1
    sheet.cell(5, grade).value = "要検討"
    if how == "sorted":
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=16)]
        for at, values in enumerate(reversed(rows), start=5):
            for col, value in enumerate(values, start=1):
                sheet.cell(at, col).value = value
    elif how == "moved":
        for row in range(4, 17):  # the grade changes places with the column before it
            one, other = sheet.cell(row, grade - 1), sheet.cell(row, grade)
            one.value, other.value = other.value, one.value
        sheet.column_dimensions["B"].hidden = True
    elif how == "deleted":
        sheet.delete_rows(8)
    book["説明"].cell(4, 9).value = "認める"
    book["訂正候補"].cell(4, 5).value = "総務部行政管理課"
    book["提出状況"].cell(5, 5).value = "だめ"
    book.properties.lastModifiedBy = "委員"
    target = path.with_name("copy.xlsx")
    book.save(target)
    return target


@pytest.mark.parametrize("how", ["plain", "sorted", "moved", "deleted"])
def test_edits_are_found_wherever_they_are(tmp_path: Path, how: str) -> None:
    copy = read_master(edited(written(tmp_path), how))
    changed = {slot: found.value for slot, found in copy.here.items() if found.value != copy.written[slot]}
    assert changed == {
        Slot("list", PROJECTS[0], GRADE): "要検討",
        Slot("explanations", f"{PROJECTS[0]}|{QUERY.id}", "verdict"): "accept",
        Slot("corrections", "header.department|総務部行政管理課", "replacement"): "総務部行政管理課",
        Slot("status", PROJECTS[1], "decision"): "だめ",
    }
    assert copy.saved_by == "委員"
    gone = {slot.key for slot in copy.missing}
    assert gone == ({PROJECTS[3]} if how == "deleted" else set())
    assert not copy.problems


def test_columns_and_sheets_that_are_gone_are_told(tmp_path: Path) -> None:
    path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    del book["説明"]
    sheet = book["一覧"]
    heads = [str(cell.value) for cell in sheet[4]]
    sheet.cell(4, heads.index("2次評価の総合判定") + 1).value = "判定"
    book.save(path)
    copy = read_master(path)
    told = [one.text.ja for one in copy.problems]
    assert len(told) == 2
    assert "「2次評価の総合判定」" in told[0]
    assert "「説明」" in told[1]
    assert {slot.sheet for slot in copy.missing} == {"list", "explanations"}


def test_a_row_that_is_there_twice(tmp_path: Path) -> None:
    path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["提出状況"]
    for at, word in ((20, "差し戻す"), (21, "認める")):
        sheet.cell(at, 1).value = PROJECTS[5]
        sheet.cell(at, 5).value = word
    book.save(path)
    copy = read_master(path)
    assert copy.here[Slot("status", PROJECTS[5], "decision")].value == "give_back"
    assert [(one.sheet, one.cell) for one in copy.problems] == [("提出状況", "E21")]


def test_libreoffice_saves_it_and_nothing_differs(tmp_path: Path) -> None:
    need_soffice()
    path = written(tmp_path)
    copy = read_master(recalculate([path], tmp_path / "lo")[0])
    assert {slot: found.value for slot, found in copy.here.items()} == read_master(path).written


def test_what_is_no_master_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(CannotWork, match="no master workbook"):
        read_master(path)
    assert not is_master(path)
    path.write_bytes(b"PK")
    with pytest.raises(CannotWork, match="cannot be read"):
        read_master(path)
