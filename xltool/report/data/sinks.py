"""Where the rows of a table go: CSV, Parquet, SQLite. Each sink is opened per table and takes its frames."""

from __future__ import annotations

import codecs
import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.report.data.table import cells_of, frame_of
from xltool.report.data.views import views
from xltool.report.tables import harmless

if TYPE_CHECKING:
    import pandas as pd

    from xltool.report.data.table import Add, Table

__all__ = ["csv_sink", "have_parquet", "parquet_sink", "plain", "quoted", "sqlite_database", "sqlite_sink"]

_NO_ROOM = frozenset(  # what goes wrong with the disk, not with us
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
)
_SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}


@contextmanager
def csv_sink(path: Path, table: Table, *, excel: bool = False) -> Iterator[Add]:
    """UTF-8, empty for NA. For Excel with a byte order mark, and no text that it would run as a formula."""
    with path.open("wb") as file:

        def lines(rows: Iterator[list[str]]) -> None:
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\r\n").writerows(rows)
            file.write(text.getvalue().encode("utf-8", "replace"))

        def add(frame: pd.DataFrame) -> None:
            lines([_cell(value, excel) for value in row] for row in cells_of(frame))

        if excel:
            file.write(codecs.BOM_UTF8)
        lines(iter([[one.name for one in table.columns]]))
        yield add


def _cell(value: object, excel: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return plain(value)
    text = str(value)
    return harmless(text) if excel else text


def plain(number: float) -> str:
    """The shortest digits that give exactly this number back, without an exponent."""
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    return f"{Decimal(repr(number)):f}"


def have_parquet() -> bool:
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        return False
    return True


@contextmanager
def parquet_sink(path: Path, table: Table) -> Iterator[Add]:
    """A row group per frame; the schema comes from the columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.Schema.from_pandas(frame_of(table.columns, ()), preserve_index=False)
    with path.open("wb") as file, pq.ParquetWriter(file, schema) as writer:
        yield lambda frame: writer.write_table(
            pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
        )


@contextmanager
def sqlite_database(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database; nothing is kept if the block is left by an exception, so no journal is needed.

    Raises OSError where it cannot be written.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        try:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN")
            yield database
            for name, select in views(public=not _has(database, "findings")).items():
                database.execute(f"CREATE VIEW {name} AS\n{select}")
            database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) in _NO_ROOM:
                raise OSError(error.sqlite_errorcode, str(error)) from None
            raise


def _has(database: sqlite3.Connection, table: str) -> bool:
    return bool(database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchall())


@contextmanager
def sqlite_sink(database: sqlite3.Connection, table: Table) -> Iterator[Add]:
    """Booleans are 0 and 1, dates ISO texts."""
    columns = [f"{quoted(one.name)} {_SQL_TYPES[one.type]}" for one in table.columns]
    if table.key:
        columns.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    tail = " WITHOUT ROWID" if len(table.key) > 1 else ""
    database.execute(f"CREATE TABLE {quoted(table.name)} ({', '.join(columns)}){tail}")
    marks = ", ".join("?" * len(table.columns))
    insert = f"INSERT INTO {quoted(table.name)} VALUES ({marks})"  # noqa: S608 - names are ours

    def add(frame: pd.DataFrame) -> None:
        database.executemany(insert, ([_clean(value) for value in row] for row in cells_of(frame)))

    yield add


def _clean(value: object) -> object:
    """Half a surrogate pair, which UTF-8 cannot hold, becomes a question mark."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode()
    return value


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
