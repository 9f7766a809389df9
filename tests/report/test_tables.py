"""Records as pandas tables and data files."""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.report.sheets import any_record, jimu, record
from tests.report.validity import valid
from xltool.errors import CannotWork
from xltool.form import edition, find_form
from xltool.report import frame, raw_frame
from xltool.report.registry import DATA, format_of
from xltool.report.tables import csv_bytes

OWN = jimu()
MIXED = [
    record(
        OWN,
        1,
        **{
            "header.code": "00832",
            "header.department": "総務部",
            "basic.start_year": 2003,
            "basic.end_year": "未定",
            "cost.direct[0]": 437,
            "cost.direct[+1]": 437.5,
            "activity.1.target[0]": "設定困難",
            "activity.2.target[0]": 90,
            "item.validity.score": 3,
            "private.possible": True,
            "header.name": "=1+1",
        },
    ),
    record(OWN, 2, **{"header.code": "00001"}),
]


def test_identity_comes_first() -> None:
    table = frame(MIXED)
    assert list(table.columns[:8]) == [
        *("file", "sheet", "form", "version", "year", "campaign", "project", "department")
    ]
    assert table["project"].tolist() == ["00832", "00001"]


def test_types() -> None:
    table = frame(MIXED)
    types = {name: str(table[name].dtype) for name in table.columns}
    assert types["header.code"] == "string"
    assert types["basic.start_year"] == "Int64"
    assert types["cost.direct[0]"] == "Float64"
    assert types["item.validity.score"] == "Int64"
    assert types["private.possible"] == "boolean"
    assert types["year"] == "Int64"
    assert table["header.code"][0] == "00832"
    assert table["basic.start_year"][0] == 2003
    assert pd.isna(table["private.possible"][1])


def test_standins_are_na_with_their_text_beside_them() -> None:
    table = frame(MIXED)
    assert pd.isna(table["activity.1.target[0]"][0])
    assert table["activity.1.target[0].standin"][0] == "設定困難"
    assert table["basic.end_year.standin"][0] == "未定"
    assert pd.isna(table["activity.2.target[0].standin"][0])
    have = {name.removesuffix(".standin") for name in table.columns if name.endswith(".standin")}
    assert have == {one.id for one in OWN.form.fields.values() if one.also}


def test_units_and_labels_go_with_the_table() -> None:
    attributes = frame(MIXED).attrs
    assert attributes["units"]["cost.direct[0]"] == "千円"
    assert attributes["labels"]["cost.direct[-1]"] == "① 合計（平成28年度）"


def test_long() -> None:
    table = frame(MIXED, long=True)
    assert list(table.columns[:9]) == [
        *("file", "project", "department", "field", "value", "raw", "sheet", "cell", "located")
    ]
    assert len(table) == 2 * len(OWN.form.fields)
    row = table[(table.project == "00832") & (table.field == "cost.direct[+1]")].iloc[0]
    assert (row.value, row.number, row.located, row.unit) == ("437.5", 437.5, "book-name", "千円")
    row = table[(table.project == "00832") & (table.field == "activity.1.target[0]")].iloc[0]
    assert row.value == "設定困難"
    assert pd.isna(row.number)


def test_raw_is_text() -> None:
    table = raw_frame(MIXED)
    assert table["cost.direct[0]"][0] == "437"
    assert set(map(str, table.drop(columns="year").dtypes)) == {"string"}


def test_no_records_give_an_empty_table() -> None:
    assert frame([]).shape == (0, 8)
    assert len(frame([], long=True)) == 0


def test_two_forms_share_a_table() -> None:
    small = edition(find_form("quarterly-review"), 2026)
    table = frame([MIXED[0], any_record(small, 9, random.Random(1))])
    assert pd.isna(table["basic.start_year"][1])
    assert {"header.code", "kpi.1.weight"} <= set(table.columns)


def test_csv_opens_in_excel_and_reads_back_the_same() -> None:
    data = csv_bytes(MIXED)
    assert data.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(data), dtype="string", encoding="utf-8-sig")
    assert back["header.code"].tolist() == ["00832", "00001"]
    assert back["cost.direct[0]"][0] == "437"
    assert back["private.possible"][0] == "true"
    assert back["header.name"][0] == "=1+1"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "＝1"])
def test_csv_can_be_made_safe_for_spreadsheets(text: str) -> None:
    one = record(OWN, 1, **{"header.name": text})
    assert f"'{text}" in csv_bytes([one], safe=True).decode("utf-8-sig")


def test_parquet_keeps_types_and_attributes(tmp_path: Path) -> None:
    target = tmp_path / "a.parquet"
    target.write_bytes(DATA["parquet"](MIXED, [], "ja"))
    back = pd.read_parquet(target)
    assert back["header.code"].tolist() == ["00832", "00001"]
    assert str(back["basic.start_year"].dtype) == "Int64"
    assert back.attrs["units"]["cost.direct[0]"] == "千円"


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CannotWork) as refused:
        DATA["parquet"](MIXED, [], "ja")
    assert "pip install 'xltool[parquet]'" in refused.value.say("ja")


def test_xlsx_is_valid_and_text_stays_text(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(DATA["xlsx"](MIXED, [], "ja"))
    valid(target)
    sheet = openpyxl.load_workbook(target)["data"]
    heads = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, heads.index("header.name") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert sheet.cell(2, heads.index("header.code") + 1).value == "00832"
    assert sheet.cell(2, heads.index("cost.direct[0]") + 1).value == 437
    assert sheet.freeze_panes == "A2"
    assert list(sheet.tables) == ["data"]


def test_the_ending_names_the_format() -> None:
    assert format_of(Path("a.CSV"), tuple(DATA)) == "csv"
    assert format_of(Path("a.txt"), ("text",)) == "text"
    with pytest.raises(CannotWork, match=r"\.parquet"):
        format_of(Path("a.html"), tuple(DATA))
