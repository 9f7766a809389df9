"""The rows of the table, in its order: each function measures one or a few of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

from xltool.bench.model import Row
from xltool.bench.rows.jobs import jobs
from xltool.bench.rows.reading import reading
from xltool.bench.rows.records import records
from xltool.bench.rows.scale import scale
from xltool.bench.rows.stamping import stamping
from xltool.bench.rows.starting import starting
from xltool.bench.rows.whole import whole
from xltool.bench.sizes import Sizes

__all__ = ["ROWS"]

ROWS: tuple[Callable[[Sizes, Path], Iterator[Row]], ...] = (
    stamping,
    reading,
    records,
    whole,
    jobs,
    scale,
    starting,
)
