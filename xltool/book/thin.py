"""Bytes that say nothing cut out before they are parsed: empty cells, and formats within a text.

Most cells of a form are empty; LibreOffice gives every change between Latin and Japanese letters a run with a
format of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["is_utf8", "joiner", "thinner"]

# As all writers spell them. Within ZZ999999, so that what is cut out is surely on the grid.
# The first is spelled out before the others: the search for the bytes that it begins with makes it quick.
_CELL = rb'<c r="[A-Z]{1,2}+[1-9][0-9]{0,5}+"(?: s="[0-9]*+")?+(?: ?/>|></c>)'
_EMPTY = re.compile(rb"%s(?:%s)*+" % (_CELL, _CELL))
_FORMAT = re.compile(rb'<rPr>(?:<[a-zA-Z]++(?: [a-z]++="[^"<&]*+")*+/>)*+</rPr>')
_BORDERS = (b'</t></r><r><t xml:space="preserve">', b"</t></r><r><t>")
_STRUCK = b"strike"
_ODD = re.compile(rb"<!")  # quicker than ``in``, which stops at every "<"
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_BOM = b"\xef\xbb\xbf"


def thinner() -> Callable[[bytes], bytes]:
    """A function to run over the chunks of one sheet part, in order.

    It works while ``<c …/>`` can be nothing but a cell: in UTF-8, and until the first comment or CDATA
    section (elsewhere XML allows no bare ``<``). What a chunk border tears apart is left to the parser.
    """
    plain = _plain()
    return lambda chunk: _EMPTY.sub(b"", chunk) if plain(chunk) else chunk


def joiner() -> Callable[[bytes], bytes]:
    """The same for shared strings: neighbouring runs of a text joined, their formats left out.

    Until the first text that is struck through, where it matters which run is.
    """
    plain = _plain()
    before = b""
    on = True

    def join(chunk: bytes) -> bytes:
        nonlocal before, on
        on = plain(chunk) and on and _STRUCK not in before + chunk
        before = chunk[1 - len(_STRUCK) :]
        if not on or b"<rPr>" not in chunk:
            return chunk
        chunk = _FORMAT.sub(b"", chunk)
        for border in _BORDERS:
            chunk = chunk.replace(border, b"")
        return chunk

    return join


def _plain() -> Callable[[bytes], bool]:
    """Whether tags are surely tags in this chunk; to be asked of the chunks of a part in order."""
    before = b""
    on = True

    def plain(chunk: bytes) -> bool:
        nonlocal before, on
        if not chunk:
            return on
        if not before:
            on = is_utf8(chunk)
        if on and (_ODD.search(chunk) or (before == b"<" and chunk.startswith(b"!"))):
            on = False
        before = chunk[-1:]
        return on

    return plain


def is_utf8(chunk: bytes) -> bool:
    """Whether a part that begins so is UTF-8, so that its markup can be searched as bytes."""
    head = chunk.removeprefix(_BOM)
    if not head.startswith(b"<") or b"\0" in head[:4]:
        return False
    declared = _ENCODING.match(head)
    return declared is None or declared[1].lower() in {b"utf-8", b"utf8", b"us-ascii"}
