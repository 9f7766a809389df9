"""What is taken without the XML parser is what the parser would have given, wherever it is taken."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.book import blanks
from tests.book import reader_files as make
from tests.book.test_hostile_fuzz import mutated, outcome
from tests.book.test_reader_writers import by_openpyxl, by_xlsxwriter
from xltool.book import Assignment, draw, read_book, stamp
from xltool.book.limits import Limits
from xltool.book.quick import CELL, NAME, STRING, Quick, attributes_of, unescaped
from xltool.book.raw import RawBook
from xltool.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = int(os.environ.get("XLTOOL_FUZZ", "500"))

CELLS = (
    '<c r="A1"><v>1</v></c>',
    '<c r="A1" s="2"><v>-1.5E-3</v></c>',
    '<c r="A1" t="n"><v> 7 </v></c>',
    '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c><c r="C1" t="s"><v>-1</v></c>',
    '<c r="A1" t="str"><v>a &amp;lt; &amp;apos; b &lt; &quot;c&apos; &gt;</v></c>',
    '<c r="A1" t="str"><v>&#65;&#x3042;</v></c>',
    '<c r="A1" t="str"><v>二行\n目\t。\r\n三</v></c>',
    '<c r="A1" t="str"><v>_x000D_ _x005F_x000D_</v></c>',
    '<c r="A1" t="str"><v>]]&gt;</v></c>',
    '<c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="d"><v>2025-04-01</v></c>',
    '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> あ </t></is></c>',
    '<c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>い</t></r></is></c>',
    '<c r="A1"><f>SUM(B1:C1)&amp;"円"</f><v>3</v></c>',
    '<c r="A1" t="str"><f aca="false">"a"</f><v></v></c>',
    '<c r="A1"><f t="shared" si="0" ref="A1:B1">C1</f></c><c r="B1"><f t="shared" si="0"/><v>3</v></c>',
    '<c r="A1" t="s"><f>B1</f><v>0</v></c>',
    '<c r="A1"><f>B1\r\n+1</f><v>0</v></c>',
    '<c r="A1"><v>1</v></c><c r="A1" t="str"><v>again</v></c>',
    '<c r="A1" t="str"><v>again</v></c><c r="A1"><v>1</v></c><c t="str"><v>B</v></c>',
    '<c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c>',
    '<c r="XFD1048576"><v>1</v></c>',
    '<c r="A1" cm="1"><v>1</v></c>',
    '<c  r="A1" ><v>1</v ></c>',
    '<c r="A1"><v>NaN</v></c><c r="B1"><v>1_0</v></c><c r="C1"><v>text</v></c>',
    '<c r="A1"><c r="B1"><v>1</v></c></c>',
    '<c r="A1"><!-- <c r="B1"><v>1</v></c> --><v>2</v></c>',
    '<c r="A1" t="str"><v><![CDATA[<c r="B1"><v>1</v></c>]]></v></c>',
    '<?x <c r="B1"><v>1</v></c> ?><c r="A1"><v>2</v></c>',
    '<x xmlns="urn:other"><c r="B1"><v>1</v></c></x><c r="A1"><v>2</v></c>',
    '<c r="A1" xmlns="urn:other"><v>1</v></c><c r="B1"><v>2</v></c>',
)
REFUSED = (
    '<c r="XFE1"><v>1</v></c>',
    '<c r="A1048577"><v>1</v></c>',
    '<c r="A1" t="str"><v>]]></v></c>',
    '<c r="A1" t="str"><v>\uffff</v></c>',
    '<c r="A1" t="str"><v>&nbsp;</v></c>',
    '<c r="A1"><v>1</v></c></row>',
)
STRINGS = (
    "<t>あ</t>",
    '<t xml:space="preserve"> い &amp; う </t>',
    "<r><t>え</t></r><r><rPr><b/></rPr><t>お</t></r>",
    "<r><rPr><strike/></rPr><t>か</t></r><r><rPr><b/></rPr><t>き</t></r><r><t>く</t></r>",
    "<t>け</t><rPh><t>ふりがな</t></rPh>",
    "<t/>",
    "<t>_x000D_</t>",
)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Everything goes through the parser, nothing is taken."""
    with monkeypatch.context() as patch:

        def pieces(_: Quick, chunk: bytes) -> Iterator[bytes]:
            yield chunk

        patch.setattr(Quick, "pieces", pieces)
        yield patch


def both(data: bytes, patch: pytest.MonkeyPatch) -> tuple[object, object]:
    """What the parser alone gives, and what is given when plain cells are taken."""
    with_parser = seen(data)
    patch.undo()
    return with_parser, seen(data)


def seen(data: bytes) -> object:
    result = outcome(data)
    return result if isinstance(result, RawBook) else (result.reason, str(result))


@pytest.mark.parametrize("row", CELLS)
def test_cells(row: str, parsed: pytest.MonkeyPatch) -> None:
    data = make.book(f'<row r="1">{row}</row>', shared=STRINGS)
    first, second = both(data, parsed)
    assert isinstance(first, RawBook)
    assert first == second


@pytest.mark.parametrize("row", CELLS)
def test_cells_of_a_long_list(row: str, parsed: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = both(make.book(f'<row r="1">{row}</row>', shared=STRINGS), parsed)
    monkeypatch.setattr("xltool.book.wholecells._FORM", 0)
    assert first == second == seen(make.book(f'<row r="1">{row}</row>', shared=STRINGS))


@pytest.mark.parametrize("row", REFUSED)
def test_refused(row: str, parsed: pytest.MonkeyPatch) -> None:
    first, second = both(make.book(f'<row r="1">{row}</row>'), parsed)
    assert not isinstance(first, RawBook)
    assert first == second


def test_strings_keep_their_order(parsed: pytest.MonkeyPatch) -> None:
    row = "".join(f'<c r="A{i + 1}" t="s"><v>{i}</v></c>' for i in range(len(STRINGS)))
    first, second = both(make.book(f"<row>{row}</row>", shared=STRINGS), parsed)
    assert isinstance(first, RawBook)
    assert first == second
    texts = [cell.value for cell in first.sheets[0].cells.values()]
    assert texts == ["あ", " い & う ", "えお", "かきく", "け", "", "\r".replace("\r", "\n")]


def test_a_string_in_a_string(parsed: pytest.MonkeyPatch) -> None:
    content = make.parts(
        '<row><c r="A1" t="s"><v>1</v></c></row>', shared=("<si><t>あ</t></si>", "<t>い</t>")
    )
    first, second = both(make.zipped(content), parsed)
    assert first == second


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<worksheet xmlns=", '<worksheet xmlns="urn:other" xmlns:m='),
        ("<worksheet xmlns=", "<x:worksheet xmlns:x="),
        ("spreadsheetml/2006", "spreadsheetml/2007"),
        ("<sheetData>", '<sheetData><row r="1"><c r="C3"><v>3</v></c></row></sheetData><sheetData>'),
        ("<worksheet", '<!-- <sheetData><c r="C3"><v>3</v></c> --><worksheet'),
        ("</worksheet>", '</worksheet><c r="C3"><v>3</v></c>'),
        ("</worksheet>", "</worksheet>more"),
        ("<sheetData>", '<c r="C3"><v>3</v></c><sheetData>'),
        ("</sheetData>", '</sheetData><c r="C3"><v>3</v></c>'),
        (
            "<sheetData>",
            '<ext xmlns = "urn:other"><sheetData><c r="C3"><v>3</v></c></sheetData></ext><sheetData>',
        ),
    ],
)
def test_around_the_cells(old: str, new: str, parsed: pytest.MonkeyPatch) -> None:
    content = make.parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    sheet = str(content["xl/worksheets/sheet1.xml"]).replace(old, new, 1)
    if "<x:worksheet" in sheet:
        sheet = sheet.replace("</worksheet>", "</x:worksheet>")
    content["xl/worksheets/sheet1.xml"] = sheet
    first, second = both(make.zipped(content), parsed)
    assert first == second


def test_what_is_ignored_is_ignored(parsed: pytest.MonkeyPatch) -> None:
    after = (
        '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1&gt;1</formula>'
        "</cfRule></conditionalFormatting>"
        '<dataValidations count="1"><dataValidation type="list" error="x&#10;y" sqref="A1"><formula1>"a,b"'
        '</formula1></dataValidation><dataValidation sqref="B1"/></dataValidations>'
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    )
    first, second = both(make.book('<row r="1"><c r="A1"><v>1</v></c></row>', after=after), parsed)
    assert isinstance(first, RawBook)
    assert first == second
    assert len(first.sheets[0].merges) == 1


@pytest.mark.parametrize(
    "texts", [("<t>あ</t>", "<t>い</t>"), ("<t>う</t>",), ("<r><rPr><strike/></rPr><t>え</t></r>",) * 2]
)
def test_a_known_cell_says_what_its_own_workbook_says(
    texts: tuple[str, ...], parsed: pytest.MonkeyPatch
) -> None:
    row = '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c></row>'
    data = make.book(row, shared=texts)
    with_parser = seen(data)
    parsed.undo()
    read_book(make.book(row, shared=("<t>x</t>", "<t>y</t>", "<t>z</t>")))
    assert seen(data) == with_parser


@pytest.mark.parametrize(
    "limits", [Limits(text=3), Limits(formula=3), Limits(styles=6), Limits(characters=8)]
)
def test_a_known_cell_keeps_the_limits(limits: Limits) -> None:
    data = make.book('<row r="1"><c r="A1" s="7" t="str"><f>A2&amp;A3</f><v>text</v></c></row>')
    assert read_book(data) == read_book(data)
    with pytest.raises(Unreadable) as error:
        read_book(data, limits=limits)
    assert error.value.reason == "limit"


def test_a_known_border_is_left_out_between_taken_cells_only(parsed: pytest.MonkeyPatch) -> None:
    known = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="9"><c r="A2"><v>2</v></c></row>'
    torn = known.replace("<v>1</v>", "<v>1</v><x/>").replace(
        "</row><row", "</row><row hidden='1' r='9'/><row"
    )
    books = [make.book(rows) for rows in (known, torn, known.replace("<v>1</v></c>", "<v>1</v>"))]
    with_parser = [seen(data) for data in books]
    parsed.undo()
    for _ in range(2):
        assert [seen(data) for data in books] == with_parser


def test_known_names_belong_to_the_sheets_of_their_own_workbook() -> None:
    names = '<definedName name="F_a" localSheetId="0">S!$A$1</definedName>' * 3
    for title in ("S", "T"):
        content = make.parts("", names=names)
        part = str(content["xl/workbook.xml"]).replace('name="S"', f'name="{title}"')
        book = read_book(make.zipped({**content, "xl/workbook.xml": part}))
        assert [one.sheet for one in book.names] == [title] * 3
        with pytest.raises(Unreadable):
            read_book(make.zipped(content), limits=Limits(names=2))


A, B, C = (f'<c r="{ref}"><v>{at}</v></c>' for at, ref in enumerate(("A1", "B2", "C3")))


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1">{A}</row><row r="2" spans="1:9" customHeight="1">{B}</row><row r="3">{C}</row>',
        f'<row r="1">{A}</row><row r="2" hidden="1">{B}</row><row r="3" hidden="false">{C}</row>',
        f'<row r="1">{A}</row><row r="2"></row><row r="3" hidden="true"></row><row r="4">{C}</row>',
        f"<row>{A}</row><row>{B}</row><row hidden='1'>{C}</row>",
        f'<row r="1">{A}</row><row r="2">{B}</row><row hidden="1">{C}</row>',
        f'<row r="1">{A}</row><row r="2">{B}</row><row r="3"><c><v>7</v></c></row>',
        f'<row r="1">{A}</row><row r="1048576">{B}</row>',
        f'<row r="7">{A}</row><row r="2">{B}</row><row r="2">{C}</row>',
    ],
)
def test_rows(rows: str, parsed: pytest.MonkeyPatch) -> None:
    first, second = both(make.book(rows), parsed)
    assert isinstance(first, RawBook)
    assert first == second


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1">{A}</row><row r="1048577">{B}</row>',
        f'<row r="1">{A}</row></row><row r="3">{C}</row>',
        f'<row r="1">{A}</row><row r="2"><row r="3">{C}</row>',
        f'<row r="1"><c r="A1">{B}</row><row r="2">{C}</c></row>',
    ],
)
def test_refused_rows(rows: str, parsed: pytest.MonkeyPatch) -> None:
    first, second = both(make.book(rows), parsed)
    assert not isinstance(first, RawBook)
    assert first == second


@pytest.mark.parametrize(
    "after",
    [
        '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C3"/></mergeCells>',
        '<mergeCells><mergeCell ref="$A$1:B2" /><mergeCell ref="D4:E5"/></mergeCells>',
        '<mergeCells><mergeCell ref="A1:XFE1"/></mergeCells>',
        '<mergeCells><mergeCell ref="A0:B1"/></mergeCells>',
        '<mergeCells><mergeCell ref="B2:A1"/></mergeCells>',
        '<ext xmlns="urn:other"><mergeCell ref="A1:B2"/></ext>',
        '<!-- <mergeCell ref="A1:B2"/> -->',
        '<mergeCells><mergeCell ref="A1:B2"/>',
    ],
)
def test_merges(after: str, parsed: pytest.MonkeyPatch) -> None:
    first, second = both(make.book(f'<row r="1">{A}</row>', after=after), parsed)
    assert first == second


def test_too_many_merges(parsed: pytest.MonkeyPatch) -> None:
    data = make.book(f'<row r="1">{A}</row>', after='<mergeCell ref="A1:B2"/>' * 5)
    with pytest.raises(Unreadable) as alone:
        read_book(data, limits=Limits(merges=4))
    parsed.undo()
    with pytest.raises(Unreadable) as quick:
        read_book(data, limits=Limits(merges=4))
    assert str(quick.value) == str(alone.value)


@pytest.mark.parametrize(
    "names",
    [
        '<definedName name="F_a">S!$A$1</definedName><definedName name="F_b" hidden="1">=S!B2</definedName>',
        '<definedName name="x" localSheetId="0" hidden="false">\'S\'!$A$1</definedName>',
        '<definedName name="x" localSheetId="7">S!$A$1</definedName><definedName name="y"> 1 </definedName>',
        '<definedName name="a&amp;b_x0041_" comment="=&quot;&#10;">"x&lt;y"</definedName>',
        "<definedName name='q'>S!$A$1</definedName><definedName  name=\"r\" >S!$A$1</definedName>",
        '<definedName name="a" name="b">S!$A$1</definedName>',
        '<definedName name="a"><!-- <definedName name="b">1</definedName> -->S!$A$1</definedName>',
        '<definedName name="a" xmlns="urn:other">S!$A$1</definedName>',
        '<definedName name="a">S!$A$1</definedName></row><row r="1"><definedName name="b">1</definedName>',
    ],
)
def test_names(names: str, parsed: pytest.MonkeyPatch) -> None:
    data = make.book(f'<row r="1">{A}</row>', names=f"<definedNames>{names}</definedNames>")
    first, second = both(data, parsed)
    assert first == second


@pytest.mark.parametrize("block", range(5))
def test_mutations(block: int, parsed: pytest.MonkeyPatch) -> None:
    cases = range(block * CASES // 5, (block + 1) * CASES // 5)
    alone = {case: seen(mutated(case)) for case in cases}
    parsed.undo()
    for case in cases:
        assert seen(mutated(case)) == alone[case], case


@pytest.mark.parametrize("size", [1, 64, 199, 257, 400, 1000, 4000])
def test_chunk_borders_change_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = "".join(CELLS[:9])
    rows = "".join('<row r="{}">{}</row>'.format(row, cells.replace('1"', f'{row}"')) for row in range(1, 30))
    data = make.book(rows, shared=STRINGS * 50, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    whole = read_book(data)
    assert len(whole.sheets[0].cells) > 50
    monkeypatch.setattr("xltool.book.package._CHUNK", size)
    assert read_book(data) == whole


def test_nearly_all_cells_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what the usual writers write; else it would be right, and slow."""
    taken = 0
    original = Quick._give

    def give(self: Quick, some: list[str], step: int) -> None:
        nonlocal taken
        taken += len(some[::step])
        original(self, some, step)

    monkeypatch.setattr(Quick, "_give", give)
    own = blanks.EDITIONS["jimu"]
    for data in (by_xlsxwriter(), by_openpyxl(), stamp(draw(own), [Assignment(values={})])):
        taken = 0
        found = sum(len(sheet.cells) for sheet in read_book(data).sheets)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            texts = sum(archive.read(name).count(b"<si>") for name in archive.namelist())
        assert taken >= 0.8 * (found + texts)


def test_patterns() -> None:
    assert CELL.split('<c r="AB12" s="3" t="str"><f>1&lt;2</f><v>x</v></c>')[1:-1] == [
        "AB", "12", "3", "str", "1&lt;2", "x", None,
    ]  # fmt: skip
    assert STRING.split("<si><r><t>x</t></r></si>")[1:-1] == ["<r>", "x"]
    assert STRING.split("<si><r><t>x</t></si>")[1:-1] == []
    assert NAME.split('<definedName name="a">1</definedName>')[1:-1] == [' name="a"', "1"]
    assert attributes_of(' a="1=&#10;" b="&lt;"') == {"a": "1=\n", "b": "<"}
    assert attributes_of(' a="1" a="2"') is None
    assert unescaped("&amp;lt; &lt;&gt;&quot;&apos;") == "&lt; <>\"'"


def test_of_skimmed_sheets_only_the_remarks_are_read() -> None:
    from tests.book.test_reader_remarks import WRITTEN, beside
    from tests.book.test_reader_remarks import by_xlsxwriter as with_remarks

    data = with_remarks()
    book = read_book(data, skim=lambda _: True)
    assert beside(book) == beside(read_book(data)) == WRITTEN
    assert all(not sheet.read and not sheet.cells for sheet in book.sheets)
