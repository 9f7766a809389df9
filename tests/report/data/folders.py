"""Reading a data folder with the programs that people would use."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from xltool.book.record import Record
from xltool.finding import Finding
from xltool.report.blocks import Blocks, whole
from xltool.report.frames import editions_of
from xltool.report.master.matter import Matter

__all__ = ["duck", "everything", "in_blocks", "matter", "sqlite"]


def matter(records: Sequence[Record], findings: Sequence[Finding] = (), **more: Any) -> Matter:
    return Matter(blocks=whole(records, findings), files=len(records), **more)


def in_blocks(records: Sequence[Record], size: int, findings: Sequence[Finding] = ()) -> Blocks:
    return Blocks(
        editions=editions_of(records),
        count=len(records),
        records=lambda: (records[start : start + size] for start in range(0, len(records), size)),
        findings=lambda: iter(findings),
    )


def duck(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "data.duckdb"), read_only=True) as database:
        return database.execute(query).fetchall()


def sqlite(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "data.sqlite")) as database:
        return database.execute(query).fetchall()


def everything(folder: Path) -> dict[str, str]:
    """File -> all that it says to whoever opens it, and its bytes as they lie there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): "\n".join(_said(path)) for path in files}


def _said(path: Path) -> Iterable[str]:
    data = path.read_bytes()
    yield data.decode("utf-8", "replace")
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode("utf-8", "replace")
    elif path.suffix == ".parquet":
        table = pq.read_table(path)
        yield str(table.schema.metadata)
        yield str(table.schema)
        yield str(table.to_pylist())
    elif path.suffix in (".sqlite", ".duckdb"):
        ask = sqlite if path.suffix == ".sqlite" else duck
        what = "sqlite_master" if path.suffix == ".sqlite" else "duckdb_tables()"
        column = "name" if path.suffix == ".sqlite" else "table_name"
        names = [name for (name,) in ask(path.parent, f"SELECT {column} FROM {what}")]
        for name in names:
            if not name.startswith("sqlite_"):
                yield f"{name} {ask(path.parent, f'SELECT * FROM {name}')}"
        if path.suffix == ".sqlite":
            yield str(ask(path.parent, "SELECT sql FROM sqlite_master"))
        else:
            yield str(duck(path.parent, "SELECT * FROM duckdb_columns()"))
            yield str(duck(path.parent, "SELECT * FROM duckdb_tables()"))
            yield str(duck(path.parent, "SELECT * FROM duckdb_views()"))
