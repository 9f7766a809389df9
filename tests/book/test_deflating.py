"""Pieces of a deflate stream: any of them may stand anywhere, whatever was packed before."""

from __future__ import annotations

import zlib

from xltool.book.deflating import Packer

_ROW = b'<c r="A1" s="12"/><c r="B1" s="12"><v>1234</v></c>'
_PIECES = [_ROW * 3, _ROW * 2_000, b"x", _ROW * 3, bytes(range(256)) * 300, _ROW]


def test_a_piece_needs_nothing_of_what_precedes_it() -> None:
    packer = Packer()
    packed = [packer.piece(piece) for piece in _PIECES]
    for piece, content in zip(packed, _PIECES, strict=True):
        assert zlib.decompressobj(-15).decompress(piece) == content
    backwards = b"".join(reversed(packed)) + b"\x03\x00"
    assert zlib.decompress(backwards, -15) == b"".join(reversed(_PIECES))


def test_a_piece_is_the_same_whatever_was_packed_before() -> None:
    packer = Packer()
    assert [packer.piece(piece) for piece in _PIECES] == [Packer().piece(piece) for piece in _PIECES]
