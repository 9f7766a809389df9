"""Workbooks that are not .xlsx: .xls, .xlsb and .ods give the same values; what harms ends in one reason."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.book.blanks import EDITIONS, clean, filled, library
from tests.book.reader_files import zipped
from tests.oracle import convert, need_soffice, recalculate
from xltool.book import Record, draw, read_book, read_file
from xltool.book.guard import GUARD
from xltool.book.limits import LIMITS
from xltool.book.otherformats import read_any, read_other
from xltool.book.raw import CellError, RawBook
from xltool.errors import Unreadable

THIRD: dict[str, Any] = {
    "code": "00832",
    "name": "橋の補修\n（第2期）",
    "phone": "内線0123",
    "day": 45000.0,
    "share": 0.123,
    "end": 2027,
    "nothing": False,
    "way.own": True,
    "way.let": False,
    "chapter": "福祉",
    "part": "児童",
    "measure": "保育",
    "amount[-1]": -12345678,
    "amount[0]": 0.5,
    "amount[+1]": "－",
    "people": 7,
    # No tab: LibreOffice 7.4 writes none into the .ods where a text has several lines.
    "comment": "一行目\n\n三行目  字下げ\n=1+1　𠮷野家 <&>\"'",
}
ERROR = "#DIV/0!"


def reason(data: bytes | Path, **more: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        read_any(data, **more)
    text = caught.value.text
    assert text.ja.endswith(("。", "）。"))
    assert text.en.endswith((".", ")."))
    return caught.value.reason


def values(book: RawBook, sheet: int = 0) -> dict[tuple[int, int], object]:
    return {at: cell.value for at, cell in book.sheets[sheet].cells.items() if cell.value not in (None, "")}


# -- as LibreOffice writes them -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three workbooks, re-saved by LibreOffice as .xlsx, .xls and .ods."""
    need_soffice()
    folder = tmp_path_factory.mktemp("other")
    own = EDITIONS["jimu"]
    (folder / "jimu.xlsx").write_bytes(filled(draw(own), clean("jimu-jigyo")))
    (folder / "third.xlsx").write_bytes(filled(draw(EDITIONS["third"]), THIRD))
    for calendar in ("1900", "1904"):
        _cells(folder / f"cells{calendar}.xlsx", date_1904=calendar == "1904")
    files = sorted(folder.glob("*.xlsx"))
    recalculate(files, folder / "xlsx")
    for kind in ("xls", "ods"):
        convert(files, folder / kind, kind)
    return folder


_CELLS: tuple[tuple[object, str], ...] = (
    *((45000, form) for form in ("yyyy/m/d", '[$-411]ggge"年"m"月"d"日"', 'ggge"年度"', "0", "@")),
    *((number, "yyyy/m/d") for number in (1, 59, 61, 2922)),
    *(
        (45000.75, "yyyy/m/d h:mm"),
        (0.5, "h:mm"),
        (1.5, "[h]:mm"),
        (0.123, "0.0%"),
        (-1234.5, "#,##0;△#,##0"),
    ),
    *((1e15, "General"), (-5, "General"), (0.1 + 0.2, "General"), (True, "General"), (False, "General")),
    *(
        (text, "@")
        for text in ("00832", "a\nb\n\nc", "  前後  ", "a\tb", "=1+1", "𠮷野家", "_x000D_", "<&>\"'")
    ),
    *((text, "General") for text in ("PT1H", "2024-01-01", "TRUE", "12", "\n", "x\u00a0y")),
)


def _cells(path: Path, *, date_1904: bool) -> None:
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        sheet = book.add_worksheet("表'の")
        for row, (value, form) in enumerate(_CELLS):
            style = book.add_format({"num_format": form})
            if isinstance(value, bool):
                sheet.write_boolean(row, 0, value, style)
            elif isinstance(value, str):
                sheet.write_string(row, 0, value, style)
            else:
                sheet.write_number(row, 0, value, style)
        last = len(_CELLS)
        sheet.write_rich_string(last, 0, "一", book.add_format({"bold": True}), "二", "三")
        sheet.write_string(last + 1, 0, "値")
        sheet.write_comment(last + 1, 0, "コメント")
        sheet.write_formula(last + 2, 0, '="x"&CHAR(10)&1/4')
        sheet.write_formula(last + 3, 0, "=1/0", None, ERROR)
        sheet.merge_range(last + 4, 0, last + 5, 2, "結合")
        book.add_worksheet("hidden").hide()
        book.add_worksheet("遠く").write_number(4000, 200, 1.25)


@pytest.mark.parametrize("calendar", ["1900", "1904"])
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_cells_are_those_of_the_workbook(office: Path, kind: str, calendar: str) -> None:
    ours = read_any(office / kind / f"cells{calendar}.{kind}")
    theirs = read_book(office / "xlsx" / f"cells{calendar}.xlsx")
    shift = 1462 if calendar == "1904" and kind == "ods" else 0  # its dates are dates, in no calendar
    dated = {(row, 1) for row, (_, form) in enumerate(_CELLS, 1) if "yy" in form or "gg" in form}
    expected: dict[tuple[int, int], object] = {}
    for at, value in values(theirs).items():
        expected[at] = value + shift if at in dated and isinstance(value, float) else value
    if kind == "xls":
        expected = {at: value for at, value in expected.items() if not isinstance(value, CellError)}
    assert values(ours) == expected
    assert ours.date1904 is (calendar == "1904" and kind == "xls")
    assert [(one.name, one.state) for one in ours.sheets] == [
        ("表'の", "visible"),
        ("hidden", "hidden"),
        ("遠く", "visible"),
    ]
    assert values(ours, 2) == {(4001, 201): 1.25}
    assert [one.kind for one in ours.facts] == ["formulas_not_checkable"]
    assert all(cell.formula is None for cell in ours.sheets[0].cells.values())
    assert len(ours.sheets[0].merges) == (1 if kind == "xls" else 0)


def record(path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    monkeypatch.setattr("xltool.book.read.read_book", read_any, raising=False)
    reading = read_file(path, file=path.name, library=library(plan=path.stem == "third"))
    assert not reading.unread
    assert len(reading.records) == 1
    return reading.records[0]


@pytest.mark.parametrize("name", ["jimu", "third"])
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_department_s_file_gives_the_same_record(
    office: Path, name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = record(office / kind / f"{name}.{kind}", monkeypatch)
    theirs = record(office / f"{name}.xlsx", monkeypatch)
    assert ours.values == theirs.values
    # Without formulas: LibreOffice 7.4 writes 0 into an .xls where a formula in a number cell gives a text.
    inputs = {key for key, one in ours.edition.form.fields.items() if one.formula is None}
    assert {key: ours.raw[key] for key in inputs} == {key: theirs.raw[key] for key in inputs}
    if kind == "ods":
        assert ours.cached == theirs.cached
    assert ours.issued == theirs.issued
    assert ours.explanations == theirs.explanations
    assert (ours.form, ours.version, ours.year, ours.project) == (
        theirs.form,
        theirs.version,
        theirs.year,
        theirs.project,
    )
    assert set(ours.located.values()) == {"key"}
    for key, value in (THIRD if name == "third" else clean("jimu-jigyo")).items():
        assert ours.values[key] == ("2023-03-15" if key == "day" else value), key
    known = {(one.kind, one.cell) for one in theirs.anomalies}
    more = {(one.kind, one.cell) for one in ours.anomalies if (one.kind, one.cell) not in known}
    # Without its formula the counter in the second row looks like something that was typed.
    told = {kind for kind, cell in more if kind != "outside" or not (cell or "").endswith("2")}
    assert told <= {"formulas_not_checkable", "overwritten_formula"}


def test_xls_and_ods_named_otherwise_are_told_by_content(office: Path, tmp_path: Path) -> None:
    for kind in ("xls", "ods"):
        data = (office / kind / "third.ods").with_name(f"third.{kind}").read_bytes()
        (tmp_path / "a.xlsx").write_bytes(data)
        assert len(read_any(tmp_path / "a.xlsx").sheets) == len(read_any(data).sheets) > 3
    (tmp_path / "b.xls").write_bytes((office / "third.xlsx").read_bytes())
    assert read_any(tmp_path / "b.xls") == read_book(office / "third.xlsx")


def test_an_encrypted_xls_is_said_to_be_locked(office: Path) -> None:
    data = (office / "xls" / "third.xls").read_bytes()
    begin = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    assert reason(data[:begin] + b"\x2f\x00" + data[begin + 2 :]) == "locked"


def test_changed_files_end_in_a_book_or_one_reason(office: Path) -> None:
    dice = random.Random(4)
    whole = {kind: (office / kind / f"cells1900.{kind}").read_bytes() for kind in ("xls", "ods")}
    whole["xlsb"] = xlsb(
        {(row, col): "a" if col % 2 else 1.5 for row in range(9) for col in range(9)}, short=True
    )
    part = {"ods": "content.xml", "xlsb": "xl/worksheets/sheet1.bin"}
    ends: dict[str, int] = {}
    for number in range(180):
        kind = ("xls", "xlsb", "ods")[number % 3]
        with zipfile.ZipFile(io.BytesIO(whole[kind] if kind in part else zipped({}))) as archive:
            parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        data = bytearray(parts[part[kind]] if kind in part else whole[kind])  # type: ignore[arg-type]
        for _ in range(dice.choice((1, 1, 4, 40))):
            at = dice.randrange(len(data))
            data[at : at + 1] = (
                dice.randbytes(1) if kind != "ods" else dice.choice((b"9", b"-", b"a", b" ", b"<"))
            )
        changed = zipped({**parts, part[kind]: bytes(data)}) if kind in part else bytes(data)
        try:
            read_any(changed, guard=replace(GUARD, seconds=10))
            end = "book"
        except Unreadable as error:
            end = error.reason
        ends[end] = ends.get(end, 0) + 1
    assert set(ends) <= {"book", "damaged", "limit", "not_a_workbook", "locked"}
    assert ends["book"] > 40
    assert ends["damaged"] > 20


# -- written by hand ----------------------------------------------------------------------------------------

_ODS = (
    b'<?xml version="1.0"?>'
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    b' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    b' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    b' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    b'<office:body><office:spreadsheet><table:table table:name="S">%s</table:table></office:spreadsheet>'
    b"</office:body></office:document-content>"
)
_X = b'<table:table-cell office:value-type="string"%s><text:p>x</text:p></table:table-cell>'


def ods(content: bytes, **more: bytes) -> bytes:
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    parts: dict[str, str | bytes] = {"mimetype": mimetype, "content.xml": content}
    return zipped({**parts, "META-INF/manifest.xml": "<manifest/>", **more})


def rows(inside: bytes) -> bytes:
    return ods(_ODS % inside)


def biff(kind: int, body: bytes = b"") -> bytes:
    """One record of an .xlsb part ([MS-XLSB] 2.1.4)."""
    out = bytearray([kind]) if kind < 128 else bytearray([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    while size > 0x7F:
        out.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes(out) + bytes([size]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(cells: dict[tuple[int, int], object], *, short: bool = False) -> bytes:
    """A workbook of one sheet; with ``short``, a cell right of another is written as SheetJS does."""
    top, left = max(row for row, _ in cells), max(col for _, col in cells)
    sheet = biff(129) + biff(148, struct.pack("<4I", 0, top, 0, left)) + biff(145)
    for row in sorted({row for row, _ in cells}):
        sheet += biff(0, struct.pack("<IIHBBI", row, 0, 300, 0, 0, 0) + b"\0")
        for at, value in sorted((at, value) for at, value in cells.items() if at[0] == row):
            brief = short and (row, at[1] - 1) in cells
            head = struct.pack("<I", 0) if brief else struct.pack("<II", at[1], 0)
            kind, body = _body(value)
            sheet += biff(kind + 11 if brief else kind, head + body)
    book = biff(131) + biff(143) + biff(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("S"))
    relation = '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + relation
        + ' Target="{}"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": relations.format("officeDocument", "xl/workbook.bin"),
            "xl/workbook.bin": book + biff(144) + biff(132),
            "xl/_rels/workbook.bin.rels": relations.format("worksheet", "worksheets/sheet1.bin"),
            "xl/worksheets/sheet1.bin": sheet + biff(146) + biff(130),
        }
    )


def _body(value: object) -> tuple[int, bytes]:
    if isinstance(value, bool):
        return 4, bytes([value])
    if isinstance(value, str):
        return 6, wide(value)
    assert isinstance(value, float)
    return 5, struct.pack("<d", value)


@pytest.mark.parametrize("short", [False, True])
def test_xlsb_gives_its_values_also_those_that_calamine_leaves_out(short: bool) -> None:
    cells = {(0, 0): "あ\nb", (0, 1): 1.5, (0, 2): True, (3, 2): "x" * 300, (3, 3): "y", (4, 0): 45000.0}
    book = read_any(xlsb(cells, short=short))
    assert values(book) == {(row + 1, col + 1): value for (row, col), value in cells.items()}
    assert [one.kind for one in book.facts] == ["formulas_not_checkable"]


def test_ods_as_others_write_it() -> None:
    """White space between cells (gnumeric, SheetJS), breaks, tabs, errors: calamine alone fails or drops."""
    book = read_any(
        rows(
            b"\n  <table:table-row>\n    "
            b'<table:table-cell office:value-type="string">\n      <text:p>a<text:line-break/>b<text:tab/>c'
            b'<text:s text:c="2"/>d <text:span>e</text:span> f</text:p>\n      <text:p>g</text:p>\n    '
            b"</table:table-cell>\n    <table:covered-table-cell/>\n    "
            b'<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
            b' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>\n  </table:table-row>\n'
        )
    )
    assert values(book) == {(1, 1): "a\nb\tc  d e f\ng", (1, 3): CellError(ERROR)}


def test_macros_and_pictures_are_noted() -> None:
    row = b"<table:table-row>" + _X % b"" + b"</table:table-row>"
    book = read_any(ods(_ODS % row, **{"Basic/Standard/M.xml": b"<m/>", "Pictures/a.png": b"x"}))
    assert [one.kind for one in book.facts] == ["formulas_not_checkable", "macros", "picture"]


_ROW = b"<table:table-row%s>%s</table:table-row>"
_REPEATED_ROWS = b' table:number-rows-repeated="%d"'
_REPEATED = b' table:number-columns-repeated="%d"'
_SPACES = (
    b'<table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p>'
    b"</table:table-cell>"
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECRET = {"META-INF/manifest.xml": b"<a><manifest:encryption-data/></a>"}

HOSTILE: dict[str, tuple[bytes, str | None]] = {
    "every cell": (rows(_ROW % (_REPEATED_ROWS % 1048576, _X % (_REPEATED % 16384))), "damaged"),
    "endless rows": (rows(_ROW % (_REPEATED_ROWS % 10**20, _X % b"")), "damaged"),
    "fewer than none": (rows(_ROW % (b"", _X % (_REPEATED % -1))), "damaged"),
    "many cells": (rows(_ROW % (_REPEATED_ROWS % 400_000, _X % b"")), "limit"),
    "deep": (rows(b"<table:table-cell>" * 300_000), "limit"),
    "four billion spaces": (rows(_ROW % (b"", _SPACES)), "damaged"),
    "last corner": (xlsb({(0, 0): "a", (1048575, 16383): 1.5}), "limit"),
    "outside the grid": (xlsb({(0, 0): "a", (2**32 - 1, 2**32 - 1): 1.5}), None),
    "entity": (ods(b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), None),
    "encrypted": (ods(_ODS % b"", **_SECRET), "locked"),
    "bomb": (ods(_ODS % b"", **{"Pictures/a.png": bytes(3_000_000)}), "limit"),
    "two contents": (ods(_ODS % b"", **{"CONTENT.xml": b"<a/>"}), "refused"),
    "hollow": (_OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(5000), "damaged"),
    "no directory": (_OLE + b"\xff" * 9000, "not_a_workbook"),
}


@pytest.mark.parametrize(("data", "ends"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_end_in_one_reason(data: bytes, ends: str | None) -> None:
    if ends is None:
        read_any(data)
    else:
        assert reason(data) == ends


def test_time_memory_and_size_are_bounded() -> None:
    tall = rows(
        _ROW % (b' table:number-rows-repeated="1048576"', _X % b' table:number-columns-repeated="90"')
    )
    begun = time.monotonic()
    patient = replace(LIMITS, cells=10**9, characters=10**12)
    assert reason(tall, limits=patient, guard=replace(GUARD, seconds=1, memory=10**11)) == "limit"
    assert time.monotonic() - begun < 3
    large = rows(_ROW % (_REPEATED_ROWS % 1048576, _X % (_REPEATED % 20)))
    with pytest.raises(Unreadable, match="bytes of memory"):
        read_any(large, limits=patient)
    few = rows(_ROW % (b"", _X % b"" * 20))
    assert len(read_any(few).sheets[0].cells) == 20
    for bound in ({"cells": 19}, {"characters": 19}, {"text": 0}, {"parts": 0}, {"file": 100}):
        assert reason(few, limits=replace(LIMITS, **bound)) == "limit"


def test_without_calamine_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xltool.book.guard._NEEDED", {"read": "no_such_module", "open": "no_such_module"})
    with pytest.raises(Unreadable, match=r"format \.ods; save it as \.xlsx") as caught:
        read_other(rows(b""), "ods")
    assert caught.value.reason == "old_format"


# -- encrypted ----------------------------------------------------------------------------------------------


def encrypted(parts: dict[str, str | bytes] | bytes, password: str) -> bytes:
    """An encrypted zip; msoffcrypto 6.1 writes one of less than 4,096 bytes wrongly, so it is made larger."""
    agile = pytest.importorskip("msoffcrypto.method.ecma376_agile", reason="needs xltool[locked]")
    data = parts if isinstance(parts, bytes) else zipped({**parts, "z": random.Random(1).randbytes(9000)})
    made: bytes = agile.ECMA376Agile.encrypt(password, io.BytesIO(data))
    return made


def test_excel_s_default_password_is_tried() -> None:
    data = filled(draw(EDITIONS["review"]), {})
    assert read_any(encrypted(data, "VelvetSweatshop")) == read_book(data)
    assert reason(encrypted(data, "秘密")) == "locked"
    cells: dict[tuple[int, int], object] = {(0, at): str(at**9) for at in range(3000)}
    assert values(read_any(encrypted(xlsb(cells), "VelvetSweatshop")))[1, 3000] == str(2999**9)


def test_what_an_encrypted_file_hides_is_judged_like_any_other() -> None:
    once = encrypted({"a.txt": "x"}, "VelvetSweatshop")
    assert reason(once) == "not_a_workbook"
    assert reason(encrypted(once, "VelvetSweatshop")) == "locked"
    bomb: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": b"<a>" + b" " * 9_000_000,
    }
    assert reason(encrypted(bomb, "VelvetSweatshop")) == "limit"


def test_without_msoffcrypto_it_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encrypted(filled(draw(EDITIONS["review"]), {}), "VelvetSweatshop")
    monkeypatch.setattr("xltool.book.guard._NEEDED", {"open": "no_such_module"})
    assert reason(data) == "locked"


def test_a_damaged_encrypted_file_is_locked() -> None:
    data = bytearray(encrypted(filled(draw(EDITIONS["review"]), {}), "VelvetSweatshop"))
    for at in range(600, len(data), 97):
        data[at] ^= 0xFF
    assert reason(bytes(data)) in {"locked", "damaged"}


# -- what is no workbook ------------------------------------------------------------------------------------

_EMPTY = _OLE + bytes(600)
_LINK = "a shortcut to a document on the web"
_WEBLOC = b'<?xml version="1.0"?><plist version="1.0"><dict><key>URL</key></dict></plist>'


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a picture"),
        (b"!!-lh5-" + bytes(40), "an archive"),
        (b"MSCF\0\0\0\0", "an archive"),
        (b"[InternetShortcut]\r\nURL=https://example.com/a.xlsx", _LINK),
        (_WEBLOC, _LINK),
        (b'{"url": "https://docs.google.com/spreadsheets/d/x"}', _LINK),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(60), "a shortcut to a file"),
        (b"book\0\0\0\0mark\0\0\0\0", "a shortcut to a file"),
        (b"Return-Path: <a@b.example>\r\nSubject: x", "an e-mail message"),
        (_EMPTY + "JSRV_SegmentInformation".encode("utf-16-le"), "an Ichitaro document"),
        (_EMPTY + "WordDocument".encode("utf-16-le"), "a Word document"),
        (_EMPTY, "a file of an unknown kind"),
        (b"<html><table>", "a web page"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "an OpenDocument file"),
        (zipped({"word/document.xml": "<a/>"}), "a Word document"),
        (zipped({"a.csv": "x"}), "a zip archive"),
        ("番号,名称\r\n1,あ".encode("cp932"), "a text or CSV file"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match=kind) as caught:
        read_any(data)
    assert caught.value.reason == "not_a_workbook"


def test_a_workbook_with_a_word_document_in_it_is_a_workbook(office: Path) -> None:
    """The class of the root entry says whose file it is, not the streams of what is embedded."""
    data = (office / "xls" / "third.xls").read_bytes() + "WordDocument".encode("utf-16-le")
    assert read_any(data).sheets


def test_paths_that_cannot_be_opened(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.xls") == "no_access"
    assert reason(tmp_path) == "no_access"
    (tmp_path / "a.xlsx").write_bytes(bytes(200))
    assert reason(tmp_path / "a.xlsx", limits=replace(LIMITS, file=100)) == "limit"
