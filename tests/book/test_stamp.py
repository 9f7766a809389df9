"""Stamping: the same bytes for the same values, text that stays text, nothing cut off in silence."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from typing import Any

import openpyxl
import pytest
import python_calamine

from tests.book import blanks
from xltool.book import Assignment, draw, stamp, stamp_many, where
from xltool.book.stamp import stamp_mixed
from xltool.errors import CannotWork
from xltool.form import edition, find_form

TEXTS = (*blanks.NASTY, " lead", "trail \n", "%SHEET1% %IDENTITY%", "a\u0085b", "﷽", "\ufffe", "\x00")


def test_same_values_same_bytes() -> None:
    values = blanks.clean("jimu-jigyo")
    first = blanks.filled(draw(edition(find_form("jimu-jigyo"), 2017)), values)
    second = blanks.filled(draw(edition(find_form("jimu-jigyo"), 2017)), dict(reversed(values.items())))
    assert first == second


def test_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib; from tests.book import blanks; from xltool.book import Assignment, stamp;"
        "v = blanks.clean('jimu-jigyo');"
        "print(hashlib.sha256(stamp(blanks.blank_of('jimu', 2), [Assignment(values=v)] * 2)).hexdigest())"
    )
    seen = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"},
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def test_without_the_quick_zlib_the_same_is_read_back() -> None:
    pytest.importorskip("zlib_ng")
    code = (
        "import sys; sys.modules['zlib_ng'] = None;"
        "from tests.book import blanks; from xltool.book import Assignment, stamp;"
        "v = blanks.clean('jimu-jigyo');"
        "sys.stdout.buffer.write(stamp(blanks.blank_of('jimu', 2), [Assignment(values=v)] * 2))"
    )
    plain = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    values = blanks.clean("jimu-jigyo")
    quick = stamp(blanks.blank_of("jimu", 2), [Assignment(values=values)] * 2)
    assert plain != quick
    with zipfile.ZipFile(io.BytesIO(plain)) as one, zipfile.ZipFile(io.BytesIO(quick)) as other:
        assert one.namelist() == other.namelist()
        assert {name: one.read(name) for name in one.namelist()} == {
            name: other.read(name) for name in other.namelist()
        }


def test_a_book_does_not_depend_on_its_neighbours() -> None:
    blank = blanks.blank_of("jimu")
    one = [Assignment(values=blanks.clean("jimu-jigyo"))]
    two = [Assignment(values={"header.code": "00001"})]
    books = [one, two, one]
    assert list(stamp_many(blank, books)) == [stamp(blank, book) for book in books]


def test_text_stays_text_for_every_reader() -> None:
    own = blanks.EDITIONS["jimu"]
    fields = [one.id for one in own.form.fields.values() if one.type == "paragraph"]
    _, cells = where(own)
    for start in range(0, len(TEXTS), len(fields)):
        values = dict(zip(fields, TEXTS[start:], strict=False))
        data = blanks.filled(blanks.blank_of("jimu"), values)
        record = blanks.read_one(data, plan=False)
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        table = rows.to_python(skip_empty_area=False)
        for key, text in values.items():
            assert record.values[key] == text
            cell = sheet[cells[key]]
            assert cell.data_type == "s"
            if "_x" not in text and not any(ch in text for ch in "\x00\x01\ufffe"):  # openpyxl leaves _x0001_
                assert cell.value == text
            if text != "\ufffe":  # calamine does not undo this one
                assert table[cell.row - 1][cell.column - 1] == text


def test_half_a_pair_becomes_a_replacement_character() -> None:
    values = {"comment": "a\ud800b", "name": "\r\nc\rd"}
    record = blanks.read_one(blanks.filled(blanks.blank_of("third"), values))
    assert record.values["comment"] == "a\ufffdb"
    assert record.values["name"] == "\nc\nd"


@pytest.mark.parametrize("text", ["あ" * 32_768, "😀" * 16_384])
def test_a_text_too_long_for_excel_is_refused_by_name(text: str) -> None:
    with pytest.raises(CannotWork, match="'説明' is 32,768 characters"):
        blanks.filled(blanks.blank_of("third"), {"comment": text})
    with pytest.raises(CannotWork, match="開始日と終了年度"):
        blanks.filled(blanks.blank_of("third"), {}, explanations={"third/late": text})


@pytest.mark.parametrize("where_wrong", [0, 2, 4, 5])
def test_books_before_one_that_cannot_be_made_are_made(where_wrong: int) -> None:
    sheets = [Assignment(values={"comment": f"{i}\n{i}"}) for i in range(6)]
    sheets[where_wrong] = Assignment(values={"comment": "あ" * 32_768})
    sizes = {1: blanks.blank_of("third"), 2: blanks.blank_of("third", 2)}
    books = [sheets[:1], sheets[1:3], sheets[3:4], sheets[4:]]
    made = stamp_mixed(lambda count: sizes[count], books)
    for book in books:
        if sheets[where_wrong] in book:
            with pytest.raises(CannotWork):
                next(made)
            break
        assert next(made) == stamp(sizes[len(book)], book)


@pytest.mark.parametrize("text", ["あ" * 32_767, "😀" * 16_383, "\n" * 32_766 + "x"])
def test_the_longest_text_goes_through(text: str) -> None:
    data = blanks.filled(blanks.blank_of("third"), {"comment": text})
    assert blanks.read_one(data).values["comment"] == text


def test_what_does_not_fit_goes_on_elsewhere() -> None:
    text = "".join(f"第{i}項😀の説明である。" for i in range(2000))
    data = blanks.filled(blanks.blank_of("third"), {"comment": text})
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    live = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["続き"]
    assert sheet.sheet_state == "visible"
    pieces = [row[1] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert text.endswith("".join(pieces))
    units = text.encode("utf-16-le")
    for shown, row in zip(pieces, live["続き"].iter_rows(min_row=3, values_only=True), strict=True):
        start, length = (int(n) for n in row[1].rstrip(")").split(",")[-2:])  # as Excel's MID counts
        assert units[2 * start - 2 : 2 * (start - 1 + length)].decode("utf-16-le") == shown
    short = openpyxl.load_workbook(io.BytesIO(blanks.filled(blanks.blank_of("third"), {})))
    assert short["続き"].sheet_state == "hidden"


def test_sheet_names_are_the_project_numbers() -> None:
    codes: list[Any] = ["00832", "00832", None, "a[1]:*?/\\'<&>", "_meta", "x" * 40]
    data = stamp(blanks.blank_of("jimu", 6), [Assignment(values={"header.code": code}) for code in codes])
    titles = openpyxl.load_workbook(io.BytesIO(data)).sheetnames[:6]
    assert titles == ["00832", "00832 (2)", "評価シート3", "a1", "_meta (2)", "x" * 24]


def test_links_and_checks_belong_to_their_project() -> None:
    two = [Assignment(values={"header.code": code}) for code in ("00001", "00832")]
    data = stamp(blanks.blank_of("jimu", 2), two)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check = archive.read("xl/worksheets/sheet3.xml").decode()
        assert "#'00832'!F_" in check
        assert b"%SHEET" not in b"".join(archive.read(name) for name in archive.namelist())
    sheet = openpyxl.load_workbook(io.BytesIO(data))["入力チェック"]
    formulas = [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    half = len(formulas) // 2
    assert all("'00832'!" not in f for f in formulas[:half])
    assert all("'00001'!" not in f for f in formulas[half:])


def test_a_value_that_looks_like_a_placeholder_is_left_alone() -> None:
    words = "%SHEET1% %SHEET2% %PROJECT% %IDENTITY%"
    data = stamp(blanks.blank_of("third", 2), [Assignment(values={"code": "1", "comment": words})] * 2)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    _, cells = where(blanks.EDITIONS["third"])
    assert sheet[cells["comment"]].value == words


def test_only_inputs_are_unlocked() -> None:
    data = blanks.filled(blanks.blank_of("jimu"), blanks.clean("jimu-jigyo"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, own = book.worksheets[0], blanks.EDITIONS["jimu"]
    _, cells = where(own)
    unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    open_ = {cells[one.id] for one in own.form.fields.values() if not one.locked}
    merged = {a.coord for m in sheet.merged_cells.ranges for a in [m] if m.start_cell.coordinate in open_}
    assert open_ <= unlocked
    inside = {c.coordinate for m in merged for row in sheet[m] for c in row}
    assert unlocked <= open_ | inside
    assert all(book[title].protection.sheet for title in book.sheetnames)
    assert [book[t].sheet_state for t in ("_lists", "_meta")] == ["hidden", "veryHidden"]


def test_validations_and_input_methods() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(blanks.filled(blanks.blank_of("jimu"), {}))).worksheets[0]
    _, cells = where(blanks.EDITIONS["jimu"])
    found = {str(v.sqref): v for v in sheet.data_validations.dataValidation}
    assert found[cells["eval.first.grade"]].type == "list"
    assert found[cells["cost.budget[0]"]].imeMode == "off"
    assert found[cells["overview.purpose"]].imeMode == "hiragana"
    assert found[cells["overview.purpose"]].prompt
    data = blanks.filled(blanks.blank_of("jimu-plan"), {})
    dependent = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    lists = {str(v.sqref): v.formula1 for v in dependent.data_validations.dataValidation}
    assert lists[cells["overview.section"]].startswith("OFFSET(_lists!")
