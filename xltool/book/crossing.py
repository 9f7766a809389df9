"""What reading gave, as it crosses the pipe from a worker: without what most sheets share.

The edition stays behind, the parent puts its own back. Where the fields stand is the same in most sheets: it
comes packed, is opened once, and is shared by all of them. It is not to be changed, as no record is.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter

from xltool.book.library import Library
from xltool.book.read import FileReading
from xltool.book.record import Record, Unread

__all__ = ["Crossing", "pack", "unpack"]

_ALIKE = ("cells", "located", "formulas")
_BY_FIELD = ("values", "raw")  # of every field: alike are the fields and their order
_OTHERS = tuple(one.name for one in fields(Record) if one.name not in {"edition", *_ALIKE, *_BY_FIELD})

_alike = attrgetter(*_ALIKE)
_by_field = attrgetter(*_BY_FIELD)
_others = attrgetter(*_OTHERS)

_Edition = tuple[str, str, str, int, Mapping[str, object]]  # form, version, digest, base year, parameters


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sheet:
    """One record."""

    edition: _Edition
    alike: bytes  # pickled: what is alike, and the fields of each column
    columns: tuple[tuple[object, ...], ...]
    others: tuple[object, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """What a file gave."""

    sheets: tuple[_Sheet, ...]
    unread: tuple[Unread, ...]


def pack(reading: FileReading) -> Crossing:
    return Crossing(sheets=tuple(map(_packed, reading.records)), unread=reading.unread)


def unpack(crossing: Crossing, library: Library) -> FileReading:
    records = tuple(_unpacked(sheet, library) for sheet in crossing.sheets)
    return FileReading(records=records, unread=crossing.unread)


def _packed(record: Record) -> _Sheet:
    one = record.edition
    columns: tuple[Mapping[str, object], ...] = _by_field(record)
    alike = (_alike(record), tuple(map(tuple, columns)))
    return _Sheet(
        edition=(one.form.id, one.form.version, one.form.digest, one.year, dict(one.parameters)),
        alike=pickle.dumps(alike, pickle.HIGHEST_PROTOCOL),
        columns=tuple(tuple(column.values()) for column in columns),
        others=_others(record),
    )


def _unpacked(sheet: _Sheet, library: Library) -> Record:
    name, version, digest, year, parameters = sheet.edition
    form = library.form(name, version, digest) or library.known(name)
    alike, keys = _opened(sheet.alike)
    own = (dict(zip(some, column, strict=True)) for some, column in zip(keys, sheet.columns, strict=True))
    parts = dict(zip(_OTHERS, sheet.others, strict=True))
    parts.update(zip(_ALIKE, alike, strict=True))
    parts.update(zip(_BY_FIELD, own, strict=True))
    return Record(edition=library.edition(form, year, parameters), **parts)  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def _opened(alike: bytes) -> tuple[tuple[object, ...], tuple[tuple[str, ...], ...]]:
    found: tuple[tuple[object, ...], tuple[tuple[str, ...], ...]]
    found = pickle.loads(alike)  # noqa: S301 - our own worker wrote it
    return found
