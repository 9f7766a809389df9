"""Empty cells cut out of a sheet's bytes before they are parsed: most cells of a form are empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["is_utf8", "thinner"]

# As all writers spell them. Within ZZ999999, so that what is cut out is surely on the grid.
_EMPTY = re.compile(rb'(?:<c r="[A-Z]{1,2}+[1-9][0-9]{0,5}+"(?: s="[0-9]*+")?+(?: ?/>|></c>))++')
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_BOM = b"\xef\xbb\xbf"


def thinner() -> Callable[[bytes], bytes]:
    """A function to run over the chunks of one sheet part, in order.

    It works while ``<c …/>`` can be nothing but a cell: in UTF-8, and until the first comment or CDATA
    section (elsewhere XML allows no bare ``<``). What a chunk border tears apart is left to the parser.
    """
    before = b""
    on = True

    def thin(chunk: bytes) -> bytes:
        nonlocal before, on
        if not chunk:
            return chunk
        if not before:
            on = is_utf8(chunk)
        if on and (b"<!" in chunk or (before == b"<" and chunk.startswith(b"!"))):
            on = False
        before = chunk[-1:]
        return _EMPTY.sub(b"", chunk) if on else chunk

    return thin


def is_utf8(chunk: bytes) -> bool:
    """Whether a part that begins so is UTF-8, so that its markup can be searched as bytes."""
    head = chunk.removeprefix(_BOM)
    if not head.startswith(b"<") or b"\0" in head[:4]:
        return False
    declared = _ENCODING.match(head)
    return declared is None or declared[1].lower() in {b"utf-8", b"utf8", b"us-ascii"}
