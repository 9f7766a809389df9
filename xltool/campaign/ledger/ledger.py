"""Opening the ledger: SQLite with a rollback journal, because WAL does not work over network file systems."""

from __future__ import annotations

import contextlib
import datetime
import getpass
import json
import re
import socket
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xltool.campaign.ledger.schema import MIGRATIONS
from xltool.errors import CannotWork
from xltool.report import make_folder
from xltool.text import Text
from xltool.version import __version__

__all__ = [
    "FILE",
    "Ledger",
    "Run",
    "from_json",
    "now",
    "open_ledger",
    "rehearsed",
    "rows_of",
    "to_json",
    "whoami",
]

FILE = "ledger.sqlite"
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def now() -> datetime.datetime:
    """The time of this machine, with its offset."""
    return datetime.datetime.now().astimezone().replace(microsecond=0)


def whoami() -> str:
    """Account and host, as the audit trail names them."""
    try:
        account = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account of that number
        account = "?"
    return f"{account}@{socket.gethostname()}"


def to_json(value: object) -> str:
    """Readable JSON; half a surrogate pair, which a database cannot hold, becomes an escape."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text if text.isascii() else _HALF_PAIR.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def from_json(text: str) -> dict[str, object]:
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


@dataclass(frozen=True, kw_only=True)
class Run:
    """One command that writes."""

    id: int
    at: str
    who: str


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """An open ledger. Whatever SQLite cannot do is said in one sentence."""

    db: sqlite3.Connection
    path: Path | None  # None: nothing was written yet, an empty one in memory
    clock: Callable[[], datetime.datetime] = now

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing."""
        with _explained(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self.db.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def run(self, command: str) -> Iterator[Run]:
        """A run of a command; it is left unfinished where the block is left with an exception."""
        at, who = self.clock().isoformat(), whoami()
        with self.writing():
            row = self.db.execute(
                "INSERT INTO run (at, who, command, version) VALUES (?, ?, ?, ?)",
                (at, who, command, __version__),
            )
        assert row.lastrowid is not None
        yield Run(id=row.lastrowid, at=at, who=who)
        with self.writing():
            self.db.execute(
                "UPDATE run SET finished = ? WHERE id = ?", (self.clock().isoformat(), row.lastrowid)
            )

    def event(
        self,
        run: Run,
        what: str,
        *,
        project: str | None = None,
        submission: str | None = None,
        file: str | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Add to the trail; inside ``writing`` only."""
        self.db.execute(
            "INSERT INTO event (run, at, who, what, project, submission, file, detail)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (run.id, run.at, run.who, what, project, submission, file, to_json(detail or {})),
        )


@contextlib.contextmanager
def open_ledger(
    hidden: Path, *, write: bool, clock: Callable[[], datetime.datetime] = now
) -> Iterator[Ledger]:
    """The ledger of a campaign (``hidden`` is its ``.xltool``).

    ``write`` makes it where there is none. Without, the file stays as it is: an empty one in memory stands in
    for one that is missing, a copy in memory for one of an older xltool. Raises CannotWork for a file that is
    no ledger, that a newer xltool wrote, or that cannot be read.
    """
    path = hidden / FILE
    there = path.is_file()
    if write and not there:
        make_folder(hidden)
    with _explained(path), contextlib.ExitStack() as stack:
        db = _connect(stack, path if there or write else ":memory:")
        if write:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA synchronous = FULL")
        elif _version(db) < len(MIGRATIONS):
            db = _copy(stack, db)
        _migrate(db, path)
        db.execute("PRAGMA foreign_keys = ON")
        yield Ledger(db=db, path=path if there or write else None, clock=clock)


@contextlib.contextmanager
def rehearsed(ledger: Ledger) -> Iterator[Ledger]:
    """A copy in memory to try things out on."""
    with contextlib.ExitStack() as stack:
        yield replace(ledger, db=_copy(stack, ledger.db))


def _connect(stack: contextlib.ExitStack, place: Path | str) -> sqlite3.Connection:
    return stack.enter_context(contextlib.closing(sqlite3.connect(place, timeout=30, isolation_level=None)))


def _copy(stack: contextlib.ExitStack, db: sqlite3.Connection) -> sqlite3.Connection:
    copy = _connect(stack, ":memory:")
    db.backup(copy)
    return copy


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    """Bring the tables up to date, each step whole or not at all."""
    version = _version(db)
    if version > len(MIGRATIONS):
        raise CannotWork(
            Text(
                f"{path} は新しい版の xltool で作られています。xltool を更新してください。",
                f"{path} was written by a newer xltool; update this one.",
            )
        )
    for number in range(version, len(MIGRATIONS)):
        db.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;")


@contextlib.contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        if "full" in text:
            said = Text(
                "ディスクに空きがないため台帳に書き込めません。空きを作ってからもう一度実行してください。"
                "書きかけのデータは残っていません。",
                "The disk is full: the ledger could not be written. Make room and run the command again; "
                "nothing half-written is left.",
            )
        elif "locked" in text:
            said = Text(
                f"台帳 {path} をほかのプログラムが使っています。閉じてからもう一度実行してください。",
                f"Another program is using the ledger {path}; close it and run the command again.",
            )
        elif "readonly" in text or "unable to open" in text:
            said = Text(
                f"台帳 {path} に書き込めません。フォルダーの権限を確かめてください。",
                f"The ledger {path} cannot be written; check the permissions of the folder.",
            )
        elif isinstance(error, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text):
            said = Text(
                f"台帳 {path} が壊れています。.xltool フォルダーを別の名前に変えてから xltool collect を"
                "実行すると、inbox と outbox から台帳を作り直せます。",
                f"The ledger {path} is damaged. Rename the folder .xltool and run xltool collect: "
                "the ledger is made anew from inbox and outbox.",
            )
        else:
            raise
        raise CannotWork(said) from None


def rows_of(ledger: Ledger, query: str, values: Iterable[object] = ()) -> Iterator[dict[str, Any]]:
    """What a query finds, by column."""
    cursor = ledger.db.execute(query, tuple(values))
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))
