"""Two jobs instead of one, command by command."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from xltool.api import read
from xltool.bench.corpus import answer, corpus, make_round
from xltool.bench.installed import installed, workers_from
from xltool.bench.measure import agree, alternately, set_aside
from xltool.bench.model import Row, Target
from xltool.bench.sizes import Sizes
from xltool.campaign import Campaign
from xltool.text import Text

__all__ = ["jobs"]


def jobs(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Each command on the same folder, put back in between."""
    place = folder / "jobs"
    with workers_from(installed(place / "installed")):
        yield from _rows(sizes, place)


def _rows(sizes: Sizes, place: Path) -> Iterator[Row]:
    campaign = make_round(place / "round", sizes.jobs)
    aside = place / "aside"
    forget = partial(_forget, aside)
    outboxes = []
    for number in (1, 2):
        forget(campaign)
        campaign.distribute(jobs=number)
        outboxes.append(_outbox(campaign))
    agree("distribute --jobs 2", *outboxes)
    large = make_round(place / "large", sizes.issued)
    yield _row(
        "distribute",
        sizes.issued,
        1 if sizes.issued >= _MANY else sizes.again,
        lambda number: large.distribute(jobs=number),
        lambda: forget(large),
    )

    answer(campaign, sizes.jobs)
    hidden, kept = campaign.config.hidden, place / "kept"
    shutil.copytree(hidden, kept)

    def again() -> None:
        set_aside(aside, hidden)
        shutil.copytree(kept, hidden)

    yield _row("collect", sizes.jobs, sizes.again, lambda number: campaign.collect(jobs=number), again)

    def check(number: int) -> object:
        return read(campaign.config.inbox, reference=corpus().reference, jobs=number).judge()

    agree("check --jobs 2", check(1), check(2))
    yield _row("check", sizes.jobs, sizes.again, check, None)


_MANY = 10_000  # rows of so many sheets run once


def _forget(aside: Path, campaign: Campaign) -> None:
    set_aside(aside, campaign.config.hidden, campaign.config.outbox)


def _outbox(campaign: Campaign) -> dict[str, str]:
    files = (path for path in campaign.config.outbox.rglob("*") if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _row(
    command: str, n: int, rounds: int, run: Callable[[int], object], between: Callable[[], object] | None
) -> Row:
    alone, both = alternately(
        lambda: run(1),
        lambda: run(2),
        rounds=rounds,
        warm=False,
        between=between,
    )
    return Row(
        name=Text(f"ジョブ1つと2つ: {command}", f"two jobs instead of one: {command}"),
        against=Text("ジョブ1つ", "one job"),
        ours=both,
        other=alone,
        unit="s",
        target=Target(least=True, value=1.7, unit="x"),
        n=n,
        n_other=n,
        runs=rounds,
    )
