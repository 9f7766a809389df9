"""A part that is known from another workbook says the same as when it is read."""

from __future__ import annotations

import zlib

import pytest

from tests.book import reader_files as make
from xltool.book import read_book
from xltool.book.limits import Limits
from xltool.book.samepart import SamePart
from xltool.errors import Unreadable

SHARED = ("<t>あいうえお</t>", "<r><t>か</t></r><r><rPr><strike/></rPr><t>き</t></r>")
CELLS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
TYPED = '<row r="2"><c r="A2" t="inlineStr"><is><t>さしすせそ</t></is></c></row>'


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No part is known yet."""
    monkeypatch.setattr("xltool.book.reader._same_strings", SamePart())


def test_a_part_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_book(make.book(CELLS, shared=SHARED))
    with monkeypatch.context() as patch:
        patch.setattr("xltool.book.reader.read_strings", lambda *_, **__: pytest.fail("it is read again"))
        assert read_book(make.book(CELLS, shared=SHARED)) == first
        assert [cell.value for cell in first.sheets[0].cells.values()] == ["あいうえお", "かき"]
    other = read_book(make.book(CELLS, shared=("<t>x</t>", "<t>y</t>")))
    assert [cell.value for cell in other.sheets[0].cells.values()] == ["x", "y"]


@pytest.mark.parametrize(
    "limits",
    [Limits(characters=30), Limits(tags=90), Limits(inflated=2_100)],
    ids=["text", "tags", "inflated"],
)
def test_a_known_part_counts_as_if_it_were_read(limits: Limits) -> None:
    read_book(make.book(CELLS, shared=SHARED), limits=limits)
    with pytest.raises(Unreadable) as alone:
        read_book(make.book(CELLS + TYPED * 5, shared=SHARED), limits=limits)
    assert alone.value.reason == "limit"


def test_what_is_struck_through_is_seen_beside_other_formats() -> None:
    styles = (
        f'<styleSheet xmlns="{make.MAIN}"><fonts><font/><font><strike/></font></fonts>'
        '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
    )
    content = make.parts(
        CELLS.replace('r="B1"', 'r="B1" s="1"'), shared=(SHARED[0], SHARED[1].replace("strike", "b"))
    )
    struck = {
        **content,
        "xl/styles.xml": styles,
        "xl/_rels/workbook.xml.rels": make.relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
    }
    plain = read_book(make.zipped(content))
    assert read_book(make.zipped(struck)).sheets[0].struck_runs
    assert read_book(make.zipped(content)) == plain


def test_another_part_under_the_same_checksum_is_damaged() -> None:
    parts = make.parts(CELLS, shared=SHARED)
    read_book(make.raw_zip([make.Entry(name, content) for name, content in parts.items()]))
    shared = str(parts["xl/sharedStrings.xml"])
    entries = [
        make.Entry(name, str(content).replace("か", "が"), crc=zlib.crc32(shared.encode()))
        if content == shared
        else make.Entry(name, content)
        for name, content in parts.items()
    ]
    with pytest.raises(Unreadable) as error:
        read_book(make.raw_zip(entries))
    assert error.value.reason == "damaged"


def test_few_parts_are_kept() -> None:
    kept: SamePart[str] = SamePart()
    from xltool.book.limits import Meter
    from xltool.book.package import open_package

    read: list[int] = []
    for number in (0, 1, 2, 3, 0, 4, 0, 1):
        package = open_package(make.book(shared=(f"<t>{number}</t>",)), Meter())
        kept.of(package, "xl/sharedStrings.xml", None, lambda number=number: read.append(number) or "")  # type: ignore[misc]
    assert read == [0, 1, 2, 3, 4, 1]
