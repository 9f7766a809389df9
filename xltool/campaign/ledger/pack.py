"""Records and findings to what the ledger keeps, and back, whole."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from sys import intern
from typing import Any

from xltool.book import Anomaly, Library, Record
from xltool.campaign.ledger.ledger import to_json
from xltool.finding import Finding, Place
from xltool.text import Text

__all__ = ["Packed", "pack_finding", "pack_record", "unpack_finding", "unpack_record", "unpack_texts"]

_ALIKE = ("cells", "located", "formulas")
_PLAIN = ("raw", "cells", "located", "issued", "cached", "formulas", "explanations", "check")


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A record as the table ``sheet`` keeps it."""

    values: str  # readable JSON, empty ones left out
    rest: bytes  # all the rest
    digest: str  # equal for sheets that say the same


def pack_record(record: Record) -> Packed:
    values = {key: value for key, value in record.values.items() if value is not None}
    rest: dict[str, object] = {name: getattr(record, name) for name in _PLAIN}
    rest["fields"] = list(record.values)
    rest["doubtful"] = sorted(record.doubtful)
    rest["anomalies"] = [asdict(one) for one in record.anomalies]
    rest["form"], rest["form_digest"] = record.edition.form.version, record.edition.form.digest
    rest["parameters"] = dict(record.edition.parameters)
    return Packed(
        values=to_json(values),
        rest=zlib.compress(json.dumps(rest, separators=(",", ":")).encode("ascii"), 6),
        digest=_digest(record),
    )


def unpack_record(row: Mapping[str, Any], library: Library, *, file: str) -> Record:
    """The record of a row of the table ``sheet``, as it was read by its own form."""
    rest = json.loads(zlib.decompress(row["record"]))
    values = json.loads(row["values"])
    known = library.find(row["form"])
    form = library.form(row["form"], rest["form"], rest.get("form_digest")) or known
    edition = library.edition(form, row["year"], rest["parameters"])
    for name in _PLAIN:
        if isinstance(rest[name], dict):
            rest[name] = _slim(rest[name], shared=name in _ALIKE)
    return Record(
        file=file,
        sheet=row["sheet"],
        edition=edition,
        campaign=row["campaign"],
        project=row["project"],
        department=row["department"],
        issue=row["issue"],
        values={intern(key): values.get(key) for key in rest["fields"]},
        doubtful=frozenset(rest["doubtful"]),
        anomalies=tuple(_anomaly(one) for one in rest["anomalies"]),
        made_with=row["version"] if row["version"] != form.version else None,
        **{name: rest[name] for name in _PLAIN},
    )


def unpack_texts(packed: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """What stood in the fields, and beside the rules, without the rest of the record."""
    rest = json.loads(zlib.decompress(packed))
    return rest["raw"], rest["explanations"]


def _slim(some: dict[str, Any], *, shared: bool) -> dict[str, Any]:
    """The same with the keys that all records have; what is alike in most sheets is one object for all."""
    return _same(tuple(some.items())) if shared else {intern(key): value for key, value in some.items()}


@lru_cache(maxsize=64)
def _same(items: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return {intern(key): value for key, value in items}


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
                "places": [asdict(place) for place in finding.places],
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
