"""The inside of a worker process: learn a function, do chunks of jobs with it, end with the parent.

A chunk is acknowledged, and each answer sent before the next job begins: a worker that dies was on the first
job it did not answer, or on none.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import math
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from xltool.book.outcome import DONE, ERROR, HEAD, MEMORY, READY, TIRED, UNFIT, UP, JobLimits, one_line
from xltool.process import set_up

if sys.platform != "win32":
    import resource

__all__ = ["serve"]

HELD = 32 << 20  # bytes that were freed and may stay with a worker
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h
CPU_GRACE = 2  # seconds: the supervisor's wall clock comes first, RLIMIT_CPU is for when it is not looking


def serve(pipe: Connection, limits: JobLimits) -> None:
    """Work until the pipe closes."""
    _settle()
    # EOFError: the supervisor has closed the pipe; OSError: it has gone; MemoryError: too large a job.
    with contextlib.suppress(EOFError, OSError, MemoryError):
        pipe.send_bytes(HEAD.pack(UP, 0.0))
        pickled = pipe.recv_bytes()
        try:
            function = pickle.loads(pickled)  # noqa: S301 - our own parent wrote it
        except BaseException as error:
            pipe.send_bytes(HEAD.pack(UNFIT, 0.0) + one_line(error).encode())
            return
        _bound_memory(limits)
        _work(pipe, function, limits)


def _work(pipe: Connection, function: Callable[[Any], Any], limits: JobLimits) -> None:
    ready = HEAD.pack(READY, 0.0)
    pipe.send_bytes(ready)
    base: int | None = None
    while True:
        jobs: list[bytes] = pickle.loads(pipe.recv_bytes())  # noqa: S301 - our own parent wrote it
        pipe.send_bytes(ready)
        for number, job in enumerate(jobs, 1):
            _bound_cpu(limits)
            begun = time.perf_counter()
            word, content = _perform(function, job)
            if number == len(jobs):
                # Not before the first chunk is done: modules that the function imports late are no leak.
                if base is None:
                    base = _pages()[1]
                    gc.freeze()  # what stays for good need not be looked through for garbage again
                if word == DONE and limits.keep is not None and _pages()[1] - base > limits.keep:
                    word = TIRED
            pipe.send_bytes(HEAD.pack(word, time.perf_counter() - begun) + content)
            if word in (MEMORY, TIRED):
                return


def _perform(function: Callable[[Any], Any], job: bytes) -> tuple[int, bytes]:
    """The word and the content of the answer; whatever happens is an answer."""
    where = "the job cannot be unpickled: "
    try:
        argument = pickle.loads(job)  # noqa: S301 - our own parent wrote it
        where = ""
        result = function(argument)
        where = "the result cannot be pickled: "
        return DONE, pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return MEMORY, b""
    except BaseException as error:  # SystemExit too: it costs the job, not the worker
        return ERROR, (where + one_line(error)).encode(errors="replace")


def _settle() -> None:
    """Leave Ctrl-C to the parent, SIGTERM to the system, and end when the parent ends, even amid a job."""
    set_up()
    _hold_on_to_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _hold_on_to_memory() -> None:
    """Have the C library keep what is freed, up to a bound: the next sheet needs as much again.

    glibc gives large blocks back to the system at once, and every page that comes back costs a fault: 70 a
    sheet, which several workers of a virtual machine wait for together. Other libraries know no ``mallopt``.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(_TRIM_THRESHOLD, HELD)
            mallopt(_MMAP_THRESHOLD, HELD // 2)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _bound_memory(limits: JobLimits) -> None:
    """Let what goes beyond the bound fail in here with a MemoryError, before the system suffers."""
    used = _pages()[0]
    if sys.platform != "win32" and limits.memory is not None and used:
        with contextlib.suppress(OSError, ValueError):
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, hard))


def _bound_cpu(limits: JobLimits) -> None:
    """Renew the CPU time that this process may use; beyond it the system ends it with SIGXCPU."""
    if sys.platform != "win32" and limits.seconds is not None:
        with contextlib.suppress(OSError, ValueError):
            until = math.ceil(time.process_time() + limits.seconds) + CPU_GRACE
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _pages() -> tuple[int, int]:
    """Bytes of address space and of resident memory; zeros where the system does not tell."""
    if sys.platform == "win32":
        return 0, 0
    try:
        size, resident = Path("/proc/self/statm").read_text(encoding="ascii").split()[:2]
    except OSError:
        return 0, 0
    page: int = os.sysconf("SC_PAGE_SIZE")
    return int(size) * page, int(resident) * page
