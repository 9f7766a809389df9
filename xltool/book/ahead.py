"""Going on while the caller is busy: what comes next is fetched by a thread meanwhile."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from queue import Empty, Queue
from typing import Generic, TypeVar, cast

__all__ = ["Ahead", "ahead"]

One = TypeVar("One")
_Fetched = tuple[One | None, BaseException | None]  # an item, or why there is none


@dataclass(eq=False, kw_only=True)
class Ahead(Generic[One]):
    """What is fetched, and what has been."""

    fetched: Queue[_Fetched[One]]

    def __iter__(self) -> Iterator[One]:
        return self

    def __next__(self) -> One:
        one, end = self.fetched.get()
        if end is not None:
            self.fetched.put((None, end))  # whoever asks again
            raise end
        return cast(One, one)

    def has_one(self) -> bool:
        """Whether asking for the next does not take time."""
        return not self.fetched.empty()


@contextlib.contextmanager
def ahead(some: Generator[One, None, None], most: int) -> Iterator[Ahead[One]]:
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
        yield Ahead(fetched=fetched)
    finally:
        left.set()
        while thread.is_alive():  # it may be waiting for room
            with contextlib.suppress(Empty):
                fetched.get(timeout=0.05)
