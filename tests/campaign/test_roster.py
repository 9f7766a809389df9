"""What a roster says: columns by their headings, values by the form, and what Excel users do to both."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.campaign.rosters import HEADS, campaign, read, remarks, workbook
from xltool.campaign.model import Department

ROWS = [HEADS, ("00832", "地域子育て支援", "こども課"), ("00833", "保育", "こども課")]


def test_rows_departments_and_places(tmp_path: Path) -> None:
    workbook(campaign(tmp_path) / "roster.xlsx", ROWS)
    roster = read(tmp_path)
    assert [(one.project, one.name, one.department, one.at) for one in roster.rows] == [
        ("00832", "地域子育て支援", "こども課", "対象事業一覧!A2"),
        ("00833", "保育", "こども課", "対象事業一覧!A3"),
    ]
    assert roster.departments == (Department(name="こども課"),)
    assert roster.by_project["00833"].values == {
        "header.code": "00833",
        "header.name": "保育",
        "header.department": "こども課",
    }
    assert not roster.remarks


def test_any_input_field_may_be_a_column_in_any_order(tmp_path: Path) -> None:
    heads = (
        *("備考", "事務事業名", "国支出金（令和8年度）", "basic.start_year", "期限", "事務区分"),
        *("担当部署", "総合計画体系（節）", "総合計画体系（章）", "前年度の番号", "計画事業番号", "該当なし"),
        *("活動指標①の目標値（令和9年度）", "２　対象", "妥当性の評点"),
    )
    row = (
        *("内緒", "保育", "1,200", "平成29年度", datetime.datetime(2026, 7, 1), "自治事務", "こども課"),
        *("第1節 道", "第1章", "00700", "00832", "■", "設定困難", "市民", 3),
    )
    workbook(campaign(tmp_path) / "roster.xlsx", [heads, row])
    (only,) = read(tmp_path).rows
    assert only.deadline == datetime.date(2026, 7, 1)
    assert only.previous == "00700"
    assert only.values == {
        "header.code": "00832",
        "header.name": "保育",
        "header.department": "こども課",
        "header.nothing": True,
        "cost.national[0]": 1200,
        "basic.start_year": 2017,
        "basic.kind": "own",
        "overview.section": "第1節 道",
        "overview.chapter": "第1章",
        "activity.1.target[+1]": "設定困難",
        "overview.target": "市民",
        "item.validity.score": 3,
    }


def test_english_headings_and_sheets(tmp_path: Path) -> None:
    rows = [
        ("Project no.", "Project name", "Department", "Deadline", "Memo"),
        ("0042", "Archive", "Port", "2026-07-01", "x"),
    ]
    workbook(
        campaign(tmp_path, "form: quarterly-review\nyear: 2026\n") / "roster.xlsx",
        rows,
        title="Projects",
        sheets={
            "Departments": [("Department", "Mail address", "Contact"), ("Port", "port@example.org", "Front")]
        },
    )
    roster = read(tmp_path)
    assert roster.rows[0].values == {"code": "0042", "name": "Archive", "unit": "Port"}
    assert roster.rows[0].deadline == datetime.date(2026, 7, 1)
    assert roster.departments == (Department(name="Port", mail="port@example.org", contact="Front"),)


def test_a_form_without_a_department_field(tmp_path: Path) -> None:
    form = """\
form: club
version: "1"
title: Club
identity: {project: no, name: label}
sections:
  - rows:
      - [{id: no, label: 番号, required: true}, {id: label, label: 名, required: true}]
      - {id: term, label: 期限}
"""
    (tmp_path / "form.yaml").write_text(form, "utf-8")
    heads = ("番号", "名", "担当部署", "期限", "提出期限")
    workbook(
        campaign(tmp_path, "form: form.yaml\nyear: 2026\n") / "roster.xlsx",
        [heads, ("7", "碁", "市民課", "無期限", "2026/7/1")],
        sheets={},
    )
    (only,) = read(tmp_path).rows
    assert (only.project, only.name, only.department) == ("7", "碁", "市民課")
    assert only.values == {"no": "7", "label": "碁", "term": "無期限"}  # 期限 is the form's own field
    assert only.deadline == datetime.date(2026, 7, 1)


@pytest.mark.parametrize("written", ["00832", "００８３２", " 00832 ", "00832\n"])
def test_numbers_as_people_write_them(tmp_path: Path, written: str) -> None:
    workbook(
        campaign(tmp_path) / "roster.xlsx", [HEADS, (written, "保育", "こども課"), (10832, "道", "道路課")]
    )
    assert [one.project for one in read(tmp_path).rows] == ["00832", "10832"]


def test_titles_above_and_headings_over_two_rows(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A4:A5")

    rows = [
        ("令和8年度 対象事業一覧",),
        (),
        ("担当:企画課", "", "部外秘"),
        HEADS,
        (None, "（名称）", None),
        *ROWS[1:],
    ]
    workbook(campaign(tmp_path) / "roster.xlsx", rows, change=merge)
    assert [one.at for one in read(tmp_path).rows] == ["対象事業一覧!A6", "対象事業一覧!A7"]


def test_a_sheet_of_another_name(tmp_path: Path) -> None:
    workbook(campaign(tmp_path) / "roster.xlsx", ROWS, title="R8一覧")
    assert len(read(tmp_path).rows) == 2
    assert "「対象事業一覧」がないため" in remarks(tmp_path)["R8一覧"]


def test_everything_that_is_only_said(tmp_path: Path) -> None:
    def untidy(sheet: Worksheet) -> None:
        sheet["A3"] = "  "
        sheet["B3"] = "\u3000"
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet["A6"].font = Font(strike=True)
        sheet["A40"].font = Font(strike=True)  # a format alone is no row

    rows = [
        (*HEADS, "電話", "執行率"),
        ("例00001", "庁舎管理", "総務課"),
        (),
        ("例） 2", "x", "y"),
        ("00832", "地域子育て支援", "こども課", "内線12", 0.5),
        ("00833", "保育", "こども課"),
        ("00834", "道", "道路課"),
    ]
    workbook(campaign(tmp_path) / "roster.xlsx", rows, change=untidy)
    assert [one.project for one in read(tmp_path).rows] == ["00832", "00833", "00834"]
    assert read(tmp_path).rows[0].values["header.phone"] == "内線12"
    said = remarks(tmp_path)
    assert "空白だけの行" in said["対象事業一覧!A3"]
    assert "非表示の行（5 行目）" in said["対象事業一覧!A5"]
    assert "非表示の列（D 列「電話」）" in said["対象事業一覧!D1"]
    assert "取り消し線" in said["対象事業一覧!A6"]
    assert "「執行率」は様式の項目ではない" in said["対象事業一覧!E1"]
    assert len(said) == 5  # nothing about the example rows


def test_a_word_struck_through_is_no_row_struck_through(tmp_path: Path) -> None:
    def correct(sheet: Worksheet) -> None:
        struck = TextBlock(InlineFont(strike=True), "旧")
        sheet["B2"] = CellRichText(struck, "新しい名称")
        sheet["B3"] = CellRichText(struck, TextBlock(InlineFont(strike=True, b=True), "事業"))

    workbook(campaign(tmp_path) / "roster.xlsx", ROWS, change=correct)
    assert [one.name for one in read(tmp_path).rows] == ["旧新しい名称", "旧事業"]
    assert list(remarks(tmp_path)) == ["対象事業一覧!B3"]


def test_formulas_are_read_by_their_results(tmp_path: Path) -> None:
    import xlsxwriter

    campaign(tmp_path)
    with xlsxwriter.Workbook(tmp_path / "roster.xlsx") as book:
        sheet = book.add_worksheet("対象事業一覧")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ["00832", "保育"])
        sheet.write_formula(1, 2, '="こども"&"課"', None, "こども課")
        plan = book.add_worksheet("総合計画")
        plan.write_row(0, 0, ["章", "節", "施策"])
    assert read(tmp_path).rows[0].department == "こども課"
    said = remarks(tmp_path)
    assert "計算結果を読み取りました（C2）" in said["対象事業一覧!C2"]
    assert "参照表が空" in said["総合計画"]


def test_what_was_interpreted_is_said(tmp_path: Path) -> None:
    rows = [(*HEADS, "期限", "事務事業開始年度"), ("00832", "保育", "こども課", "R8.7.1", "H29")]
    workbook(campaign(tmp_path) / "roster.xlsx", rows)
    (only,) = read(tmp_path).rows
    assert (only.deadline, only.values["basic.start_year"]) == (datetime.date(2026, 7, 1), 2017)
    said = remarks(tmp_path)
    assert "2026-07-01" in said["対象事業一覧!D2"]
    assert "平成29年度" in said["対象事業一覧!E2"]


def test_a_deadline_far_from_the_campaign_s(tmp_path: Path) -> None:
    campaign(tmp_path, "form: jimu-jigyo\nyear: 2026\ndeadline: 2026-06-30\n")
    rows = [
        (*HEADS, "期限"),
        ("00832", "保育", "こども課", "2028-06-30"),
        ("00833", "道", "道路課", "2026-07-30"),
    ]
    workbook(tmp_path / "roster.xlsx", rows)
    assert list(remarks(tmp_path)) == ["対象事業一覧!D2"]
    assert "1 年以上" in remarks(tmp_path)["対象事業一覧!D2"]


def test_one_department_written_in_two_ways(tmp_path: Path) -> None:
    rows = [HEADS, ("00832", "道", "建設部 道路課"), ("00833", "橋", "建設部道路課")]
    workbook(campaign(tmp_path) / "roster.xlsx", rows)
    assert [one.name for one in read(tmp_path).departments] == ["建設部 道路課"]
    assert "同じ部署として" in remarks(tmp_path)["対象事業一覧!C3"]


def test_departments_are_called_as_they_are_listed(tmp_path: Path) -> None:
    sheets = {
        "総合計画": [("章", "節", "施策")],
        "部署": [
            ("送付先",),
            ("部署", "担当者", "メールアドレス"),
            ("例）総務課", "", "a@example.jp"),
            ("建設部道路課", "庶務担当", "a@example.jp; ｂ@example.jp"),
            ("例規課", "", ""),
        ],
    }
    rows = [HEADS, ("00832", "道", "建設部 道路課"), ("00833", "例規集", "例規課")]
    workbook(campaign(tmp_path) / "roster.xlsx", rows, sheets=sheets)
    roster = read(tmp_path)
    assert [one.department for one in roster.rows] == ["建設部道路課", "例規課"]
    assert roster.departments == (
        Department(name="建設部道路課", mail="a@example.jp, b@example.jp", contact="庶務担当"),
        Department(name="例規課"),
    )


def test_reference_sheets_and_parameters(tmp_path: Path) -> None:
    sheets = {
        "総合計画": [
            ("メモ", "施策", "章", "節"),
            ("x", "施策1", "第1章", "第1節"),
            ("", "例）施策9", "例）第9章", "第9節"),
        ],
        "パラメータ": [
            ("ID", "項目", "様式の既定値", "共通", "令和7年度", 2026, "令和9年度"),
            ("prefecture", "", "道", "県"),
            ("population", "", "", "", "61,480", 61200, None),
            ("unit_cost_regular", "", 8400, 8100),
        ],
    }
    campaign(
        tmp_path, "form: jimu-jigyo\nyear: 2026\nparameters: {'population[+1]': 60900, prefecture: 県}\n"
    )
    workbook(
        tmp_path / "roster.xlsx", [(*HEADS, "県支出金（令和8年度）"), ("00832", "道", "課", 5)], sheets=sheets
    )
    roster = read(tmp_path)
    assert roster.edition.reference["総合計画"].columns == ("章", "節", "施策")
    assert roster.edition.reference["総合計画"].rows == (("第1章", "第1節", "施策1"),)
    parameters = roster.edition.parameters
    assert {
        key: parameters[key] for key in parameters if key.startswith(("pop", "pre", "unit_cost_reg"))
    } == {
        "prefecture": "県",
        "population": None,
        "population[-1]": 61480.0,
        "population[0]": 61200.0,
        "population[+1]": 60900.0,
        "unit_cost_regular": 8100.0,
    }
    assert roster.rows[0].values["cost.prefecture[0]"] == 5


# -- CSV ----------------------------------------------------------------------------------------------------

LINES: list[list[Any]] = [
    ["計画事業番号", "事務事業名", "担当部署", "前年度2次評価の方向性", "期限"],
    ["00832", "地域子育て支援", "こども課", "続ける。\n改行も続く。", "2026/7/1"],
    ["00833", "保育, 病児", "こども課", "", ""],
]


def written(delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(LINES)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (written().encode(), "roster.csv"),
        (codecs.BOM_UTF8 + written().encode(), "roster.csv"),
        (written().encode("cp932"), "roster.csv"),
        (written("\t").encode("utf-16"), "roster.txt"),
        (written(";").encode(), "roster.CSV"),
    ],
    ids=["utf-8", "bom", "cp932", "unicode text", "semicolons"],
)
def test_csv(tmp_path: Path, data: bytes, name: str) -> None:
    campaign(tmp_path, f"form: jimu-jigyo\nyear: 2026\nroster: {name}\nparameters: {{prefecture: 県}}\n")
    (tmp_path / name).write_bytes(data)
    roster = read(tmp_path)
    assert [(one.project, one.name, one.at) for one in roster.rows] == [
        ("00832", "地域子育て支援", f"{name}!A2"),
        ("00833", "保育, 病児", f"{name}!A3"),
    ]
    assert roster.rows[0].values["eval.previous.direction"] == "続ける。\n改行も続く。"
    assert roster.rows[0].deadline == datetime.date(2026, 7, 1)
    assert roster.edition.parameters["prefecture"] == "県"
    assert (
        "総合計画" in remarks(tmp_path)[name]
    )  # no workbook beside it: said, and anything may be written there


def test_csv_with_the_other_sheets_in_a_workbook_beside_it(tmp_path: Path) -> None:
    campaign(tmp_path, "form: jimu-jigyo\nyear: 2026\nroster: list.csv\n")
    heads = "計画事業番号,事務事業名,担当部署,総合計画体系（章）\n"
    (tmp_path / "list.csv").write_text(heads + "00832,保育,こども課,第2章\n", "utf-8")
    workbook(
        tmp_path / "roster.xlsx",
        [HEADS, ("99999", "これは読まない", "こども課")],
        sheets={
            "総合計画": [("章", "節", "施策"), ("第2章", "第1節", "施策1")],
            "部署": [("部署",), ("こども課",)],
        },
    )
    roster = read(tmp_path)
    assert [one.project for one in roster.rows] == ["00832"]
    assert "総合計画" in roster.edition.reference
    assert roster.departments == (Department(name="こども課"),)


def test_a_workbook_of_another_format(tmp_path: Path) -> None:
    """An .xlsx is read by our reader; whatever else the office has is told by its content."""
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    campaign(tmp_path, "form: jimu-jigyo\nyear: 2026\nroster: other.dat\n")
    workbook(tmp_path / "roster.xlsx", ROWS).rename(tmp_path / "other.dat")
    assert len(read(tmp_path).rows) == 2
