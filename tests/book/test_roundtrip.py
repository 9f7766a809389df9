"""Any record, stamped and read back, is the record: after ten lines that know nothing of xltool."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.book import blanks
from xltool.book import Assignment, read_file, stamp


def canonical(value: Any, kind: str) -> Any:
    """What a workbook keeps of a value."""
    if kind == "box":
        return bool(value)
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float | int):
        return float(f"{value:.15g}")
    return value


def check(name: str, values: dict[str, Any], data: bytes) -> None:
    own = blanks.EDITIONS[name]
    record = blanks.read_one(data, plan=name != "jimu")
    for one in blanks.inputs(own):
        kind = "box" if one.is_box else one.type
        wanted, got = canonical(values.get(one.id), kind), canonical(record.values[one.id], kind)
        if wanted is None and one.default is not None:
            continue  # the form's own value
        assert got == wanted, (one.id, values.get(one.id), record.values[one.id])
    assert set(record.located.values()) == {"book-name"}
    assert not [a for a in record.anomalies if a.kind in ("lost", "moved", "outside", "altered_formula")]


@pytest.mark.parametrize("name", blanks.EDITIONS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_record(name: str, data: st.DataObject) -> None:
    values = data.draw(blanks.any_values(blanks.EDITIONS[name]))
    check(name, values, blanks.filled(blanks.blank_of(name), values))


@pytest.mark.parametrize("name", ["review", "third"])
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_any_record_saved_again_by_openpyxl(name: str, data: st.DataObject) -> None:
    values = data.draw(blanks.any_values(blanks.EDITIONS[name]))
    values = {k: v for k, v in values.items() if not (isinstance(v, str) and "\x01" in v)}
    # openpyxl writes 16 digits of a number, Excel 15
    values = {k: float(f"{v:.15g}") if isinstance(v, float) else v for k, v in values.items()}
    book = openpyxl.load_workbook(io.BytesIO(blanks.filled(blanks.blank_of(name), values)))
    saved = io.BytesIO()
    book.save(saved)
    check(name, values, saved.getvalue())


@pytest.mark.parametrize("name", blanks.EDITIONS)
def test_a_blank_reads_as_empty(name: str) -> None:
    own = blanks.EDITIONS[name]
    record = blanks.read_one(blanks.filled(blanks.blank_of(name), {}))
    assert {k: v for k, v in record.values.items() if v} == {
        k: v for k, v in record.values.items() if own.form.fields[k].default is not None or v == "－"
    }
    assert record.anomalies == ()
    assert record.project is None


def test_identity_and_explanations_come_back() -> None:
    data = blanks.filled(
        blanks.blank_of("third"),
        {"code": "00042", "name": "橋"},
        campaign="R6",
        issue=3,
        check="ab12",
        explanations={"third/late": "=理由\nあり"},
    )
    record = blanks.read_one(data)
    assert (record.campaign, record.project, record.issue) == ("R6", "00042", 3)
    assert record.explanations == {"third/late": "=理由\nあり"}
    assert record.issued["code"] == "00042"
    assert record.year == 2024


def several() -> bytes:
    people = ["00001", "00002", "00002"]
    return stamp(
        blanks.blank_of("third", 3),
        [
            Assignment(
                values={"code": code, "name": f"第{i}", "people": i},
                explanations={"third/late": f"理由{i}"} if i else {},
                campaign="R6",
                issue=i + 1,
            )
            for i, code in enumerate(people)
        ],
    )


def test_several_projects_in_one_workbook() -> None:
    reading = read_file(several(), file="a.xlsx", library=blanks.library())
    assert [r.sheet for r in reading.records] == ["00001", "00002", "00002 (2)"]
    assert [r.project for r in reading.records] == ["00001", "00002", "00002"]
    assert [r.values["people"] for r in reading.records] == [0, 1, 2]
    assert [r.explanations.get("third/late") for r in reading.records] == [None, "理由1", "理由2"]
    assert [r.issue for r in reading.records] == [1, 2, 3]
    assert {how for r in reading.records for how in r.located.values()} == {"sheet-name"}
    assert [r.issued["name"] for r in reading.records] == ["第0", "第1", "第2"]


def edited(data: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_the_right_project_keeps_its_explanations_when_sheets_are_reordered_or_removed() -> None:
    def swap(book: Any) -> None:
        book.move_sheet("00001", 1)

    reading = read_file(edited(several(), swap), file="a.xlsx", library=blanks.library())
    assert {r.sheet: r.explanations.get("third/late") for r in reading.records} == {
        "00001": None,
        "00002": "理由1",
        "00002 (2)": "理由2",
    }

    def remove(book: Any) -> None:
        del book["00001"]

    reading = read_file(edited(several(), remove), file="a.xlsx", library=blanks.library())
    assert [(r.sheet, r.explanations.get("third/late")) for r in reading.records] == [
        ("00002", "理由1"),
        ("00002 (2)", "理由2"),
    ]


def test_without_meta_the_sheet_says_whose_it_is() -> None:
    data = blanks.filled(blanks.blank_of("third"), {"code": "00042", "people": 5}, campaign="R6", issue=2)
    record = blanks.read_one(edited(data, lambda book: book.__delitem__("_meta")))
    assert (record.form, record.year, record.project, record.campaign, record.issue) == (
        "third",
        2024,
        "00042",
        "R6",
        2,
    )
    assert record.values["people"] == 5


def test_a_sheet_copied_to_a_new_book_is_read_by_its_keys() -> None:
    values = {"code": "00042", "people": 5, "chapter": "福祉", "comment": "=1", "way.own": True}

    def alone(book: Any) -> None:
        for title in list(book.sheetnames)[1:]:
            del book[title]
        book.defined_names.clear()
        book.worksheets[0].title = "Sheet1"

    data = edited(blanks.filled(blanks.blank_of("third"), values, campaign="R6"), alone)
    record = blanks.read_one(data)
    assert set(record.located.values()) == {"key"}
    assert (record.form, record.year, record.project, record.campaign) == ("third", 2024, "00042", "R6")
    assert {k: record.values[k] for k in values} == values


def test_without_the_line_the_anchor_says_form_and_year() -> None:
    def wipe(book: Any) -> None:
        del book["_meta"]
        book.worksheets[0]["B3"] = None

    record = blanks.read_one(edited(blanks.filled(blanks.blank_of("third"), {"code": "00042"}), wipe))
    assert (record.form, record.year, record.project) == ("third", 2024, "00042")


def test_two_sheets_of_one_project_and_issue_keep_their_own_issued_values() -> None:
    twins = [Assignment(values={"code": "00001", "name": name}) for name in ("甲", "乙")]
    reading = read_file(stamp(blanks.blank_of("third", 2), twins), file="a.xlsx", library=blanks.library())
    assert [r.issued["name"] for r in reading.records] == ["甲", "乙"]
