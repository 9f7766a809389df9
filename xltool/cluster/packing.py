"""Records and findings as JSON text, which lies in the parts between reading and the end of the run."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from xltool.book.record import Anomaly, Record
from xltool.finding import Finding, Place
from xltool.rules.tell import Told
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from xltool.book.library import Library
    from xltool.form import Edition

__all__ = ["edition_of", "key_of", "pack", "pack_told", "slim", "unpack", "unpack_told"]

_PLAIN = tuple(one.name for one in fields(Record) if one.name != "edition")
_BY_FIELD = ("values", "raw", "cells", "located", "issued", "cached", "formulas")
_PLACE = tuple(one.name for one in fields(Place))
_ANOMALY = tuple(one.name for one in fields(Anomaly))
_FINDING = ("id", "severity", "phase", "file", "project", "department", "expected", "actual", "explanation")


def key_of(edition: Edition) -> str:
    """What an edition is made from, the same for records that are judged together."""
    form, parameters = edition.form, sorted(edition.parameters.items())
    return json.dumps([form.id, form.version, form.digest, edition.year, parameters])


def edition_of(key: str, library: Library) -> Edition:
    name, version, digest, year, parameters = json.loads(key)
    form = library.form(name, version, digest) or library.known(name)
    return library.edition(form, year, dict(parameters))


def pack(record: Record) -> str:
    """A record without its edition."""
    kept: dict[str, Any] = {name: getattr(record, name) for name in _PLAIN}
    kept["doubtful"] = sorted(record.doubtful)
    kept["anomalies"] = [[_plain(getattr(one, name)) for name in _ANOMALY] for one in record.anomalies]
    return json.dumps(kept)


def unpack(text: str, edition: Edition) -> Record:
    kept = json.loads(text)
    kept["doubtful"] = frozenset(kept["doubtful"])
    kept["anomalies"] = tuple(
        Anomaly(**{**dict(zip(_ANOMALY, one, strict=True)), "note": _text(one[_ANOMALY.index("note")])})
        for one in kept["anomalies"]
    )
    return Record(edition=edition, **kept)


def slim(record: Record, keys: Collection[str]) -> Record:
    """A record that knows the given fields only, for a rule that looks at no others."""
    less: dict[str, Any] = {
        name: {key: value for key, value in getattr(record, name).items() if key in keys}
        for name in _BY_FIELD
    }
    return replace(record, **less)


def pack_told(told: Told) -> str:
    one = told.finding
    places = [[getattr(place, name) for name in _PLACE] for place in one.places]
    plain = [getattr(one, name) for name in _FINDING]
    return json.dumps([plain, _plain(one.message), _plain(one.remedy), places, told.record, told.position])


def unpack_told(text: str) -> Told:
    plain, message, remedy, places, record, position = json.loads(text)
    finding = Finding(
        **dict(zip(_FINDING, plain, strict=True)),
        message=Text(*message),
        remedy=Text(*remedy),
        places=tuple(Place(**dict(zip(_PLACE, one, strict=True))) for one in places),
    )
    return Told(finding=finding, record=record, position=position)


def _plain(value: object) -> object:
    return [value.ja, value.en] if isinstance(value, Text) else value


def _text(value: Any) -> Text | None:
    return None if value is None else Text(*value)
