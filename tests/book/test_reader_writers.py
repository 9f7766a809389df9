"""The reader against other readers, cell for cell, on workbooks that real programs wrote.

openpyxl (values, formulas, merges, names, states) and calamine (values) are the oracles; LibreOffice re-saves what
XlsxWriter and openpyxl wrote. The differences that remain are the oracles' and stand beside the comparison.
"""

# ruff: noqa: E501 - tables of cases read better unbroken

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from tests.book.cross_compare import unlike_calamine, unlike_openpyxl
from tests.oracle import need_soffice, recalculate
from xltool.book.a1 import parse_target
from xltool.book.reader import read_book

if TYPE_CHECKING:
    from pathlib import Path

NASTY = [
    "", " 前後の空白 ", "改行\nあり", "タブ\tあり", "=1+1", "'=1", "<&>\"'", "𠮷野家", "e\u0301", "\u00a0",
    "a" * 32767, "#N/A", "TRUE", "00832", "内線3504", "△1,234", "①②③", "http://example.invalid/", "-", "－",
]  # fmt: skip
NUMBERS = [0, 1, -1, 0.1, 1e-300, 1e307, 123456789012345, 33827.49999999999, 2**53]
# openpyxl writes these unescaped and decodes them twice; only XlsxWriter's spelling has one meaning.
ESCAPES = ["_x000D_", "_x005F_", "a_x0041_b", "_xD842_", "_x_"]
FORMULAS: list[tuple[str, Any]] = [
    ("SUM(B1:B3)", 1.0), ('IF(B1>0,"正","負")', "負"), ("1/0", "#DIV/0!"), ("B1=B2", False), ('""', ""), ("NA()", "#N/A"),
]  # fmt: skip


def by_xlsxwriter(*, constant_memory: bool = False, date_1904: bool = False) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "constant_memory": constant_memory, "default_date_format": "yyyy/m/d",
         "date_1904": date_1904, "strings_to_urls": False},
    )  # fmt: skip
    sheet = book.add_worksheet("令和7 '本紙' 様式")
    bold = book.add_format({"bold": True, "border": 1})
    for row in range(max(len(NASTY), len(NUMBERS))):
        if row < len(NASTY):
            sheet.write_string(row, 0, NASTY[row], bold)
        if row < len(NUMBERS):
            sheet.write_number(row, 1, NUMBERS[row])
        if row < len(FORMULAS):
            sheet.write_formula(row, 2, "=" + FORMULAS[row][0], None, FORMULAS[row][1])
        sheet.write_blank(row, 3, None, bold)
        sheet.write_datetime(row, 4, dt.datetime(2025, 4, 1, 12) + dt.timedelta(days=row))
        sheet.write_boolean(row, 5, row % 2 == 0)
    if not constant_memory:
        sheet.write_rich_string(40, 0, "太い", bold, "字", "と細い字")
        sheet.merge_range("B42:D43", "結合", bold)
        sheet.write_array_formula("F41:F42", "{=B1:B2*2}", None, 0)
        sheet.insert_textbox(50, 0, "メモ")
        sheet.write_comment("A1", "コメント")
        sheet.set_row(44, None, None, {"hidden": True})
        sheet.set_column("H:J", None, None, {"hidden": True})
    sheet.protect()
    other = book.add_worksheet("Data2")
    other.write("XFD9", 1)
    other.very_hidden()
    book.add_worksheet("hidden").hide()
    book.define_name("F_a__0", "='令和7 ''本紙'' 様式'!$B$42:$D$43")
    book.define_name("Data2!F_b__p1", "=Data2!$C$3")
    book.define_name("定数", '="FRM1"')
    book.set_properties({"comments": "jimu|2017", "author": "企画課"})
    book.close()
    return out.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "様式"
    for row, text in enumerate(NASTY, 1):
        if text != "=1+1":
            sheet.cell(row, 1, text)
    for row, number in enumerate(NUMBERS, 1):
        sheet.cell(row, 2, number)
    for row, (formula, _) in enumerate(FORMULAS, 1):
        sheet.cell(row, 3, "=" + formula)
    sheet["D1"] = dt.datetime(2025, 4, 1)
    sheet["D2"] = True
    sheet["F1"] = ArrayFormula("F1:F3", "=B1:B3*2")
    sheet.merge_cells("B30:D31")
    sheet["B30"] = "結合"
    sheet.row_dimensions[33].hidden = True
    book.create_sheet("空")
    book.defined_names["F_x__m1"] = openpyxl.workbook.defined_name.DefinedName(
        "F_x__m1", attr_text="様式!$A$1"
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_form() -> bytes:
    """A workbook of the size of our form: 147 rows x 48 narrow styled columns, 473 merges, 229 names, 45 formulas."""
    rows, cols, merges = 147, 48, 473
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("事務事業評価シート")
    formats = [book.add_format({"border": 1, "bg_color": f"#{i:02x}ffff"}) for i in range(30)]
    for row in range(rows):
        for col in range(cols):
            sheet.write_blank(row, col, None, formats[(row * 7 + col) % 30])
    fields = []
    for row in range(rows):
        number = merges * (row + 1) // rows - merges * row // rows
        width = cols // (number + 1)
        fields += [(row, at * width) for at in range(number)]
        for at in range(number):
            sheet.merge_range(row, at * width, row, (at + 1) * width - 1, "", formats[at])
    for number, (row, col) in enumerate(fields):
        if number % 10 == 0 and number < 450:
            sheet.write_formula(row, col, f"=SUM(A{row + 1}:B{row + 1})+{number}", formats[0], number * 1.5)
        elif number % 5 < 2:
            sheet.write_number(row, col, number * 3, formats[1])
        elif number % 5 > 2:
            sheet.write_string(row, col, f"項目{number} 事業の目的と内容を記入してください", formats[2])
    for number, (row, col) in enumerate(fields[:229]):
        book.define_name(
            f"F_cost__general__{number}", f"='事務事業評価シート'!${get_column_letter(col + 1)}${row + 1}"
        )
    sheet.protect()
    book.close()
    return out.getvalue()


WRITERS = {
    "a form": a_form,
    "xlsxwriter": by_xlsxwriter,
    "xlsxwriter, inline strings": lambda: by_xlsxwriter(constant_memory=True),
    "xlsxwriter, 1904": lambda: by_xlsxwriter(date_1904=True),
    "openpyxl": by_openpyxl,
    "openpyxl re-saving xlsxwriter": lambda: resaved_by_openpyxl(by_xlsxwriter()),
}


def resaved_by_openpyxl(data: bytes) -> bytes:
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What LibreOffice makes of each file, as .xlsx."""
    need_soffice()
    folder = tmp_path_factory.mktemp("lo")
    paths = [folder / f"{number}.xlsx" for number in range(len(WRITERS))]
    for path, write in zip(paths, WRITERS.values(), strict=True):
        path.write_bytes(write())
    saved = recalculate(paths, folder / "out")
    return {name: path.read_bytes() for name, path in zip(WRITERS, saved, strict=True)}


@pytest.mark.parametrize("writer", WRITERS)
def test_like_openpyxl(writer: str) -> None:
    same_as_openpyxl(WRITERS[writer]())


@pytest.mark.parametrize("writer", WRITERS)
def test_like_calamine(writer: str) -> None:
    same_as_calamine(WRITERS[writer]())


@pytest.mark.parametrize("writer", WRITERS)
def test_after_libreoffice(writer: str, libreoffice: dict[str, bytes]) -> None:
    data = libreoffice[writer]
    same_as_openpyxl(data)
    same_as_calamine(data)
    assert "LibreOffice" in (read_book(data).app or "")


def same_as_openpyxl(data: bytes) -> None:
    assert list(unlike_openpyxl(data, read_book(data))) == []


def same_as_calamine(data: bytes) -> None:
    assert list(unlike_calamine(data, read_book(data))) == []


def test_nasty_text_comes_back() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    texts = [*NASTY, *ESCAPES, *(chr(code) for code in (1, 8, 0x1F, 0x7F, 0x85, 0xFFFD))]
    for row, text in enumerate(texts):
        book.get_worksheet_by_name("S") or book.add_worksheet("S")
        book.get_worksheet_by_name("S").write_string(row, 0, text)
    book.close()
    found = read_book(out.getvalue()).sheets[0].cells
    assert [found[row, 1].value if (row, 1) in found else "" for row in range(1, len(texts) + 1)] == texts


def test_names_point_at_their_cells() -> None:
    book = read_book(by_xlsxwriter())
    (field,) = (n for n in book.names if n.name == "F_a__0")
    target = parse_target(field.text)
    assert target is not None
    sheet = book.sheet(target.sheet)
    assert sheet is not None
    assert sheet.cells[target.row, target.col].value == "結合"
    assert (target.row, target.col, target.last_row, target.last_col) in sheet.merges
    assert book.description == "jimu|2017"
    assert {f.kind for f in book.facts} == {"comments", "drawing"}
    assert sheet.hidden_cols == {8, 9, 10}


def test_a_whole_form() -> None:
    book = read_book(a_form())
    (sheet,) = book.sheets
    assert (len(sheet.merges), len(book.names), book.facts) == (473, 229, ())
    assert sum(cell.formula is not None for cell in sheet.cells.values()) == 45
    targets = [parse_target(name.text) for name in book.names]
    corners = {(merge.row, merge.col) for merge in sheet.merges}
    assert all(target and (target.row, target.col) in corners for target in targets)


def test_a_real_file_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(by_openpyxl())
    assert read_book(path).sheets[1].cells == {}
