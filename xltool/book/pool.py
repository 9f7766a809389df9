"""Many jobs on worker processes: a bad one costs itself only, and the results come in the jobs' order.

A supervisor (behind the iterator that ``run_jobs`` returns) holds one pipe to each worker; there are no
shared queues or locks that a dying process could leave in disorder. It acts only while it is being iterated:
while the caller is busy elsewhere, workers go on until their pipe is full, and a time limit is noticed late,
never wrongly.

Workers are spawned, on every system. Forking is quicker, but a fork of a process with threads (a progress
bar, pyarrow) may inherit a lock that nobody will ever release, and workers are replaced at any time; a fork
server keeps the environment of its first use and outlives the pool.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, TypeVar

from xltool.book.outcome import JOB_LIMITS, NO_MEMORY, Failure, JobLimits, Outcome, one_line

if TYPE_CHECKING:
    from xltool.book.crew import Context

__all__ = ["JOB_LIMITS", "Failure", "JobLimits", "Outcome", "processors", "run_jobs"]

Job = TypeVar("Job")
Result = TypeVar("Result")

MOST = 60  # workers; Windows cannot wait for more than 63 things


def run_jobs(
    function: Callable[[Job], Result],
    jobs: Iterable[Job],
    *,
    workers: int | None = None,
    chunk: int = 50,
    limits: JobLimits = JOB_LIMITS,
    context: Context | None = None,
) -> Generator[Outcome[Result], None, None]:
    """Yield an Outcome for each job, in the order of ``jobs``, whatever becomes of them.

    ``function`` is a top-level function or a partial of one; it, the jobs and the results must pickle (paths
    rather than contents). What a partial carries goes to each worker once. It must not mind being killed.
    ``workers``: default is the processors this process may use; 0 works in this process, without limits.
    ``chunk``: the most jobs handed over at once; the number is chosen so that a chunk takes about 0.1 s.
    At most ``4 * chunk * workers`` jobs are taken from ``jobs`` ahead of what was yielded: it may be endless.
    Inside a worker (any daemonic process) jobs run in place: it is guarded already, and may have no children.

    When the iterator ends, is closed or meets an exception (Ctrl-C), its workers are killed; put it into
    ``contextlib.closing`` where a loop may be left early. Raises CannotWork if no worker comes up, as where
    ``function`` is defined in the script that runs.
    """
    if chunk < 1 or (workers is not None and workers < 0):
        raise ValueError("chunk must be at least 1, workers at least 0")
    if workers == 0:
        return _in_place(function, jobs)

    import multiprocessing

    if multiprocessing.current_process().daemon:
        return _in_place(function, jobs)

    from xltool.book.supervisor import Supervisor

    return Supervisor(
        function=pickle.dumps(function),
        jobs=iter(jobs),
        workers=min(workers or processors(), MOST),
        chunk=chunk,
        limits=limits,
        context=context or "spawn",
    ).outcomes()


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_place(
    function: Callable[[Job], Result], jobs: Iterable[Job]
) -> Generator[Outcome[Result], None, None]:
    for index, job in enumerate(jobs):
        try:
            outcome = Outcome(index=index, result=function(job))
        except MemoryError:
            outcome = Outcome(index=index, failure=Failure(kind="memory", detail=NO_MEMORY))
        except Exception as error:
            outcome = Outcome(index=index, failure=Failure(kind="error", detail=one_line(error)))
        yield outcome
