"""Bind the sheets of a volume into one workbook, written part by part as they come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from xltool.book.a1 import address
from xltool.book.cellxml import escape_attribute
from xltool.book.geometry import FIRST_COLUMN, IDENTITY_ROW, TITLE_ROW
from xltool.book.leaf import Leaf
from xltool.book.volume import Drawn
from xltool.book.zipped import Part, deflate, join_into

__all__ = ["MOST_SHEETS", "Bound", "bind"]

MOST_SHEETS = 9_999  # besides the contents: LibreOffice opens 10,000

_OVERRIDE = re.compile(rb'<Override PartName="/xl/worksheets/[^>]*/>')
_WORKSHEET = re.compile(rb'<Relationship Id="rId\d+" Type="[^"]*/worksheet" [^>]*/>')
_RELATION = re.compile(rb'Id="rId\d+"')
_SHEETS = re.compile(rb"<sheets>.*?</sheets>(?:<definedNames>.*?</definedNames>)?")
_CALC = re.compile(rb"<calcPr [^>]*/>")
_ACTIVE = re.compile(rb' (?:activeTab|firstSheet)="\d+"')
_TITLES = re.compile(rb"<HeadingPairs>.*</TitlesOfParts>", re.DOTALL)
_PART = "xl/worksheets/sheet%d.xml"


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A sheet that is in the workbook."""

    title: str  # tab
    last_row: int
    last_col: int


def bind(
    target: BinaryIO,
    titles: Sequence[str],
    leaves: Iterator[Leaf],
    drawn: Drawn,
    finish: Callable[[], tuple[Drawn, tuple[int, int]]],
) -> None:
    """Write the workbook: one leaf for every tab but the first, the contents'.

    ``finish`` is asked when all leaves are written: for the volume drawn again, its contents filled in, and
    the contents' rows to be repeated on each page.
    """
    join_into(target, _parts(titles, leaves, drawn, finish))


def _parts(
    titles: Sequence[str],
    leaves: Iterator[Leaf],
    drawn: Drawn,
    finish: Callable[[], tuple[Drawn, tuple[int, int]]],
) -> Iterator[Part]:
    types, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    yield deflate(types, _types(drawn.parts[types], len(titles)))
    bound: list[Bound] = []
    for number, (title, leaf) in enumerate(zip(titles[1:], leaves, strict=True), start=2):
        bound.append(Bound(title=title, last_row=leaf.last_row, last_col=leaf.last_col))
        yield deflate(_PART % number, leaf.content)
    last, repeated = finish()
    assert [one.template.pieces for one in last.pages] == [one.template.pieces for one in drawn.pages]
    yield deflate(_PART % 1, last.contents)
    change: dict[str, Callable[[bytes], bytes]] = {
        relations: lambda content: _relations(content, len(titles)),
        "xl/workbook.xml": lambda content: _workbook(content, titles[0], bound, repeated),
        "docProps/app.xml": lambda content: _TITLES.sub(b"", content),
    }
    for name, content in last.parts.items():
        if name != types and not name.startswith("xl/worksheets/"):
            yield deflate(name, change[name](content) if name in change else content)


def _types(content: bytes, count: int) -> bytes:
    sheet = _OVERRIDE.findall(content)[0]
    all_sheets = b"".join(sheet.replace(b"sheet1.xml", b"sheet%d.xml" % (n + 1)) for n in range(count))
    return _OVERRIDE.sub(b"", content).replace(b"</Types>", all_sheets + b"</Types>")


def _relations(content: bytes, count: int) -> bytes:
    sheet = _WORKSHEET.findall(content)[0]
    assert b'"rId1"' in sheet
    assert b"sheet1.xml" in sheet
    sheets = b"".join(
        sheet.replace(b'"rId1"', b'"rId%d"' % n).replace(b"sheet1.xml", b"sheet%d.xml" % n)
        for n in range(1, count + 1)
    )
    ids = iter(range(count + 1, count + 100))
    rest = _RELATION.sub(lambda _: b'Id="rId%d"' % next(ids), _WORKSHEET.sub(b"", content))
    return rest.replace(b"</Relationships>", sheets + b"</Relationships>")


def _workbook(content: bytes, contents: str, bound: Sequence[Bound], repeated: tuple[int, int]) -> bytes:
    """The tabs in their order; every sheet's print area and the rows that it repeats."""
    tabs = [contents, *(one.title for one in bound)]
    sheets = b"".join(
        b'<sheet name="%s" sheetId="%d" r:id="rId%d"/>' % (_attribute(tab), number, number)
        for number, tab in enumerate(tabs, start=1)
    )
    names = [_titles(0, contents, *repeated)]
    for number, one in enumerate(bound, start=1):
        first, last = (
            address(TITLE_ROW, FIRST_COLUMN, absolute=True),
            address(one.last_row, one.last_col, absolute=True),
        )
        names.append(_name("Print_Area", number, f"{_quoted(one.title)}!{first}:{last}"))
        names.append(_titles(number, one.title, TITLE_ROW, IDENTITY_ROW))
    book = b"<sheets>%s</sheets><definedNames>%s</definedNames>" % (sheets, b"".join(names))
    content = _ACTIVE.sub(b"", content)
    content = _CALC.sub(b'<calcPr calcId="124519"/>', content)  # there is nothing to calculate
    return _SHEETS.sub(lambda _: book, content, count=1)


def _titles(number: int, tab: str, first: int, last: int) -> bytes:
    return _name("Print_Titles", number, f"{_quoted(tab)}!${first}:${last}")


def _name(name: str, number: int, area: str) -> bytes:
    return b'<definedName name="_xlnm.%s" localSheetId="%d">%s</definedName>' % (
        name.encode(),
        number,
        escape_attribute(area),
    )


def _quoted(tab: str) -> str:
    return "'" + tab.replace("'", "''") + "'"


def _attribute(text: str) -> bytes:
    return escape_attribute(text).replace(b'"', b"&quot;")
