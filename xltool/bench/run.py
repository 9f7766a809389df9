"""The whole bench: every row in its order, in one temporary folder."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xltool.bench.alone import alone
from xltool.bench.machine import machine, need_peers, versions
from xltool.bench.model import Row
from xltool.bench.sizes import Sizes

__all__ = ["Bench", "run_bench"]


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What was measured, how much, and on what."""

    rows: tuple[Row, ...]
    sizes: Sizes
    machine: Mapping[str, object]  # its load is that of the beginning
    versions: Mapping[str, str]
    workbook: int  # bytes of one of the sheets
    fields: int
    seconds: float


def run_bench(
    sizes: Sizes, *, only: str = "", folder: Path | None = None, tell: Callable[[Row], object] | None = None
) -> Bench:
    """Measure everything, or the groups of rows whose function ``only`` names; ``tell`` is told each row.

    ``folder``: where the sheets lie until the end (the system's place for such things, unless given); full
    sizes need 20 GB. Raises CannotWork where the peers are not installed, a peer gives something else than
    we do, or there is no room.
    """
    need_peers()
    from xltool.bench.corpus import corpus, write_books
    from xltool.bench.rows import ROWS

    begun = time.monotonic()
    on = machine()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="xltool-bench-", dir=folder) as name:
        (one,) = write_books(Path(name) / "one-sheet", 1, workers=1)
        size = one.stat().st_size
        for group in ROWS:
            if only and group.__name__ != only:
                continue
            place = Path(name) / group.__name__
            place.mkdir()
            for row in alone(group, sizes, place):
                rows.append(row)
                if tell is not None:
                    tell(row)
    return Bench(
        rows=tuple(rows),
        sizes=sizes,
        machine=on,
        versions=versions(),
        workbook=size,
        fields=len(corpus().edition.form.fields),
        seconds=time.monotonic() - begun,
    )
