"""The tables that come out: of every chunk a file of records, and one with a row per value."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.cluster.parts import write_table
from xltool.report.frames import frame

if TYPE_CHECKING:
    import pandas as pd

    from xltool.book.record import Record
    from xltool.cluster.parts import Done
    from xltool.form import Edition

__all__ = ["Wanted", "columns_of", "settled", "write_tables"]

_COLUMNS = b"xltool.columns"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is written of the records of a chunk; None is not wanted."""

    records: Path | None = None  # the folder for a row per sheet
    values: Path | None = None  # the folder for a row per value
    raw: bool = False  # the text as it stood, beside each value

    def missing(self, done: Done) -> bool:
        folders = [one for one in (self.records, self.values) if one is not None and done.records]
        return any(not (folder / f"{done.name}.parquet").is_file() for folder in folders)


def columns_of(editions: Sequence[Edition], *, raw: bool) -> str:
    """A print of the columns that the records of editions have together."""
    return _print(frame((), raw=raw, editions=editions))


def write_tables(
    records: Sequence[Record], wanted: Wanted, done: Done, editions: Sequence[Edition] | None = None
) -> None:
    """Write what is wanted; ``editions``: of all chunks, where these have more columns."""
    import pyarrow as pa

    if records and wanted.records is not None:
        table = frame(records, raw=wanted.raw, editions=editions)
        metadata = {_COLUMNS: _print(table).encode()}
        whole = pa.Table.from_pandas(table, preserve_index=False)
        write_table(wanted.records / f"{done.name}.parquet", whole, metadata)
    if records and wanted.values is not None and editions is None:
        whole = pa.Table.from_pandas(frame(records, long=True), preserve_index=False)
        write_table(wanted.values / f"{done.name}.parquet", whole)


def settled(wanted: Wanted, name: str, columns: str) -> bool:
    """Whether the records of a chunk have the columns of all chunks."""
    import pyarrow.parquet as pq

    assert wanted.records is not None
    metadata = pq.read_metadata(wanted.records / f"{name}.parquet").metadata or {}
    return bool(metadata.get(_COLUMNS) == columns.encode())


def _print(table: pd.DataFrame) -> str:
    said = [f"{name}\0{kind}" for name, kind in table.dtypes.items()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
