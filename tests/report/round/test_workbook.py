"""``status -o status.xlsx``."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.oracle import need_soffice, recalculate
from tests.report.round.rounds import every_state, large, standing, status
from tests.report.validity import valid
from xltool.report.round.handout import status_xlsx
from xltool.standing import OWED, STATES, Status
from xltool.text import Lang

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*extension is not supported"
)  # openpyxl knows no solid data bars
LARGE = large(12, 90)
HEADER = 3  # pandas' number of the heading row of the lists
NASTY = "=1+1\x00\x0b_x000D_\ud800"
HOSTILE = status(
    standing(NASTY, "errors", name="@SUM(A1)", department="=cmd|' /C calc'!A0", file="http://x.example/"),
    standing("-1", name="+1", department='a"b', received_at="nonsense"),
    standing("0", department="", name=""),
    title=NASTY,
)


def book(own: Status, lang: Lang = "ja") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(status_xlsx(own, lang)))


def listed(own: Status, sheet: str = "一覧") -> pd.DataFrame:
    return pd.read_excel(
        io.BytesIO(status_xlsx(own)),
        sheet_name=sheet,
        header=HEADER,
        dtype={"事業番号": "string"},
        engine="openpyxl",
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_is_valid_for_excel(tmp_path: Path, lang: Lang) -> None:
    done = status(standing("1", "accepted"))
    withdrawn = status(standing("1", "withdrawn"))
    for i, own in enumerate((LARGE, every_state(), HOSTILE, status(), done, withdrawn)):
        path = tmp_path / f"{i}.xlsx"
        path.write_bytes(status_xlsx(own, lang))
        valid(path)


def test_same_input_same_bytes() -> None:
    assert status_xlsx(LARGE) == status_xlsx(LARGE)


def test_departments_in_roster_order_with_their_counts_and_a_sum() -> None:
    sheet = book(LARGE)["提出状況"]
    rows = [[cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=1)]
    at = next(i for i, row in enumerate(rows) if row[0] == "担当部署")
    heads = [head for head in rows[at] if head]
    names = list(dict.fromkeys(one.department for one in LARGE.standings))
    assert [row[0] for row in rows[at + 1 : at + 2 + len(names)]] == [*names, "計"]
    assert heads[1:-2] == ["計", *(word.ja for state, word in STATES.items() if LARGE.summary[state])]
    for row, name in zip(rows[at + 1 :], names, strict=False):
        own = [one for one in LARGE.standings if one.department == name]
        assert row[1] == len(own) == sum(row[2 : len(heads) - 2])
        assert row[heads.index("期限超過")] == sum(one.overdue for one in own)
        done = sum(one.state in ("accepted", "not_applicable") for one in own)
        awaited = sum(one.state != "withdrawn" for one in own)
        assert row[heads.index("完了率")] == pytest.approx(done * 100 // awaited / 100)


def test_libreoffice_computes_the_sums_that_we_cached(tmp_path: Path) -> None:
    need_soffice()
    ours = tmp_path / "status.xlsx"
    ours.write_bytes(status_xlsx(LARGE))
    before, after = (
        openpyxl.load_workbook(path, data_only=True)["提出状況"]
        for path in (ours, recalculate([ours], tmp_path / "lo")[0])
    )
    formulas = [cell.coordinate for row in book(LARGE)["提出状況"] for cell in row if cell.data_type == "f"]
    assert len(formulas) >= 6
    assert [before[at].value for at in formulas] == [after[at].value for at in formulas]


def test_the_list_is_a_table_of_types_that_pandas_reads() -> None:
    table = listed(LARGE)
    assert table["事業番号"].tolist() == [one.project for one in LARGE.standings]
    assert table["状態"].tolist() == [STATES[one.state].ja for one in LARGE.standings]
    assert table["提出期限"].dt.date.tolist() == [one.deadline for one in LARGE.standings]
    came = [one.received_at is not None for one in LARGE.standings]
    assert table["受付日時"].notna().tolist() == came
    assert table["受付日時"].dropna().unique().tolist() == [datetime.datetime(2026, 7, 3, 17, 20, 5)]
    assert table["エラー"].fillna(0).tolist() == [one.findings.error for one in LARGE.standings]
    assert table["超過日数"].notna().tolist() == [one.overdue for one in LARGE.standings]
    sheet = book(LARGE)["一覧"]
    own = next(iter(sheet.tables.values()))
    assert own.ref.startswith("A4:")
    assert own.autoFilter is not None
    assert sheet.conditional_formatting


def test_outstanding_ones_only_department_by_department() -> None:
    table = listed(LARGE, "未提出")
    owed = [one for one in LARGE.standings if one.state in OWED]
    assert sorted(table["事業番号"]) == sorted(one.project for one in owed)
    departments = table["担当部署"].tolist()
    assert list(dict.fromkeys(departments)) == [
        name
        for name in dict.fromkeys(one.department for one in LARGE.standings)
        if any(one.department == name for one in owed)
    ]
    assert departments == sorted(departments, key=list(dict.fromkeys(departments)).index)
    nothing = book(status(standing("1", "accepted")))["未提出"]
    assert nothing["A2"].value == "未提出・対応待ちの事業はありません。"
    assert not nothing.tables


def test_every_state_has_its_colour() -> None:
    sheet = book(every_state())["一覧"]
    rules = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
    assert {f'"{word.ja}"' for word in STATES.values()} <= set(rules)


def test_prints_on_a4_with_headings_on_every_page() -> None:
    for sheet in book(LARGE).worksheets:
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.page_setup.fitToWidth in (None, 1)
        if sheet.title != "グラフ":
            assert sheet.print_title_rows
            assert sheet.freeze_panes


def test_text_is_text() -> None:
    made = book(HOSTILE)
    for sheet in made.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert str(cell.value).startswith("=SUM(")
    assert made["一覧"]["A5"].data_type == "s"
    assert made["一覧"]["B5"].value == "@SUM(A1)"
    assert made["一覧"]["B5"].quotePrefix
    assert made["一覧"]["C5"].value == "=cmd|' /C calc'!A0"


def test_english_and_an_empty_round() -> None:
    assert book(LARGE, "en").sheetnames == ["Status", "Projects", "Outstanding", "Chart"]
    empty = book(status())
    assert empty.sheetnames == ["提出状況", "一覧", "未提出"]
    assert any(cell.value == "対象事業がありません。" for row in empty["提出状況"] for cell in row)


def test_what_is_nearly_all_is_not_all() -> None:
    many = [standing(f"{i}", "accepted") for i in range(399)]
    sheet = book(status(*many, standing("last")))["提出状況"]
    shares = {cell.value for row in sheet for cell in row if isinstance(cell.value, float)}
    assert shares == {0.99}
