"""Going on while the caller is busy: what is yielded next is fetched by a thread meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import closing, suppress
from queue import Empty, Queue
from typing import TypeVar

__all__ = ["ahead"]

One = TypeVar("One")


def ahead(some: Generator[One, None, None], most: int) -> Generator[One, None, None]:
    """Yield what ``some`` yields, fetched by a thread of its own, at most so many ahead of the caller.

    What ``some`` raises is raised here. When this ends, is closed or meets an exception, ``some`` is closed.
    """
    fetched: Queue[tuple[bool, One | BaseException | None]] = Queue(most)
    left = threading.Event()

    def fetch() -> None:
        with closing(some):
            try:
                for one in some:
                    fetched.put((True, one))
                    if left.is_set():
                        return
            except BaseException as error:  # the caller's to handle
                fetched.put((False, error))
            else:
                fetched.put((False, None))

    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    try:
        while True:
            more, one = fetched.get()
            if more:
                yield one  # type: ignore[misc]  # it is what was fetched
            elif isinstance(one, BaseException):
                raise one
            else:
                return
    finally:
        left.set()
        while thread.is_alive():  # it may be waiting for room
            with suppress(Empty):
                fetched.get(timeout=0.05)
