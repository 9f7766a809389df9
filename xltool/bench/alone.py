"""A group of rows, measured by a process of its own: as a command runs, not in the heap that others left."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from xltool.bench.model import Row
from xltool.bench.sizes import Sizes
from xltool.errors import CannotWork
from xltool.process import set_up
from xltool.text import Text

__all__ = ["alone"]

Group = Callable[[Sizes, Path], Iterator[Row]]


def alone(group: Group, sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Its rows, each as soon as it is known. Raises CannotWork, also where the process ends early."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(theirs, group, sizes, folder))
    process.start()
    theirs.close()  # or the pipe would not end with the process
    try:
        while (found := _next(ours)) is not None:
            if isinstance(found, Text):
                raise CannotWork(found)
            yield found
        process.join()
        if process.exitcode:
            raise CannotWork(
                Text(
                    f"計測用のプロセスが終了コード {process.exitcode} で終わりました。"
                    "空きメモリを確かめて、もう一度実行してください。",
                    f"The process that measured ended with exit code {process.exitcode}; "
                    "see to free memory and run it again.",
                )
            )
    finally:
        process.kill()
        process.join()
        ours.close()


def _next(pipe: Connection) -> Row | Text | None:
    with contextlib.suppress(EOFError):
        found: Row | Text = pipe.recv()
        return found
    return None


def _measure(pipe: Connection, group: Group, sizes: Sizes, folder: Path) -> None:
    set_up()
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):  # the parent says what there is to say
        try:
            for row in group(sizes, folder):
                pipe.send(row)
        except CannotWork as error:
            pipe.send(error.text)
