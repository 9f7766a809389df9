"""Struck-through text: whole cells by their format, parts by their runs."""

# ruff: noqa: E501 - XML by hand reads better unbroken

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.book import reader_files as make
from tests.oracle import need_soffice, recalculate
from xltool.book.limits import LIMITS
from xltool.book.reader import read_book
from xltool.errors import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from xltool.book.raw import RawBook

STRUCK = "<r><rPr><strike/></rPr><t>{}</t></r>"
OWN = "<r><rPr><b/></rPr><t>{}</t></r>"
BARE = "<r><t>{}</t></r>"


def by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("S")
    strike, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
    sheet.write("A1", "消した", strike)
    sheet.write("A2", "残る", bold)
    sheet.write_number("A3", 5, strike)
    sheet.write_rich_string("A4", "残す", strike, "消す", bold, "太い")
    sheet.write_rich_string("A5", bold, "太い", "字")
    book.close()
    return out.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, content in enumerate(("消した", "残る", 5), 1):
        sheet.cell(row, 1, content).font = Font(strike=content != "残る")
    sheet["A4"] = CellRichText(
        "残す", TextBlock(InlineFont(strike=True), "消す"), TextBlock(InlineFont(b=True), "太い")
    )
    sheet["A5"] = CellRichText(TextBlock(InlineFont(strike=False), "太い"), "字")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def same_everywhere(book: RawBook) -> None:
    (sheet,) = book.sheets
    assert [row for (row, _), cell in sheet.cells.items() if cell.style in book.struck] == [1, 3]
    assert dict(sheet.struck_runs) == {(4, 1): (("残す", False), ("消す", True), ("太い", False))}


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl])
def test_as_programs_write_it(write: type[bytes], tmp_path: Path) -> None:
    same_everywhere(read_book(write()))
    need_soffice()
    (tmp_path / "a.xlsx").write_bytes(write())
    same_everywhere(read_book(recalculate([tmp_path / "a.xlsx"], tmp_path / "out")[0]))


def styled(styles: str, row: str = "", *shared: str) -> bytes:
    content = make.parts(f'<row r="1">{row}</row>', shared=shared)
    content["xl/styles.xml"] = styles
    content["xl/_rels/workbook.xml.rels"] = make.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "styles.xml"),
    )  # fmt: skip
    return make.zipped(content)


def stylesheet(inside: str, main: str = make.MAIN, prefix: str = "") -> str:
    xmlns = f"xmlns:{prefix}" if prefix else "xmlns"
    colon = f"{prefix}:" if prefix else ""
    return f'<{colon}styleSheet {xmlns}="{main}">{inside}</{colon}styleSheet>'


FONTS = '<fonts><font><b/></font><font><strike/></font><font><strike val="0"/></font><font><strike val="true"/></font><font/></fonts>'
FORMATS = '<cellXfs><xf fontId="0"/><xf fontId="1" applyFont="1"/><xf fontId="2"/><xf fontId="3"/><xf/><xf fontId="99"/><xf fontId="4"/></cellXfs>'


@pytest.mark.parametrize("main", [make.MAIN, make.STRICT])
def test_formats_by_their_fonts(main: str) -> None:
    assert read_book(styled(stylesheet(FONTS + FORMATS, main))).struck == {1, 3}


def test_formats_elsewhere_do_not_count() -> None:
    elsewhere = (
        '<cellStyleXfs><xf fontId="1"/><xf fontId="1"/></cellStyleXfs>',
        "<dxfs><dxf><font><strike/></font></dxf></dxfs>",
    )
    plain = '<cellXfs><xf fontId="0"/><xf fontId="0"/></cellXfs>'
    assert read_book(styled(stylesheet(FONTS + elsewhere[0] + plain + elsewhere[1]))).struck == frozenset()
    assert read_book(styled(stylesheet(FONTS + FORMATS + elsewhere[1]))).struck == {1, 3}
    swapped = FORMATS + elsewhere[0] + elsewhere[1] + FONTS  # whatever their order
    assert read_book(styled(stylesheet(swapped))).struck == {1, 3}


def test_prefixes_and_other_encodings() -> None:
    prefixed = stylesheet(
        (FONTS + FORMATS).replace("</", "\0").replace("<", "<x:").replace("\0", "</x:"), prefix="x"
    )
    assert read_book(styled(prefixed)).struck == {1, 3}
    wide = '<?xml version="1.0" encoding="UTF-16"?>' + stylesheet(FONTS + FORMATS)
    parts = make.parts()
    parts["xl/styles.xml"] = wide.encode("utf-16")
    parts["xl/_rels/workbook.xml.rels"] = make.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "styles", "styles.xml")
    )
    assert read_book(make.zipped(parts)).struck == {1, 3}


@pytest.mark.parametrize("before", range(262_120, 262_150, 1))
def test_the_word_across_a_chunk_border(before: int) -> None:
    """The word is looked for in pieces of 256 KiB."""
    head = stylesheet("").partition(">")[0] + "><fonts><font><"
    padded = "<!--" + " " * (before - len(head) - 7) + "-->"
    text = stylesheet(padded + "<fonts><font><strike/></font></fonts><cellXfs><xf/></cellXfs>")
    assert text.index("strike") == before
    assert read_book(styled(text)).struck == {0}


@pytest.mark.parametrize(
    ("item", "style", "expected"),
    [
        (BARE.format("残") + STRUCK.format("消"), 0, (("残", False), ("消", True))),
        (STRUCK.format("消") + BARE.format("残"), 0, (("消", True), ("残", False))),
        (STRUCK.format("消") + STRUCK.format("す"), 0, (("消す", True),)),
        (STRUCK.format("消").replace("<strike/>", '<strike val="0"/>') + BARE.format("残"), 0, None),
        (OWN.format("太") + BARE.format("字"), 0, None),
        (STRUCK.format("消") + '<rPh sb="0" eb="1"><t>ケ</t></rPh>', 0, (("消", True),)),
        (STRUCK.format("a_x000D_\nb"), 0, (("a\nb", True),)),
        # in a struck cell: a run without a format of its own is struck, one with its own is not
        ("<t>消</t>", 1, None),
        (BARE.format("消") + BARE.format("す"), 1, None),
        (BARE.format("消") + OWN.format("残"), 1, (("消", True), ("残", False))),
        (OWN.format("残"), 1, (("残", False),)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("inline", [False, True])
def test_runs(item: str, style: int, expected: object, inline: bool) -> None:
    cell = f'<c r="A1" s="{style}" t="{"inlineStr" if inline else "s"}">'
    cell += f"<is>{item}</is></c>" if inline else "<v>0</v></c>"
    sheet = read_book(styled(stylesheet(FONTS + FORMATS), cell, item)).sheets[0]
    assert sheet.struck_runs.get((1, 1)) == expected
    if expected:
        assert "".join(text for text, _ in sheet.struck_runs[1, 1]) == sheet.cells[1, 1].value


def test_the_last_of_duplicate_cells_wins_here_too() -> None:
    twice = '<c r="A1" t="s"><v>0</v></c><c r="A1" t="s"><v>1</v></c>'
    assert (
        not read_book(styled(stylesheet(""), twice, STRUCK.format("消"), "<t>残</t>")).sheets[0].struck_runs
    )
    assert read_book(styled(stylesheet(""), twice, "<t>残</t>", STRUCK.format("消"))).sheets[0].struck_runs


def test_damaged_formats_are_a_fact() -> None:
    book = read_book(styled("<styleSheet><strike>", '<c r="A1"><v>1</v></c>'))
    assert book.struck == frozenset()
    assert [(f.kind, f.part) for f in book.facts] == [("damaged_part", "xl/styles.xml")]
    assert book.sheets[0].cells


@pytest.mark.parametrize("item", ["<fonts>{}</fonts>", "<cellXfs>{}</cellXfs>"])
def test_formats_are_counted(item: str) -> None:
    text = stylesheet(item.format("<font><strike/></font>" * 5 + "<xf/>" * 5))
    read_book(styled(text), limits=replace(LIMITS, styles=5))
    with pytest.raises(Unreadable) as caught:
        read_book(styled(text), limits=replace(LIMITS, styles=4))
    assert caught.value.reason == "limit"


def test_many_cells_of_one_rich_string_share_its_runs() -> None:
    item = "".join((STRUCK if number % 2 else OWN).format("字") for number in range(1_000))
    cells = "".join(f'<c t="s" s="{number % 2}"><v>0</v></c>' for number in range(10_000))
    found = read_book(styled(stylesheet(FONTS + FORMATS), cells, item)).sheets[0].struck_runs
    assert len(found) == 10_000
    assert len({id(runs) for runs in found.values()}) == 2
