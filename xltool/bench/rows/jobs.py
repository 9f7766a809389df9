"""Two jobs instead of one, command by command."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from xltool.api import read
from xltool.bench.corpus import answer, corpus, make_round
from xltool.bench.installed import installed, workers_from
from xltool.bench.measure import agree, alternately, set_aside
from xltool.bench.model import Row, Target
from xltool.bench.sizes import Sizes
from xltool.text import Text

__all__ = ["jobs"]


def jobs(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Each command on the same folder, put back in between."""
    place = folder / "jobs"
    with workers_from(installed(place / "installed")):
        yield from _rows(sizes, place)


def _rows(sizes: Sizes, place: Path) -> Iterator[Row]:
    campaign = make_round(place / "round", sizes.jobs)
    config = campaign.config

    def forget() -> None:
        set_aside(place / "aside", config.hidden, config.outbox)

    def distribute(number: int) -> object:
        return campaign.distribute(jobs=number)

    outboxes = []
    for number in (1, 2):
        forget()
        distribute(number)
        outboxes.append(_outbox(config.outbox))
    agree("distribute --jobs 2", *outboxes)
    yield _row("distribute", sizes, distribute, forget)

    answer(campaign, sizes.jobs)
    kept = place / "kept"
    shutil.copytree(config.hidden, kept)

    def again() -> None:
        set_aside(place / "aside", config.hidden)
        shutil.copytree(kept, config.hidden)

    def collect(number: int) -> object:
        return campaign.collect(jobs=number)

    yield _row("collect", sizes, collect, again, warm=True)

    def check(number: int) -> object:
        return read(config.inbox, reference=corpus().reference, jobs=number).judge()

    agree("check --jobs 2", check(1), check(2))
    yield _row("check", sizes, check, None)


def _outbox(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _row(
    command: str,
    sizes: Sizes,
    run: Callable[[int], object],
    between: Callable[[], object] | None,
    *,
    warm: bool = False,
) -> Row:
    """``warm``: each has yet to run once, and does before it is measured."""
    alone, both = alternately(
        lambda: run(1),
        lambda: run(2),
        rounds=sizes.turns,
        warm=warm,
        between=between,
    )
    return Row(
        name=Text(f"ジョブ1つと2つ: {command}", f"two jobs instead of one: {command}"),
        against=Text("ジョブ1つ", "one job"),
        ours=both,
        other=alone,
        unit="s",
        target=Target(least=True, value=1.7, unit="x"),
        n=sizes.jobs,
        n_other=sizes.jobs,
        runs=sizes.turns,
    )
