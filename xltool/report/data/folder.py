"""The folder as a whole: every file is made first, then all of them take their places at once."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltool.errors import CannotWork
from xltool.report.data.codebook_html import codebook_html
from xltool.report.data.codebook_xlsx import codebook_xlsx
from xltool.report.data.contents import Contents, contents
from xltool.report.data.duck import duckdb_database, duckdb_sink, have_duckdb
from xltool.report.data.lines import write_lines
from xltool.report.data.package import Strays, stray_sink, write_package
from xltool.report.data.public import published
from xltool.report.data.sinks import csv_sink, have_parquet, parquet_sink, sqlite_database, sqlite_sink
from xltool.report.data.words import TABLES
from xltool.report.files import make_folder
from xltool.text import Text

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from xltool.report.data.table import Add, Table
    from xltool.report.master.matter import Matter
    from xltool.text import Lang

__all__ = ["left_out", "write_data"]

_PACKAGE = "datapackage.json"
_ENDINGS = ("csv", "excel.csv", "parquet")
_OURS = frozenset(  # whatever a run may have written; what else lies in the folder is not ours
    {f"{table}.{ending}" for table in TABLES for ending in _ENDINGS}
    | {"records.jsonl", "data.sqlite", "data.duckdb", "codebook.xlsx", "codebook.html", _PACKAGE}
)
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_PREFIX, _SUFFIX = ".xltool-data-", ".tmp"


def left_out() -> Text | None:
    """What ``write_data`` leaves out because something is not installed."""
    missing = [name for name, there in (("Parquet", have_parquet()), ("DuckDB", have_duckdb())) if not there]
    if not missing:
        return None
    return Text(
        f"{'と '.join(missing)} のファイルは作りませんでした。"
        "pip install 'xltool[data]' で追加すると作れます。",
        f"Left out: {' and '.join(missing)}; add with: pip install 'xltool[data]'",
    )


def write_data(folder: Path, matter: Matter, *, public: bool, lang: Lang) -> tuple[Path, ...]:
    """Write the data of a matter into ``folder``, which is made if need be; gives the files written.

    What an earlier run wrote there is replaced, all of it or (raises CannotWork) nothing. With ``public``
    only what may be published is written, and a folder that holds anything else than our files is refused.
    Same matter, same bytes, but for the DuckDB file.
    """
    if public:
        _refuse_others(folder)
        matter = published(matter)
    was_there = folder.exists()
    make_folder(folder)
    try:
        with _workshop(folder) as desk:
            names = _make(desk, contents(matter, public=public, lang=lang))
            _place(desk, folder, names)
    except OSError as error:
        raise CannotWork(
            Text(
                f"{folder} に書き込めません（{error.strerror}）。"
                "Excel などで開いているファイルを閉じ、空き容量を確かめて、もう一度実行してください。",
                f"{folder} cannot be written ({error.strerror}); close its files in Excel and elsewhere, "
                "see that there is room, and try again.",
            )
        ) from None
    finally:
        if not was_there:
            with contextlib.suppress(OSError):  # stays, unless it is empty
                folder.rmdir()
    return tuple(folder / name for name in names)


def _refuse_others(folder: Path) -> None:
    """Raises CannotWork: what is published is the folder, so it holds nothing that we did not write."""
    others = (
        sorted(
            one.name
            for one in folder.iterdir()
            if one.name not in _OURS and not one.name.startswith(".") and one.name.lower() not in _SYSTEM
        )
        if folder.is_dir()
        else []
    )
    if others:
        raise CannotWork(
            Text(
                f"公開用のフォルダー {folder} に、xltool が作ったもの以外（{others[0]} など）が入っています。"
                "別のフォルダーを指定してください。",
                f"{folder} is to be published, but holds {others[0]}, which xltool did not write; "
                "name another folder.",
            )
        )


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder to work in, on the same disk; what a killed run left behind is removed."""
    for one in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        shutil.rmtree(one)
    desk = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder))
    try:
        yield desk
    finally:
        shutil.rmtree(desk, ignore_errors=True)


# -- making -------------------------------------------------------------------------------------------------


def _make(desk: Path, own: Contents) -> tuple[str, ...]:
    """Every file; gives their names, the package's description last."""
    strays: Strays = {}
    parquet = have_parquet()
    with ExitStack() as stack:
        database = stack.enter_context(sqlite_database(desk / "data.sqlite"))
        ducks = (
            stack.enter_context(duckdb_database(desk / "data.duckdb", public=own.public, lang=own.lang))
            if have_duckdb()
            else None
        )
        for table in own.tables:
            name = str(desk / table.name)
            sinks: list[AbstractContextManager[Add]] = [
                csv_sink(Path(f"{name}.csv"), table),
                sqlite_sink(database, table),
                stray_sink(strays, table),
            ]
            if own.few or table.name != "cells":
                sinks.append(csv_sink(Path(f"{name}.excel.csv"), table, excel=True))
            if parquet:
                sinks.append(parquet_sink(Path(f"{name}.parquet"), table))
            if ducks is not None:
                sinks.append(duckdb_sink(ducks, table, own.lang))
            _pour(table, sinks)
    write_lines(desk / "records.jsonl", own.blocks, public=own.public)
    (desk / "codebook.xlsx").write_bytes(codebook_xlsx(own))
    (desk / "codebook.html").write_bytes(codebook_html(own))
    write_package(desk / _PACKAGE, own, strays)
    return (*sorted(_OURS & {one.name for one in desk.iterdir()} - {_PACKAGE}), _PACKAGE)


def _pour(table: Table, sinks: list[AbstractContextManager[Add]]) -> None:
    with ExitStack() as stack:
        adders = [stack.enter_context(one) for one in sinks]
        for frame in table.frames():
            for add in adders:
                add(frame)


# -- placing ------------------------------------------------------------------------------------------------


def _place(desk: Path, folder: Path, names: tuple[str, ...]) -> None:
    """Put what was there aside and the new files in; if one of them is held open, all is as it was.

    The package's description goes first and comes last: where it lies, the files are those that it describes.
    """
    aside = desk / "old"
    aside.mkdir()
    undo: list[Callable[[], Any]] = []
    try:
        for name in (_PACKAGE, *sorted(_OURS - {_PACKAGE})):
            if (folder / name).exists():
                (folder / name).replace(aside / name)
                undo.append(partial((aside / name).replace, folder / name))
        for name in names:
            (desk / name).replace(folder / name)
            undo.append(partial((folder / name).replace, desk / name))
    except BaseException:
        for step in reversed(undo):
            with contextlib.suppress(OSError):
                step()
        raise
