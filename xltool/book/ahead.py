"""Going on while the caller is busy: what comes next is fetched by a thread meanwhile."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Iterator
from queue import Empty, Queue
from typing import TypeVar, cast

__all__ = ["ahead"]

One = TypeVar("One")
_Fetched = tuple[One | None, BaseException | None]  # an item, or why there is none


@contextlib.contextmanager
def ahead(some: Generator[One, None, None], most: int) -> Iterator[Iterator[One]]:
    """What ``some`` yields, fetched from now on by a thread of its own, so many ahead of the caller.

    What ``some`` raises is raised to whoever asks for the item; on leaving, ``some`` is closed.
    """
    fetched: Queue[_Fetched[One]] = Queue(most)
    left = threading.Event()

    def fetch() -> None:
        end: BaseException = StopIteration()
        with contextlib.closing(some):
            try:
                for one in some:
                    fetched.put((one, None))
                    if left.is_set():
                        break
            except BaseException as error:  # the caller's to handle
                end = error
        fetched.put((None, end))

    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    try:
        yield _taken(fetched)
    finally:
        left.set()
        while thread.is_alive():  # it may be waiting for room
            with contextlib.suppress(Empty):
                fetched.get(timeout=0.05)


def _taken(fetched: Queue[_Fetched[One]]) -> Iterator[One]:
    while True:
        one, end = fetched.get()
        if isinstance(end, StopIteration):
            return
        if end is not None:
            raise end
        yield cast(One, one)
