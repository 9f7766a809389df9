"""Reading and judging any number of workbooks in bounded memory, for what is written out of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xltool.report.blocks import Blocks, Spill
from xltool.rules import Judged, judge

if TYPE_CHECKING:
    from pathlib import Path

    from xltool.book.read import FileReading
    from xltool.book.record import Record, Unread
    from xltool.book.sources import Source
    from xltool.finding import Severity
    from xltool.text import Text

__all__ = ["BLOCK", "Gathered", "gather"]

BLOCK = 200  # sheets that are judged and written together; a long table of them takes about 100 MB


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What was read from a pile of workbooks; the records are fetched as they are needed."""

    files: int
    blocks: Blocks
    severities: frozenset[Severity]  # of the findings
    unread: tuple[Unread, ...]  # files and sheets that gave no record, and why
    skipped: tuple[tuple[str, Text], ...]  # what is not to be read


@contextlib.contextmanager
def gather(
    found: Iterable[tuple[Source, FileReading | None]],
    *,
    folder: Path | None = None,
    phase: Judged = "submission",
    block: int | None = None,
) -> Iterator[Gathered]:
    """Judge what ``readings`` yields; good inside the ``with`` only.

    Every rule looks at one sheet at a time, and a file's sheets stay together, so that the findings are those
    of one judgement of all sheets, in the same order. ``folder``: for what does not stay in memory;
    ``block``: sheets that are judged together.
    """
    skipped: list[tuple[str, Text]] = []
    unread: list[Unread] = []
    severities: set[Severity] = set()
    files = 0
    with Spill(folder) as spill:
        for part in _parts(found, skipped, block or BLOCK):
            judged = judge(part.records, part.unread, phase=phase, files=part.files)
            spill.add(part.records, judged)
            severities.update(one.severity for one in judged)
            unread += part.unread
            files += len(part.files)
        yield Gathered(
            files=files,
            blocks=spill.blocks,
            severities=frozenset(severities),
            unread=tuple(unread),
            skipped=tuple(skipped),
        )


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Some files, and all that they gave."""

    files: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def _parts(
    found: Iterable[tuple[Source, FileReading | None]], skipped: list[tuple[str, Text]], size: int
) -> Iterator[_Part]:
    """The files in parts of ``size`` sheets or files; those that are skipped are noted."""
    part = _Part()
    for source, reading in found:
        if source.skipped is not None:
            skipped.append((source.name, source.skipped))
            continue
        part.files.append(source.name)
        if reading is not None:
            part.records.extend(reading.records)
            part.unread.extend(reading.unread)
        if max(len(part.files), len(part.records)) >= size:
            yield part
            part = _Part()
    yield part
