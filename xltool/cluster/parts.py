"""The folder that all workers see: what each chunk gave, and what is made of all of them.

``parts/<chunk>.parquet`` holds a row per record: the columns of ``sketch`` and the record itself
(``packed``); its metadata say what the chunk gave (``Done``). ``told/<chunk>.parquet`` are the findings of
every sheet alone. A part is written last, so that where it lies all the rest is there.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltool.cluster.packing import edition_of, pack_told, unpack, unpack_told
from xltool.report.files import make_folder, write_file

if TYPE_CHECKING:
    import pyarrow as pa

    from xltool.book.library import Library
    from xltool.book.record import Record
    from xltool.rules.tell import Told

__all__ = ["Done", "Folder", "write_table"]

_DONE = b"xltool"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a chunk gave."""

    name: str
    files: tuple[str, ...]
    records: int
    findings: Mapping[str, int]  # severity -> how many, of every sheet alone
    editions: tuple[str, ...]  # in the order met; see ``key_of``
    lost: int  # files that could not be read
    skipped: tuple[tuple[str, str, str], ...]  # name, and why in ja and en
    bytes: int  # of the files
    seconds: float

    @staticmethod
    def of(kept: Mapping[str, Any]) -> Done:
        lists = {key: tuple(kept[key]) for key in ("files", "editions")}
        return Done(**{**kept, **lists, "skipped": tuple(map(tuple, kept["skipped"]))})


@dataclass(frozen=True)
class Folder:
    """Where the parts lie."""

    path: Path

    def made(self) -> Folder:
        for name in ("parts", "told", "bundles"):
            make_folder(self.path / name)
        return self

    def names(self) -> frozenset[str]:
        """The chunks that are done."""
        return frozenset(one.stem for one in (self.path / "parts").glob("[!.]*.parquet"))

    def has(self, name: str) -> bool:
        return self._file("parts", name).is_file()

    def write(self, name: str, table: pa.Table, metadata: Mapping[bytes, bytes] | None = None) -> None:
        write_table(self.path / f"{name}.parquet", table, metadata)

    def finish(self, done: Done, table: pa.Table, packed: Sequence[str], told: Sequence[Told]) -> None:
        """Write what a chunk gave."""
        import pyarrow as pa

        findings = {
            "record": [one.record for one in told],
            "severity": [one.finding.severity for one in told],
            "packed": [pack_told(one) for one in told],
        }
        kinds = {"record": pa.int32(), "severity": pa.string(), "packed": pa.string()}
        self.write(
            f"told/{done.name}",
            pa.table({key: pa.array(values, kinds[key]) for key, values in findings.items()}),
        )
        whole = table.append_column("packed", pa.array(packed, pa.string()))
        self.write(f"parts/{done.name}", whole, {_DONE: json.dumps(asdict(done)).encode()})

    def done(self, name: str) -> Done:
        import pyarrow.parquet as pq

        return Done.of(json.loads(pq.read_metadata(self._file("parts", name)).metadata[_DONE]))

    def records(self, name: str, library: Library, rows: Sequence[int] | None = None) -> list[Record]:
        """The records of a chunk, all of them or those in the given rows."""
        table = self.table(name, ["edition", "packed"])
        if rows is not None:
            table = table.take(rows)
        keys, packed = table["edition"].to_pylist(), table["packed"].to_pylist()
        return [unpack(text, edition_of(key, library)) for key, text in zip(keys, packed, strict=True)]

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        import pyarrow.parquet as pq

        return pq.ParquetFile(self._file("parts", name)).read(columns=columns)

    def sketch(self, name: str) -> pa.Table:
        """A part without its records."""
        import pyarrow.parquet as pq

        file = pq.ParquetFile(self._file("parts", name))
        return file.read(columns=[one for one in file.schema_arrow.names if one != "packed"])

    def told(self, name: str) -> Iterator[Told]:
        import pyarrow.parquet as pq

        table = pq.ParquetFile(self._file("told", name)).read(columns=["packed"])
        return map(unpack_told, table["packed"].to_pylist())

    def _file(self, kind: str, name: str) -> Path:
        return self.path / kind / f"{name}.parquet"


def write_table(path: Path, table: pa.Table, metadata: Mapping[bytes, bytes] | None = None) -> None:
    """A table as Parquet, whole or not at all."""
    import pyarrow.parquet as pq

    if metadata:
        table = table.replace_schema_metadata({**(table.schema.metadata or {}), **metadata})
    target = io.BytesIO()
    pq.write_table(table, target, compression="zstd")
    write_file(path, target.getvalue())
