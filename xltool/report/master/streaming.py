"""A drawn workbook with rows streamed into its sheets, so that memory holds one block of them at a time.

XlsxWriter draws everything but the rows: its own mode for constant memory has no tables. Texts are inline
strings. The entries of the zip have the first day that it knows as their date: same input, same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from xltool.book.cellxml import escape, utf16_length
from xltool.book.zipped import parts_of
from xltool.report.master.listing import Block, Cell, Link, Tinted

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from xltool.report.spreadsheet import Sheet

__all__ = ["Body", "Stencil", "fitting", "write_workbook"]

_LEVEL = 1  # of deflate: a third of the time of the usual 6, a fifth larger
_LONGEST = 32_767  # UTF-16 units that a cell holds
_CUT = "…（長すぎるため、以下は省略）"
_PLAIN = re.compile("[^&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff]*")  # nothing in it needs escaping
_STYLE = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"')
_NAME = re.compile(rb' displayName="([^"]*)"')
_REF = re.compile(rb'( ref="[A-Z]+\d+:[A-Z]+)\d+"')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_RISKY = tuple("=+-@")


class Stencil:
    """The formats of a sheet's rows: drawn into its first row, where their numbers are read off later."""

    def __init__(self, sheet: Sheet, row: int) -> None:
        self._sheet, self._row = sheet, row
        self._known: dict[int, int] = {}

    def of(self, form: Format) -> int:
        """The number by which ``Body`` names this format."""
        if id(form) not in self._known:
            self._known[id(form)] = len(self._known)
            self._sheet.write_blank(self._row, len(self._known) - 1, None, form)
        return self._known[id(form)]


@dataclass(frozen=True, kw_only=True)
class Body:
    """The rows of one sheet."""

    sheet: int  # its number in the workbook, from 0
    table: str  # name of Excel's table: drawn with one row, because XlsxWriter notes each of its cells
    first: int  # row, from 0
    last: int  # row of the table's end; the sheet reaches as far
    blocks: Callable[[], Iterator[Block]]
    forms: Sequence[int]  # of the columns, as the stencil numbers them
    quoted: Sequence[int]  # the same, for text that a spreadsheet would take for a formula
    looks: dict[str, int] = field(default_factory=dict)  # of tinted cells


def write_workbook(drawn: bytes, bodies: Sequence[Body], target: BinaryIO) -> None:
    """Write a drawn workbook with its rows."""
    by_part = {f"xl/worksheets/sheet{one.sheet + 1}.xml": one for one in bodies}
    ends = {one.table.encode(): one.last + 1 for one in bodies}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, content in parts_of(drawn).items():
            with archive.open(name, "w") as part:
                body = by_part.get(name)
                if name.startswith("xl/tables/"):
                    content = _table(content, ends)  # noqa: PLW2901
                for piece in (content,) if body is None else _sheet(content, body):
                    part.write(piece)


def _table(content: bytes, ends: dict[bytes, int]) -> bytes:
    """A table with its real last row."""
    name = _NAME.search(content)
    assert name
    return _REF.sub(rb'\g<1>%d"' % ends[name[1]], content)


def _sheet(content: bytes, body: Body) -> Iterator[bytes]:
    start = content.index(b'<row r="%d"' % (body.first + 1))
    end = content.index(b"</sheetData>", start)
    styles = [style.decode() for style in _STYLE.findall(content[start:end])]
    corner = xl_rowcol_to_cell(body.last, max(len(body.forms) - 1, 0)).encode()
    yield _DIMENSION.sub(b'<dimension ref="A1:%s"/>' % corner, content[:start])
    row = body.first + 1
    for block in body.blocks():
        yield _rows(block, row, body, styles).encode()
        row += len(block)
    if row == body.first + 1:  # a table has one row at least
        yield _rows(Block(columns=[[None]] * len(body.forms), heights=[15.0]), row, body, styles).encode()
    yield content[end:]


def _rows(block: Block, first: int, body: Body, styles: Sequence[str]) -> str:
    looks = {look: styles[number] for look, number in body.looks.items()}
    columns = [
        _cells(cells, xl_col_to_name(at), first, styles[body.forms[at]], styles[body.quoted[at]], looks)
        for at, cells in enumerate(block.columns)
    ]
    heads = [
        f'<row r="{row}" ht="{height:g}" customHeight="1">' for row, height in enumerate(block.heights, first)
    ]
    return "".join([f"{head}{''.join(cells)}</row>" for head, *cells in zip(heads, *columns, strict=True)])


def _cells(
    cells: Sequence[Cell], letter: str, first: int, style: str, quoted: str, looks: dict[str, str]
) -> list[str]:
    """The cells of one column."""
    empty = f' s="{style}"/>'
    number = f' s="{style}"><v>'
    text = f' s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    out: list[str] = []
    known: dict[str, str] = {}  # most columns hold the same few texts
    for row, value in enumerate(cells, first):
        kind = type(value)
        if value is None or value == "":
            out.append(f'<c r="{letter}{row}"{empty}')
        elif kind is float or kind is int:
            out.append(f'<c r="{letter}{row}"{number}{_number(value)}</v></c>')  # type: ignore[arg-type]
        elif kind is str and value[0] not in "=+-@":  # type: ignore[index, operator]
            shown = known.get(value)  # type: ignore[arg-type]
            if shown is None:
                shown = known[value] = _text(value)  # type: ignore[arg-type, index]
            out.append(f'<c r="{letter}{row}"{text}{shown}</t></is></c>')
        else:
            out.append(_other(value, f"{letter}{row}", style, quoted, looks))
    return out


def _other(value: Cell, ref: str, style: str, quoted: str, looks: dict[str, str]) -> str:
    if isinstance(value, Tinted):
        style = quoted = looks[value.look]
        value = value.value
    if isinstance(value, Link):
        formula = _text(value.formula)
        if isinstance(value.result, str):
            return f'<c r="{ref}" s="{style}" t="str"><f>{formula}</f><v>{_text(value.result)}</v></c>'
        result = "" if value.result is None else _number(value.result)
        return f'<c r="{ref}" s="{style}"><f>{formula}</f><v>{result}</v></c>'
    if value is None or value == "":
        return f'<c r="{ref}" s="{style}"/>'
    if isinstance(value, bool):
        return f'<c r="{ref}" s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        own = quoted if value.startswith(_RISKY) else style
        inside = f'<is><t xml:space="preserve">{_text(value)}</t></is>'
        return f'<c r="{ref}" s="{own}" t="inlineStr">{inside}</c>'
    return f'<c r="{ref}" s="{style}"><v>{_number(value)}</v></c>'


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(int(value))
    return f"{value:.0f}" if value == value // 1 and abs(value) < 1e15 else repr(float(value))


def _text(text: str) -> str:
    text = fitting(text)
    return text if _PLAIN.fullmatch(text) else escape(text).decode()


def fitting(text: str) -> str:
    """What a cell can hold of a text; a cut is marked."""
    if len(text) <= _LONGEST // 2 or utf16_length(text) <= _LONGEST:
        return text
    return _cut(text)


def _cut(text: str) -> str:
    room, kept = _LONGEST - utf16_length(_CUT), 0
    for at, ch in enumerate(text):
        kept += 2 if ch > "\uffff" else 1
        if kept > room:
            return text[:at] + _CUT
    return text
