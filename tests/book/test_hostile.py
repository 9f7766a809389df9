"""Hostile and foreign files: each ends in a record or in one Unreadable with the right reason, quickly and in little space."""

# ruff: noqa: E501 - tables of cases read better unbroken

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.book import reader_files as make
from tests.book import test_reader_remarks as remarks
from xltool.book.limits import LIMITS
from xltool.book.pool import JobLimits, run_jobs
from xltool.book.raw import RawBook, RawCell
from xltool.book.reader import read_book
from xltool.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def with_part(name: str, content: str | bytes) -> bytes:
    return make.zipped({**make.parts(ONE), name: content})


def with_doctype(doctype: str, text: str) -> bytes:
    sheet = make.worksheet(f'<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>')
    return with_part(SHEET, sheet.replace("?>\n", f"?>\n{doctype}\n", 1))


def with_entry(**lies: int | bytes) -> bytes:
    """A sound workbook whose sheet's zip entry lies."""
    listed = make.entries(make.parts(ONE))
    content = listed.pop().content
    return make.raw_zip([*listed, make.Entry(SHEET, content, **lies)])


def billion_laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return with_doctype(f'<!DOCTYPE x [<!ENTITY l0 "lol">{lines}]>', "&l9;")


def quadratic_blowup() -> bytes:
    return with_doctype(f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 10_000)


def nested(depth: int) -> bytes:
    return with_part(SHEET, make.worksheet(ONE, after="<x>" * depth + "</x>" * depth))


def bomb(size: int) -> bytes:
    return with_part(SHEET, b" " * size + make.worksheet(ONE).encode())


def bomb_in_text() -> bytes:
    return make.book(f'<row r="1"><c r="A1" t="str"><v>{"a" * 30_000_000}</v></c></row>')


def many_parts() -> bytes:
    return make.zipped({**make.parts(ONE), **{f"x/{i}": b"" for i in range(3000)}})


def many_entries_in_little_space() -> bytes:
    """200,000 directory entries that share one local header."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"a"
    central = entry * 200_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1000, 1000, len(central), len(local), 0)
    return local + central + end


def many_entries(number: int, *, declared: int) -> bytes:
    listed = [make.Entry(f"x{i}", b"", method=0) for i in range(number)]
    return make.raw_zip(listed, count=declared)


def overlapping() -> bytes:
    """Two names for the same bytes: the second header lies inside the first one's data."""
    inner = make.raw_zip([make.Entry("b.xml", b"b" * 1000)])
    header = inner[: inner.index(b"PK\1\2")]
    outer = make.Entry("a.xml", header, method=0, data=header)
    whole = make.raw_zip([outer, make.Entry("c.xml", b"")])
    at = whole.index(header)
    return make.raw_zip([outer, make.Entry("b.xml", b"b" * 1000, offset=at)])


def directory_size_lies() -> bytes:
    """Readers that go by the size would not see the last part, readers that go by the count would."""
    data = make.book(ONE)
    last, end = data.rindex(b"PK\1\2"), data.rindex(b"PK\5\6")
    size = struct.unpack_from("<L", data, end + 12)[0] - (end - last)
    return data[: end + 12] + struct.pack("<L", size) + data[end + 16 :]


def same_offset() -> bytes:
    return with_entry(offset=0, local_name=SHEET.encode())


def many_strings() -> bytes:
    return with_part("xl/sharedStrings.xml", make.strings(*["<t>x</t>"] * 1_100_000))


def one_string_often() -> bytes:
    """300,000 cells that share one long string: one string in memory."""
    rows = "".join(
        f'<row r="{row}">' + f'<c r="A{row}" t="s"><v>0</v></c>' * 1 + "".join(
            '<c t="s"><v>0</v></c>' for _ in range(99)) + "</row>" for row in range(1, 3001)
    )  # fmt: skip
    return make.book(rows, shared=(f"<t>{'長い' * 16_000}</t>",))


def many_names(number: int) -> bytes:
    return make.book(
        ONE, names="".join(f'<definedName name="n{i}">S!$A$1</definedName>' for i in range(number))
    )


def many_sheets() -> bytes:
    """One part listed as 100,000 sheets."""
    listed = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>' for i in range(100_000))
    return with_part("xl/workbook.xml", make.workbook(sheets=listed))


def sheets_sharing_a_part() -> bytes:
    listed = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1_900))
    row = '<row r="1">' + "<c/>" * 16_000 + "</row>"
    content = make.parts(row * 4)
    return make.zipped({**content, "xl/workbook.xml": make.workbook(sheets=listed)})


def shared_formula_flood() -> bytes:
    """A long formula in one cell, 100,000 cells that share it."""
    master = '<c r="A1"><f t="shared" si="0" ref="A1:A99999">' + "A1+" * 10_000 + "1</f></c>"
    rows = "".join(f'<row r="{r}"><c r="A{r}"><f t="shared" si="0"/></c></row>' for r in range(2, 100_000))
    return make.book(f'<row r="1">{master}</row>{rows}')


def merges(number: int) -> bytes:
    return make.book(
        ONE, after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * number + "</mergeCells>"
    )


def columns(number: int) -> bytes:
    return make.book(
        ONE,
        before="<cols>"
        + "".join(f'<col min="1" max="16384" hidden="1" style="{i}"/>' for i in range(number))
        + "</cols>",
    )


def cell(address: str) -> bytes:
    return make.book(f'<row r="1"><c r="{address}"><v>1</v></c></row>')


def attributes(number: int) -> bytes:
    return make.book(ONE, after="<x " + " ".join(f'a{i}="1"' for i in range(number)) + "/>")


def vocabulary(number: int) -> bytes:
    return make.book(ONE, after="".join(f"<x{i}/>" for i in range(number)))


def long_attribute(size: int) -> bytes:
    return make.book(ONE, after=f'<x a="{"ab" * (size // 2)}"/>')


def tags(number: int) -> bytes:
    return make.book(ONE, after="".join(f'<x a="{i}"/>' for i in range(number)))


def docx() -> bytes:
    return make.zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": make.relations(
        ("r", "officeDocument", "word/document.xml")), "word/document.xml": "<w/>"})  # fmt: skip


def ods(kind: str = "spreadsheet") -> bytes:
    return make.zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"})


def xlsb() -> bytes:
    return make.zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": make.relations(
        ("r", "officeDocument", "xl/workbook.bin")), "xl/workbook.bin": b"\x83\1\0"})  # fmt: skip


def encrypted_zip() -> bytes:
    return with_entry(flags=0x801)


def beside(kind: str, content: str | bytes, **more: str) -> bytes:
    """A sound workbook with a part beside its sheet."""
    rels = make.relations(("rId1", kind, "../x/y.xml"))
    parts = {**make.parts(ONE), "xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/x/y.xml": content}
    return make.zipped({**parts, **more})


def comments(number: int) -> bytes:
    item = '<comment ref="A1" authorId="0"><text><t>x</t></text></comment>'
    return beside(
        "comments",
        f'<comments xmlns="{make.MAIN}"><authors/><commentList>{item * number}</commentList></comments>',
    )


def drawing(inside: str, **more: str) -> bytes:
    namespaces = "".join(
        f' xmlns:{prefix}="{remarks.XDR.rpartition("/")[0]}/{name}"'
        for prefix, name in {"xdr": "spreadsheetDrawing", "a": "main", "c": "chart", "dgm": "diagram"}.items()
    )
    return beside("drawing", f'<xdr:wsDr{namespaces} xmlns:r="{make.RELS}">{inside}</xdr:wsDr>', **more)


def runs_in_a_shape(number: int) -> bytes:
    return drawing(f"<xdr:sp><a:p>{'<a:t>x</a:t>' * number}</a:p></xdr:sp>")


def groups(depth: int) -> bytes:
    return drawing("<xdr:grpSp>" * depth + "</xdr:grpSp>" * depth)


def one_chart_often(number: int) -> bytes:
    user_shapes = {
        "xl/x/_rels/y.xml.rels": make.relations(("r", "chart", "c.xml"), ("d", "diagramData", "d.xml")),
        "xl/x/c.xml": "<c/>",
        "xl/x/_rels/c.xml.rels": make.relations(("r", "chartUserShapes", "d.xml")),
        "xl/x/d.xml": "<x>" + "<y/>" * 1_000 + "</x>",
    }
    return drawing('<c:chart r:id="r"/><dgm:relIds r:dm="d"/>' * number, **user_shapes)


def html(number: int) -> bytes:
    return beside("vmlDrawing", remarks.vml(remarks.vml_shape("<b>x</b>" * number)))


def struck_formats(number: int) -> bytes:
    rels = make.relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"))
    text = f'<styleSheet xmlns="{make.MAIN}"><fonts><font><strike/></font></fonts><cellXfs>{"<xf/>" * number}</cellXfs></styleSheet>'
    return make.zipped({**make.parts(ONE), "xl/_rels/workbook.xml.rels": rels, "xl/styles.xml": text})


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    # zip
    "bomb of blanks": ("limit", lambda: bomb(80_000_000)),
    "bomb by ratio": ("limit", lambda: bomb(30_000_000)),
    "bomb in one text": ("limit", bomb_in_text),
    "size lies small": ("damaged", lambda: with_entry(size=10)),
    "size lies large": ("damaged", lambda: with_entry(size=4_000_000_000)),
    "packed size lies": ("damaged", lambda: with_entry(packed=4_000_000_000)),
    "packed size too small": ("damaged", lambda: with_entry(packed=7)),
    "wrong crc": ("damaged", lambda: with_entry(crc=1)),
    "wrong method": ("damaged", lambda: with_entry(method=0, packed=9)),
    "unknown method": ("refused", lambda: with_entry(method=14)),
    "encrypted entry": ("locked", encrypted_zip),
    "broken deflate": ("damaged", lambda: with_entry(data=b"\xff" * 60, packed=60)),
    "offset beyond the end": ("damaged", lambda: with_entry(offset=2_000_000_000)),
    "offset at other bytes": ("damaged", lambda: with_entry(offset=5)),
    "same offset twice": ("refused", same_offset),
    "overlapping entries": ("refused", overlapping),
    "two names for one entry": ("refused", lambda: with_entry(local_name=b"xl/worksheets/sheet2.xml")),
    "duplicate part": ("refused", lambda: make.raw_zip([*make.entries(make.parts(ONE)), make.Entry(SHEET, "x")])),
    "duplicate part by case": ("refused", lambda: with_part("XL/Worksheets/SHEET1.xml", make.worksheet())),
    "duplicate part by slash": ("refused", lambda: with_part("/xl/worksheets/sheet1.xml", make.worksheet())),
    "duplicate part by backslash": ("refused", lambda: with_part("xl\\worksheets\\sheet1.xml", make.worksheet())),
    "NUL in a name": ("refused", lambda: make.raw_zip([make.Entry("xl/workbook.xml\0.txt", b"x")])),
    "too many parts": ("limit", many_parts),
    "count says few, directory holds many": ("limit", lambda: many_entries(5_000, declared=10)),
    "directory repeats one name": ("refused", many_entries_in_little_space),
    "count lies": ("damaged", lambda: make.raw_zip(make.entries(make.parts(ONE)), count=3)),
    "count lies high": ("limit", lambda: make.raw_zip(make.entries(make.parts(ONE)), count=60_000)),
    "directory size lies": ("damaged", directory_size_lies),
    # XML
    "billion laughs": ("refused", billion_laughs),
    "quadratic blow-up": ("refused", quadratic_blowup),
    "external entity": ("refused", lambda: with_doctype('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;")),
    "external DTD": ("refused", lambda: with_doctype('<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">', "a")),
    "parameter entity": ("refused", lambda: with_doctype('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://x.invalid/"> %p;]>', "")),
    "undeclared entity": ("damaged", lambda: make.book('<row r="1"><c r="A1"><v>&x;</v></c></row>')),
    "deep XML": ("limit", lambda: nested(300)),
    "very deep XML": ("limit", lambda: nested(1_000_000)),
    "many attributes": ("limit", lambda: attributes(150_000)),
    "many element names": ("limit", lambda: vocabulary(50_000)),
    "huge attribute": ("limit", lambda: long_attribute(8_000_000)),
    "huge unfinished tag": ("limit", lambda: with_part(SHEET, os.urandom(3_000_000).hex().join(["<a x='", ""]))),
    "too many tags": ("limit", lambda: tags(6_100_000)),
    "no XML": ("damaged", lambda: with_part(SHEET, b"\0\1\2")),
    "another root": ("damaged", lambda: with_part(SHEET, "<worksheet/>")),
    "two roots": ("damaged", lambda: with_part(SHEET, make.worksheet() + "<x/>")),
    "unknown encoding": ("damaged", lambda: with_part(SHEET, make.worksheet(ONE).replace("UTF-8", "x-none"))),
    "UTF-7": ("damaged", lambda: with_part(SHEET, make.worksheet(ONE).replace("UTF-8", "utf-7"))),
    "bad UTF-8": ("damaged", lambda: with_part(SHEET, make.worksheet(ONE).encode() + b"<!--\xff-->")),
    "half surrogate in UTF-16": ("damaged", lambda: with_part(SHEET, make.worksheet(
        '<row><c t="str"><v>@</v></c></row>').replace("UTF-8", "UTF-16").encode("utf-16").replace(b"@\0", b"\x00\xdc"))),
    # cells
    "column XFE": ("refused", lambda: cell("XFE1")),
    "row 1048577": ("refused", lambda: cell("XFD1048577")),
    "row 0": ("refused", lambda: cell("A0")),
    "negative row": ("refused", lambda: cell("A-1")),
    "no digits": ("refused", lambda: cell("ABC")),
    "huge row": ("refused", lambda: cell("A" + "9" * 5000)),
    "exotic digits": ("refused", lambda: cell("A１")),
    "row element 0": ("refused", lambda: make.book('<row r="0"><c><v>1</v></c></row>')),
    "row element negative": ("refused", lambda: make.book('<row r="-5"><c><v>1</v></c></row>')),
    "row element huge": ("refused", lambda: make.book(f'<row r="{"9" * 5000}"/>')),
    "too many unnumbered cells": ("refused", lambda: make.book("<row>" + "<c><v>1</v></c>" * 16_385 + "</row>")),
    "too many unnumbered rows": ("refused", lambda: make.book("".join(f'<row s="{i}"/>' for i in range(1_048_577)))),
    "merge outside": ("refused", lambda: make.book(ONE, after='<mergeCells><mergeCell ref="A1:XFE9"/></mergeCells>')),
    "merge nonsense": ("refused", lambda: make.book(ONE, after='<mergeCells><mergeCell ref="A1:B"/></mergeCells>')),
    "too many cells": ("limit", lambda: make.book("".join(f"<row>{'<c><v>1</v></c>' * 100}</row>" for _ in range(3100)))),
    "too many merges": ("limit", lambda: merges(100_001)),
    "too many names": ("limit", lambda: many_names(20_001)),
    "two million names": ("limit", lambda: many_names(2_000_000)),
    "too many strings": ("limit", many_strings),
    "long text": ("limit", lambda: make.book(f'<row><c t="str"><v>{os.urandom(600_000).hex()}</v></c></row>')),
    "long text that nobody wants": ("limit", lambda: make.book(ONE, after=f"<x>{os.urandom(600_000).hex()}</x>")),
    "long formula": ("limit", lambda: make.book(f"<row><c><f>{'1+' * 40_000}1</f></c></row>")),
    "shared formula flood": ("limit", shared_formula_flood),
    "one part as 100,000 sheets": ("limit", many_sheets),
    "sheets sharing one part": ("limit", sheets_sharing_a_part),
    # beside the cells
    "too many comments": ("limit", lambda: comments(20_001)),
    "long comment": ("limit", lambda: beside("comments", f'<comments xmlns="{make.MAIN}"><comment><t>{os.urandom(600_000).hex()}</t></comment></comments>')),
    "too many runs in a shape": ("limit", lambda: runs_in_a_shape(2_000_000)),
    "deep groups": ("limit", lambda: groups(300)),
    "too much HTML in a shape": ("limit", lambda: html(2_000_000)),
    "too many struck formats": ("limit", lambda: struck_formats(100_001)),
    "bomb in a drawing": ("limit", lambda: beside("drawing", b" " * 80_000_000 + b"<x/>")),
    "billion laughs in a comment": ("refused", lambda: beside("comments", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')),
    # foreign
    "empty": ("not_a_workbook", lambda: b""),
    "zeros": ("damaged", lambda: b"\0" * 5000),
    "random": ("not_a_workbook", lambda: bytes(range(128, 256)) * 20),
    "text": ("not_a_workbook", lambda: "番号,名前\r\n00832,個人情報".encode("cp932")),
    "PDF": ("not_a_workbook", lambda: b"%PDF-1.7\n..."),
    "picture": ("not_a_workbook", lambda: b"\x89PNG\r\n\x1a\n..."),
    "web page": ("not_a_workbook", lambda: b"<!DOCTYPE html><html><table>"),
    "XML spreadsheet": ("not_a_workbook", lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
    "Word": ("not_a_workbook", docx),
    "OpenDocument": ("not_a_workbook", ods),
    "xlsb": ("not_a_workbook", xlsb),
    "other zip": ("not_a_workbook", lambda: make.zipped({"a.txt": "x"})),
    "empty zip": ("not_a_workbook", lambda: make.zipped({})),
    "shortcut": ("not_a_workbook", lambda: b"L\0\0\0\x01\x14\x02\0" + b"\0" * 100),
    "encrypted": ("locked", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    "xls": ("old_format", lambda: OLE + "Workbook".encode("utf-16-le")),
    "doc": ("not_a_workbook", lambda: OLE + "WordDocument".encode("utf-16-le")),
    "half a download": ("damaged", lambda: make.book(ONE)[:-200]),
    "only a beginning": ("damaged", lambda: b"PK\3\4"),
    "no workbook part": ("damaged", lambda: make.zipped({"[Content_Types].xml": "<Types/>"})),
}  # fmt: skip


# These need the most; they are read in a child whose time and memory are limited for good.
HEAVY = (
    "bomb of blanks", "bomb in one text", "very deep XML", "too many tags", "two million names", "too many strings",
    "too many cells", "shared formula flood", "sheets sharing one part", "one part as 100,000 sheets",
    "one long string, 300,000 cells", "a million overlapping columns", "many attributes", "huge attribute",
    "too many runs in a shape", "too much HTML in a shape", "bomb in a drawing",
)  # fmt: skip


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in HEAVY])
def test_refused(name: str) -> None:
    reason, build = HOSTILE[name]
    data = build()
    started = time.process_time()
    with pytest.raises(Unreadable) as caught:
        read_book(data)
    assert caught.value.reason == reason, caught.value
    assert time.process_time() - started < 8
    for lang in ("ja", "en"):
        sentence = caught.value.say(lang)  # type: ignore[arg-type]
        assert "{" not in sentence
        assert len(sentence) < 400
        assert sentence.isprintable()


HARMLESS: dict[str, Callable[[], bytes]] = {
    "cell at XFD1048576": lambda: cell("XFD1048576"),
    "dimension lies": lambda: make.book(ONE, before='<dimension ref="A1:XFD1048576"/>'),
    "dimension nonsense": lambda: make.book(ONE, before='<dimension ref="-1:;DROP"/>'),
    "traversal names": lambda: make.zipped({**make.parts(ONE), "../../etc/passwd": "x", "C:\\autoexec.bat": "x"}),
    "a million styles": lambda: with_part("xl/styles.xml", "<styleSheet>" + "<xf/>" * 1_000_000),
    "bomb in a part that nobody reads": lambda: with_part("xl/media/image1.png", b"\0" * 100_000_000),
    "DOCTYPE in a part that nobody reads": lambda: with_part("xl/theme/theme1.xml", "<!DOCTYPE x []><x/>"),
    "XXL counts": lambda: make.book(ONE, after='<mergeCells count="4000000000"/>'),
    "one long string, 300,000 cells": one_string_often,
    "cyclic formulas": lambda: make.book('<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f>A1</f></c></row>'),
    "merges over the whole grid": lambda: merges(1_000),
    "a million overlapping columns": lambda: columns(100_000),
    "style index nonsense": lambda: make.book('<row r="1"><c r="A1" s="99999999999999"><v>1</v></c></row>'),
    "one chart 15,000 times": lambda: one_chart_often(15_000),
    "a relationship to itself": lambda: beside("drawing", "<x/>", **{"xl/x/_rels/y.xml.rels": make.relations(("r", "chart", "y.xml"))}),
    "comments on nothing": lambda: beside("comments", f'<comments xmlns="{make.MAIN}"><comment ref="XFE9" authorId="-1"/></comments>'),
    "names to nowhere": lambda: make.book(ONE, names='<definedName name="a">#REF!</definedName>'),
    "relationship loops": lambda: with_part(
        "xl/_rels/workbook.xml.rels", make.relations(("rId1", "worksheet", "../xl/../xl/worksheets/../worksheets/sheet1.xml"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in HARMLESS if name not in HEAVY])
def test_harmless(name: str) -> None:
    data = HARMLESS[name]()
    started = time.process_time()
    book = read_book(data)
    assert isinstance(book, RawBook)
    assert book.sheets[0].cells
    assert time.process_time() - started < 8


CHILD = """
import resource, sys
from pathlib import Path
from xltool.book.reader import read_book
from xltool.errors import Unreadable
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
try:
    read_book(Path(sys.argv[1]))
    print("read")
except Unreadable as error:
    print(error.reason, type(error.__cause__).__name__)
"""


def outcome(data: bytes) -> str:
    """What a worker of the pool makes of a file."""
    try:
        read_book(data)
    except Unreadable as error:
        return error.reason
    return "read"


def test_the_supervisor_s_limits_stop_none() -> None:
    files = {**{name: build for name, (_, build) in HOSTILE.items()}, **HARMLESS}
    wanted = {**{name: reason for name, (reason, _) in HOSTILE.items()}, **dict.fromkeys(HARMLESS, "read")}
    limits = JobLimits(seconds=10.0, memory=400 << 20)
    found = run_jobs(outcome, (build() for build in files.values()), workers=2, chunk=4, limits=limits)
    results = dict(zip(files, found, strict=True))
    assert {name: one.failure for name, one in results.items() if one.failure} == {}
    assert {name: one.result for name, one in results.items()} == wanted


@pytest.mark.parametrize("name", HEAVY)
def test_10_seconds_and_400_megabytes_are_enough(name: str, tmp_path: Path) -> None:
    reason, build = HOSTILE[name] if name in HOSTILE else ("read", HARMLESS[name])
    path = tmp_path / "a.xlsx"
    path.write_bytes(build())
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.split()[:1] == [reason], done
    assert done.stdout.split()[1:] in ([], ["NoneType"])


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("cells", 1), ("names", 1), ("merges", 1), ("strings", 1), ("styles", 1), ("depth", 3), ("tags", 20), ("characters", 5),
        ("text", 3), ("shared", 1), ("formula", 2), ("parts", 5), ("part", 300), ("inflated", 1_000), ("file", 1_000), ("vocabulary", 5),
    ],
)  # fmt: skip
def test_every_limit_is_settable_and_named(name: str, bound: int) -> None:
    data = make.book(
        '<row r="1"><c r="A1" s="2" t="s"><v>0</v></c><c r="B1"><f t="shared" si="0" ref="B1:C1">A1*2</f><v>2</v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>4</v></c></row>',
        shared=("<t>text</t>", "<t>more</t>"),
        names='<definedName name="a">S!$A$1</definedName><definedName name="b">S!$A$2</definedName>',
        after='<mergeCells><mergeCell ref="A2:B2"/><mergeCell ref="A3:B3"/></mergeCells>',
    )
    read_book(data)
    with pytest.raises(Unreadable) as caught:
        read_book(data, limits=replace(LIMITS, **{name: bound}))
    assert caught.value.reason == "limit"
    assert f"{bound:,}" in caught.value.say("en")


def test_facts_are_bounded() -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>NaN</v></c></row>' for r in range(1, 5001))
    book = read_book(make.book(rows))
    assert len(book.facts) == 1001
    assert book.facts[-1].kind == "more_facts"


def test_what_kind_of_file() -> None:
    said = {}
    for name in ("PDF", "Word", "OpenDocument", "xlsb", "text", "empty", "web page", "picture", "shortcut"):
        with pytest.raises(Unreadable) as caught:
            read_book(HOSTILE[name][1]())
        said[name] = caught.value.say("en")
    for name, words in {
        "PDF": "a PDF", "Word": "Word document", "OpenDocument": ".ods", "xlsb": ".xlsb", "text": "CSV", "empty": "0 bytes",
        "web page": "HTML", "picture": "a picture", "shortcut": "shortcut",
    }.items():  # fmt: skip
        assert words in said[name]


def test_sources_that_cannot_be_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    big = tmp_path / "big.xlsx"
    with big.open("wb") as file:
        file.truncate(60_000_000)
    for path, reason in (
        (tmp_path / "none.xlsx", "no_access"),
        (tmp_path, "no_access"),
        (pipe, "no_access"),
        (big, "limit"),
    ):
        with pytest.raises(Unreadable) as caught:
            read_book(path)
        assert caught.value.reason == reason


def test_endless_stream() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            return len(buffer)

    with pytest.raises(Unreadable) as caught:
        read_book(io.BufferedReader(Endless()))
    assert caught.value.reason == "limit"


def test_the_parts_that_are_not_wanted_are_not_inflated() -> None:
    content = make.parts(ONE)
    listed = [make.Entry(name, text) for name, text in content.items()]
    listed.append(make.Entry("xl/theme/theme1.xml", b"x" * 100, crc=1))
    assert read_book(make.raw_zip(listed)).sheets[0].cells == {(1, 1): RawCell(1.0)}
    with zipfile.ZipFile(io.BytesIO(make.raw_zip(listed))) as archive:
        assert archive.testzip() == "xl/theme/theme1.xml"
