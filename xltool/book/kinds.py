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
    (b"L\0\0\0\x01\x14\x02\0", Text(ja="ショートカット", en="a shortcut to a file")),
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
    if _utf16("EncryptedPackage") in data:
        return locked()
    if _utf16("WordDocument") in data:
        return not_a_workbook(_WORD)
    if _utf16("PowerPoint Document") in data:
        return not_a_workbook(_SLIDES)
    if _utf16("__substg1.0_") in data:
        return not_a_workbook(Text(ja="Outlook のメール", en="an Outlook message"))
    return old_format()


def _text(data: bytes) -> Text | None:
    head = data[:4096]
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if bare.startswith((b"<!doctype html", b"<html")):
        return _WEB_PAGE
    if bare.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in bare:
            return Text(ja="XML スプレッドシート 2003", en="an XML Spreadsheet 2003")
        return _WEB_PAGE if b"<html" in bare else Text(ja="XML ファイル", en="an XML file")
    return Text(ja="テキストまたは CSV ファイル", en="a text or CSV file") if _is_text(head) else None


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
