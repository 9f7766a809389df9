"""The findings of a run as one file, written chunk by chunk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xltool.cluster.work import library_for
from xltool.errors import CannotWork
from xltool.report.files import replacing
from xltool.report.rows import findings_csv
from xltool.report.shapes import write_check
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.cluster.running import Outcome
    from xltool.finding import Finding

__all__ = ["format_of_findings", "write_findings"]

_TEXTS = ("id", "severity", "phase", "file", "sheet", "cell", "field", "project", "department")
_MORE = ("message", "remedy", "expected", "actual", "explanation", "places")
_FORMATS = ("parquet", "json", "csv")


def format_of_findings(out: Path) -> str:
    """Raises CannotWork for an ending that names no format that is written piece by piece."""
    ending = out.suffix.lower().removeprefix(".")
    if ending not in _FORMATS:
        raise CannotWork(_NO_FORMAT.format(name=out.name))
    return ending


def write_findings(found: Outcome, out: Path, *, lang: Lang = "ja") -> Path:
    """Write the findings as Parquet, JSON (the shape of ``check``) or CSV, as the file's ending says."""
    kind = format_of_findings(out)
    with replacing(out) as file:
        if kind == "json":
            _json(found, file, lang)
        elif kind == "csv":
            _csv(found, file, lang)
        else:
            _parquet(found.by_chunk(), file, lang)
    return out


def _json(found: Outcome, file: BinaryIO, lang: Lang) -> None:
    left = {"left_out": [one.pick(lang) for one in found.left_out]} if found.left_out else None
    write_check(
        found.findings(),
        file,
        files=found.files,
        records=found.records,
        summary=found.summary,
        lang=lang,
        more=left,
    )


def _csv(found: Outcome, file: BinaryIO, lang: Lang) -> None:
    _, library = library_for(found.job)
    file.write(findings_csv((), lang=lang))
    for done, some in found.by_chunk():
        if some:
            data = findings_csv(some, records=found.folder.records(done.name, library), lang=lang)
            file.write(data.partition(b"\r\n")[2])


def _parquet(chunks: Iterator[tuple[object, tuple[Finding, ...]]], file: BinaryIO, lang: Lang) -> None:
    """A row per finding; ``places`` is JSON. A row group per some thousand rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in (*_TEXTS, *_MORE)])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in _blocks(one for _, some in chunks for one in some):
            shapes = [_row(one, lang) for one in rows]
            columns = {name: [shape[name] for shape in shapes] for name in schema.names}
            writer.write_table(pa.table(columns, schema=schema))


def _row(one: Finding, lang: Lang) -> dict[str, str | None]:
    shape = one.to_json(lang)
    shape["places"] = json.dumps(shape["places"], ensure_ascii=False)
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else None
        for name, value in shape.items()
    }


def _blocks(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    some: list[Finding] = []
    for one in findings:
        some.append(one)
        if len(some) == 10_000:
            yield some
            some = []
    if some:
        yield some


_NO_FORMAT = Text(
    "{name}: --scheduler での点検結果は .parquet、.json、.csv のいずれかに出力してください。",
    "{name}: with --scheduler, findings are written as .parquet, .json or .csv.",
)
