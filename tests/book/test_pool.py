"""The pool with real processes: what goes wrong in a job costs that job, and the order of the results is the jobs'."""

# ruff: noqa: E501 - tables of cases read better unbroken

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import pickle
import platform
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from xltool.book import worker
from xltool.book.pool import Failure, JobLimits, Outcome, run_jobs
from xltool.errors import CannotWork
from xltool.process import set_up

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

POSIX = sys.platform != "win32"
LINUX = sys.platform == "linux"
posix = pytest.mark.skipif(not POSIX, reason="signals and fork")
linux = pytest.mark.skipif(not LINUX, reason="needs /proc")
CONTEXTS = ["spawn", "fork", "forkserver"] if LINUX else ["spawn"]


class Vanishing:
    """Pickles, but does not come back: its arguments are not those of its constructor.

    No exception: ``distributed`` has exceptions pickled another way once it is imported.
    """

    def __init__(self, one: str, two: str) -> None:
        self.text = one + two

    def __reduce__(self) -> tuple[Any, ...]:
        return (Vanishing, (self.text,))


class OnlyThere:
    """A function that pickles here and cannot be unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (_not_today, (os.getpid(),))

    def __call__(self, job: object) -> object:
        return job


def _not_today(pid: int) -> None:
    raise LookupError(f"nothing for {pid > 0}\nhere")


def act(job: str | int) -> object:  # noqa: C901 - a list
    """One function for all misdeeds: a word says which."""
    word, _, rest = str(job).partition(" ")
    match word:
        case "exit":
            os._exit(int(rest))
        case "abort":
            os.abort()
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(float(rest))
        case "spin":
            while True:
                pass
        case "fill":
            return len(bytearray(int(rest)))
        case "raise":
            raise ValueError(rest.replace("|", "\n"))
        case "leave":
            sys.exit(rest)
        case "lambda":
            return lambda: rest
        case "vanish":
            return Vanishing("a", "b")
        case "pid":
            return os.getpid()
        case "nested":
            return [one.result for one in run_jobs(act, range(3))]
    return job


def note_pid(folder: Path, job: str | int) -> object:
    """Leave a file named like the process behind, then act."""
    (folder / str(os.getpid())).touch()
    if str(job).startswith("company "):
        pids_in(folder, int(str(job).split()[1]))
        return os.getpid()
    return act(job)


def leak(held: list[bytearray], _: int) -> int:
    held.append(bytearray(os.urandom(1 << 20)) * 8)
    return os.getpid()


def doze(job: int) -> int:
    time.sleep((job * 7 % 5) / 1000)
    return job * job


def first_waits(folder: Path, count: int, job: int) -> int:
    """Job 0 takes until ``count`` jobs have been begun, and a little longer."""
    (folder / str(job)).touch()
    if job == 0:
        pids_in(folder, count)
        time.sleep(0.1)
    return job


def orphan(seconds: float) -> None:
    """Die, and leave behind a process that holds every pipe open."""
    if os.fork() == 0:
        time.sleep(seconds)
    os._exit(3)


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie that nobody has buried yet does not."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def gone(pids: list[int], seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(map(alive, pids))


def pids_in(folder: Path, count: int, seconds: float = 20.0) -> list[int]:
    """The processes that have noted themselves, once there are ``count`` of them."""
    until = time.monotonic() + seconds
    while len(found := [int(one.name) for one in folder.iterdir()]) < count:
        assert time.monotonic() < until, f"{len(found)} of {count}"
        time.sleep(0.01)
    return found


def results(outcomes: list[Outcome[Any]]) -> list[object]:
    assert [one.index for one in outcomes] == list(range(len(outcomes)))
    assert [one.failure for one in outcomes if one.failure] == []
    return [one.result for one in outcomes]


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_results_come_in_the_order_of_the_jobs(context: Any) -> None:
    assert results(list(run_jobs(doze, range(200), workers=3, chunk=7, context=context))) == [
        n * n for n in range(200)
    ]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_the_number_of_workers_changes_nothing(workers: int) -> None:
    jobs: list[str | int] = [
        1,
        "raise no",
        2,
        *range(50),
        "raise",
        "raise first|second",
        "lambda" if workers else "raise",
    ]
    found = list(run_jobs(act, jobs, workers=workers))
    assert [one.index for one in found] == list(range(len(jobs)))
    assert [one.result for one in found[:-1]] == [1, None, 2, *range(50), None, None]
    assert [one.failure.detail for one in found[:-1] if one.failure] == [
        "ValueError: no",
        "ValueError",
        "ValueError: first",
    ]
    assert found[-1].failure is not None
    assert found[-1].failure.kind == "error"


def garbage_threshold(_: int) -> tuple[int, int, int]:
    return gc.get_threshold()


def test_workers_are_set_up_as_commands_are() -> None:
    (threshold,) = results(list(run_jobs(garbage_threshold, [0], workers=1)))
    before = gc.get_threshold()
    try:
        set_up()
        assert threshold == gc.get_threshold() != (700, 10, 10)
    finally:
        gc.set_threshold(*before)


def test_no_jobs_no_processes() -> None:
    assert list(run_jobs(act, [], workers=2)) == []


def test_a_few_jobs_start_no_more_workers_than_jobs(tmp_path: Path) -> None:
    assert results(list(run_jobs(partial(note_pid, tmp_path), ["a"], workers=4))) == ["a"]
    assert len(list(tmp_path.iterdir())) == 1


def test_jobs_are_taken_as_they_are_needed() -> None:
    taken = itertools.count()
    outcomes = run_jobs(act, (next(taken) for _ in itertools.repeat(None)), workers=2, chunk=5)
    assert next(taken) == 0  # nothing before the first step
    with contextlib.closing(outcomes):
        for outcome in itertools.islice(outcomes, 300):
            assert outcome.result == outcome.index + 1
    assert 300 < next(taken) <= 302 + 4 * 5 * 2


def test_a_slow_job_bounds_what_is_taken_ahead(tmp_path: Path) -> None:
    taken: list[int] = []

    def jobs() -> Iterator[int]:
        for job in itertools.count():
            taken.append(job)
            yield job

    ahead = 4 * 5 * 2
    with contextlib.closing(
        run_jobs(partial(first_waits, tmp_path, ahead), jobs(), workers=2, chunk=5)
    ) as outcomes:
        next(outcomes)
        assert len(taken) == ahead


def test_long_jobs_are_handed_over_singly(tmp_path: Path) -> None:
    jobs: list[str | int] = ["company 2", *["sleep 0.11"] * 6]
    assert len(list(run_jobs(partial(note_pid, tmp_path), jobs, workers=2))) == 7
    assert len(list(tmp_path.iterdir())) == 2


MISDEEDS: dict[str | int, Failure] = {
    "exit 7": Failure(kind="died", detail="the worker ended with exit code 7"),
    "exit 0": Failure(kind="died", detail="the worker ended with exit code 0"),
    "sleep 600": Failure(kind="time", detail="it took longer than 1.5 s"),
    "raise first|second": Failure(kind="error", detail="ValueError: first"),
    "leave early": Failure(kind="error", detail="SystemExit: early"),
    "vanish": Failure(
        kind="error",
        detail="the result cannot be unpickled: TypeError: Vanishing.__init__() missing 1 required positional argument: 'two'",
    ),
}
if POSIX:
    MISDEEDS["abort"] = Failure(kind="died", detail="the worker was ended by SIGABRT")
    MISDEEDS["kill"] = Failure(kind="died", detail="the worker was ended by SIGKILL")
if LINUX:
    MISDEEDS[f"fill {3 << 30}"] = Failure(kind="memory", detail="the job ran out of memory")


@pytest.mark.parametrize("context", ["spawn", "fork"] if LINUX else ["spawn"])
def test_what_a_job_does_costs_that_job_only(context: Any) -> None:
    calm = list(range(60))  # after these, chunks are as large as they may be
    misdeeds = [
        job for job in MISDEEDS if (job, context) != ("abort", "fork")
    ]  # pytest would print its stack
    jobs = [*calm, *(job for pair in zip(misdeeds, calm, strict=False) for job in (*pair, "x", "y")), *calm]
    found = list(run_jobs(act, jobs, workers=2, limits=JobLimits(seconds=1.5), context=context))
    assert [one.index for one in found] == list(range(len(jobs)))
    for job, outcome in zip(jobs, found, strict=True):
        assert outcome.failure == MISDEEDS.get(job)
        assert outcome.result == (None if job in MISDEEDS else job)


def test_jobs_and_results_that_do_not_pickle() -> None:
    found = list(run_jobs(act, [lambda: 1, "lambda 1", OnlyThere(), "fine"], workers=1))  # type: ignore[list-item]
    said = [one.failure.detail if one.failure else one.result for one in found]
    assert [str(one)[:29] for one in said] == [
        "the job cannot be pickled: Pi" if sys.version_info >= (3, 14) else str(said[0])[:29],
        "the result cannot be pickled:",
        "the job cannot be unpickled: ",
        "fine",
    ]
    assert str(said[0]).startswith("the job cannot be pickled: ")
    assert str(said[2]).endswith("LookupError: nothing for True")


@linux
def test_a_job_that_is_too_large_to_be_received_costs_itself() -> None:
    jobs = [b"a", bytes(150 << 20), b"b"]
    outcomes = run_jobs(len, jobs, workers=1, limits=JobLimits(memory=100 << 20), context="fork")
    found = [one.failure.kind if one.failure else one.result for one in outcomes]
    assert found == [1, "died", 1]


def test_a_function_that_does_not_pickle_is_said_at_once() -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        run_jobs(lambda job: job, [1], workers=1)


def test_a_function_that_no_worker_can_load_is_said() -> None:
    with pytest.raises(CannotWork, match=r"do not start \(LookupError: nothing for True\)"):
        list(run_jobs(OnlyThere(), [1, 2], workers=2))


@posix
def test_a_worker_killed_from_outside_costs_the_job_it_was_on(tmp_path: Path) -> None:
    def kill() -> None:
        os.kill(pids_in(tmp_path, 1)[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = list(run_jobs(partial(note_pid, tmp_path), ["sleep 60", 1, 2, 3], workers=1, chunk=4))
    killer.join()
    assert found[0].failure == Failure(kind="died", detail="the worker was ended by SIGKILL")
    assert [one.result for one in found[1:]] == [1, 2, 3]


@posix
def test_an_idle_worker_killed_from_outside_costs_no_job() -> None:
    with contextlib.closing(run_jobs(act, ["pid", "pid", "pid"], workers=1, chunk=1)) as outcomes:
        first = next(outcomes).result
        assert isinstance(first, int)
        os.kill(first, signal.SIGKILL)
        assert gone([first])
        second, third = (one.result for one in outcomes)
    assert second == third != first


@linux
def test_a_dead_worker_is_noticed_though_its_child_holds_the_pipe() -> None:
    found = list(run_jobs(orphan, [4.0], workers=1, limits=JobLimits(seconds=None), context="fork"))
    assert [one.failure for one in found] == [
        Failure(kind="died", detail="the worker ended with exit code 3")
    ]


@linux
def test_cpu_time_is_bounded_while_nobody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CPU_GRACE", 0)  # a forked worker has it too
    jobs = ["company 2", "spin", "b"]
    limits = JobLimits(seconds=1.0)
    with contextlib.closing(
        run_jobs(partial(note_pid, tmp_path), jobs, workers=2, limits=limits, context="fork")
    ) as outcomes:
        first = next(outcomes).result
        assert gone([pid for pid in pids_in(tmp_path, 2) if pid != first], 30.0)
        rest = list(outcomes)
    assert rest[0].failure is not None  # on a busy machine the clock may be first to notice
    assert rest[0].failure.kind == "time"
    assert rest[1].result == "b"


@linux
def test_a_worker_that_has_grown_is_replaced() -> None:
    def pids(limits: JobLimits) -> list[object]:
        outcomes = run_jobs(partial(leak, []), range(24), workers=1, chunk=2, limits=limits, context="fork")
        return [pid for pid, _ in itertools.groupby(results(list(outcomes)))]

    grown = pids(JobLimits(keep=30 << 20))
    assert len(grown) == len(set(grown)) >= 3
    assert len(pids(JobLimits(keep=None))) == 1


def waste(_: int) -> int:
    """The pages that 8 MB cost which are used and freed."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    blocks = [b"x" * (2_000_000 + number) for number in range(4)]
    del blocks
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="mallopt is glibc's")
def test_a_worker_keeps_the_memory_that_the_next_job_needs() -> None:
    with contextlib.closing(run_jobs(waste, range(30), workers=1)) as outcomes:
        pages = [outcome.result for outcome in outcomes]
    assert sum(page or 0 for page in pages[10:]) < 200
    assert pages[0] is not None
    assert pages[0] > 1000  # the first has to have them


def test_inside_a_worker_jobs_run_in_place() -> None:
    assert results(list(run_jobs(act, ["nested"], workers=1))) == [[0, 1, 2]]


def test_closing_early_leaves_no_process(tmp_path: Path) -> None:
    outcomes = run_jobs(partial(note_pid, tmp_path), ["a", "sleep 60", "sleep 60"], workers=2, chunk=1)
    assert next(outcomes).result == "a"
    pids = pids_in(tmp_path, 1)
    outcomes.close()
    assert gone(pids)
    assert multiprocessing.active_children() == []


def test_an_exception_of_the_jobs_comes_through_and_leaves_no_process() -> None:
    def jobs() -> Iterator[str | int]:
        yield from range(5)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        list(run_jobs(act, jobs(), workers=2))
    assert multiprocessing.active_children() == []


def test_bad_arguments() -> None:
    with pytest.raises(ValueError, match="chunk"):
        run_jobs(act, [], chunk=0)
    with pytest.raises(ValueError, match="workers"):
        run_jobs(act, [], workers=-1)


def test_throughput_of_tiny_jobs_beside_the_standard_pool(capsys: pytest.CaptureFixture[str]) -> None:
    count = 10_000
    wanted = list(range(count))
    with contextlib.closing(run_jobs(act, range(-1, count), workers=2)) as outcomes:
        next(outcomes)
        begun = time.perf_counter()
        assert [one.result for one in outcomes] == wanted
        ours = time.perf_counter() - begun
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(act, range(2), chunksize=1)
        begun = time.perf_counter()
        assert list(pool.imap(act, range(count), chunksize=50)) == wanted
        theirs = time.perf_counter() - begun
    with capsys.disabled():
        print(
            f"\n{count} tiny jobs: run_jobs {ours:.2f} s, Pool.imap {theirs:.2f} s, {(ours - theirs) / count * 1e6:.0f} µs more per job"
        )
