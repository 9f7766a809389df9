"""What a file is that is no workbook, told by its bytes: the name it came under proves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.book.refusal import damaged, locked, not_a_workbook, old_format
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.book.package import Package
    from xltool.errors import Unreadable

__all__ = ["foreign_file", "foreign_package"]


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


_IMAGE = Text(ja="画像", en="a picture")
_ARCHIVE = Text(ja="圧縮ファイル", en="an archive")
_WEB_PAGE = Text(ja="ウェブページ（HTML）", en="a web page (HTML)")
_UNKNOWN = Text(ja="内容を判別できないファイル", en="a file of an unknown kind")
_WORD = Text(ja="Word 文書", en="a Word document")
_SLIDES = Text(ja="PowerPoint のスライド", en="a PowerPoint presentation")

_MAIL = Text(ja="電子メール", en="an e-mail message")
_SHORTCUT = Text(ja="ショートカット", en="a shortcut to a file")
_WEB_LINK = Text(ja="ウェブ上の文書へのショートカット", en="a shortcut to a document on the web")

_MAGIC: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", Text(ja="PDF", en="a PDF")),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"BM", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"{\\rtf", Text(ja="リッチテキスト文書（RTF）", en="a rich text document (RTF)")),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"MSCF", _ARCHIVE),
    (b"L\0\0\0\x01\x14\x02\0", _SHORTCUT),
    (b"book\0\0\0\0mark", _SHORTCUT),  # an alias of macOS
    (b"MZ", Text(ja="実行プログラム", en="a program")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def foreign_file(data: bytes) -> Unreadable | None:
    """Why these bytes are no zip container, or None where they begin like one."""
    if data.startswith(b"PK"):
        return None
    if not data:
        return not_a_workbook(Text(ja="空のファイル（0 バイト）", en="an empty file (0 bytes)"))
    if data.startswith(_OLE):
        return _ole(data)
    kind = next((text for magic, text in _MAGIC if data.startswith(magic)), None)
    if kind is None and data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        kind = _IMAGE
    if kind is None and data[2:7] in {b"-lh0-", b"-lh5-", b"-lh6-", b"-lh7-"}:
        kind = _ARCHIVE  # LZH
    if kind is None and data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        kind = _IMAGE
    kind = kind or _text(data)
    if kind is None and not data.strip(b"\0"):
        return damaged()  # a copy that was interrupted: the right length, only zeros
    return not_a_workbook(kind or _UNKNOWN)


def foreign_package(package: Package) -> Unreadable:
    """What a sound zip is that holds no workbook part."""
    mimetype = package.find("mimetype")
    if mimetype is not None and mimetype.size < 200:
        kind = b"".join(package.chunks(mimetype))
        if b"opendocument.spreadsheet" in kind:
            return not_a_workbook(
                Text(ja="OpenDocument 表計算（.ods）", en="an OpenDocument spreadsheet (.ods)")
            )
        if b"opendocument" in kind:
            return not_a_workbook(Text(ja="OpenDocument 文書", en="an OpenDocument file"))
    for start, text in _PACKAGES:
        if any(key.startswith(start) for key in package.entries):
            return not_a_workbook(text)
    if package.find("[Content_Types].xml") is not None:
        return damaged("xl/workbook.xml")
    return not_a_workbook(Text(ja="zip 圧縮ファイル", en="a zip archive"))


_PACKAGES: tuple[tuple[str, Text], ...] = (
    (
        "xl/workbook.bin",
        Text(ja="バイナリ形式の Excel ブック（.xlsb）", en="a binary Excel workbook (.xlsb)"),
    ),
    ("word/", _WORD),
    ("ppt/", _SLIDES),
    ("visio/", Text(ja="Visio 図面", en="a Visio drawing")),
    ("index/document.iwa", Text(ja="Numbers の書類", en="a Numbers document")),
)


def _ole(data: bytes) -> Unreadable:
    """An OLE compound file; its directory holds the stream names in UTF-16."""
    if _ole_class(data) in _EXCEL:
        return old_format()  # whatever is embedded in it
    if _utf16("EncryptedPackage") in data:
        return locked()
    for stream, kind in _STREAMS:
        if _utf16(stream) in data:
            return not_a_workbook(kind)
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return old_format()
    return not_a_workbook(_UNKNOWN)


_STREAMS = (
    ("WordDocument", _WORD),
    ("PowerPoint Document", _SLIDES),
    ("__substg1.0_", Text(ja="Outlook のメール", en="an Outlook message")),
    ("JSRV_SegmentInformation", Text(ja="一太郎の文書", en="an Ichitaro document")),
)
# Class ids of Excel 97 to 2003 and of Excel 5: 00020820-… and 00020810-0000-0000-C000-000000000046.
_EXCEL = tuple(
    number.to_bytes(4, "little") + bytes.fromhex("00000000c000000000000046") for number in (0x20820, 0x20810)
)


def _ole_class(data: bytes) -> bytes:
    """The class id of the root entry ([MS-CFB] 2.6.1); empty where the file does not reach so far."""
    shift = int.from_bytes(data[0x1E:0x20], "little")
    start = (int.from_bytes(data[0x30:0x34], "little") + 1) << min(shift, 16)
    return data[start + 0x50 : start + 0x60]


def _text(data: bytes) -> Text | None:
    head = data[:4096]
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if bare.startswith((b"<!doctype html", b"<html")):
        return _WEB_PAGE
    if bare.startswith(b"<"):
        return next(
            (kind for mark, kind in _MARKUP if mark in bare), Text(ja="XML ファイル", en="an XML file")
        )
    for starts, kind in _WRITTEN:
        if bare.startswith(starts):
            return kind
    if bare.startswith(b"{") and b"docs.google.com" in bare:
        return _WEB_LINK  # .gsheet
    return Text(ja="テキストまたは CSV ファイル", en="a text or CSV file") if _is_text(head) else None


_MARKUP = (
    (
        b"urn:schemas-microsoft-com:office:spreadsheet",
        Text(ja="XML スプレッドシート 2003", en="an XML Spreadsheet 2003"),
    ),
    (b"<key>url</key>", _WEB_LINK),  # .webloc
    (b"<html", _WEB_PAGE),
)
_WRITTEN = (
    ((b"[internetshortcut]",), _WEB_LINK),  # .url
    ((b"mime-version:", b"received:", b"return-path:", b"from: "), _MAIL),
)


def _is_text(head: bytes) -> bool:
    """Whether the bytes read as text in an encoding that Japanese offices use."""
    encodings = ("utf-16",) if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8", "cp932")
    for encoding in encodings:
        for end in range(len(head), max(len(head) - 4, 0), -1):  # the head may end inside a character
            try:
                text = head[:end].decode(encoding)
            except UnicodeDecodeError:
                continue
            if all(ch.isprintable() or ch in "\t\r\n\f\u3000\ufeff" for ch in text):
                return True
    return False
