"""The Dask cluster: one that runs, or workers of our own; tasks in flight, retried, given up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from xltool.book.pool import processors
from xltool.cluster.listing import Chunk, chunk_of
from xltool.cluster.work import Job, Way, work
from xltool.errors import CannotWork
from xltool.text import Text

if TYPE_CHECKING:
    from distributed import Client

    from xltool.cluster.parts import Done

__all__ = ["connected", "each", "gathered", "require"]

Item = TypeVar("Item")
Result = TypeVar("Result")
Place = tuple[int, ...]  # of a chunk among all; halves of one that was cut count on behind it

_AHEAD = 4  # chunks per thread that are handed over before the first of them is done
_RETRIES = 2  # for what fails without killing a worker, such as a disk that is away for a moment


def require() -> None:
    """Raises CannotWork where the extra is not installed."""
    for name in ("dask", "distributed", "fsspec", "pyarrow"):
        try:
            import_module(name)
        except ImportError:
            raise CannotWork(_NO_DASK) from None


@contextmanager
def connected(scheduler: str, *, workers: int | None = None) -> Iterator[Client]:
    """A client of the scheduler at ``tcp://…``, or of workers on this machine for ``local``.

    ``workers``: of a local cluster; default: the processors. Raises CannotWork where the extra is not
    installed, or no scheduler answers.
    """
    require()
    import dask
    import distributed

    with ExitStack() as stack:
        if scheduler == "local":
            stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 1}))
            stack.enter_context(_quietly())
            cluster = stack.enter_context(
                distributed.LocalCluster(
                    n_workers=workers or processors(),
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL,
                )
            )
            yield stack.enter_context(distributed.Client(cluster))
            return
        try:
            client = distributed.Client(scheduler, timeout=10)
        except (OSError, ValueError) as error:
            raise CannotWork(
                _NO_SCHEDULER.format(scheduler=scheduler, why=str(error) or type(error).__name__)
            ) from None
        yield stack.enter_context(client)


@contextmanager
def _quietly() -> Iterator[None]:
    """Without what distributed says of workers that died: that is our business."""
    names = ("distributed", "distributed.scheduler", "distributed.nanny", "distributed.core")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


@dataclass(frozen=True, kw_only=True)
class _Task:
    """A chunk that was handed over."""

    place: Place
    chunk: Chunk
    way: Way


def each(
    client: Client,
    chunks: Iterable[Chunk],
    job: Job,
    known: Callable[[str], Done | None] = lambda _: None,
) -> Generator[tuple[Place, Done], None, None]:
    """What every chunk gave, as soon as it did; a place says where among the others it belongs.

    A chunk over which workers died is read in a process apart; if that does not help it is cut in halves, and
    a file that is left alone is given up: its finding says so. ``known``: what need not be asked again.
    """
    from distributed import as_completed

    todo = enumerate(chunks)
    tasks: dict[str, _Task] = {}
    flying = as_completed(with_results=False)
    shared = client.submit(_as_it_is, job, pure=False)  # a task, so that it is made again if its worker dies
    room = max(_AHEAD * sum(client.nthreads().values()), 2 * _AHEAD)

    def start(task: _Task) -> None:
        key = f"xltool-{task.way}-{task.chunk.name}-{'-'.join(map(str, task.place))}"
        tasks[key] = task
        flying.add(client.submit(work, task.chunk, shared, task.way, key=key, pure=False, retries=_RETRIES))

    def fill() -> Iterator[tuple[Place, Done]]:
        while len(tasks) < room and (one := next(todo, None)) is not None:
            place, chunk = one
            done = known(chunk.name)
            if done is not None:
                yield (place,), done
            else:
                start(_Task(place=(place,), chunk=chunk, way="here"))

    yield from fill()
    while tasks:
        future: Any = next(flying)
        task = tasks.pop(future.key)
        if future.status == "finished":
            yield task.place, future.result()
        else:
            for again in _again(task, future, job.seal):
                start(again)
        future.release()
        yield from fill()


def _as_it_is(job: Job) -> Job:
    return job


def _again(task: _Task, future: Any, seal: str) -> Iterator[_Task]:
    from distributed import KilledWorker

    error = future.exception()
    if not isinstance(error, KilledWorker):
        raise error if error is not None else CannotWork(_STOPPED)
    units = task.chunk.units
    if task.way == "here":
        yield _Task(place=task.place, chunk=task.chunk, way="apart")
    elif task.way == "given_up":
        raise CannotWork(_STOPPED)
    elif len(units) == 1:
        yield _Task(place=task.place, chunk=task.chunk, way="given_up")
    else:
        half = len(units) // 2
        for at, some in enumerate((units[:half], units[half:])):
            yield _Task(place=(*task.place, at), chunk=chunk_of(some, seal), way="apart")


def gathered(
    client: Client, function: Callable[..., Result], items: Iterable[Item], *args: Any
) -> list[Result]:
    """The function of every item and the other arguments, in the order of the items."""
    from distributed import KilledWorker

    futures = [client.submit(function, one, *args, pure=False, retries=_RETRIES) for one in items]
    try:
        results: list[Result] = client.gather(futures)
    except KilledWorker:
        raise CannotWork(_STOPPED) from None
    return results


_NO_DASK = Text(
    "--scheduler には Dask と pyarrow が必要です。pip install 'xltool[cluster]' で追加してください。",
    "--scheduler needs Dask and pyarrow; add them with: pip install 'xltool[cluster]'",
)
_NO_SCHEDULER = Text(
    "スケジューラー {scheduler} につながりません（{why}）。"
    "アドレスと、dask scheduler が動いているかを確かめてください。",
    "The scheduler {scheduler} cannot be reached ({why}); check the address, and that dask scheduler runs.",
)
_STOPPED = Text(
    "ワーカーが繰り返し異常終了しました。メモリの上限とワーカーのログを確かめ、もう一度実行してください"
    "（済んだ分はやり直しません）。",
    "Workers died again and again; see their memory limit and logs, and run the command again "
    "(what is done is not done again).",
)
