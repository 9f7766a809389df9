"""Records and findings to what the ledger keeps, and back, whole."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from xltool.book import Anomaly, Library, Record
from xltool.book.later import Later
from xltool.campaign.ledger.ledger import to_json
from xltool.finding import Finding, Place
from xltool.form import Value
from xltool.text import Text

__all__ = ["Packed", "pack_finding", "pack_record", "unpack_finding", "unpack_record", "unpack_texts"]

_ALIKE = ("cells", "located", "formulas")  # of most sheets the same
_OWN = ("raw", "issued", "cached", "explanations")
_MARK = b"2"  # of a record in pieces: what every command wants to know, what is alike, and the rest
_LENGTHS = struct.Struct(">II")  # of the first two
_PLACE = tuple(one.name for one in fields(Place))
_place = attrgetter(*_PLACE)
_LEVEL = 2  # of zlib: a third of the time of the usual 6, a tenth larger


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A record as the table ``sheet`` keeps it."""

    values: str  # readable JSON, empty ones left out
    rest: bytes  # all the rest
    digest: str  # equal for sheets that say the same


def pack_record(record: Record) -> Packed:
    form = record.edition.form
    values = {key: value for key, value in record.values.items() if value is not None}
    head: dict[str, object] = {
        "form": form.version,
        "form_digest": form.digest,
        "parameters": dict(record.edition.parameters),
        "check": record.check,
        "doubtful": sorted(record.doubtful),
        "anomalies": [asdict(one) for one in record.anomalies],
    }
    if list(record.values) != list(form.fields):
        head["fields"] = list(record.values)
    first = _pressed(head)
    alike = _pressed_alike(*(tuple(getattr(record, name).items()) for name in _ALIKE))
    own = _pressed({name: dict(getattr(record, name)) for name in _OWN})
    return Packed(
        values=to_json(values),
        rest=b"".join((_MARK, _LENGTHS.pack(len(first), len(alike)), first, alike, own)),
        digest=_digest(record),
    )


@lru_cache(maxsize=64)
def _pressed_alike(*items: tuple[tuple[str, object], ...]) -> bytes:
    return _pressed({name: dict(some) for name, some in zip(_ALIKE, items, strict=True)})


def _pressed(content: Mapping[str, object]) -> bytes:
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode("ascii"), _LEVEL)


def _opened(pressed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(pressed))
    return found


@lru_cache(maxsize=64)
def _opened_alike(pressed: bytes) -> Mapping[str, Any]:
    return _opened(pressed)


def _parted(packed: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """What every command wants to know, and the other pieces; in an older ledger all is one."""
    if not packed.startswith(_MARK):
        return _opened(packed), packed, packed
    start = len(_MARK) + _LENGTHS.size
    first, second = _LENGTHS.unpack_from(packed, len(_MARK))
    alike = start + first
    own = alike + second
    return _opened(packed[start:alike]), packed[alike:own], packed[own:]


def unpack_record(row: Mapping[str, Any], library: Library, *, file: str) -> Record:
    """The record of a row of the table ``sheet``, as it was read by its own form."""
    head, alike, own = _parted(row["record"])
    known = library.known(row["form"])
    form = library.form(row["form"], head["form"], head.get("form_digest")) or known
    values: dict[str, Value] = dict.fromkeys(head.get("fields") or form.fields)
    values.update(json.loads(row["values"]))
    rest = _Rest(own)
    return Record(
        file=file,
        sheet=row["sheet"],
        edition=library.edition(form, row["year"], head["parameters"]),
        campaign=row["campaign"],
        project=row["project"],
        department=row["department"],
        issue=row["issue"],
        check=head["check"],
        values=values,
        doubtful=frozenset(head["doubtful"]),
        anomalies=tuple(_anomaly(one) for one in head["anomalies"]),
        made_with=row["version"] if row["version"] != form.version else None,
        **{name: Later(partial(_part_alike, alike, name)) for name in _ALIKE},
        **{name: Later(partial(rest.part, name)) for name in _OWN},
    )


def _part_alike(pressed: bytes, name: str) -> dict[str, Any]:
    part: dict[str, Any] = _opened_alike(pressed)[name]
    return part


class _Rest:
    """What few ask for: opened when they do."""

    __slots__ = ("_parts", "_pressed")

    def __init__(self, pressed: bytes) -> None:
        self._pressed = pressed
        self._parts: dict[str, Any] | None = None

    def part(self, name: str) -> dict[str, Any]:
        if self._parts is None:
            self._parts = _opened(self._pressed)
        part: dict[str, Any] = self._parts[name]
        return part


def unpack_texts(packed: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """What stood in the fields, and beside the rules, without the rest of the record."""
    rest = _opened(_parted(packed)[2])
    return rest["raw"], rest["explanations"]


def _digest(record: Record) -> str:
    """Equal for sheets that say the same, however they were saved: values, unreadable text, explanations."""
    inputs = {key: one.formula is None for key, one in record.edition.form.fields.items()}
    says = {
        "values": {
            key: float(value) if isinstance(value, int) and not isinstance(value, bool) else value
            for key, value in record.values.items()
            if inputs.get(key, True) and value not in (None, "", False)
        },
        "doubtful": {key: record.raw.get(key, "") for key in sorted(record.doubtful)},
        "explanations": {key: text for key, text in record.explanations.items() if text},
        "outside": sorted(
            str(one.value) for one in record.anomalies if one.kind in ("outside", "comment", "text_box")
        ),
    }
    return hashlib.sha256(json.dumps(says, sort_keys=True).encode("ascii")).hexdigest()


def _anomaly(one: dict[str, Any]) -> Anomaly:
    note = one.pop("note")
    return Anomaly(note=Text(**note) if note else None, **one)


def pack_finding(finding: Finding) -> dict[str, object]:
    """The columns of the table ``finding`` but its sheet and position."""
    first = finding.places[0] if finding.places else Place()
    return {
        "id": finding.id,
        "severity": finding.severity,
        "phase": finding.phase,
        "field": first.field,
        "cell": first.cell,
        "message_ja": _clean(finding.message.ja),
        "message_en": _clean(finding.message.en),
        "remedy_ja": finding.remedy.ja,
        "remedy_en": finding.remedy.en,
        "explanation": None if finding.explanation is None else _clean(finding.explanation),
        "detail": to_json(
            {
                "places": [dict(zip(_PLACE, _place(place), strict=True)) for place in finding.places],
                "expected": finding.expected,
                "actual": finding.actual,
            }
        ),
    }


def unpack_finding(row: Mapping[str, Any], *, file: str, project: str, department: str | None) -> Finding:
    detail = json.loads(row["detail"])
    return Finding(
        id=row["id"],
        severity=row["severity"],
        phase=row["phase"],
        message=Text(row["message_ja"], row["message_en"]),
        remedy=Text(row["remedy_ja"], row["remedy_en"]),
        file=file,
        project=project,
        department=department,
        places=tuple(Place(**place) for place in detail["places"]),
        expected=detail["expected"],
        actual=detail["actual"],
        explanation=row["explanation"],
    )


def _clean(text: str) -> str:
    """Half a surrogate pair cannot be kept by a database."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
