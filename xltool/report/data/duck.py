"""The DuckDB file, loaded from the Parquet files; labels stand as comments on tables and columns."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltool.report.data.sinks import quoted
from xltool.report.data.views import views
from xltool.report.data.words import VIEWS

if TYPE_CHECKING:
    from xltool.report.data.table import Table
    from xltool.text import Lang

__all__ = ["have_duckdb", "write_duckdb"]


def have_duckdb() -> bool:
    try:
        import duckdb  # noqa: F401
    except ImportError:
        return False
    return True


def write_duckdb(path: Path, tables: Sequence[Table], *, public: bool, lang: Lang) -> None:
    """``<table>.parquet`` lies beside ``path`` for every table. Raises OSError where it cannot be written."""
    import duckdb

    try:
        with duckdb.connect(str(path), config={"threads": 1, "memory_limit": "512MB"}) as database:
            for table in tables:
                _load(database, path.with_name(f"{table.name}.parquet"), table, lang)
            for name, select in views(public=public).items():
                database.execute(f"CREATE VIEW {name} AS {select}")
                database.execute(f"COMMENT ON VIEW {name} IS {_text(VIEWS[name].pick(lang))}")
            database.execute("CHECKPOINT")
    except duckdb.IOException as error:
        raise OSError(errno.EIO, str(error)) from None


def _load(database: Any, path: Path, table: Table, lang: Lang) -> None:
    source = str(path).replace("'", "''")
    dates = [one.name for one in table.columns if one.type == "date"]
    casts = ", ".join(f"CAST({quoted(name)} AS DATE) AS {quoted(name)}" for name in dates)
    what = f"* REPLACE ({casts})" if casts else "*"
    select = f"SELECT {what} FROM read_parquet('{source}')"  # noqa: S608 - our own file
    database.execute(f"CREATE TABLE {table.name} AS {select}")
    database.execute(f"COMMENT ON TABLE {table.name} IS {_text(table.title.pick(lang))}")
    for one in table.columns:
        label = one.label.pick(lang) + (f" [{one.unit}]" if one.unit else "")
        database.execute(f"COMMENT ON COLUMN {table.name}.{quoted(one.name)} IS {_text(label)}")


def _text(text: str) -> str:
    return "'" + text.encode("utf-8", "replace").decode().replace("'", "''") + "'"
