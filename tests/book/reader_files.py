"""Workbooks written by hand for the reader's tests: zip entries and XML exactly as a test wants them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Parts = dict[str, str | bytes]


def zipped(parts: Parts, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An honest zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*entries: tuple[str, str, str], rels: str = RELS) -> str:
    """A .rels part of (id, kind, target)."""
    return (
        DECLARATION
        + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="{i}" Type="{rels}/{k}" Target="{t}"/>' for i, k, t in entries)
        + "</Relationships>"
    )


def worksheet(rows: str = "", *, before: str = "", after: str = "", main: str = MAIN) -> str:
    return f'{DECLARATION}<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(*items: str, main: str = MAIN) -> str:
    """Shared strings, each the inside of an <si>."""
    return f'{DECLARATION}<sst xmlns="{main}">' + "".join(f"<si>{item}</si>" for item in items) + "</sst>"


def workbook(
    *,
    sheets: str = '<sheet name="S" sheetId="1" r:id="rId1"/>',
    names: str = "",
    properties: str = "",
    main: str = MAIN,
    rels: str = RELS,
) -> str:
    names = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'{DECLARATION}<workbook xmlns="{main}" xmlns:r="{rels}">'
        f"{properties}<sheets>{sheets}</sheets>{names}</workbook>"
    )


def parts(
    rows: str = "", *, shared: tuple[str, ...] = (), before: str = "", after: str = "", names: str = ""
) -> Parts:
    """The parts of a small sound workbook with one sheet "S"; a test then spoils what it is about."""
    return {
        "[Content_Types].xml": DECLARATION
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(names=names),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": strings(*shared),
        "xl/worksheets/sheet1.xml": worksheet(rows, before=before, after=after),
    }


def book(
    rows: str = "", *, shared: tuple[str, ...] = (), before: str = "", after: str = "", names: str = ""
) -> bytes:
    return zipped(parts(rows, shared=shared, before=before, after=after, names=names))


class Entry:
    """One zip entry whose every field can lie."""

    def __init__(self, name: str, content: str | bytes, **lies: int | bytes) -> None:
        self.name = name.encode()
        self.content = content.encode() if isinstance(content, str) else content
        self.lies = lies


def raw_zip(
    entries: list[Entry],
    *,
    count: int | None = None,
    tail: bytes = b"",
    comment: bytes = b"",
    zip64: bool = False,
) -> bytes:
    """A zip byte by byte. Lies: crc, size, packed, flags, method, offset, local_name, data (packed bytes)."""
    out, central = bytearray(), bytearray()
    for entry in entries:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = entry.lies.get("data") or squeeze.compress(entry.content) + squeeze.flush()
        assert isinstance(data, bytes)
        flags, method = entry.lies.get("flags", 0x800), entry.lies.get("method", 8)
        crc = entry.lies.get("crc", zlib.crc32(entry.content))
        size, packed = entry.lies.get("size", len(entry.content)), entry.lies.get("packed", len(data))
        offset = entry.lies.get("offset", len(out))
        local = entry.lies.get("local_name", entry.name)
        assert isinstance(local, bytes)
        assert isinstance(flags, int)
        streamed = bool(flags & 8)  # sizes follow in a data descriptor
        shown = (0, 0, 0) if streamed else (crc, packed, size)
        out += struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, method, 0, 33, *shown, len(local), 0)
        out += local + data
        if streamed:
            out += struct.pack("<4s3L", b"PK\7\x08", crc, packed, size)
        extra = struct.pack("<2H3Q", 1, 24, size, packed, offset) if zip64 else b""
        full = 0xFFFFFFFF
        sizes = (full, full) if zip64 else (packed, size)
        central += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, flags, method, 0, 33, crc, *sizes,
            len(entry.name), len(extra), 0, 0, 0, 0, full if zip64 else offset,
        )  # fmt: skip
        central += entry.name + extra
    start, number = len(out), len(entries) if count is None else count
    out += central
    if zip64:
        end64 = len(out)
        out += struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, number, number, len(central), start)
        out += struct.pack("<4sLQL", b"PK\6\7", 0, end64, 1)
        number, start = 0xFFFF, 0xFFFFFFFF
    out += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, number, number, len(central), start, len(comment))
    return bytes(out + comment + tail)


def entries(content: Parts) -> list[Entry]:
    return [Entry(name, text) for name, text in content.items()]
