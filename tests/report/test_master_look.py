"""What the sheets of a master say and show to those who work in them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.report.sheets import finding
from tests.report.test_master_copy import QUERY, RECORDS, matter
from xltool.report.blocks import whole
from xltool.report.master import consolidate, write_master
from xltool.report.master.matter import Matter
from xltool.standing import Standing
from xltool.text import Text

HEADINGS = 2  # pandas' number of the heading row below title and note


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_master(tmp_path_factory.mktemp("look") / "master.xlsx", in_conflict(matter()))


def in_conflict(one: Matter) -> Matter:
    first = replace(one.standings[0], conflict=True, received_at="2026-06-20T23:45:10+09:00")
    return replace(one, standings=(first, *one.standings[1:]))


def table(path: Path, sheet: str) -> Any:
    return pd.read_excel(path, sheet_name=sheet, header=HEADINGS, engine="openpyxl")


def test_a_rule_is_named_by_its_title_and_by_its_id(tmp_path: Path) -> None:
    rule, before = "jimu-jigyo/plan_actual_future", matter()
    said = tuple(replace(one, rule=rule) for one in before.explanations)
    asked = replace(before, blocks=whole(RECORDS, [replace(QUERY, id=rule)]), explanations=said)
    path = write_master(tmp_path / "m.xlsx", asked)
    for sheet in ("指摘", "説明"):
        assert table(path, sheet).set_index("ルールID")["ルール"].to_dict() == {
            rule: "終わっていない年度の実績"
        }


def test_a_rule_of_the_office_has_the_title_that_the_campaign_gives(tmp_path: Path) -> None:
    told = replace(
        matter(),
        blocks=whole(RECORDS, [finding(RECORDS[0], "query", "office/one"), finding(RECORDS[0], rule="x/y")]),
        titles={"office/one": Text("事務局の決まり", "A rule of the office")},
    )
    named = table(write_master(tmp_path / "m.xlsx", told), "指摘").set_index("ルールID")["ルール"]
    assert named.to_dict() == {"office/one": "事務局の決まり", "x/y": "x/y"}


def test_when_it_came_is_a_time_and_a_conflict_is_shown(book: Path) -> None:
    rows = table(book, "提出状況")
    assert rows["受付日時"].iloc[0] == datetime.datetime(2026, 6, 20, 23, 45)
    assert rows["競合"].iloc[0] == "要確認"
    assert rows["競合"].iloc[1:].isna().all()


def test_every_cell_to_type_in_says_what_for(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    for name, row in (("一覧", 4), ("提出状況", 3), ("説明", 3), ("訂正候補", 3)):
        sheet = opened[name]
        inputs = {cell.column_letter for cell in sheet[row + 1] if cell.fill.fgColor.rgb == "FFFFF8DB"}
        told = {
            str(one.sqref)[: -len(str(row + 1))].split(":")[0].rstrip("0123456789")
            for one in sheet.data_validations.dataValidation
            if one.prompt
        }
        assert inputs
        assert inputs <= told, name


def test_what_is_settled_is_not_tinted(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["一覧"]
    state = next(cell.column_letter for cell in sheet[4] if cell.value == "提出状況")
    rules = [rule.formula[0] for some in sheet.conditional_formatting for rule in some.rules]
    assert len(rules) == 2
    for word in ("受理", "該当なし"):
        assert all(f'${state}5<>"{word}"' in rule for rule in rules)


def test_figures_are_never_too_wide_for_their_cells(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    for name, row, head in (
        ("一覧", 4, "国支出金（平成28年度）"),
        ("推移", 3, "値"),
        ("提出状況", 3, "受付日時"),
    ):
        cell = next(one for one in opened[name][row] if one.value == head)
        below = opened[name].cell(row + 1, cell.column)
        assert below.alignment.shrink_to_fit, name
        assert not below.alignment.wrap_text, name


def test_what_is_for_looking_up_is_not_printed(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    for name, last in (
        ("指摘", "説明（担当部署）"),
        ("説明", "説明した時の値"),
        ("訂正候補", "対象の事業番号"),
    ):
        sheet = opened[name]
        column = next(cell.column_letter for cell in sheet[3] if cell.value == last)
        assert f":${column}$" in str(sheet.print_area), name


def test_an_indicator_has_no_kind_of_amount(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(consolidate(RECORDS))
    assert "金額の種類" in table(path, "推移").columns
    assert "金額の種類" not in table(path, "指標").columns
    assert {"年度", "目標値", "実績値"} <= set(table(path, "指標").columns)


def test_the_sheets_say_on_paper_what_they_are_of(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    assert "事務事業評価シート" in str(opened["提出状況"].oddHeader.left.text)
    assert "全文は" in str(opened["一覧"].oddFooter.left.text)


def test_standings_without_a_file_are_fine(tmp_path: Path) -> None:
    one = Standing(project="1", name="x", department="y", state="sent")
    rows = table(write_master(tmp_path / "m.xlsx", replace(matter(), standings=(one,))), "提出状況")
    assert rows["ファイル"].isna().all()
    assert rows["受付日時"].isna().all()
