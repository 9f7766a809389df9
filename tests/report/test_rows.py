"""Findings as CSV and as a workbook."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.report.sheets import any_record, finding, jimu
from tests.report.validity import valid
from xltool.errors import CannotWork
from xltool.finding import Finding, Place
from xltool.report import CHECK, compare, rows
from xltool.text import Text

RECORDS = [any_record(jimu(), number, random.Random(number)) for number in (1, 2)]
TWO = replace(
    finding(RECORDS[0], "note", "XL212"),
    places=(
        Place(sheet="評価シート", cell="C7", field="basic.law", value="一行目\n二行目"),
        Place(sheet="評価シート", cell="D9", field="cost.budget[0]", value="1,200"),
    ),
)
NOWHERE = Finding(
    id="XL003",
    severity="error",
    message=Text("壊れています。", "Damaged."),
    remedy=Text("送り直し。", "Send it again."),
    file="a.xlsx",
)
FOUND = [TWO, NOWHERE, finding(RECORDS[1], "query", "office/own")]


def table(findings: list[Finding], **more: Any) -> list[dict[str, str]]:
    data = CHECK["csv"](findings, 2, RECORDS, more.get("lang", "ja"), more.get("compare"))
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_every_place() -> None:
    found = table(FOUND)
    assert [(row["id"], row["cell"], row["label"]) for row in found] == [
        ("XL212", "C7", "根拠法令等"),
        ("XL212", "D9", "決算額、当初予算額又は推進計画額（平成29年度）"),
        ("XL003", "", ""),
        ("office/own", "C7", "根拠法令等"),
    ]
    assert found[0]["value"] == "一行目\n二行目"
    assert found[0]["severity"] == "note"
    assert found[2]["file"] == "a.xlsx"
    assert found[0]["project"] == RECORDS[0].project
    assert "state" not in found[0]
    assert table(FOUND, lang="en")[2]["message"] == "Damaged."


def test_csv_says_the_state_when_it_was_compared() -> None:
    found = table(FOUND, compare=compare(FOUND, [TWO]))
    assert [row["state"] for row in found] == ["unchanged", "unchanged", "new", "new"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_csv_runs_no_formula(start: str) -> None:
    bad = f"{start}HYPERLINK(1)"
    every = replace(
        TWO,
        id=bad,
        message=Text(bad, bad),
        remedy=Text(bad, bad),
        file=bad,
        project=bad,
        department=bad,
        expected=bad,
        actual=bad,
        explanation=bad,
        places=(Place(sheet=bad, cell=bad, field=bad, value=bad),),
    )
    (row,) = table([every])
    told = {key: cell for key, cell in row.items() if "HYPERLINK" in cell}
    assert len(told) == 14
    assert not any(cell.startswith(start) for cell in told.values())
    assert {cell for key, cell in told.items() if key != "title"} == {"'" + bad}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("findings", [[], FOUND])
def test_workbook_is_a_valid_table(findings: list[Finding], lang: Any, tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    path.write_bytes(CHECK["xlsx"](findings, 2, RECORDS, lang))
    valid(path)
    book = openpyxl.load_workbook(path)
    (sheet,) = book.worksheets
    (found,) = sheet.tables.values()
    assert found.autoFilter is not None
    assert sheet.freeze_panes == "D2"
    assert found.ref == f"A1:{found.ref.split(':')[1]}"
    assert sheet.max_row == max(2, 1 + sum(len(one.places) or 1 for one in findings))
    assert CHECK["xlsx"](findings, 2, RECORDS, lang) == path.read_bytes()


def test_workbook_shows_the_most_serious_first_and_only_columns_that_say_something(tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    path.write_bytes(CHECK["xlsx"](FOUND, 2, RECORDS, "ja"))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [line[0] for line in lines] == ["重大度", "エラー", "確認", "参考", "参考"]
    assert not {"期待される値", "実際の値", "説明（担当部署）", "前回比", "段階"} & set(lines[0])
    more = [replace(FOUND[0], explanation="理由", phase="committee"), *FOUND[1:]]
    path.write_bytes(CHECK["xlsx"](more, 2, RECORDS, "ja", compare(more, [])))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    assert {"説明（担当部署）", "前回比", "段階"} <= set(heads)
    assert sheet.cell(2, heads.index("前回比") + 1).value == "新規"


def test_workbook_runs_nothing_and_links_nowhere(tmp_path: Path) -> None:
    bad = replace(
        TWO, message=Text("=1+1", ""), file="http://example.invalid/a.xlsx", project="=cmd|' /C'!A0"
    )
    path = tmp_path / "findings.xlsx"
    path.write_bytes(CHECK["xlsx"]([bad], 1, RECORDS, "ja"))
    valid(path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert [cell.quotePrefix for cell in cells if cell.value == "=1+1"] == [True, True]


def test_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_MOST_ROWS", 3)
    with pytest.raises(CannotWork, match="csv"):
        CHECK["xlsx"](FOUND, 2, RECORDS, "ja")
    assert len(table(FOUND)) == 4
