"""The DuckDB file; labels stand as comments on tables and columns."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltool.report.data.sinks import quoted
from xltool.report.data.views import views
from xltool.report.data.words import VIEWS

if TYPE_CHECKING:
    import pandas as pd

    from xltool.report.data.table import Add, Table
    from xltool.text import Lang

__all__ = ["duckdb_database", "duckdb_sink", "have_duckdb"]

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_CONFIG: dict[str, Any] = {"threads": 1, "memory_limit": "512MB"}  # of one thread the rows keep their order


def have_duckdb() -> bool:
    """Rows come in through Arrow, so that pyarrow is needed too."""
    try:
        import duckdb  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError:
        return False
    return True


@contextmanager
def duckdb_database(path: Path, *, public: bool, lang: Lang) -> Iterator[Any]:
    """A new database; views are made when the block is left. Raises OSError where it cannot be written."""
    import duckdb

    try:
        with duckdb.connect(str(path), config=_CONFIG) as database:
            yield database
            for name, select in views(public=public).items():
                database.execute(f"CREATE VIEW {name} AS {select}")
                database.execute(f"COMMENT ON VIEW {name} IS {_text(VIEWS[name].pick(lang))}")
            database.execute("CHECKPOINT")
    except duckdb.IOException as error:
        raise OSError(errno.EIO, str(error)) from None


@contextmanager
def duckdb_sink(database: Any, table: Table, lang: Lang) -> Iterator[Add]:
    import pyarrow as pa

    columns = ", ".join(f"{quoted(one.name)} {_TYPES[one.type]}" for one in table.columns)
    database.execute(f"CREATE TABLE {table.name} ({columns})")
    database.execute(f"COMMENT ON TABLE {table.name} IS {_text(table.title.pick(lang))}")
    for one in table.columns:
        label = one.label.pick(lang) + (f" [{one.unit}]" if one.unit else "")
        database.execute(f"COMMENT ON COLUMN {table.name}.{quoted(one.name)} IS {_text(label)}")
    casts = ", ".join(f"CAST({quoted(one.name)} AS {_TYPES[one.type]})" for one in table.columns)

    def add(frame: pd.DataFrame) -> None:
        database.register("block", pa.Table.from_pandas(frame, preserve_index=False))
        database.execute(f"INSERT INTO {table.name} SELECT {casts} FROM block")  # noqa: S608 - names are ours
        database.unregister("block")

    yield add


def _text(text: str) -> str:
    return "'" + text.encode("utf-8", "replace").decode().replace("'", "''") + "'"
