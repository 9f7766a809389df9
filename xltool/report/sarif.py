"""Findings as SARIF 2.1.0, the format in which code hosts and editors take the results of checks.

Levels are error, warning (a query) and note. A cell is a logical location, ``sheet!C7``, beside a
physical one, the file. Compared with an earlier check, each result has its baseline state, and those
that are gone are absent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from xltool.finding import Finding, Place, Severity
from xltool.report.rulebook import rulebook, title_of
from xltool.report.shapes import to_bytes
from xltool.version import __version__

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.report.compare import Comparison
    from xltool.rules.catalogue import Explained
    from xltool.text import Lang

__all__ = ["sarif_bytes", "sarif_shape"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "query": "warning", "note": "note"}
_BASELINE = {"new": "new", "changed": "updated", "unchanged": "unchanged"}


def sarif_bytes(
    findings: Sequence[Finding], *, records: Sequence[Record], lang: Lang, compare: Comparison | None = None
) -> bytes:
    return to_bytes(sarif_shape(findings, records=records, lang=lang, compare=compare))


def sarif_shape(
    findings: Sequence[Finding],
    *,
    records: Sequence[Record] = (),
    lang: Lang = "ja",
    compare: Comparison | None = None,
) -> dict[str, Any]:
    """One run with one result per finding."""
    gone = compare.gone if compare else ()
    everything = [*findings, *gone]
    book = rulebook(everything, records)
    rules = {key: at for at, key in enumerate(book)}
    files = {name: at for at, name in enumerate(dict.fromkeys(one.file for one in everything if one.file))}
    labels = {id(r.edition): r.edition for r in records}.values()
    names = {field.id: own.label(field) for own in labels for field in own.form.fields.values()}
    states = [_BASELINE[one] for one in compare.states] if compare else [""] * len(findings)
    states += ["absent"] * len(gone)
    samples = {one.id: one for one in reversed(everything)}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "xltool",
                        "semanticVersion": __version__,
                        "version": __version__,
                        "language": lang,
                        "rules": [_rule(samples[key], book, lang) for key in book],
                    }
                },
                "language": lang,
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": _uri(name)}} for name in files],
                "results": [
                    _result(one, rules, files, names, lang) | ({"baselineState": state} if state else {})
                    for one, state in zip(everything, states, strict=True)
                ],
            }
        ],
    }


def _rule(sample: Finding, book: Mapping[str, Explained | None], lang: Lang) -> dict[str, Any]:
    rule = book[sample.id]
    title = title_of(sample, book).pick(lang) or sample.id
    remedy = (rule.remedy if rule else sample.remedy).pick(lang)
    help_lines = [rule.why.pick(lang), remedy, *_examples(rule, lang)] if rule else [remedy]
    text = "\n".join(line for line in help_lines if line) or title
    level = _LEVELS[rule.severity if rule else sample.severity]
    why = rule.why.pick(lang) if rule else ""
    return {
        "id": sample.id,
        "shortDescription": {"text": title},
        **({"fullDescription": {"text": why}} if why else {}),
        "help": {"text": text},
        "defaultConfiguration": {"level": level},
    }


def _examples(rule: Explained, lang: Lang) -> Iterable[str]:
    for mark, text in (("✖ ", rule.bad), ("✔ ", rule.good)):
        if text.pick(lang):
            yield mark + text.pick(lang)


def _result(
    one: Finding, rules: Mapping[str, int], files: Mapping[str, int], names: Mapping[str, str], lang: Lang
) -> dict[str, Any]:
    message, remedy = one.message.pick(lang), one.remedy.pick(lang)
    more = {
        "severity": one.severity,
        "phase": one.phase,
        "project": one.project,
        "department": one.department,
        "fields": [place.field for place in one.places if place.field],
        "expected": one.expected,
        "actual": one.actual,
        "explanation": one.explanation,
    }
    return {
        "ruleId": one.id,
        "ruleIndex": rules[one.id],
        "level": _LEVELS[one.severity],
        "message": {"text": f"{message}\n{remedy}" if remedy else message or one.id},
        "locations": _locations(one, files, names),
        "partialFingerprints": {"finding/v1": _fingerprint(one)},
        "properties": {key: value for key, value in more.items() if value not in (None, [])},
    }


def _locations(one: Finding, files: Mapping[str, int], names: Mapping[str, str]) -> list[dict[str, Any]]:
    physical: dict[str, Any] = {}
    if one.file:
        physical = {
            "physicalLocation": {"artifactLocation": {"uri": _uri(one.file), "index": files[one.file]}}
        }
    places = [_logical(place, names) for place in one.places if place.sheet or place.cell or place.field]
    return [physical | place for place in places] or ([physical] if physical else [])


def _logical(place: Place, names: Mapping[str, str]) -> dict[str, Any]:
    full = "!".join(part for part in (place.sheet, place.cell) if part) or place.field or ""
    name = place.cell or place.sheet or place.field or ""
    location: dict[str, Any] = {
        "logicalLocations": [
            {"name": name, "fullyQualifiedName": full, "kind": "cell" if place.cell else "sheet"}
        ]
    }
    label = names.get(place.field or "", place.field or "")
    said = " = ".join(part for part in (label, place.value) if part)
    return location | ({"message": {"text": said}} if said else {})


def _uri(file: str) -> str:
    """A relative reference, or a file URI; members of a zip keep their ``!``."""
    windows = PureWindowsPath(file)
    if windows.drive:
        return windows.as_uri() if windows.is_absolute() else quote(file.replace("\\", "/"))
    if file.startswith("/"):
        return PurePosixPath(file).as_uri()
    return quote(file, safe="/!", errors="replace")


def _fingerprint(one: Finding) -> str:
    """The same for the same rule, project (else file), sheet and fields, wherever the cells stand."""
    sheet = one.places[0].sheet if one.places else None
    parts = [one.id, one.project or one.file or "", sheet or "", *sorted({p.field or "" for p in one.places})]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
