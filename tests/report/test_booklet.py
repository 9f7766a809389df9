"""The booklet: a workbook that prints as a book, its page numbers held against what LibreOffice prints."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

import xltool
from tests.book import blanks
from tests.book.lint_workbook import lint
from tests.book.test_render import words
from tests.oracle import need, need_soffice, recalculate, to_pdf
from tests.report.sheets import any_record, jimu, record
from tests.report.validity import valid
from xltool.book import read_file
from xltool.book.geometry import where
from xltool.book.record import Record
from xltool.book.tabs import tab_names
from xltool.cli import main
from xltool.errors import CannotWork
from xltool.form import edition, find_form
from xltool.report.booklet import booklet, by_department, department_paths, write_booklet
from xltool.report.booklet.contents import lay_contents
from xltool.report.booklet.entries import plan

OWN = jimu()
REVIEW = edition(find_form("quarterly-review"), 2026)
LONG = {
    "item.validity.comment": words("w", 9000, "ja"),
    "overview.purpose": words("q", 3000, "ja"),
    "plan.planned[0]": words("q", 900, "tight"),
}


def pile() -> list[Record]:
    """Short, full and overfull sheets of two forms, not in their order."""
    rng = random.Random(3)
    return [
        any_record(OWN, 1, rng),
        any_record(REVIEW, 50, rng),
        record(OWN, 77, **{"header.code": "00777", "header.name": "短い事業"}),
        long_record(9, **LONG),
        any_record(OWN, 4, rng),
        any_record(REVIEW, 51, rng),
    ]


def long_record(number: int, **values: str) -> Record:
    one = any_record(OWN, number, random.Random(number))
    return replace(one, values=one.values | values)


@cache
def sheets(data: bytes) -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {name: book[name] for name in book.sheetnames}


def listed(data: bytes) -> list[tuple[str, int]]:
    """Project number and page, as the contents say."""
    contents = next(iter(sheets(data).values()))
    heads = [cell.value for cell in contents[4]]
    rows = contents.iter_rows(min_row=5, values_only=True)
    return [(row[1], row[len(heads) - 1]) for row in rows if isinstance(row[0], int)]


def printed_pages(data: bytes, folder: Path) -> list[str]:
    """The text of every page that LibreOffice prints."""
    need_soffice()
    program = shutil.which("pdftotext")
    need(program, "pdftotext is not installed: apt-get install poppler-utils")
    (folder / "booklet.xlsx").write_bytes(data)
    pdf = to_pdf([folder / "booklet.xlsx"], folder / "pdf")[0]
    command = [program or "", "-layout", str(pdf), "-"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return done.stdout.decode().split("\f")[:-1]


def foot(page: str) -> list[str]:
    return next(line for line in reversed(page.splitlines()) if line.strip()).split()


# -- in print -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> bytes:
    return booklet(pile())


@pytest.fixture(scope="module")
def pages(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return printed_pages(made, tmp_path_factory.mktemp("booklet"))


def test_page_numbers_run_through_and_the_contents_say_where_each_sheet_starts(
    made: bytes, pages: list[str]
) -> None:
    assert foot(pages[0]) == ["1"]
    feet = [foot(page) for page in pages[1:]]
    assert [one[-2] for one in feet] == [str(number) for number in range(2, len(pages) + 1)]
    starts: dict[str, int] = {}
    for number, one in enumerate(feet, start=2):
        starts.setdefault(one[-1], number)
    assert list(starts.items()) == listed(made)
    assert f"{len(pages)} ページ" in pages[0]


def test_every_word_of_an_overfull_sheet_is_printed_and_the_cell_says_where_it_goes_on(
    pages: list[str],
) -> None:
    own = [number for number, page in enumerate(pages, start=1) if foot(page)[-1] == "00063"]
    text = "".join(pages[number - 1] for number in own)
    for wanted in LONG.values():
        assert set(re.findall(r"[qw]\d{4}", wanted)) <= set(re.findall(r"[qw]\d{4}", text))
    told = {int(found) for found in re.findall(r"→ (\d+)ページ", text)}
    assert told
    assert told <= set(own)
    labels = {number for number in own if "（続き）" in pages[number - 1]}
    assert told <= labels


def test_long_contents_are_as_many_pages_as_they_say(tmp_path: Path) -> None:
    rng = random.Random(5)
    many = [any_record(REVIEW, number, rng) for number in range(1, 81)]
    for one in many[::3]:
        one.values["name"] = "a name that does not fit one line of the contents by far, " * 2
    found = printed_pages(booklet(many, lang="en"), tmp_path)
    count = lay_contents(plan(many, lang="en", public=False), "en").pages
    assert count > 1
    assert [foot(page) for page in found[:count]] == [[str(n)] for n in range(1, count + 1)]
    assert foot(found[count])[-2:] == [str(count + 1), "00001"]
    assert [page for page in found if "quarterly-review" in page] == found[count:]
    assert all("Number" in page for page in found[:count])


# -- as a workbook ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", blanks.EDITIONS)
def test_is_valid_for_excel(name: str, tmp_path: Path) -> None:
    own = blanks.EDITIONS[name]
    rng = random.Random(name)
    records = [record(own, number, **blanks.random_values(own, rng)) for number in range(1, 5)]
    data = booklet(records)
    assert lint(data) == []
    (tmp_path / "booklet.xlsx").write_bytes(data)
    valid(tmp_path / "booklet.xlsx")


def test_a_booklet_of_two_forms_with_overfull_sheets_is_valid(made: bytes, tmp_path: Path) -> None:
    assert lint(made) == []
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        for name in parts.namelist():
            for merges in re.findall(rb"<mergeCells .*?</mergeCells>", parts.read(name)):
                assert merges.startswith(b'<mergeCells count="%d">' % merges.count(b"<mergeCell "))
    (tmp_path / "booklet.xlsx").write_bytes(made)
    valid(tmp_path / "booklet.xlsx")


def test_libreoffice_reads_the_same_values_and_no_error(made: bytes, tmp_path: Path) -> None:
    need_soffice()
    (tmp_path / "booklet.xlsx").write_bytes(made)
    again = recalculate([tmp_path / "booklet.xlsx"], tmp_path / "again")[0].read_bytes()
    ours, theirs = sheets(made), sheets(again)
    assert list(ours) == list(theirs)
    for name, sheet in ours.items():
        for row in sheet.iter_rows():
            for cell in row:
                there = theirs[name][cell.coordinate].value
                assert there == cell.value or (cell.value, there) == ("", None), (name, cell.coordinate)
                assert not str(there).startswith("#"), (name, cell.coordinate)


def test_same_records_same_bytes(made: bytes) -> None:
    assert booklet(pile()) == made


def test_forms_stand_together_in_the_order_given(made: bytes) -> None:
    assert [one for one, _ in listed(made)] == ["00007", "00777", "00063", "00028", "00050", "00051"]
    assert list(sheets(made))[:3] == ["目次", "00007 第1事業（試験）", "00777 短い事業"]


def test_holds_values_without_formulas_protection_or_validations(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist() if "worksheets/" in name)
        workbook = parts.read("xl/workbook.xml")
        names = set(re.findall(rb'definedName name="([^"]+)"', workbook))
    for word in (b"<f>", b"<sheetProtection", b"<dataValidation", b'hidden="1"', b"<conditionalFormatting"):
        assert word not in everything
    assert names == {b"_xlnm.Print_Area", b"_xlnm.Print_Titles"}
    assert b"fullCalcOnLoad" not in workbook  # or Excel asks whether to save what nobody has changed


def test_is_not_taken_for_a_pile_of_submissions(made: bytes) -> None:
    reading = read_file(made, file="booklet.xlsx", library=blanks.library())
    assert not reading.records


def test_the_contents_link_to_every_sheet(made: bytes) -> None:
    book = sheets(made)
    contents = book["目次"]
    links = [cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in list(book)[1:]]
    assert all(
        sheet["B1"].hyperlink.location == "'目次'!A1" for name, sheet in book.items() if name != "目次"
    )


# -- what stands in it --------------------------------------------------------------------------------------


def cells(one: Record, **more: Any) -> dict[str, Any]:
    """Field -> what its cell holds in a booklet of one sheet."""
    sheet = list(sheets(booklet([one], **more)).values())[1]
    return {key: sheet[at].value for key, at in where(one.edition)[1].items()}


def test_shows_labels_numbers_and_committee_values() -> None:
    values = {
        "header.code": "00832", "basic.start_year": 2003, "cost.general[0]": 1234, "cost.total[0]": 5678,
        "eval.second.grade": "拡大", "eval.second.direction": "拡充する。", "basic.kind": "own",
    }  # fmt: skip
    kind = dict(OWN.options(OWN.form.fields["basic.kind"]) or ())
    values["basic.kind"] = next(iter(kind))
    found = cells(record(OWN, 1, **values))
    assert found["basic.start_year"] == "平成15年度"
    assert (found["cost.general[0]"], found["cost.total[0]"]) == (1234, 5678)
    assert (found["eval.second.grade"], found["eval.second.direction"]) == ("拡大", "拡充する。")
    assert found["basic.kind"] == kind[values["basic.kind"]]


def test_the_contents_show_both_grades() -> None:
    one = record(OWN, 1, **{"eval.first.grade": "見直し", "eval.second.grade": "拡大"})
    contents = sheets(booklet([one]))["目次"]
    assert [cell.value for cell in contents[4]][4:6] == ["1次評価", "2次評価"]
    assert [cell.value for cell in contents[5]][4:6] == ["見直し", "拡大"]
    small = sheets(booklet([record(REVIEW, 1)], lang="en"))["Contents"]
    assert [cell.value for cell in small[4]] == ["No.", "Number", "Project", "Department", "Page"]


def test_what_could_not_be_read_is_printed_as_it_was_typed() -> None:
    one = record(OWN, 1)
    one = replace(
        one,
        raw={"cost.general[0]": "約３千円くらい", "basic.end_year": "いつか", "eval.first.grade": "Ｚ"},
        doubtful=frozenset({"cost.general[0]", "basic.end_year", "eval.first.grade"}),
    )
    found = cells(one)
    assert found["cost.general[0]"] == "約３千円くらい"
    assert found["basic.end_year"] == "いつか"
    assert sheets(booklet([one]))["目次"]["E5"].value == "Ｚ"
    corrected = replace(one, values=one.values | {"cost.general[0]": 3})
    assert cells(corrected)["cost.general[0]"] == 3


def test_internal_fields_stay_unless_it_is_public() -> None:
    one = record(OWN, 1, **{"header.phone": "内線3504", "header.name": "防災"})
    assert cells(one)["header.phone"] == "内線3504"
    open_to_all = booklet([one], public=True)
    assert cells(one, public=True)["header.phone"] is None
    assert cells(one, public=True)["header.name"] == "防災"
    with zipfile.ZipFile(io.BytesIO(open_to_all)) as parts:
        assert all(b"3504" not in parts.read(name) for name in parts.namelist())


def test_nothing_typed_becomes_a_formula_link_or_markup() -> None:
    nasty = [*blanks.NASTY, "\ufffe", "\ud800", "'", "[x]'!A1", 'a"b', "&P &N &D"]
    records = [
        replace(record(REVIEW, 1, name=text, comment=text), project=text, department=text) for text in nasty
    ]
    data = booklet(records)
    assert lint(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert all(b"<f>" not in parts.read(name) for name in parts.namelist())
        assert not [name for name in parts.namelist() if "worksheets/_rels" in name]
        forms = [parts.read(f"xl/worksheets/sheet{n}.xml") for n in range(2, len(nasty) + 2)]
    assert {form.count(b"<hyperlink ") for form in forms} == {1}  # to the contents
    book = sheets(data)
    assert len(book) == 1 + len(nasty)
    at = where(REVIEW)[1]["comment"]
    for text, sheet in zip(nasty, list(book.values())[1:], strict=True):
        held = sheet[at].value
        assert sheet[at].data_type == "s"
        if text.isprintable() and "_x" not in text:
            assert held == text
    assert "&P &N &D".replace("&", "&&") in list(book.values())[-1].oddFooter.right.text


def test_an_emptied_pile_is_refused() -> None:
    with pytest.raises(CannotWork, match="no sheets for a booklet"):
        booklet([])


def test_more_sheets_than_fit_are_refused_before_anything_is_written() -> None:
    one = record(REVIEW, 1)
    target = io.BytesIO()
    with pytest.raises(CannotWork, match="10,000 sheets do not fit"):
        write_booklet(lambda: (one for _ in range(10_000)), target)
    assert target.getvalue() == b""


def test_records_are_streamed() -> None:
    """Only one record at a time: what gives them may make each anew."""
    alive: list[int] = []

    def each() -> Any:
        for number in range(1, 4):
            alive.append(number)
            yield record(REVIEW, number, name=f"N{number}")

    target = io.BytesIO()
    write_booklet(each, target)
    assert alive == [1, 2, 3, 1, 2, 3]
    assert len(sheets(target.getvalue())) == 4


# -- names --------------------------------------------------------------------------------------------------


def test_tabs_are_as_excel_allows_them() -> None:
    wanted = [
        "00832 防災", "00832 防災", "００８３２　防災", "a/b:c*d?[e]\\f", "'x'", "History", "", "\x01", "",
        "あ" * 40, "あ" * 41, "😀" * 20, "目次",
    ]  # fmt: skip
    names = list(tab_names(wanted, taken=["目次"], fallback="シート"))
    assert names[:2] == ["00832 防災", "00832 防災 (2)"]
    assert names[3:9] == ["a b c d e f", "x", "History (2)", "シート", "シート (2)", "シート (3)"]
    assert names[-1] == "目次 (2)"
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_departments_are_told_apart_by_more_than_blanks() -> None:
    said = ["総務部　行政管理課", "総務部行政管理課 ", "福祉部", None, " "]
    records = [replace(record(OWN, n), department=one) for n, one in enumerate(said)]
    found = by_department(records, "ja")
    assert {name: len(own) for name, own in found.items()} == {
        "総務部 行政管理課": 2,
        "福祉部": 1,
        "担当部署なし": 2,
    }


def test_files_of_departments_have_safe_names() -> None:
    paths = department_paths(Path("out/冊子.xlsx"), ["総務/課", "総務／課", "a:b", "../x"])
    names = [path.name for path in paths]
    assert names == ["冊子-総務／課.xlsx", "冊子-総務／課_2.xlsx", "冊子-a：b.xlsx", "冊子-..／x.xlsx"]
    assert all(path.parent == Path("out") for path in paths)


# -- files and the command ----------------------------------------------------------------------------------


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["--lang=ja", *map(str, args)])


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for code, unit in (("0001", "Port"), ("0002", "Park"), ("0003", "Port")):
        values = {"code": code, "unit": unit, "name": f"Project {code}", "overall": "B"}
        xltool.fill("quarterly-review", {"values": values}, folder / f"{code}.xlsx", year=2026)
    return folder


def test_booklet_of_files(inbox: Path, tmp_path: Path) -> None:
    assert xltool.booklet(inbox, tmp_path / "b.xlsx", lang="en") == (tmp_path / "b.xlsx",)
    assert listed((tmp_path / "b.xlsx").read_bytes()) == [("0001", 2), ("0002", 3), ("0003", 4)]


def test_command_makes_one_booklet_without_a_master(inbox: Path, tmp_path: Path) -> None:
    done = run("consolidate", inbox, "--booklet", tmp_path / "b.xlsx")
    assert done.exit_code == 0, done.output
    assert done.stdout == f"{tmp_path / 'b.xlsx'} に書き出しました。\n"
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["b.xlsx"]


def test_command_makes_one_booklet_per_department(inbox: Path, tmp_path: Path) -> None:
    (inbox / "broken.xlsx").write_bytes(b"PK broken")
    done = run("consolidate", inbox, "--booklet", tmp_path / "b.xlsx", "--by", "department")
    assert "読めなかったため入っていないもの: 1 件" in done.stderr
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["b-Park.xlsx", "b-Port.xlsx"]
    port = (tmp_path / "b-Port.xlsx").read_bytes()
    assert listed(port) == [("0001", 2), ("0003", 3)]
    assert sheets(port)["目次"]["A1"].value == "Quarterly review　個票綴り　Port"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "-o（とりまとめブック）、--to"),
        (("-o", "m.xlsx", "--by", "department"), "--booklet と一緒に"),
        (("-o", "m.xlsx", "--public"), "--booklet と一緒に"),
        (("-o", "m.xlsx", "--booklet", "m.xlsx"), "同じファイル"),
        (("--booklet", "m.pdf"), ".xlsx にしてください"),
    ],
)
def test_command_refuses_what_makes_no_sense(args: Sequence[str], said: str, inbox: Path) -> None:
    done = run("consolidate", inbox, *args)
    assert done.exit_code == 2
    assert said in done.stderr
