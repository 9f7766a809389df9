"""What becomes of a file where it was read: it is archived, and its records are packed.

Workers import this: no more than they need, because all of a round waits until they are up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xltool.book import FileReading, Record
from xltool.campaign.archive import digest_of, keep
from xltool.campaign.ledger.pack import Packed, pack_record
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["Kept", "own_sheets", "put_by"]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file that holds sheets of the round's form, as it was put by."""

    sha256: str
    size: int
    archived: str  # below .xltool/
    packed: tuple[Packed, ...]  # the form's own sheets, in their order


def put_by(hidden: Path, form: str, name: str, data: bytes, reading: FileReading) -> Kept | Text | None:
    """Archive a file and pack its records; why that cannot be done, for the parent to raise.

    None: no sheet of it is of the form.
    """
    own = own_sheets(reading, form)
    if not own:
        return None
    sha256 = digest_of(data)
    try:
        archived = keep(hidden, sha256, data, name)
    except CannotWork as error:
        return error.text
    packed = tuple(map(pack_record, own))
    return Kept(sha256=sha256, size=len(data), archived=archived, packed=packed)


def own_sheets(reading: FileReading, form: str) -> tuple[Record, ...]:
    return tuple(one for one in reading.records if one.form == form)
