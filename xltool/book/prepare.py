"""Look through an .xls, .xlsb or .ods before calamine sees it: hold our limits, put right what it misreads.

Measured with calamine 0.9.1: it has no limits of its own; it refuses .ods with white space between the cells
(gnumeric and SheetJS write that), and drops error values, tabs and line breaks in it; it leaves out the short
cell records of .xlsb (SheetJS writes them), silently; it does not tell an encrypted file from a damaged one,
nor which calendar an .xls has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.book.facts import Facts, note_carried
from xltool.book.limits import Limits, Meter
from xltool.book.package import Entry, Package, open_package
from xltool.book.refusal import locked
from xltool.book.zipped import Part, deflate, join, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.book.raw import Fact

__all__ = ["Prepared", "prepare"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    data: bytes
    date1904: bool
    facts: tuple[Fact, ...]


# The records DATEMODE = 1 and PRECISION, which follow each other ([MS-XLS] 2.1.7.20.3, Globals Substream).
_IN_1904 = b"\x22\x00\x02\x00\x01\x00\x0e\x00\x02\x00"
# BOF, perhaps WRITEPROTECT, then FILEPASS: everything after it is encrypted.
_FILEPASS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_VBA = "_VBA_PROJECT".encode("utf-16-le")


def prepare(data: bytes, kind: str, limits: Limits) -> Prepared:
    """What calamine is given to read, and the facts it does not tell; Unreadable for what it must not see."""
    meter = Meter(limits)
    meter.check("file", len(data))
    facts = Facts(meter)
    facts.note("formulas_not_checkable", "")
    if kind == "xls":
        if _FILEPASS.search(data):
            raise locked()
        if _VBA in data:
            facts.note("macros", "_VBA_PROJECT")
        return Prepared(data=data, date1904=_IN_1904 in data, facts=facts.all())
    package = open_package(data, meter)
    changed = _open_document(package, facts) if kind == "ods" else _binary(package, facts)
    return Prepared(
        data=join(_parts(package, changed)) if changed else data, date1904=False, facts=facts.all()
    )


def _parts(package: Package, changed: dict[str, bytes]) -> Iterator[Part]:
    for key, entry in package.entries.items():
        if key in changed:
            yield deflate(entry.name, changed[key], level=1)
        elif entry.method:
            packed = package.data[entry.start : entry.start + entry.packed]
            yield part_of(entry.name, entry.crc, entry.size, packed)
        else:
            yield deflate(entry.name, package.data[entry.start : entry.start + entry.packed], level=1)


def _content(package: Package, entry: Entry, keep: bool) -> bytes:
    """Inflate a part under our limits, whether it is needed or not: calamine may inflate it, too."""
    kept = []
    for chunk in package.chunks(entry):
        if keep:
            kept.append(chunk)
    return b"".join(kept)


_REPAIRS = (
    # White space that is none: before a tag that never stands inside a text.
    (re.compile(rb">\s++<(?=/?(?:table|office|calcext):|text:p[\s/>])"), b"><"),
    (re.compile(rb"<text:line-break\s*/>"), b"&#10;"),
    (re.compile(rb"<text:tab(?:\s[^>]*)?/>"), b"&#9;"),
    # An error value: without this attribute calamine takes its text.
    (re.compile(rb'office:string-value=""(?=[^>]*calcext:value-type="error")'), b""),
)


def _open_document(package: Package, facts: Facts) -> dict[str, bytes]:
    changed = {}
    for key, entry in package.entries.items():
        content = _content(package, entry, key in {"content.xml", "meta-inf/manifest.xml"})
        if key == "meta-inf/manifest.xml" and b"encryption-data" in content:
            raise locked()
        if key == "content.xml":
            bare = content
            for pattern, right in _REPAIRS:
                bare = pattern.sub(right, bare)
            if bare != content:
                changed[key] = bare
        if entry.name.startswith("Basic/"):
            facts.note("macros", entry.name)
        elif entry.name.startswith("Pictures/"):
            facts.note("picture", entry.name)
    return changed


def _binary(package: Package, facts: Facts) -> dict[str, bytes]:
    changed = {}
    for key, entry in package.entries.items():
        sheet = key.startswith("xl/worksheets/") and key.endswith(".bin")
        content = _content(package, entry, sheet)
        long = _long_cells(content) if sheet else content
        if long is not content:
            changed[key] = long
    note_carried(package, facts)
    return changed


_ROW = 0
_CELLS = range(1, 12)  # BrtCellBlank … BrtFmlaError: column first
_SHORT = range(12, 19)  # BrtShortBlank … BrtShortIsst: the column after the one before ([MS-XLSB] 2.5.8)
_RICH = 62  # BrtCellRString


def _long_cells(sheet: bytes) -> bytes:
    """The sheet part with short cell records written as long ones; the same object where there are none."""
    out: list[bytes] = []
    at = done = 0
    column = -1
    while at < len(sheet):
        start = at
        kind, at = _number(sheet, at, 2)
        size, at = _number(sheet, at, 4)
        if kind == _ROW:
            column = -1
        elif kind in _CELLS or kind == _RICH:
            column = int.from_bytes(sheet[at : at + 4], "little")
        elif kind in _SHORT:
            column += 1
            head = bytes((kind - 11,)) + _varied(size + 4) + min(column, 0xFFFFFFFF).to_bytes(4, "little")
            out += (sheet[done:start], head, sheet[at : at + size])
            done = at + size
        at += size
    return b"".join((*out, sheet[done:])) if out else sheet


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in 7-bit groups ([MS-XLSB] 2.1.4) and where it ends."""
    value = 0
    for group in range(most):
        byte = data[at] if at < len(data) else 0
        at += 1
        value |= (byte & 0x7F) << 7 * group
        if byte < 0x80:
            break
    return value, at


def _varied(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
