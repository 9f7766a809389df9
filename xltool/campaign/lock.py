"""One writer at a time: a lock file that says who holds it, also on a file server.

The file is made whole (written under another name, then linked), so that nobody reads half of it. A lock of a
dead process on this host is broken; of other hosts nobody can tell, so those need ``--break-lock``.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xltool.campaign.ledger.ledger import now, whoami
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["FILE", "Holder", "alive", "holder", "locked"]

FILE = "lock"
_PAUSE = 0.2  # seconds between two tries


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds the lock, by the file's own word."""

    host: str
    user: str
    pid: int
    since: str
    command: str
    token: str  # tells two locks apart

    @property
    def moment(self) -> str:
        """``since`` as people read it."""
        return self.since[:16].replace("T", " ")

    @property
    def gone(self) -> bool:
        """Whether it was a process of this host that has ended: its lock counts no more."""
        return self.host == socket.gethostname() and self.pid > 0 and not alive(self.pid)


@contextlib.contextmanager
def locked(hidden: Path, command: str, *, wait: float = 10, break_lock: bool = False) -> Iterator[None]:
    """Hold the campaign's lock inside the block.

    Waits up to ``wait`` seconds for another command to end. Raises CannotWork saying who holds it.
    """
    path = hidden / FILE
    try:
        hidden.mkdir(parents=True, exist_ok=True)
        mine = _acquire(path, command, wait, break_lock)
    except OSError as error:
        raise CannotWork(
            Text(
                f"{hidden} に書き込めません（{error.strerror}）。"
                "フォルダーの権限とディスクの空きを確かめてください。",
                f"{hidden} cannot be written ({error.strerror}); check its permissions and the disk's space.",
            )
        ) from None
    try:
        yield
    finally:
        found = holder(path)
        if found is not None and found.token == mine.token:
            with contextlib.suppress(OSError):
                path.unlink()


def holder(path: Path) -> Holder | None:
    """Who holds the lock; None where nobody does. A file that says nothing is somebody unknown's."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Holder(
            host=str(said["host"]),
            user=str(said["user"]),
            pid=int(said["pid"]),
            since=str(said["since"]),
            command=str(said["command"]),
            token=str(said["token"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return Holder(host="?", user="?", pid=0, since="?", command="?", token="?")  # noqa: S106


def alive(pid: int) -> bool:
    """Whether a process of this host is running."""
    if sys.platform == "win32":  # os.kill would end it there
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 5)
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _acquire(path: Path, command: str, wait: float, break_lock: bool) -> Holder:
    until = time.monotonic() + wait
    while True:
        mine = Holder(
            host=socket.gethostname(),
            user=whoami().partition("@")[0],
            pid=os.getpid(),
            since=now().isoformat(),
            command=command,
            token=uuid.uuid4().hex,
        )
        if _make(path, mine):
            _clear(path)
            return mine
        other = holder(path)
        if other is None:
            continue
        if break_lock or other.gone:
            _remove(path, other)
            break_lock = False
            continue
        if time.monotonic() >= until:
            raise CannotWork(_held(path, other))
        time.sleep(_PAUSE)


def _make(path: Path, mine: Holder) -> bool:
    text = json.dumps(mine.__dict__, ensure_ascii=False)
    temporary = path.with_name(f"{FILE}.{mine.token}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links
            return _make_plainly(path, text)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Remove the locks that somebody was killed over; whoever is making one just now can do without."""
    for left in path.parent.glob(f"{FILE}.*.tmp"):
        with contextlib.suppress(OSError):
            left.unlink()


def _make_plainly(path: Path, text: str) -> bool:
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def _remove(path: Path, other: Holder) -> None:
    """Take the lock of somebody gone away; where another process was quicker, its new lock stays."""
    aside = path.with_name(f"{FILE}.{uuid.uuid4().hex}.old")
    with contextlib.suppress(FileNotFoundError):
        path.rename(aside)
        found = holder(aside)
        if found is not None and found.token != other.token:
            with contextlib.suppress(OSError):
                os.link(aside, path)
        aside.unlink(missing_ok=True)


def _held(path: Path, other: Holder) -> Text:
    if other.host == "?":
        return Text(
            f"ロックファイル {path} の内容が読めません。ほかに xltool を実行している人がいなければ、"
            "--break-lock を付けて実行してください。",
            f"The lock file {path} says nothing; if nobody else is running xltool, add --break-lock.",
        )
    return Text(
        f"{other.host} の {other.user} さん（プロセス {other.pid}、{other.moment} から）が"
        f" xltool {other.command} を実行中です。終わってからもう一度実行してください。"
        "異常終了したことが確かな場合だけ、--break-lock を付けてください。",
        f"{other.user} on {other.host} (process {other.pid}, since {other.moment}) is running "
        f"xltool {other.command}. Try again when it has ended; only if you are sure that it crashed, "
        "add --break-lock.",
    )
