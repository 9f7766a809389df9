"""The reader on workbooks written by hand: every spelling of a cell, a string, a name and a package that occurs."""

# ruff: noqa: E501 - tables of cases read better unbroken

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.book import reader_files as make
from xltool.book.limits import LIMITS
from xltool.book.raw import CellError, DefinedName, Merge, RawBook, RawCell
from xltool.book.reader import read_book

if TYPE_CHECKING:
    from pathlib import Path

RUBY = '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>'


def cells(data: bytes) -> dict[tuple[int, int], RawCell]:
    return dict(read_book(data).sheets[0].cells)


def value(cell: str, *shared: str) -> object:
    """The value of one cell, given as the inside of row 1."""
    (found,) = cells(make.book(f'<row r="1">{cell}</row>', shared=shared)).values()
    return found.value


def kinds(book: RawBook) -> list[str]:
    return [fact.kind for fact in book.facts]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"><v>12.5</v></c>', 12.5),
        ('<c r="A1" t="n"><v>-1E-3</v></c>', -0.001),
        ('<c r="A1"><v>123456789012345</v></c>', 123456789012345.0),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>true</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="e"><v>#N/A</v></c>', CellError("#N/A")),
        ('<c r="A1" t="e"><v>#SPILL!</v></c>', CellError("#SPILL!")),
        ('<c r="A1" t="str"><f>"a"</f><v>a</v></c>', "a"),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="A1" t="s"><v>1</v></c>', "two"),
        ('<c r="A1" t="s"><v> 2 </v></c>', "東京"),
        ('<c r="A1" t="s"><v>3</v></c>', "ab c"),
        ('<c r="A1" t="inlineStr"><is><t>x</t></is></c>', "x"),
        (
            '<c r="A1" t="inlineStr"><is><r><t>x</t></r><r><rPr/><t xml:space="preserve"> y</t></r></is></c>',
            "x y",
        ),
        (f'<c r="A1" t="inlineStr"><is>{RUBY}</is></c>', "東京"),
        ('<c r="A1" t="d"><v>2025-04-01</v></c>', 45748.0),
        ('<c r="A1" t="d"><v>2025-04-01T12:00:00Z</v></c>', 45748.5),
        ('<c r="A1" t="d"><v>1900-01-01</v></c>', 1.0),
        ('<c r="A1" t="d"><v>18:00:00</v></c>', 0.75),
        ('<c r="A1" t="str"><v>a_x000D_\nb</v></c>', "a\nb"),
        ('<c r="A1" t="str"><v>a&#13;&#10;b&#13;c</v></c>', "a\nb\nc"),
        ('<c r="A1" t="str"><v>_x005F_x000D_</v></c>', "_x000D_"),
        ('<c r="A1" t="str"><v>_xD842__xDFB7_</v></c>', "𠮷"),
        ('<c r="A1" t="str"><v>_xD842_!</v></c>', "\ufffd!"),
        ('<c r="A1" t="str"><v>&lt;c r=&quot;A1&quot;/&gt;</v></c>', '<c r="A1"/>'),
        ('<c r="A1" t="str"><v><![CDATA[<c r="A1"/>]]></v></c>', '<c r="A1"/>'),
        ('<c r="A1" t="str"><v>a<!-- no -->b</v></c>', "ab"),
    ],
)
def test_value(cell: str, expected: object) -> None:
    found = value(cell, "<t>one</t>", "<t>two</t>", RUBY, "<r><t>ab</t></r><r><rPr><b/></rPr><t> c</t></r>")
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("cell", "expected", "fact"),
    [
        ('<c r="A1"><v>NaN</v></c>', CellError("#NUM!"), "bad_number"),
        ('<c r="A1"><v>INF</v></c>', CellError("#NUM!"), "bad_number"),
        ('<c r="A1"><v>1e999</v></c>', CellError("#NUM!"), "bad_number"),
        ('<c r="A1"><v>1_000</v></c>', "1_000", "bad_value"),
        ('<c r="A1"><v>abc</v></c>', "abc", "bad_value"),
        ('<c r="A1" t="b"><v>2</v></c>', "2", "bad_value"),
        ('<c r="A1" t="zzz"><v>2</v></c>', "2", "bad_value"),
        ('<c r="A1" t="d"><v>yesterday</v></c>', "yesterday", "bad_date"),
        ('<c r="A1" t="s"><f>B1</f><v>7</v></c>', None, "missing_string"),
        ('<c r="A1" t="s"><f>B1</f><v>-1</v></c>', None, "missing_string"),
        ('<c r="A1" t="s"><f>B1</f><v>x</v></c>', None, "missing_string"),
    ],
)
def test_odd_values_are_facts(cell: str, expected: object, fact: str) -> None:
    book = read_book(make.book(f'<row r="1">{cell}</row>', shared=("<t>one</t>",)))
    assert book.sheets[0].cells[1, 1].value == expected
    assert [(f.kind, f.part, f.place) for f in book.facts] == [(fact, "xl/worksheets/sheet1.xml", "A1")]


def test_missing_string_without_formula_leaves_a_fact() -> None:
    book = read_book(make.book('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))
    assert book.sheets[0].cells == {}
    assert kinds(book) == ["missing_string"]


def test_empty_cells_are_not_kept_and_styles_are() -> None:
    rows = '<row r="1"><c r="A1" s="3"/><c r="B1" s="4"><v>1</v></c><c r="C1" s="x"><v>2</v></c><c r="D1"></c></row>'
    assert cells(make.book(rows)) == {(1, 2): RawCell(1.0, None, 4), (1, 3): RawCell(2.0, None, 0)}


def test_out_of_order_rows_and_cells() -> None:
    rows = (
        '<row r="9"><c r="C9"><v>3</v></c><c r="A9"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    )
    assert {at: c.value for at, c in cells(make.book(rows)).items()} == {(9, 3): 3, (9, 1): 1, (2, 2): 2}


def test_last_of_duplicate_cells_wins() -> None:
    book = read_book(make.book('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))
    assert book.sheets[0].cells[1, 1].value == 2.0
    assert [(f.kind, f.place) for f in book.facts] == [("duplicate_cell", "A1")]


def test_cells_and_rows_without_addresses() -> None:
    rows = (
        '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5"><c r="B5"><v>2</v></c><c><v>4</v></c></row>'
        '<row><c r="D6" s="1"/><c><v>6</v></c></row>'
    )
    found = {at: c.value for at, c in cells(make.book(rows)).items()}
    assert found == {(1, 1): 1, (1, 3): 3, (5, 2): 2, (5, 3): 4, (6, 5): 6}


def test_reading_anew_counts_once() -> None:
    rows = '<row r="1"><c r="A1"><v>NaN</v></c><c r="D1" s="1"/><c><v>6</v></c></row>'
    content = make.parts(rows)
    size = sum(len(str(text).encode()) for text in content.values())
    assert kinds(read_book(make.zipped(content), limits=replace(LIMITS, inflated=size))) == ["bad_number"]


def test_what_stands_around_the_cells() -> None:
    data = make.book(
        '<row r="3" hidden="1"><c r="A3"><v>1</v></c></row><row r="4" hidden="true"/>',
        before='<dimension ref="A1:XFD1048576"/><cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols>',
        after='<sheetProtection sheet="1"/><mergeCells count="9"><mergeCell ref="B2:D3"/><mergeCell ref="A9"/>'
        '<mergeCell ref="A10:XFD1048576"/></mergeCells>',
    )
    sheet = read_book(data).sheets[0]
    assert sheet.hidden_rows == {3, 4}
    assert sheet.hidden_cols == {2, 3}
    assert sheet.protected
    assert sheet.merges == (Merge(2, 2, 3, 4), Merge(9, 1, 9, 1), Merge(10, 1, 1048576, 16384))


def test_formulas() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SUM(B1:C1)</f><v>3</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>6</v></c>'
        '<c r="C1"><f>=_xlfn.CONCAT("a",1)</f></c><c r="D1"><f/><v>1</v></c>'
        '<c r="E1"><f t="dataTable" ref="E1:E2" dt2D="0" r1="A1"/><v>2</v></c></row>'
    )
    found = {at: c.formula for at, c in cells(make.book(rows)).items()}
    assert found == {
        (1, 1): "SUM(B1:C1)",
        (1, 2): "A1:A2*2",
        (1, 3): '_xlfn.CONCAT("a",1)',
        (1, 4): None,
        (1, 5): "TABLE(A1,)",
    }


def test_shared_formulas_even_before_their_master() -> None:
    rows = (
        '<row r="1"><c r="C1"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0" ref="C1:D3">A2*$B$1+Sheet!A2</f><v>2</v></c>'
        '<c r="D2"><f t="shared" si="0"/><v>3</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="9"/><v>4</v></c><c r="D3"><f t="shared" si="9"/></c></row>'
    )
    book = read_book(make.book(rows))
    assert {at: (c.formula, c.value) for at, c in book.sheets[0].cells.items()} == {
        (1, 3): ("A1*$B$1+Sheet!A1", 1.0),
        (2, 3): ("A2*$B$1+Sheet!A2", 2.0),
        (2, 4): ("B2*$B$1+Sheet!B2", 3.0),
        (3, 3): (None, 4.0),
    }
    assert [(f.kind, f.place) for f in book.facts] == [("bad_formula", "C3"), ("bad_formula", "D3")]


def test_names() -> None:
    data = make.book(
        names="<definedName name=\"F_a__0\">'令和7 様式'!$C$5</definedName>"
        '<definedName name="_xlnm.Print_Area" localSheetId="0">S!$A$1:$B$2</definedName>'
        '<definedName name="secret" hidden="1">=#REF!</definedName>'
        '<definedName name="lost" localSheetId="5">S!$A$1</definedName>'
    )
    book = read_book(data)
    assert book.names == (
        DefinedName(name="F_a__0", sheet=None, text="'令和7 様式'!$C$5"),
        DefinedName(name="_xlnm.Print_Area", sheet="S", text="S!$A$1:$B$2"),
        DefinedName(name="secret", sheet=None, text="#REF!", hidden=True),
    )
    assert [(f.kind, f.place) for f in book.facts] == [("bad_name", "lost")]


def test_states_and_wanted_sheets() -> None:
    content = make.parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    content["xl/workbook.xml"] = make.workbook(
        sheets='<sheet name="様式" sheetId="7" r:id="rId1"/><sheet name="b" sheetId="2" state="hidden" r:id="rId3"/>'
        '<sheet name="c" sheetId="3" state="veryHidden" r:id="rId4"/><sheet name="d" sheetId="4" r:id="rId5"/>'
    )
    content["xl/_rels/workbook.xml.rels"] = make.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "worksheet", "worksheets/broken.xml"),
        ("rId4", "chartsheet", "chartsheets/sheet1.xml"), ("rId5", "worksheet", "worksheets/gone.xml"),
    )  # fmt: skip
    content |= {"xl/worksheets/broken.xml": "<not xml", "xl/chartsheets/sheet1.xml": "<chartsheet/>"}
    book = read_book(make.zipped(content), want=lambda name: name != "b")
    assert [(s.name, s.state, s.kind, s.read, len(s.cells)) for s in book.sheets] == [
        ("様式", "visible", "worksheet", True, 1),
        ("b", "hidden", "worksheet", False, 0),
        ("c", "veryHidden", "chartsheet", False, 0),
        ("d", "visible", "worksheet", False, 0),
    ]
    assert [(f.kind, f.place) for f in book.facts] == [("missing_part", "d")]
    assert book.sheet("様式") is book.sheets[0]


def test_1904() -> None:
    content = make.parts('<row r="1"><c r="A1" t="d"><v>1904-01-02</v></c></row>')
    content["xl/workbook.xml"] = make.workbook(properties='<workbookPr date1904="1"/>')
    book = read_book(make.zipped(content))
    assert book.date1904
    assert book.sheets[0].cells[1, 1].value == 1.0


def test_properties() -> None:
    content = make.parts()
    content["_rels/.rels"] = make.relations(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "extended-properties", "docProps/app.xml")
    ).replace(
        "</Relationships>",
        '<Relationship Id="rId3" Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/core-properties"/></Relationships>',
    )
    content["docProps/app.xml"] = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Excel</Application></Properties>"
    )
    content["docProps/core.xml"] = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:creator>企画課</dc:creator><dc:description>jimu;2017</dc:description>"
        "<cp:lastModifiedBy>山田</cp:lastModifiedBy><dcterms:modified>2025-04-01T00:00:00Z</dcterms:modified>"
        "</cp:coreProperties>"
    )
    book = read_book(make.zipped(content))
    assert (book.creator, book.description, book.last_modified_by) == ("企画課", "jimu;2017", "山田")
    assert (book.modified, book.app) == ("2025-04-01T00:00:00Z", "Microsoft Excel")
    content["docProps/core.xml"] = "<broken"
    book = read_book(make.zipped(content))
    assert (book.creator, book.app, kinds(book)) == (None, "Microsoft Excel", ["damaged_part"])


def test_what_the_file_carries() -> None:
    content = make.parts()
    types = str(content["[Content_Types].xml"])
    content["[Content_Types].xml"] = types.replace(
        "</Types>",
        '<Override PartName="/odd/code.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    for name in (
        "odd/code.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin", "xl/media/image1.png",
        "xl/comments1.xml", "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels",
    ):  # fmt: skip
        content[name] = b"never opened"
    book = read_book(make.zipped(content))
    assert [(f.kind, f.part) for f in book.facts] == [
        ("macros", "odd/code.bin"),
        ("external_link", "xl/externalLinks/externalLink1.xml"),
        ("embedded", "xl/embeddings/oleObject1.bin"),
        ("picture", "xl/media/image1.png"),
        ("comments", "xl/comments1.xml"),
        ("drawing", "xl/drawings/drawing1.xml"),
    ]


ROWS = '<row r="1"><c r="A1" s="1"/><c r="B1" t="s"><v>0</v></c><c r="C1"><f>B1</f><v>7</v></c></row>'
SEEN = {(1, 2): RawCell("あ", None, 0), (1, 3): RawCell(7.0, "B1", 0)}


def test_strict() -> None:
    content = make.parts(ROWS, shared=("<t>あ</t>",))
    content["_rels/.rels"] = make.relations(
        ("r1", "officeDocument", "xl/workbook.xml"), rels=make.STRICT_RELS
    )
    content["xl/workbook.xml"] = make.workbook(main=make.STRICT, rels=make.STRICT_RELS)
    content["xl/worksheets/sheet1.xml"] = make.worksheet(ROWS, main=make.STRICT)
    content["xl/sharedStrings.xml"] = make.strings("<t>あ</t>", main=make.STRICT)
    content["xl/_rels/workbook.xml.rels"] = make.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("s", "sharedStrings", "sharedStrings.xml"),
        rels=make.STRICT_RELS,
    )  # fmt: skip
    assert cells(make.zipped(content)) == SEEN


def test_external_targets_are_no_parts() -> None:
    content = make.parts(ROWS, shared=("<t>あ</t>",))
    rels = str(content["xl/_rels/workbook.xml.rels"])
    outside = f'<Relationship Id="rId1" Type="{make.RELS}/sharedStrings" Target="http://x.invalid/" TargetMode="External"/>'
    content["xl/_rels/workbook.xml.rels"] = rels.replace("<Relationship ", outside + "<Relationship ", 1)
    assert cells(make.zipped(content)) == SEEN


def test_pretty_printed() -> None:
    content = make.parts(ROWS + '<row>\n<c t="inlineStr">\n <is>\n <t>x</t>\n </is>\n </c>\n</row>\n')
    content["xl/sharedStrings.xml"] = make.strings("\n <r>\n <t>あ</t>\n </r>\n")
    assert cells(make.zipped(content)) == {**SEEN, (2, 1): RawCell("x")}


def test_any_prefix() -> None:
    content = make.parts(ROWS, shared=("<t>あ</t>",))
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels"):
        text = (
            str(content[name]).replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("</x:x:", "</x:")
        )
        content[name] = "<?xml" + text.partition("<?xml")[2].replace("<", "<x:").replace("<x:/x:", "</x:")
    assert str(content["xl/worksheets/sheet1.xml"]).count("<x:c ") == 3
    assert cells(make.zipped(content)) == SEEN


def test_other_namespaces_are_not_cells() -> None:
    rows = ROWS.replace(
        "</row>", '<z:c xmlns:z="urn:z" r="Z1"><v>5</v></z:c><c xmlns="urn:z" r="Z2"><v>6</v></c></row>'
    )
    assert cells(make.book(rows, shared=("<t>あ</t>",))) == SEEN


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    content = make.parts(ROWS, shared=("<t>あ</t>",) if encoding != "iso-8859-1" else ("<t>&#12354;</t>",))
    for name, text in content.items():
        declared = str(text).replace('"UTF-8"', f'"{encoding.removesuffix("-sig")}"')
        content[name] = declared.encode(encoding)
    assert cells(make.zipped(content)) == SEEN


@pytest.mark.parametrize("mark", [b"\xff\xfe", b""])
def test_utf16_text_that_looks_like_a_cell_in_bytes(mark: bytes) -> None:
    # pairs of ASCII letters are one character each in UTF-16: nothing may be cut out of them
    trap = b'<c r="AB1" s="5"/>'.decode("utf-16-le")
    content = make.parts(f'<row r="1"><c r="A1" t="str"><v>{trap}</v></c></row>')
    sheet = str(content["xl/worksheets/sheet1.xml"]).replace("UTF-8", "UTF-16")
    content["xl/worksheets/sheet1.xml"] = mark + sheet.encode("utf-16-le")
    assert cells(make.zipped(content))[1, 1].value == trap


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("../data/sheet1.xml", "data/sheet1.xml"),
        ("./worksheets/Sheet1.XML", "xl/worksheets/sheet1.xml"),
        ("worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("worksheets/%E8%A1%A8%201.xml", "xl/worksheets/表 1.xml"),
        ("worksheets/a%20b.xml", "xl/worksheets/a%20b.xml"),
        ("worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml"),
        ("worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
    ],
)
def test_targets(target: str, part: str) -> None:
    content = make.parts(shared=("<t>あ</t>",))
    del content["xl/worksheets/sheet1.xml"]
    content[part] = make.worksheet(ROWS)
    content["xl/_rels/workbook.xml.rels"] = make.relations(
        ("rId1", "worksheet", target), ("rId2", "sharedStrings", "sharedStrings.xml")
    )
    assert cells(make.zipped(content)) == SEEN


def test_missing_optional_parts() -> None:
    content = make.parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    for name in ("[Content_Types].xml", "_rels/.rels", "xl/sharedStrings.xml"):
        del content[name]
    book = read_book(make.zipped(content))
    assert book.sheets[0].cells == {(1, 1): RawCell(1.0)}
    assert kinds(book) == ["missing_part"]


@pytest.mark.parametrize(
    "kind", ["sheet.macroEnabled", "template", "template.macroEnabled", "addin.macroEnabled"]
)
def test_macro_books_and_templates(kind: str) -> None:
    content = make.parts(ROWS, shared=("<t>あ</t>",))
    types = str(content["[Content_Types].xml"])
    content["[Content_Types].xml"] = types.replace(".sheet.main+xml", f".{kind}.main+xml")
    assert cells(make.zipped(content)) == SEEN


def test_zip_dialects() -> None:
    content = make.parts(ROWS, shared=("<t>あ</t>",))
    listed = make.entries(content)
    assert cells(make.zipped(content, method=0)) == SEEN
    assert cells(make.raw_zip(listed)) == SEEN
    assert cells(make.raw_zip(listed, zip64=True)) == SEEN
    assert cells(make.raw_zip(listed, comment=b"saved by a gateway")) == SEEN
    assert cells(make.raw_zip(listed, tail=b"\0" * 4096)) == SEEN
    streamed = [make.Entry(e.name.decode(), e.content, flags=0x808) for e in listed]
    assert cells(make.raw_zip(streamed)) == SEEN
    assert cells(make.zipped({"xl/": "", **content})) == SEEN


def test_sources(tmp_path: Path) -> None:
    data = make.book(ROWS, shared=("<t>あ</t>",))
    path = tmp_path / "様式.xlsx"
    path.write_bytes(data)
    assert read_book(path) == read_book(data) == read_book(io.BytesIO(data))


def test_chunk_borders_change_nothing() -> None:
    """A sheet larger than the reader's chunks, with comments and CDATA at many offsets."""
    rows = []
    for row in range(1, 4001):
        filler = "".join(f'<c r="{letter}{row}" s="{row % 40}"/>' for letter in "BCDEFGHIJ")
        odd = "<!-- x -->" if row == 3000 else ""
        rows.append(
            f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>{filler}{odd}<c r="K{row}" t="str"><v>k{row}</v></c></row>'
        )
    found = cells(make.book("".join(rows)))
    assert len(found) == 8000
    assert all(found[row, 1].value == row and found[row, 11].value == f"k{row}" for row in range(1, 4001))
