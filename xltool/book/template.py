"""A drawn sheet in pieces: what is stamped replaces some of them, most are the same in every workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from xltool.book.cellxml import Slot
from xltool.book.pen import PROJECT_TOKEN

__all__ = ["Template", "take_apart", "titled"]

_PIECE = re.compile(
    rb'<row r="(?P<row>\d+)"(?P<attrs>[^>]*?)(?P<empty>/?)>'
    rb'|<c r="(?P<ref>[A-Z]+\d+)"(?: s="(?P<style>\d+)")?(?: t="\w+")?'
    rb"(?:/>|>(?:<f>(?P<formula>.*?)</f>)?(?P<value>.*?)</c>)"
    rb"|(?P<breaks><rowBreaks .*?</rowBreaks>)"
)
_TOKEN = re.compile(b"(%s)" % PROJECT_TOKEN.encode())
_BLOCK = 8_000  # bytes
_HEIGHT = re.compile(rb' (?:ht="[^"]*"|customHeight="1")')


def titled(text: bytes, titles: Mapping[str, str]) -> bytes:
    for token, title in titles.items():
        text = text.replace(token.encode(), title.encode())
    return text


@dataclass(frozen=True, eq=False)
class Template:
    """A sheet part in pieces; cells and row heads are pieces of their own."""

    name: str
    pieces: tuple[bytes, ...]
    slots: dict[str, Slot]  # A1 address -> slot
    rows: dict[int, tuple[int, bytes]]  # row number -> piece, head without its height
    bare: dict[int, int]  # rows that hold no cell -> piece
    tokens: tuple[int, ...]  # pieces that hold a project token
    breaks: int | None  # the piece with the page breaks
    blocks: tuple[int, ...]  # pieces that begin a block of rows, or end the last one

    def cut(self, pieces: list[bytes]) -> list[bytes]:
        """The sheet in blocks of rows, of which most are alike in many workbooks."""
        return [block if (some := pieces[i:j]) == own else b"".join(some) for i, j, own, block in self._drawn]

    @cached_property
    def _drawn(self) -> list[tuple[int, int, list[bytes], bytes]]:
        """Where each block begins and ends, its pieces, and all of it, with nothing stamped."""
        cuts = pairwise((0, *self.blocks, len(self.pieces)))
        return [(i, j, list(own := self.pieces[i:j]), b"".join(own)) for i, j in cuts]

    def only(self, refs: Iterable[str]) -> Template:
        """With no other cells than these to be stamped: what stands between them becomes one piece."""
        slots = {ref: self.slots[ref] for ref in refs}
        alone = {slot.piece for slot in slots.values()} | {piece for piece, _ in self.rows.values()}
        alone |= {*self.bare.values(), *self.tokens} | ({self.breaks} if self.breaks is not None else set())
        starts = {0, *self.blocks, *alone, *(piece + 1 for piece in alone)} - {len(self.pieces)}
        now = {piece: at for at, piece in enumerate(sorted(starts))}
        return replace(
            self,
            pieces=tuple(b"".join(self.pieces[i:j]) for i, j in pairwise((*now, len(self.pieces)))),
            slots={ref: slot._replace(piece=now[slot.piece]) for ref, slot in slots.items()},
            rows={row: (now[piece], head) for row, (piece, head) in self.rows.items()},
            bare={row: now[piece] for row, piece in self.bare.items()},
            tokens=tuple(now[piece] for piece in self.tokens),
            breaks=None if self.breaks is None else now[self.breaks],
            blocks=tuple(now.get(piece, len(now)) for piece in self.blocks),
        )

    def apart(self, rows: Iterable[int]) -> Template:
        """With rows that are different in every workbook as blocks of their own."""
        starts = sorted((*self.bare.values(), *(piece for piece, _ in self.rows.values())))
        cuts = {self.rows[row][0] for row in rows}
        cuts |= {after for piece, after in pairwise(starts) if piece in cuts}
        return replace(self, blocks=tuple(sorted({*self.blocks, *cuts})))

    def titled(self, titles: Mapping[str, str]) -> Template:
        """With the tabs' names put in, before anything that a person typed is."""
        if not titles:
            return self
        pieces = tuple(titled(piece, titles) if b"%SHEET" in piece else piece for piece in self.pieces)
        slots = {
            ref: slot._replace(formula=titled(slot.formula, titles)) if slot.formula else slot
            for ref, slot in self.slots.items()
        }
        return replace(self, pieces=pieces, slots=slots)


def take_apart(name: str, content: bytes) -> Template:
    """A sheet part as XlsxWriter writes it, in pieces."""
    pieces: list[bytes] = []
    slots: dict[str, Slot] = {}
    rows: dict[int, tuple[int, bytes]] = {}
    bare: dict[int, int] = {}
    breaks = None
    at = 0
    for match in _PIECE.finditer(content):
        if match.start() > at:
            pieces += _TOKEN.split(content[at : match.start()])
        at = match.end()
        if match["breaks"]:
            breaks = len(pieces)
        elif match["row"]:
            head = b'<row r="%s"%s' % (match["row"], _HEIGHT.sub(b"", match["attrs"]))
            if match["empty"]:
                bare[int(match["row"])] = len(pieces)
            else:
                rows[int(match["row"])] = (len(pieces), head)
        else:
            slots[match["ref"].decode()] = Slot(
                len(pieces), match["ref"], match["style"] or b"0", match["formula"]
            )
        pieces.append(match.group())
    pieces += _TOKEN.split(content[at:])
    token = PROJECT_TOKEN.encode()
    tokens = tuple(i for i, piece in enumerate(pieces) if token in piece)
    return Template(name, tuple(pieces), slots, rows, bare, tokens, breaks, _blocks(pieces, rows))


def _blocks(pieces: Sequence[bytes], rows: Mapping[int, tuple[int, bytes]]) -> tuple[int, ...]:
    """Where to cut: before a row once there is enough for a block, around what is large and never changes."""
    starts = {piece for piece, _ in rows.values()}
    found: set[int] = set()
    size = 0
    for i, piece in enumerate(pieces):
        if len(piece) >= _BLOCK:
            found |= {i, i + 1}
            size = 0
        elif i in starts and size >= _BLOCK:
            found.add(i)
            size = len(piece)
        else:
            size += len(piece)
    return tuple(sorted(found - {0, len(pieces)}))
