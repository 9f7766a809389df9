"""The master workbook."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.oracle import need_soffice, recalculate
from tests.report.sheets import any_record, finding, jimu, record
from tests.report.validity import valid
from xltool.book.reader import read_book
from xltool.book.record import Record, Unread
from xltool.finding import Place
from xltool.form import edition, find_form
from xltool.report.master import consolidate
from xltool.report.master.page import page_breaks
from xltool.report.master.tally import owners, totals
from xltool.text import Lang, Text

OWN = jimu()
RNG = random.Random(7)
RECORDS = [any_record(OWN, number, RNG) for number in range(1, 13)]
FINDINGS = [
    finding(RECORDS[4], "note", "XL310"),
    finding(RECORDS[0], "query", "jimu-jigyo/end_year", "basic.end_year"),
    finding(RECORDS[0], "error"),
    finding(RECORDS[3], "query", "jimu-jigyo/grade", "eval.first.grade"),
]
UNREAD = [Unread(file="壊れた.xlsx", reason="damaged", text=Text("壊れています。", "It is damaged."))]
HEADER = 3  # pandas' number of the heading row


def book(tmp_path: Path, records: list[Record] = RECORDS, lang: Lang = "ja", **more: Any) -> Path:
    target = tmp_path / "master.xlsx"
    target.write_bytes(
        consolidate(records, more.get("findings", FINDINGS), more.get("unread", UNREAD), lang=lang)
    )
    return target


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_is_valid_for_excel(tmp_path: Path, lang: Lang) -> None:
    small = edition(find_form("quarterly-review"), 2026)
    two_forms = [*RECORDS, *(any_record(small, number, RNG) for number in (50, 51))]
    valid(book(tmp_path, two_forms, lang))


def test_an_empty_pile_of_findings_and_one_project_are_valid(tmp_path: Path) -> None:
    valid(book(tmp_path, RECORDS[:1], findings=[], unread=[]))


def test_only_unread_files_are_valid(tmp_path: Path) -> None:
    valid(book(tmp_path, [], findings=[]))


def test_same_input_same_bytes() -> None:
    made = consolidate(RECORDS, FINDINGS, UNREAD)
    assert made == consolidate(RECORDS, FINDINGS, UNREAD)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b">2000-01-01T00:00:00Z</dcterms:created>" in parts.read("docProps/core.xml")


def test_pandas_reads_one_row_per_project_with_types(tmp_path: Path) -> None:
    table = pd.read_excel(
        book(tmp_path), sheet_name="一覧", header=HEADER, engine="openpyxl", dtype={"事業番号": "string"}
    )
    assert len(table) == len(RECORDS)
    assert table.columns.is_unique
    assert table["事業番号"].tolist() == [one.project for one in RECORDS]
    for key in ("cost.total[0]", "basic.start_year", "item.validity.score"):
        label = OWN.label(OWN.form.fields[key])
        assert table[label].tolist() == [one.values[key] for one in RECORDS]
    labels = dict(OWN.form.fields["basic.kind"].choices.options)  # type: ignore[union-attr]
    assert table["事務区分"].tolist() == [labels[str(one.values["basic.kind"])] for one in RECORDS]
    assert table["エラー"].tolist()[0] == 1
    assert table["確認"].sum() == 2


def test_the_list_is_a_table_with_frozen_panes_and_input_cells(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(book(tmp_path))["一覧"]
    table = next(iter(sheet.tables.values()))
    assert table.ref.startswith("A4:")
    assert table.autoFilter is not None
    assert sheet.freeze_panes == "D5"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("8", "landscape") or (
        sheet.page_setup.paperSize == 8 and sheet.page_setup.orientation == "landscape"
    )
    heads = [cell.value for cell in sheet[4]]
    grade = heads.index("2次評価の総合判定")
    rule = sheet.data_validations.dataValidation[0]
    assert sheet.cell(5, grade + 1).coordinate in rule.sqref
    assert rule.formula1.startswith("_lists!")
    assert sheet.cell(5, grade + 1).fill.fgColor.rgb == "FFFFF8DB"
    assert any(one.outlineLevel == 1 for one in sheet.column_dimensions.values())


def test_text_is_text_and_codes_keep_their_zeros(tmp_path: Path) -> None:
    nasty = {
        "header.name": "=1+1",
        "header.code": "00832",
        "basic.law": "_x000D_\n@SUM(A1)",
        "basic.plans": "http://x",
    }
    sheet = openpyxl.load_workbook(book(tmp_path, [record(OWN, 1, **nasty)], findings=[], unread=[]))["一覧"]
    row = {str(head.value): cell for head, cell in zip(sheet[4], sheet[5], strict=True)}
    assert (row["事業名"].value, row["事業名"].data_type) == ("=1+1", "s")
    assert row["事業名"].quotePrefix
    assert (row["事業番号"].value, row["事業番号"].number_format) == ("00832", "@")
    raw = read_book(tmp_path / "master.xlsx").sheet("一覧")  # openpyxl leaves escapes in inline strings
    assert raw and raw.cells[5, row["根拠法令等"].column].value == "_x000D_\n@SUM(A1)"
    assert row["個別計画等"].hyperlink is None


def test_findings_are_ordered_and_named(tmp_path: Path) -> None:
    table = pd.read_excel(book(tmp_path), sheet_name="指摘", header=2, engine="openpyxl")
    assert table["重大度"].tolist() == ["エラー", "確認", "確認", "参考"]
    assert table["No."].tolist() == [1, 1, 4, 5]
    assert table["項目"].tolist()[0] == "根拠法令等"
    assert table["ルールID"].tolist()[1] == "jimu-jigyo/end_year"
    unread = pd.read_excel(book(tmp_path), sheet_name="読めなかったファイル", header=2, engine="openpyxl")
    assert unread["理由"].tolist() == ["壊れています。"]


def test_field_cell_and_value_of_a_finding_stand_side_by_side(tmp_path: Path) -> None:
    places = [Place(cell=f"C{n}", field="basic.law", value=None if n % 2 else "=0\n0") for n in range(8)]
    path = book(tmp_path, findings=[replace(FINDINGS[0], places=tuple(places))])
    row = pd.read_excel(path, sheet_name="指摘", header=2, engine="openpyxl").iloc[0]
    assert row["セル"].split("\n") == [*(f"C{n}" for n in range(6)), "… +2"]
    assert row["入力値"].split("\n") == ["=0 0", "–"] * 3 + ["… +2"]
    assert row["項目"].count("根拠法令等") == 6


def test_english(tmp_path: Path) -> None:
    names = openpyxl.load_workbook(book(tmp_path, lang="en")).sheetnames
    assert names == [
        "Overview",
        "Projects",
        "Sheet",
        "Findings",
        "Trends",
        "Indicators",
        "Unread files",
        "_lists",
        "_master",
    ]


def test_libreoffice_computes_what_we_cached(tmp_path: Path) -> None:
    need_soffice()
    ours = book(tmp_path)
    theirs = recalculate([ours], tmp_path / "lo")[0]
    compared = 0
    before, after = (openpyxl.load_workbook(path, data_only=True) for path in (ours, theirs))
    formulas = openpyxl.load_workbook(ours)
    for name in ("概要", "指摘"):
        for row in formulas[name].iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                compared += 1
                mine, yours = before[name][cell.coordinate].value, after[name][cell.coordinate].value
                number = isinstance(mine, int | float)
                near = mine == pytest.approx(yours) if number else (mine or "") == (yours or "")
                assert near, (name, cell.coordinate, cell.value)
    assert compared > 200


def test_several_years_share_a_list(tmp_path: Path) -> None:
    years = [RECORDS[0], any_record(jimu(2026), 77, RNG)]
    table = pd.read_excel(
        book(tmp_path, years, findings=[]), sheet_name="一覧", header=HEADER, engine="openpyxl"
    )
    assert table["基準年度"].tolist() == [2017, 2026]
    assert "国支出金（基準年度-1）" in table.columns
    valid(book(tmp_path, years, findings=[]))


def test_labels_that_occur_twice_are_numbered(tmp_path: Path) -> None:
    fields = dict(OWN.form.fields)
    fields["basic.plans"] = replace(fields["basic.plans"], label="根拠法令等")
    twins = replace(OWN, form=replace(OWN.form, fields=fields))
    path = book(tmp_path, [any_record(twins, 1, RNG)], findings=[], unread=[])
    heads = [cell.value for cell in openpyxl.load_workbook(path)["一覧"][4]]
    assert "根拠法令等" in heads
    assert "根拠法令等 (2)" in heads
    valid(path)


def test_a_finding_belongs_to_one_record_or_to_none() -> None:
    same_file = [replace(one, file="a.xlsx", sheet=f"様式{i}") for i, one in enumerate(RECORDS[:3])]
    by_sheet = replace(finding(same_file[1]), project=None)
    by_project = replace(by_sheet, places=(), project=same_file[2].project)
    unclear = replace(by_sheet, places=(), project=None)
    across = replace(by_sheet, file=None, places=(), project=same_file[0].project)
    assert owners(same_file, [by_sheet, by_project, unclear, across]) == [1, 2, None, 0]


def test_totals_are_the_sums_that_nothing_else_uses() -> None:
    assert [one.id for one in totals(OWN)] == [f"cost.total[{n}]" for n in ("-1", "0", "+1", "+2")]


def test_file_names_are_shown_without_their_common_folders(tmp_path: Path) -> None:
    moved = [replace(one, file=f"/srv/inbox/{'ab'[i % 2]}/{one.file}") for i, one in enumerate(RECORDS[:2])]
    path = book(tmp_path, moved, findings=[finding(moved[1])], unread=[])
    table = pd.read_excel(path, sheet_name="一覧", header=HEADER, engine="openpyxl")
    assert table["ファイル"].tolist() == ["a/00001.xlsx", "b/00002.xlsx"]
    assert pd.read_excel(path, sheet_name="指摘", header=2, engine="openpyxl")["No."].tolist() == [2]


def test_pages_break_between_blocks() -> None:
    widths = [6.0, 10.0, 30.0, *[40.0] * 6, *[12.0] * 4]
    blocks = ["", "", "", *["a"] * 6, *["b"] * 4]
    assert page_breaks(widths, blocks, 3) == [8]
    assert page_breaks([6.0, 10.0], ["", ""], 2) == []
