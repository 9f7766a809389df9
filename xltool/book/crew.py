"""One worker process as its supervisor sees it: how to start, teach, use and end it, and how it ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import DefaultContext
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Literal

from xltool.book.outcome import Failure, JobLimits
from xltool.book.worker import serve

if sys.platform != "win32":
    from multiprocessing import resource_tracker

__all__ = ["Context", "Hand", "Task", "dismiss", "give", "hire", "retire", "teach", "uninterrupted"]

Context = Literal["spawn", "fork", "forkserver"]
Task = tuple[int, bytes]  # a job's index, and the job pickled

LAST_WORDS = 1.0  # seconds that a process may take to end after its pipe has closed
BURIAL = 5.0  # seconds to wait for a killed process; one that sleeps on a dead file server lives on


@dataclass(eq=False, kw_only=True)
class Hand:
    """A worker: its process, its pipe, and the jobs it has not answered; it is on the first of them."""

    process: BaseProcess
    pipe: Connection
    ready: bool = False  # it has said READY to what it was sent last: the function, then each chunk
    tasks: deque[Task] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)  # when its present job began, or its start


def hire(context: Context, limits: JobLimits) -> Hand:
    """Start a worker; it says UP when it is to be taught. This does not wait for it."""
    factory: DefaultContext = multiprocessing.get_context(context)  # type: ignore[assignment]  # it has Process
    ours, theirs = factory.Pipe(duplex=True)
    # A daemon: if this process ends with the iterator still open, nobody waits for the worker.
    process = factory.Process(target=serve, args=(theirs, limits), daemon=True)
    try:
        with _without_main():
            process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()  # or the pipe would not close when the worker dies
    return Hand(process=process, pipe=ours)


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Keep a spawned worker from running the caller's script again.

    The function is found by the name of its module; with this, a script without a main guard may call us.
    """
    main = sys.modules.get("__main__")
    kept = {name: vars(main)[name] for name in ("__spec__", "__file__") if main and name in vars(main)}
    for name in kept:
        delattr(main, name)
    if main is not None:
        main.__spec__ = None
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(main, name, value)


def teach(hand: Hand, function: bytes) -> bool:
    """Send the function, pickled, to a worker that is up and waits for it. False: it has died."""
    return _sent(hand, function)


def give(hand: Hand, tasks: list[Task]) -> bool:
    """Send a chunk to an idle worker: it is waiting for it, so this does not block. False: it has died."""
    hand.tasks.extend(tasks)
    hand.ready = False
    return _sent(hand, pickle.dumps([job for _, job in tasks], pickle.HIGHEST_PROTOCOL))


def _sent(hand: Hand, message: bytes) -> bool:
    hand.since = time.monotonic()
    try:
        hand.pipe.send_bytes(message)
    except OSError:
        return False
    return True


def retire(hand: Hand, *, at_once: bool = False) -> Failure:
    """Let a worker end, by force if it does not, and say what became of it."""
    hand.process.join(0.0 if at_once else LAST_WORDS)
    code = hand.process.exitcode
    dismiss([hand])
    if code is None:
        return Failure(kind="died", detail="the worker closed its pipe and had to be killed")
    if code >= 0:
        return Failure(kind="died", detail=f"the worker ended with exit code {code}")
    if code == -getattr(signal, "SIGXCPU", 0):
        return Failure(kind="time", detail="the job used up its CPU time")
    with contextlib.suppress(ValueError):
        return Failure(kind="died", detail=f"the worker was ended by {signal.Signals(-code).name}")
    return Failure(kind="died", detail=f"the worker was ended by signal {-code}")


def dismiss(hands: list[Hand]) -> None:
    """Kill workers, whatever they are doing."""
    for hand in hands:
        hand.process.kill()
    for hand in hands:
        hand.pipe.close()
        hand.process.join(BURIAL)
        with contextlib.suppress(ValueError):  # it lives on in the kernel
            hand.process.close()


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C away until a new worker is known here, and from its first steps: it inherits the mask.

    The mask alone is not enough: a thread of some library may take the signal for us. So it is held, and
    handled on leaving.
    """
    if sys.platform == "win32":
        yield
        return
    # Starting this unblocks SIGINT behind our back; once it runs, multiprocessing leaves the mask alone.
    resource_tracker.ensure_running()
    held: list[tuple[int, FrameType | None]] = []
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    handler = signal.getsignal(signal.SIGINT)
    ours = callable(handler) and threading.current_thread() is threading.main_thread()
    if ours:
        signal.signal(signal.SIGINT, lambda number, frame: held.append((number, frame)))
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if held and callable(handler):
            handler(*held[0])
