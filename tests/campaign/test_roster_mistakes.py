"""Every kind of mistake in a roster: at its cell, with what to do, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.campaign.rosters import HEADS, PLAN, campaign, mistakes, read, workbook
from xltool.campaign.model import RosterError
from xltool.errors import CannotWork

GOOD = ("00832", "保育", "こども課")
Sheets = Mapping[str, Sequence[Sequence[Any]]]


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    heads = (
        *HEADS,
        "電話",
        "総合計画体系（章）",
        "総合計画体系（節）",
        "国支出金（令和8年度）",
        "事務区分",
        "期限",
    )
    rows = [
        heads,
        (*GOOD, "内線12", "第1章", "第1節 道", 100, "自治事務", "2026/7/1"),
        ("00832", "道", "こども課"),
        (832, "道路", "こども課"),
        (None, "橋", "こども課"),
        ("00835", " ", "こども課"),
        ("00836", "川", None),
        ("00837", "海", "こどもか課"),
        ("00838", "山", "税務署"),
        ("00839", "森", "こども課", "ない", "第1章", "第1節 保育", "約百", "自治体事務", "7月末"),
        ("x", "林", "こども課", None, "第9章", None, -5),
    ]

    def broken(sheet: Worksheet) -> None:
        sheet["D3"] = "#REF!"
        sheet["D3"].data_type = "e"
        sheet["E4"] = '=IF(1,"第1章","")'  # saved without a result
        sheet.merge_cells("B12:B13")
        sheet["A12"], sheet["B12"], sheet["C12"] = "00841", "統合", "こども課"
        sheet["A13"], sheet["C13"] = "00842", "こども課"

    sheets: Sheets = {"総合計画": PLAN, "部署": [("部署",), ("こども課",), ("道路課",)]}
    workbook(campaign(tmp_path) / "roster.xlsx", rows, sheets=sheets, change=broken)
    found = mistakes(tmp_path)
    expected = {
        "A3": "A2 と重複しています",
        "D3": "エラー（#REF!）",
        "A4": "「00832」ではありませんか",
        "E4": "計算結果が保存されていません",
        "A5": "計画事業番号 が空欄です",
        "B6": "事務事業名 が空欄です",
        "C7": "担当部署 が空欄です",
        "C8": "「こども課」ではありませんか",
        "C9": "部署シートに書き足すか",
        "D10": "電話",
        "F10": "総合計画体系（章）「第1章」の中にありません。「第1節 道」、「第2節 防災」 から選んで",
        "G10": "国支出金（令和8年度）",
        "H10": "自治体事務",
        "I10": "期限: 「7月末」",
        "A11": "5 桁の番号ではありません",
        "E11": "選択肢にありません",
        "G11": "-5 は範囲外です（0～）",
        "B12:B13": "結合を解除",
    }
    assert {
        at.removeprefix("対象事業一覧!"): text
        for at, text in found.items()
        if any(at == f"対象事業一覧!{cell}" and words in text for cell, words in expected.items())
    }.keys() == expected.keys(), found
    assert len(found) == len(expected), set(found) - {f"対象事業一覧!{cell}" for cell in expected}


def test_the_error_says_what_and_how_many(tmp_path: Path) -> None:
    workbook(campaign(tmp_path) / "roster.xlsx", [HEADS, GOOD, GOOD, (1, "a", "b")])
    with pytest.raises(RosterError) as caught:
        read(tmp_path)
    assert caught.value.say("ja").startswith("roster.xlsx に誤りが 2 件あります。")
    assert caught.value.say("en").count("\n  対象事業一覧!A") == 2


@pytest.mark.parametrize(
    ("value", "heading", "words"),
    [
        ("令和", "事務事業開始年度", "年度として読み取れません"),
        (29, "事務事業開始年度", "どの年度か確定できません"),
        ("たぶん", "該当なし", "該当なし"),
        (501, "② 人数(年間)・一般（令和8年度）", "範囲外です（0～500）"),
        ("拡充", "前年度2次評価の総合判定", "選択肢にありません"),
        ("現状の継続", "前年度2次評価の総合判定", "「現状継続」ではありませんか"),
        (4, "妥当性の評点", "妥当性の評点"),
        ("a\x07b", "電話", "電話"),
        ("a\x07b", "根拠法令等", "制御文字"),
        ("2026年13月1日", "期限", "日付として読み取れません"),
        (700.0, "前年度の番号", "「00700」ではありませんか"),
    ],
)
def test_values_that_are_not_of_the_field_s_type(
    tmp_path: Path, value: Any, heading: str, words: str
) -> None:
    import xlsxwriter

    campaign(tmp_path)
    with xlsxwriter.Workbook(tmp_path / "roster.xlsx") as book:
        sheet = book.add_worksheet("対象事業一覧")
        sheet.write_row(0, 0, [*HEADS, heading])
        sheet.write_row(1, 0, [*GOOD, value])
        plan = book.add_worksheet("総合計画")
        plan.write_row(0, 0, ["章", "節", "施策"])
    found = mistakes(tmp_path)
    assert list(found) == ["対象事業一覧!D2"]
    assert words in found["対象事業一覧!D2"]


@pytest.mark.parametrize(
    ("heads", "at", "words"),
    [
        (("計画事業番号", "事務事業名", "担当部"), "C1", "「担当部署」ではありませんか"),
        (("計画事業番号", "事務事業名", "所管"), "A1", "見出し「担当部署」の列がありません"),
        ((*HEADS, "計画事業番号"), "D1", "列が二つあります"),
        ((*HEADS, "国支出金"), "D1", "「国支出金（令和7年度）」"),
        ((*HEADS, "国支出金（令和8年）"), "D1", "「国支出金（令和8年度）」ではありませんか"),
        ((*HEADS, "前年の番号"), "D1", "前年度の番号"),
    ],
)
def test_headings(tmp_path: Path, heads: Sequence[str], at: str, words: str) -> None:
    workbook(campaign(tmp_path) / "roster.xlsx", [heads, GOOD])
    found = mistakes(tmp_path)
    assert list(found) == [f"対象事業一覧!{at}"]
    assert words in found[f"対象事業一覧!{at}"]


def test_no_headings(tmp_path: Path) -> None:
    workbook(campaign(tmp_path) / "roster.xlsx", [GOOD])
    assert "見出しの行が見つかりません" in mistakes(tmp_path)["対象事業一覧"]


def test_no_such_sheet(tmp_path: Path) -> None:
    workbook(campaign(tmp_path) / "roster.xlsx", [("x", "y"), GOOD], title="Sheet1")
    found = mistakes(tmp_path)["roster.xlsx"]
    assert "シート「対象事業一覧」がありません" in found
    assert "「計画事業番号」、「事務事業名」、「担当部署」" in found


def test_two_sheets_that_might_be_meant(tmp_path: Path) -> None:
    sheets: Sheets = {"総合計画": PLAN, "旧": [HEADS, GOOD]}
    workbook(campaign(tmp_path) / "roster.xlsx", [HEADS, GOOD], title="新", sheets=sheets)
    assert "複数あります（新、旧）" in mistakes(tmp_path)["roster.xlsx"]


def test_no_rows(tmp_path: Path) -> None:
    workbook(campaign(tmp_path) / "roster.xlsx", [HEADS, ("例00001", "庁舎", "総務課")])
    assert "1 件もありません" in mistakes(tmp_path)["対象事業一覧!A2"]


@pytest.mark.parametrize(
    ("sheets", "at", "words"),
    [
        ({}, "roster.xlsx", "参照表のシート「総合計画」がありません"),
        ({"総合計画": [("章", "節", "施作"), ("a", "b", "c")]}, "総合計画!1", "「施作」を直して"),
        ({"総合計画": [("a", "b", "c")]}, "総合計画", "1 行に 「章」、「節」、「施策」 を並べて"),
        (
            {"総合計画": [("章", "節", "施策"), ("1", "1", "1"), ("", "2", "2")]},
            "総合計画!A3",
            "「章」が空欄です",
        ),
        ({"総合計画": PLAN, "部署": [("課名",), ("こども課",)]}, "部署", "見出し「部署」がありません"),
        ({"総合計画": PLAN, "部署": [("部署",), ("こども課",), ("こども 課",)]}, "部署!A3", "A2 と重複"),
        (
            {"総合計画": PLAN, "部署": [("部署", "メール"), ("こども課", "kodomo")]},
            "部署!B2",
            "メールアドレスでは",
        ),
        (
            {"総合計画": PLAN, "部署": [("部署", "メール"), ("こども課",), ("", "a@b.jp")]},
            "部署!A3",
            "部署名が空欄",
        ),
        (
            {"総合計画": PLAN, "パラメータ": [("ID", "共通"), ("popul", 5)]},
            "パラメータ!A2",
            "「population」では",
        ),
        (
            {"総合計画": PLAN, "パラメータ": [("ID", "共通"), ("population", "多い")]},
            "パラメータ!B2",
            "市内総人口（人）: ",
        ),
        (
            {"総合計画": PLAN, "パラメータ": [("ID", "令和6年度"), ("population", 5)]},
            "パラメータ!B1",
            "「令和6年度」は基準年度 2026 の様式の年度では",
        ),
        (
            {"総合計画": PLAN, "パラメータ": [("ID", "令和8年度"), ("prefecture", "県")]},
            "パラメータ!B2",
            "「共通」の列に",
        ),
        (
            {"総合計画": PLAN, "パラメータ": [("項目", "共通"), ("x", 5)]},
            "パラメータ",
            "見出し「ID」「共通」",
        ),
    ],
)
def test_other_sheets(tmp_path: Path, sheets: Sheets, at: str, words: str) -> None:
    workbook(campaign(tmp_path) / "roster.xlsx", [HEADS, GOOD], sheets=sheets)
    found = mistakes(tmp_path)
    assert list(found) == [at]
    assert words in found[at]


def test_the_plan_with_merged_cells(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = workbook(campaign(tmp_path) / "roster.xlsx", [HEADS, GOOD])
    book = load_workbook(path)
    book["総合計画"].merge_cells("A2:A4")
    book.save(path)
    assert list(mistakes(tmp_path)) == ["総合計画!A2:A4"]


def test_parameters_that_contradict_the_settings(tmp_path: Path) -> None:
    campaign(tmp_path, "form: jimu-jigyo\nyear: 2026\nparameters: {'population[0]': 59000, prefecture: 県}\n")
    sheets: Sheets = {
        "総合計画": PLAN,
        "パラメータ": [("ID", "共通", "令和8年度"), ("population", 1, 61200), ("prefecture", "県")],
    }
    workbook(tmp_path / "roster.xlsx", [HEADS, GOOD], sheets=sheets)
    found = mistakes(tmp_path)
    assert list(found) == ["パラメータ!C2"]
    assert "61,200 ですが、campaign.yaml の population[0] は 59,000" in found["パラメータ!C2"]


def test_a_csv_is_told_as_excel_shows_it(tmp_path: Path) -> None:
    campaign(tmp_path, "form: jimu-jigyo\nyear: 2026\nroster: roster.csv\n")
    text = '計画事業番号,事務事業名,担当部署\n00832,"二行の\n名前",こども課\n833,道,\n'
    (tmp_path / "roster.csv").write_text(text, "utf-8")
    found = mistakes(tmp_path)
    assert list(found) == ["roster.csv!A3", "roster.csv!C3"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("roster.xlsx", None, "roster.xlsx がありません"),
        ("roster.csv", None, "roster.csv がありません"),
        ("roster.xlsx", b"PK\x03\x04 nothing", ".xlsx 形式で保存し直してください"),
        ("roster.csv", b"\x82", "文字コードが分かりません"),
        ("roster.csv", b"a,b\n\x00\x00", "CSV として読み取れません"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    campaign(tmp_path, f"form: jimu-jigyo\nyear: 2026\nroster: {name}\n")
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CannotWork) as caught:
        read(tmp_path)
    assert words in caught.value.say("ja")
