"""What stands beside the cells: by the programs that write it, and by hand where none of them is at hand."""

# ruff: noqa: E501 - XML by hand reads better unbroken

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from tests.book import reader_files as make
from tests.oracle import need_soffice, recalculate
from xltool.book.limits import LIMITS
from xltool.book.reader import read_book
from xltool.errors import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from xltool.book.raw import RawBook, Remark

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
DML = "http://schemas.openxmlformats.org/drawingml/2006/main"
STRICT_XDR = "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"
STRICT_DML = "http://purl.oclc.org/ooxml/drawingml/main"
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/worksheets/_rels/sheet1.xml.rels"
# A picture of one pixel
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0f01f0005050200cd2a2ad80000000049454e44ae426082"
)


def beside(book: RawBook) -> list[tuple[object, ...]]:
    return [(r.kind, r.cell, r.text, r.author) for s in book.sheets for r in s.remarks]


def with_parts(relations: list[tuple[str, str]], content: make.Parts) -> RawBook:
    """A workbook with parts beside its sheet; relations are (kind, target) from the sheet."""
    listed = [(f"rId{number}", kind, target) for number, (kind, target) in enumerate(relations, 1)]
    return read_book(make.zipped({**make.parts(ROW), RELS: make.relations(*listed), **content}))


def drawn(
    *anchors: str, xdr: str = XDR, dml: str = DML, more: make.Parts | None = None
) -> tuple[Remark, ...]:
    text = f'<xdr:wsDr xmlns:xdr="{xdr}" xmlns:a="{dml}" xmlns:r="{make.RELS}" {MC}>{"".join(anchors)}</xdr:wsDr>'
    content: make.Parts = {"xl/drawings/drawing1.xml": text, **(more or {})}
    book = with_parts([("drawing", "../drawings/drawing1.xml")], content)
    assert {fact.kind for fact in book.facts} <= {"drawing", "picture"}
    return book.sheets[0].remarks


def anchor(inside: str, row: int = 4, col: int = 3) -> str:
    corner = "<xdr:col>{}</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>{}</xdr:row><xdr:rowOff>9</xdr:rowOff>"
    return (
        f"<xdr:twoCellAnchor><xdr:from>{corner.format(col, row)}</xdr:from>"
        f"<xdr:to>{corner.format(col + 5, row + 5)}</xdr:to>{inside}<xdr:clientData/></xdr:twoCellAnchor>"
    )


def shape(*paragraphs: str, tag: str = "sp") -> str:
    lines = "".join(f"<a:p>{text}</a:p>" for text in paragraphs)
    return f'<xdr:{tag}><xdr:nvSpPr><xdr:cNvPr id="2" name="Text 1"/></xdr:nvSpPr><xdr:txBody><a:bodyPr/>{lines}</xdr:txBody></xdr:{tag}>'


def run(text: str) -> str:
    return f"<a:r><a:rPr/><a:t>{text}</a:t></a:r>"


def vml(*shapes: str) -> str:
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel">{"".join(shapes)}</xml>'
    )


def vml_shape(
    html: str, kind: str = "Rect", number: int = 1025, place: str = "2, 5, 6, 7, 8, 9, 10, 11"
) -> str:
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202"><v:fill color2="#ffffe1"/><v:textbox>{html}</v:textbox>'
        f'<x:ClientData ObjectType="{kind}"><x:Anchor>\n {place}</x:Anchor></x:ClientData></v:shape>'
    )


def old(*shapes: str) -> tuple[Remark, ...]:
    book = with_parts(
        [("vmlDrawing", "../drawings/vmlDrawing1.vml")], {"xl/drawings/vmlDrawing1.vml": vml(*shapes)}
    )
    assert book.facts == ()
    return book.sheets[0].remarks


# -- written by programs


def by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, other = book.add_worksheet("様式"), book.add_worksheet("別紙")
    sheet.write_comment("B2", "一行目\n二行目", {"author": "企画課"})
    sheet.write_comment("C3", "見える", {"visible": True})
    sheet.insert_textbox("D5", "メモ一\nメモ二\n\n四行目")
    sheet.insert_textbox("E9", "")  # nothing is typed in it
    sheet.insert_image("F6", "a.png", {"image_data": io.BytesIO(PNG), "description": "印影"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=様式!$A$3:$A$3"})
    sheet.insert_chart("H2", chart)
    sheet.insert_button("H20", {"caption": "押す"})
    other.write_comment("A1", "別シート")
    book.close()
    return out.getvalue()


WRITTEN = [
    ("comment", (2, 2), "一行目\n二行目", "企画課"),
    ("comment", (3, 3), "見える", None),
    ("shape", (5, 4), "メモ一\nメモ二\n\n四行目", None),
    ("picture", (6, 6), "印影", None),
    ("shape", (20, 8), "押す", None),
    ("comment", (1, 1), "別シート", None),
]


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C4"].comment = Comment("総務課の\nコメント", "総務課")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_by_xlsxwriter() -> None:
    book = read_book(by_xlsxwriter())
    assert beside(book) == WRITTEN
    parts = {r.kind: r.part for s in book.sheets for r in s.remarks}
    assert parts["picture"] == "xl/media/image1.png"
    assert parts["comment"] == "xl/comments2.xml"


def test_by_openpyxl() -> None:
    assert beside(read_book(by_openpyxl())) == [("comment", (4, 3), "総務課の\nコメント", "総務課")]


def test_after_libreoffice(tmp_path: Path) -> None:
    """Authors are lost there; a button is written three times over."""
    need_soffice()
    (tmp_path / "x.xlsx").write_bytes(by_xlsxwriter())
    (tmp_path / "o.xlsx").write_bytes(by_openpyxl())
    first, second = recalculate([tmp_path / "x.xlsx", tmp_path / "o.xlsx"], tmp_path / "out")
    assert beside(read_book(first)) == [(*written[:3], None) for written in WRITTEN]
    assert beside(read_book(second)) == [("comment", (4, 3), "総務課の\nコメント", None)]


def test_sheets_that_are_not_wanted_have_none() -> None:
    book = read_book(by_xlsxwriter(), want=lambda name: name == "別紙")
    assert beside(book) == WRITTEN[-1:]


# -- comments


def comments(*items: str, main: str = make.MAIN) -> str:
    return (
        f'<comments xmlns="{main}"><authors><author>企画課</author><author>tc={{A}}</author><author/></authors>'
        f"<commentList>{''.join(items)}</commentList></comments>"
    )


@pytest.mark.parametrize("main", [make.MAIN, make.STRICT])
def test_rich_comment(main: str) -> None:
    item = (
        '<comment ref="B7" authorId="0"><text><r><rPr><b/></rPr><t>企画課:</t></r><r><t xml:space="preserve">\n_x3042_い</t></r>'
        '<rPh sb="0" eb="1"><t>フリガナ</t></rPh></text></comment><comment ref="?" authorId="9"><text><t>どこ</t></text></comment>'
        '<comment ref="C1" authorId="2"><text/></comment>'
    )
    book = with_parts([("comments", "/xl/comments1.xml")], {"xl/comments1.xml": comments(item, main=main)})
    assert beside(book) == [
        ("comment", None, "どこ", None), ("comment", (1, 3), "", None), ("comment", (7, 2), "企画課:\nあい", "企画課"),
    ]  # fmt: skip


THREAD = (
    f'<ThreadedComments xmlns="{THREADS}"><threadedComment ref="B7" dT="2025-04-01T00:00:00.00" personId="{{P}}" id="{{A}}">'
    '<text>これは？</text><mentions/></threadedComment><threadedComment ref="B7" personId="{Q}" id="{B}" parentId="{A}">'
    "<text>確認中\r\nです</text></threadedComment></ThreadedComments>"
)
PERSONS = f'<personList xmlns="{THREADS}"><person displayName="財政課 山田" id="{{P}}" userId="x" providerId="None"/></personList>'
PLACEHOLDER = '<comment ref="B7" authorId="1"><text><t>[スレッド化されたコメント]\n\nコメント:\n    これは？</t></text></comment>'
NOTE = '<comment ref="A2" authorId="0"><text><t>普通のメモ</t></text></comment>'


def with_thread(content: make.Parts) -> RawBook:
    listed = make.relations(
        ("rId1", "comments", "../comments1.xml"), ("rId2", "threadedComment", "../threadedComments/threadedComment1.xml")
    )  # fmt: skip
    book = make.parts(ROW)
    inner = make.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId7", "person", "persons/person.xml")
    )
    book |= {
        RELS: listed,
        "xl/comments1.xml": comments(PLACEHOLDER, NOTE),
        "xl/_rels/workbook.xml.rels": inner,
    }
    return read_book(make.zipped({**book, "xl/persons/person.xml": PERSONS, **content}))


def test_threads_are_not_said_twice() -> None:
    book = with_thread({"xl/threadedComments/threadedComment1.xml": THREAD})
    assert beside(book) == [
        ("comment", (2, 1), "普通のメモ", "企画課"),
        ("thread", (7, 2), "これは？", "財政課 山田"),
        ("thread", (7, 2), "確認中\nです", None),
    ]


def test_a_thread_that_another_program_lost_is_read_from_its_copy() -> None:
    found = beside(with_thread({}))
    assert [text for _, _, text, _ in found if "これは？" in str(text)]
    assert len(found) == 2


def test_a_damaged_thread_leaves_its_copy() -> None:
    book = with_thread({"xl/threadedComments/threadedComment1.xml": THREAD[:-30]})
    assert [text for _, _, text, _ in beside(book) if "これは？" in str(text)]
    assert "damaged_part" in {fact.kind for fact in book.facts}


# -- DrawingML


@pytest.mark.parametrize(("xdr", "dml"), [(XDR, DML), (STRICT_XDR, STRICT_DML)])
def test_text_of_a_shape(xdr: str, dml: str) -> None:
    text = shape(
        run("一") + run("二"),
        "",
        run("三") + "<a:br/>" + run("四"),
        '<a:fld type="slidenum"><a:t>五</a:t></a:fld>',
    )
    (remark,) = drawn(anchor(text), xdr=xdr, dml=dml)
    assert (remark.kind, remark.cell, remark.text) == ("shape", (5, 4), "一二\n\n三\n四\n五")
    assert remark.part == "xl/drawings/drawing1.xml"


def test_groups_connectors_and_bare_shapes() -> None:
    inner = f"<xdr:grpSp>{shape(run('内'))}{shape(run('線'), tag='cxnSp')}</xdr:grpSp>"
    group = f"<xdr:grpSp><xdr:grpSpPr/>{shape(run('外'))}{inner}{shape('')}</xdr:grpSp>"
    assert [(r.text, r.cell) for r in drawn(anchor(group), anchor(shape(), 1, 1))] == [
        ("外", (5, 4)), ("内", (5, 4)), ("線", (5, 4)),
    ]  # fmt: skip


def test_other_anchors() -> None:
    one = "<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>1</xdr:row></xdr:from>"
    absolute = f'<xdr:absoluteAnchor><xdr:pos x="0" y="0"/>{shape(run("絶対"))}</xdr:absoluteAnchor>'
    off = f"<xdr:oneCellAnchor><xdr:from><xdr:col>-3</xdr:col><xdr:row>99999999</xdr:row></xdr:from>{shape(run('外'))}</xdr:oneCellAnchor>"
    found = drawn(f"{one}{shape(run('一'))}</xdr:oneCellAnchor>", absolute, off)
    assert {(r.text, r.cell) for r in found} == {("一", (2, 1)), ("絶対", None), ("外", None)}


def test_alternatives_are_said_once() -> None:
    both = f'<mc:AlternateContent><mc:Choice Requires="a14">{shape(run("新"))}</mc:Choice><mc:Fallback>{shape(run("旧"))}</mc:Fallback></mc:AlternateContent>'
    only = f"<mc:AlternateContent><mc:Fallback>{shape(run('代'))}</mc:Fallback></mc:AlternateContent>"
    assert [r.text for r in drawn(anchor(both + only + shape(run("後"))))] == ["新", "代", "後"]


def test_pictures_are_named_by_part() -> None:
    def picture(target: str) -> str:
        return f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="図 1" descr="印影"/></xdr:nvPicPr><xdr:blipFill><a:blip {target}/></xdr:blipFill></xdr:pic>'

    rels = make.relations(("rId1", "image", "../media/image1.png")).replace(
        "</Rel", '<Relationship Id="rId2" Type="x/image" TargetMode="External" Target="http://example.invalid/a.png"/></Rel'
    )  # fmt: skip
    more: make.Parts = {"xl/drawings/_rels/drawing1.xml.rels": rels, "xl/media/image1.png": PNG}
    found = drawn(
        anchor(picture('r:embed="rId1"')), anchor(picture('r:link="rId2"')), anchor(picture("")), more=more
    )
    assert [(r.kind, r.text, r.part) for r in found] == [
        ("picture", "印影", "xl/media/image1.png"),
        ("picture", "印影", "xl/drawings/drawing1.xml"),
        ("picture", "印影", "xl/drawings/drawing1.xml"),
    ]


def test_diagrams_and_text_boxes_in_charts() -> None:
    diagram = '<xdr:graphicFrame><a:graphic><a:graphicData><dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    chart = '<xdr:graphicFrame><a:graphic><a:graphicData><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId2"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    paragraph = f'<x xmlns:a="{DML}"><a:p>{run("段一")}</a:p><y/><a:p>{run("段二")}</a:p></x>'
    found = drawn(
        anchor(diagram), anchor(chart, 9),
        more={
            "xl/drawings/_rels/drawing1.xml.rels": make.relations(("rId1", "diagramData", "../diagrams/data1.xml"), ("rId2", "chart", "../charts/chart1.xml")),
            "xl/diagrams/data1.xml": paragraph, "xl/charts/chart1.xml": "<c/>", "xl/drawings/drawing2.xml": paragraph,
            "xl/charts/_rels/chart1.xml.rels": make.relations(("rId1", "chartUserShapes", "../drawings/drawing2.xml"), ("rId2", "themeOverride", "../diagrams/data1.xml")),
        },
    )  # fmt: skip
    assert [(r.kind, r.cell, r.text, r.part) for r in found] == [
        ("shape", (5, 4), "段一\n段二", "xl/diagrams/data1.xml"),
        ("shape", (10, 4), "段一\n段二", "xl/drawings/drawing2.xml"),
    ]


# -- VML


def test_old_text_boxes() -> None:
    html = '<div style="text-align:left"><font face="x">一行  目</font><b>　太</b><br></br>二行目</div>\n <div>三<br>四</div>'
    (remark,) = old(vml_shape(html))
    assert (remark.kind, remark.cell, remark.text) == (
        "shape",
        (7, 3),
        "一行 目　太\n\n二行目\n三\n四".replace("\n\n", "\n"),
    )


def test_notes_and_shapes_without_text_are_none() -> None:
    assert old(vml_shape("<div>枠</div>", "Note"), vml_shape("<div> </div>"), vml_shape("", "Pict")) == ()


def test_a_control_that_is_drawn_twice_is_one() -> None:
    box = f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{DML}">{anchor(shape(run("該当なし")))}{anchor(shape(run("別")))}</xdr:wsDr>'
    both = vml(
        vml_shape("<div>該当なし</div>", "Checkbox"), vml_shape("<div>該当なし</div>", "Checkbox", 1026)
    )
    book = with_parts(
        [("drawing", "../drawings/drawing1.xml"), ("vmlDrawing", "../drawings/vmlDrawing1.vml")],
        {"xl/drawings/drawing1.xml": box, "xl/drawings/vmlDrawing1.vml": both},
    )
    found = Counter((r.text, r.cell) for r in book.sheets[0].remarks)
    assert found == {("該当なし", (7, 3)): 2, ("別", (5, 4)): 1}  # the place is the old drawing's


def test_objects_are_named_by_part() -> None:
    choice = (
        f'<oleObjects><mc:AlternateContent {MC}><mc:Choice Requires="x14"><oleObject progId="Word.Document.12" shapeId="1025" r:id="rId1">'
        f'<objectPr><anchor><from><xdr:col xmlns:xdr="{XDR}">1</xdr:col><xdr:row xmlns:xdr="{XDR}">2</xdr:row></from></anchor></objectPr></oleObject>'
        '</mc:Choice><mc:Fallback><oleObject progId="Word.Document.12" shapeId="1025" r:id="rId1"/></mc:Fallback></mc:AlternateContent>'
        '<oleObject progId="Package" shapeId="1026" r:id="rId2"/></oleObjects><controls><control shapeId="1027" r:id="rId3" name="TextBox1"/></controls>'
    )
    sheet = make.worksheet(ROW, after=choice).replace("<worksheet", f'<worksheet xmlns:r="{make.RELS}"')
    book = with_parts(
        [("package", "../embeddings/a.docx"), ("oleObject", "../embeddings/b.bin"), ("control", "../activeX/activeX1.xml"),
         ("oleObject", "../embeddings/lost.bin"), ("oleObject", "../embeddings/c.bin"), ("vmlDrawing", "../drawings/vmlDrawing1.vml")],
        {SHEET: sheet, "xl/embeddings/a.docx": b"x", "xl/embeddings/b.bin": b"x", "xl/embeddings/c.bin": b"x", "xl/activeX/activeX1.xml": "<x/>",
         "xl/drawings/vmlDrawing1.vml": vml(vml_shape("", "Pict", 1026))},
    )  # fmt: skip
    assert [(r.kind, r.cell, r.text, r.part) for r in book.sheets[0].remarks] == [
        ("object", None, "TextBox1", "xl/activeX/activeX1.xml"),
        ("object", None, "", "xl/embeddings/c.bin"),
        ("object", (3, 2), "Word.Document.12", "xl/embeddings/a.docx"),
        ("object", (7, 3), "Package", "xl/embeddings/b.bin"),
    ]


def everything() -> bytes:
    """Every kind of remark in one small workbook, for the fuzzer."""
    content = make.parts(ROW)
    content |= {
        RELS: make.relations(
            ("rId1", "comments", "../comments1.xml"), ("rId2", "threadedComment", "../threads1.xml"), ("rId3", "drawing", "../drawings/drawing1.xml"),
            ("rId4", "vmlDrawing", "../drawings/vmlDrawing1.vml"), ("rId5", "oleObject", "../embeddings/a.bin"),
        ),
        "xl/_rels/workbook.xml.rels": make.relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId7", "person", "person.xml")),
        "xl/comments1.xml": comments(PLACEHOLDER, NOTE), "xl/threads1.xml": THREAD, "xl/person.xml": PERSONS, "xl/embeddings/a.bin": b"x",
        "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{DML}" {MC}>{anchor(shape(run("一"), run("二")))}</xdr:wsDr>',
        "xl/drawings/vmlDrawing1.vml": vml(vml_shape("<div>三<br>四</div>"), vml_shape("", "Pict", 1026)),
        SHEET: make.worksheet(ROW, after='<oleObjects><oleObject progId="Package" shapeId="1026" r:id="rId5"/></oleObjects>').replace(
            "<worksheet", f'<worksheet xmlns:r="{make.RELS}"'
        ),
    }  # fmt: skip
    return make.zipped(content)


def test_everything_at_once() -> None:
    assert Counter(r.kind for r in read_book(everything()).sheets[0].remarks) == {
        "comment": 1, "thread": 2, "shape": 2, "object": 1,
    }  # fmt: skip


# -- damage and limits


@pytest.mark.parametrize("kind", ["comments", "threadedComment", "drawing", "vmlDrawing"])
def test_a_damaged_part_is_a_fact(kind: str) -> None:
    book = with_parts([(kind, "../x.xml")], {"xl/x.xml": "<x><y></x>"})
    assert book.sheets[0].cells
    assert [(f.kind, f.part) for f in book.facts] == [("damaged_part", "xl/x.xml")]


@pytest.mark.parametrize("kind", ["comments", "threadedComment", "drawing", "vmlDrawing"])
def test_entities_are_refused_here_too(kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        with_parts([(kind, "../x.xml")], {"xl/x.xml": "<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>"})
    assert caught.value.reason == "refused"


def test_remarks_are_counted() -> None:
    data = by_xlsxwriter()
    read_book(data, limits=replace(LIMITS, remarks=50))
    for limits in (
        replace(LIMITS, remarks=5),
        replace(LIMITS, text=5),
        replace(LIMITS, characters=20),
    ):
        with pytest.raises(Unreadable) as caught:
            read_book(data, limits=limits)
        assert caught.value.reason == "limit"
