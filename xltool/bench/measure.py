"""Time, interleaved: what is compared runs in turn, so that whatever else the machine does hits both."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["agree", "alternately", "python", "seconds", "set_aside", "settle"]

Task = Callable[[], object]


def alternately(
    *tasks: Task, rounds: int, warm: bool = True, between: Callable[[], object] | None = None
) -> list[float]:
    """The median seconds of each task. ``warm``: each runs once before; ``between``: before every run."""
    found: list[list[float]] = [[] for _ in tasks]
    for number in range(rounds + warm):
        for times, task in zip(found, tasks, strict=True):
            if between is not None:
                between()
            taken = seconds(task)
            if number >= warm:
                times.append(taken)
    return [statistics.median(times) for times in found]


def seconds(task: Task) -> float:
    """What a task takes, by the clock; nobody else's garbage is collected in it."""
    gc.collect()
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun


def set_aside(folder: Path, *paths: Path) -> None:
    """Move what a run has left to where nothing looks, so that the next begins anew.

    Not deleted before all is measured: where thousands of files have just gone, ext4 looks through all of
    them for each new one, for minutes; no office deletes a round and begins the next at once. But let go of
    in memory: a virtual machine pays ten times as much for memory that it has not had before.
    """
    folder.mkdir(exist_ok=True)
    moved = []
    for path in paths:
        if path.exists():
            moved.append(path.rename(folder / f"{len(os.listdir(folder))}-{path.name}"))  # noqa: PTH208
    settle()
    if hasattr(os, "posix_fadvise"):
        for path in chain.from_iterable(one.rglob("*") for one in moved):
            if path.is_file():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def settle() -> None:
    """Wait until the disk has what was written, so that nobody else's writing is measured."""
    if hasattr(os, "sync"):
        os.sync()


def python(*arguments: str, environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Task:
    """A task that runs an interpreter like this one, in a folder. Raises CannotWork where it fails."""
    command: Sequence[str] = [sys.executable, *arguments]

    def run() -> None:
        done = subprocess.run(  # noqa: S603 - our own
            command, capture_output=True, text=True, check=False, env=environment, cwd=folder
        )
        if done.returncode not in (0, 1):  # 1: findings
            said = done.stderr.strip().splitlines()[-1:] or [""]
            raise CannotWork(
                Text(
                    f"計測用のプログラムが失敗しました（{said[0]}）。",
                    f"A measured program failed: {said[0]}",
                )
            )

    return run


def agree(what: str, ours: object, theirs: object) -> None:
    """Raises CannotWork where two ways of doing the same give different things: no comparison then."""
    if ours != theirs:
        raise CannotWork(
            Text(
                f"{what} の結果が xltool の結果と違うため、比べられません。",
                f"{what} does not give what xltool gives, so there is nothing to compare.",
            )
        )
