"""Zip files full of workbooks, as departments send them: members listed under limits, nothing put on disk.

``package`` opens the one zip that is a workbook and refuses what is ambiguous; here a doubtful member costs
itself only (encrypted, a link, too large), and two members may have one name. Source: PKWARE APPNOTE 6.3.10.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from xltool.book.limits import LIMITS, Limits, Meter
from xltool.book.membername import member_name
from xltool.book.package import Entry, Package
from xltool.book.zipdirectory import BadDirectory, Record, find_directory, records
from xltool.errors import Unreadable
from xltool.text import Text

__all__ = ["ARCHIVES", "ArchiveLimits", "Budget", "Member", "head_of", "inflate", "is_office", "members"]

_ENCRYPTED, _UTF8 = 0x1, 0x800
_UNIX, _LINK = 3, 0o12  # system that made the entry; kind of file in the top bits of its mode


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveLimits:
    """How much one zip may hold, with the zips inside it counted together."""

    file: int = 256_000_000  # bytes of a zip; a workbook in it has the bound of Limits
    members: int = 20_000
    inflated: int = 2_000_000_000  # by the sizes that the directory tells; inflating never goes above them
    depth: int = 2  # a zip in a zip


ARCHIVES = ArchiveLimits()


@dataclass(slots=True)
class Budget:
    """What the zip that somebody sent, and the zips inside it, have used so far."""

    limits: ArchiveLimits
    members: int = 0
    inflated: int = 0

    def take(self, members: int, inflated: int) -> None:
        """Count a zip's members before they are listed, and their sizes before they are inflated."""
        self.members += members
        self.inflated += inflated
        if self.members > self.limits.members:
            raise _too_much(_MEMBERS, self.limits.members)
        if self.inflated > self.limits.inflated:
            raise _too_much(_INFLATED, self.limits.inflated)


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One file of a zip."""

    name: str  # fit to be shown: folders with "/", no "..", no control characters
    entry: Entry
    trouble: Unreadable | None = None  # why it cannot be read


def is_office(names: set[str]) -> bool:
    """Whether a zip with these (lower-case) members is one document rather than an archive of files."""
    return bool(
        names & {"[content_types].xml", "_rels/.rels", "xl/workbook.xml", "mimetype", "index/document.iwa"}
    )


def members(data: bytes, budget: Budget) -> list[Member]:
    """The files of a zip in the order of its directory; Unreadable where it is broken or holds too much."""
    try:
        directory = find_directory(data)
        budget.take(directory.count, 0)
        found = [_member(record) for record in records(data, directory)]
    except (BadDirectory, struct.error, OverflowError):  # the last: offsets of 64 bits
        raise Unreadable("damaged", _BROKEN) from None
    free = 0
    for member in sorted(found, key=lambda m: m.entry.header):
        if member.entry.header < free:  # how small files become endless ones (Fifield 2019)
            raise Unreadable("refused", _OVERLAP)
        free = member.entry.start + member.entry.packed
    if free > directory.start:
        raise Unreadable("damaged", _BROKEN)
    budget.take(0, sum(member.entry.size for member in found if member.trouble is None))
    return [member for member in found if not member.name.endswith("/") or member.entry.size]


def inflate(data: bytes, member: Member, bound: int, limits: Limits = LIMITS) -> bytes:
    """A member's bytes; Unreadable above the bound, above the ratio of ``limits``, or damaged."""
    if member.trouble is not None:
        raise member.trouble
    if member.entry.size > bound:
        raise _too_much(_SIZE, bound)
    # The size in the directory binds: it is what the budget was charged with.
    meter = Meter(replace(limits, part=member.entry.size, inflated=member.entry.size))
    try:
        return b"".join(Package(data, {}, meter).chunks(member.entry))
    except Unreadable as error:
        raise (Unreadable("limit", _BOMB) if error.reason == "limit" else error) from error


def head_of(data: bytes, member: Member, limits: Limits = LIMITS) -> bytes:
    """The beginning of a member, some thousand bytes if it has as many; empty where it cannot be inflated."""
    if member.trouble is not None:
        return b""
    packed = min(member.entry.packed, 1 << 12)
    part = replace(member.entry, packed=packed)
    try:
        return next(Package(data, {}, Meter(limits)).chunks(part), b"")[: 1 << 12]
    except Unreadable:
        return b""


def _member(record: Record) -> Member:
    entry = replace(record.entry, name=member_name(record.name, is_utf8=bool(record.flags & _UTF8)))
    trouble = None
    if record.flags & _ENCRYPTED:
        trouble = Unreadable("locked", _LOCKED)
    elif record.system == _UNIX and record.mode >> 28 == _LINK:
        trouble = Unreadable("link", _IS_LINK)
    return Member(name=entry.name, entry=entry, trouble=trouble)


def _too_much(what: Text, bound: int) -> Unreadable:
    return Unreadable("limit", _TOO_MUCH.format(what=what, bound=f"{bound:,}"))


_MEMBERS = Text(ja="ファイルの数", en="files")
_INFLATED = Text(ja="展開後の全体の大きさ（バイト）", en="unpacked bytes in total")
_SIZE = Text(ja="ファイルの大きさ（バイト）", en="bytes of a file")
_TOO_MUCH = Text(
    ja="zip の中の{what}が上限（{bound}）を超えているため読みません。"
    "展開するか、分けて送ってもらってください。",
    en="The zip exceeds the limit for {what} ({bound}); please unpack it, or ask for it in parts.",
)
_BOMB = Text(
    ja="展開すると異常に大きくなるため、安全のため読みません。展開前のファイルを送ってもらってください。",
    en="It would unpack to far more than is credible and is refused for safety;"
    " please ask for the file itself.",
)
_OVERLAP = Text(
    ja="zip の中でデータが重なっているため、安全のため読みません。作り直したものを送ってもらってください。",
    en="The entries of the zip overlap, it is refused for safety; please ask for a new one.",
)
_BROKEN = Text(
    ja="zip が壊れていて読めません。もう一度送ってもらってください。",
    en="The zip is damaged and cannot be read; please ask for it again.",
)
_LOCKED = Text(
    ja="パスワード付きの zip のため読めません。展開したファイルを置いてください。",
    en="The zip is protected with a password; please unpack it and put the files here.",
)
_IS_LINK = Text(
    ja="ファイルではなくリンクのため読みません。リンク先のファイルを置いてください。",
    en="This is a link, not a file; please put the file itself here.",
)
