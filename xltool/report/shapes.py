"""The JSON shapes that other programs rely on (DESIGN §10): unknown is null, never absent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from xltool.finding import SEVERITIES, Finding

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.form import Edition, Field
    from xltool.report.blocks import Blocks
    from xltool.report.compare import Comparison
    from xltool.text import Lang

__all__ = ["check_shape", "extract_shape", "fields_shape", "to_bytes", "write_check", "write_extract"]


def to_bytes(shape: object) -> bytes:
    """UTF-8 with readable Japanese; half a surrogate pair, which UTF-8 cannot hold, becomes an escape."""
    return _dumped(shape) + b"\n"


def _dumped(shape: object) -> bytes:
    text = json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


def extract_shape(records: Iterable[Record], findings: Iterable[Finding], lang: Lang) -> dict[str, Any]:
    return {
        "records": [record.to_json() for record in records],
        "findings": [one.to_json(lang) for one in findings],
    }


def write_extract(blocks: Blocks, target: BinaryIO, lang: Lang) -> None:
    """``extract_shape`` as ``to_bytes`` would write it, one record after the other."""
    target.write(b'{\n  "records": ')
    _write_list(target, (one.to_json() for records in blocks.records() for one in records))
    target.write(b',\n  "findings": ')
    _write_list(target, (one.to_json(lang) for one in blocks.findings()))
    target.write(b"\n}\n")


def _write_list(target: BinaryIO, shapes: Iterable[object]) -> None:
    before = b"[\n    "
    for shape in shapes:
        target.write(before + _dumped(shape).replace(b"\n", b"\n    "))
        before = b",\n    "
    target.write(b"[]" if before.startswith(b"[") else b"\n  ]")


def check_shape(
    findings: Sequence[Finding], *, files: int, records: int, lang: Lang, compare: Comparison | None = None
) -> dict[str, Any]:
    """The key ``compare`` is there only when something was compared."""
    counts = Counter(one.severity for one in findings)
    return {
        "files": files,
        "records": records,
        "findings": [one.to_json(lang) for one in findings],
        "summary": {severity: counts[severity] for severity in SEVERITIES},
        **({"compare": compare.to_json(lang)} if compare else {}),
    }


def write_check(
    findings: Iterable[Finding],
    target: BinaryIO,
    *,
    files: int,
    records: int,
    summary: Mapping[str, int],
    lang: Lang,
    more: Mapping[str, object] | None = None,
) -> None:
    """``check_shape`` as ``to_bytes`` would write it, one finding after the other, and ``more`` keys."""
    target.write(f'{{\n  "files": {files},\n  "records": {records},\n  "findings": '.encode())
    _write_list(target, (one.to_json(lang) for one in findings))
    rest = {"summary": {severity: summary.get(severity, 0) for severity in SEVERITIES}, **(more or {})}
    target.write(b"," + _dumped(rest).removeprefix(b"{").removesuffix(b"\n}") + b"\n}\n")


def fields_shape(edition: Edition, sheet: str | None, cells: Mapping[str, str]) -> dict[str, Any]:
    """``cells`` are the addresses on the blank's form sheet."""
    return {
        "form": edition.form.id,
        "version": edition.form.version,
        "year": edition.year,
        "fields": [_field(edition, one, sheet, cells.get(one.id)) for one in edition.form.fields.values()],
    }


def _field(edition: Edition, one: Field, sheet: str | None, cell: str | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.defined_name,
        "sheet": sheet,
        "cell": cell,
        "label": edition.label(one),
        "section": edition.text(one.section) or None,
        "type": one.type,
        "choices": _choices(edition, one),
        "also": list(one.also),
        "required": one.required if isinstance(one.required, bool) else one.required_text,
        "prefill": one.prefill,
        "carry": one.carry,
        "formula": one.formula_text,
        "owner": one.owner,
        "unit": one.unit,
    }


def _choices(edition: Edition, one: Field) -> list[dict[str, str]] | dict[str, str | None] | None:
    choices = one.choices
    if choices is None:
        return None
    if choices.sheet is not None:
        return {"from": choices.sheet, "column": choices.column, "parent": choices.parent}
    return [{"code": code, "label": label} for code, label in edition.options(one) or ()]
