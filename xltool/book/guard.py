"""Run the child process that touches hostile bytes with other people's code, and take what it says.

A crash, a passed limit and a passed time each end in one Unreadable; nothing of the child reaches this
process but lines of JSON, or the bytes of an opened file.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltool.book.limits import LIMITS, Limits, Meter
from xltool.book.refusal import damaged, locked, over_limit
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["GUARD", "Guard", "can", "open_locked", "read_lines"]

_CHILD = Path(__file__).with_name("child.py")
_NEEDED = {"read": "python_calamine", "open": "msoffcrypto"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """What one child process may use."""

    seconds: int = 20  # of the clock
    memory: int = 384 * 1_000_000  # bytes of address space, on systems that have that limit


GUARD = Guard()


def can(task: str) -> bool:
    """Whether the library for a task is installed, and a child process can be started at all."""
    return bool(sys.executable) and find_spec(_NEEDED[task]) is not None


def read_lines(
    data: bytes, kind: str, limits: Limits = LIMITS, guard: Guard = GUARD, *, shift: int = 0
) -> Iterator[Any]:
    """What the child tells of a workbook, line by line; Unreadable where it did not come to the end.

    ``shift`` is taken from the serials of dates: the days by which the book's calendar starts later.
    """
    out = _run({"task": "read", "kind": kind, "shift": shift}, data, limits, guard)
    done = False
    for line in out.splitlines():
        said = json.loads(line)
        if isinstance(said, dict) and "error" in said:
            _refuse(said, limits, guard)
        done = isinstance(said, dict) and "done" in said
        if not done:
            yield said
    if not done:
        raise damaged()


def open_locked(data: bytes, limits: Limits = LIMITS, guard: Guard = GUARD) -> bytes:
    """The file behind Excel's default password; Unreadable("locked") where it has another one."""
    head, _, opened = _run({"task": "open"}, data, limits, guard).partition(b"\n")
    said = json.loads(head or b"{}")
    if "done" not in said:
        _refuse(said, limits, guard)
    Meter(limits).check("file", len(opened))
    return opened


def _run(task: Mapping[str, object], data: bytes, limits: Limits, guard: Guard) -> bytes:
    order = {
        **task,
        "path": [entry for entry in sys.path if entry],
        "seconds": guard.seconds,
        "memory": guard.memory,
        **{name: getattr(limits, name) for name in ("cells", "characters", "merges", "parts", "text")},
    }
    import subprocess

    try:
        # -I -S: nothing of the working folder, the environment or site-packages is run on the way.
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-I", "-S", "-X", "utf8", str(_CHILD)],
            input=json.dumps(order).encode() + b"\n" + data,
            capture_output=True,
            timeout=guard.seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise over_limit(_SECONDS, guard.seconds) from None
    if done.returncode == 0:
        return done.stdout
    # SIGKILL is how a system that has run out of memory ends a process.
    if b"memory allocation" in done.stderr or done.returncode == -9:
        raise over_limit(_MEMORY, guard.memory)
    raise damaged()


def _refuse(said: dict[str, str], limits: Limits, guard: Guard) -> None:
    reason, what = said.get("error"), said.get("what", "")
    if reason == "locked":
        raise locked()
    if reason == "limit" and what == "memory":
        raise over_limit(_MEMORY, guard.memory)
    if reason == "limit":
        Meter(limits).check(what, getattr(limits, what) + 1)
    raise damaged()


_SECONDS = Text(ja="読み取りにかかる時間（秒）", en="seconds to read it")
_MEMORY = Text(ja="読み取りに使うメモリー（バイト）", en="bytes of memory to read it")
