"""A drawn blank, taken apart so that a sheet is stamped by replacing pieces of its XML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xltool.book.a1 import address
from xltool.book.checkplan import CheckPlan
from xltool.book.checksheet import CheckSheet
from xltool.book.entry import ime_mode
from xltool.book.lists import ListSheet
from xltool.book.pen import PROJECT_TOKEN, Pen
from xltool.book.zipped import Part, deflate, parts_of
from xltool.form import Edition, Layout

__all__ = ["Blank", "Slot", "Template", "open_blank"]

_PIECE = re.compile(
    rb'<row r="(?P<row>\d+)"(?P<attrs>[^>]*?)(?P<empty>/?)>'
    rb'|<c r="(?P<ref>[A-Z]+\d+)"(?: s="(?P<style>\d+)")?(?: t="\w+")?'
    rb"(?:/>|>(?:<f>(?P<formula>.*?)</f>)?(?P<value>.*?)</c>)"
)
_VALIDATION = re.compile(rb'<dataValidation ([^>]*?)sqref="([A-Z]+\d+)"')
_HEIGHT = re.compile(rb' (?:ht="[^"]*"|customHeight="1")')


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell whose content is stamped: which piece it is, its style, its formula."""

    piece: int
    ref: bytes
    style: bytes
    formula: bytes | None


@dataclass(frozen=True, slots=True)
class Template:
    """A sheet part in pieces; cells and row heads are pieces of their own."""

    name: str
    pieces: tuple[bytes, ...]
    slots: dict[str, Slot]  # A1 address -> slot
    rows: dict[int, tuple[int, bytes]]  # row number -> piece, head without its height
    tokens: tuple[int, ...]  # pieces that hold a project token


@dataclass(frozen=True, eq=False)
class Blank:
    """One form, base year and number of sheets, drawn; ``stamp`` makes workbooks of it."""

    edition: Edition
    layout: Layout
    lists: ListSheet
    checks: CheckSheet
    plan: CheckPlan
    titles: tuple[str, ...]
    cells: dict[str, tuple[int, int]]  # field -> row and column on a form sheet
    order: tuple[str, ...]  # part names
    fixed: dict[str, Part]  # parts that never change, deflated
    texts: dict[str, bytes]  # workbook, app and core parts, patched per workbook
    forms: tuple[Template, ...]
    check: Template
    more: Template
    meta: Template
    locked_styles: dict[str, bytes]  # field -> style of its cell once the office has filled it in


def open_blank(workbook: bytes, pen: Pen, looks: dict[str, tuple[int, int]]) -> Blank:
    """Take a workbook apart that ``draw`` has just written."""
    contents = parts_of(workbook)
    count = len(pen.titles)
    names = [f"xl/worksheets/sheet{i + 1}.xml" for i in range(count + 5)]
    forms = tuple(_template(name, _with_ime(contents[name], pen)) for name in names[:count])
    check, more, guide, lists, meta = names[count:]
    templates = {name: _template(name, contents[name]) for name in (check, more, meta)}
    texts = {name: contents[name] for name in ("xl/workbook.xml", "docProps/app.xml", "docProps/core.xml")}
    changing = {*names[:count], *templates, *texts}
    assert {guide, lists} <= contents.keys()
    return Blank(
        edition=pen.edition,
        layout=pen.layout,
        lists=pen.lists,
        checks=pen.checks,
        plan=pen.plan,
        titles=pen.titles,
        cells=pen.cells,
        order=tuple(contents),
        fixed={name: deflate(name, content, 9) for name, content in contents.items() if name not in changing},
        texts=texts,
        forms=forms,
        check=templates[check],
        more=templates[more],
        meta=templates[meta],
        locked_styles={key: templates[meta].slots[address(*at)].style for key, at in looks.items()},
    )


def _template(name: str, content: bytes) -> Template:
    pieces: list[bytes] = []
    slots: dict[str, Slot] = {}
    rows: dict[int, tuple[int, bytes]] = {}
    at = 0
    for match in _PIECE.finditer(content):
        if match.start() > at:
            pieces.append(content[at : match.start()])
        at = match.end()
        if match["row"]:
            head = b'<row r="%s"%s' % (match["row"], _HEIGHT.sub(b"", match["attrs"]))
            if not match["empty"]:
                rows[int(match["row"])] = (len(pieces), head)
        else:
            slots[match["ref"].decode()] = Slot(
                len(pieces), match["ref"], match["style"] or b"0", match["formula"]
            )
        pieces.append(match.group())
    pieces.append(content[at:])
    token = PROJECT_TOKEN.encode()
    tokens = tuple(i for i, piece in enumerate(pieces) if token in piece)
    return Template(name, tuple(pieces), slots, rows, tokens)


def _with_ime(content: bytes, pen: Pen) -> bytes:
    """Put the input method into the validations, which XlsxWriter cannot write."""
    modes = {address(*pen.cells[one.id]): ime_mode(one) for one in pen.edition.form.fields.values()}

    def patch(match: re.Match[bytes]) -> bytes:
        mode = modes.get(match[2].decode())
        ime = b'imeMode="%s" ' % mode.encode() if mode else b""
        return b'<dataValidation %s%ssqref="%s"' % (match[1], ime, match[2])

    return _VALIDATION.sub(patch, content)
