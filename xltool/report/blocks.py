"""Judged records block by block: what a writer of data gets, however many there are."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from xltool.book.record import Record
from xltool.errors import CannotWork
from xltool.report.frames import editions_of
from xltool.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from xltool.finding import Finding
    from xltool.form import Edition

__all__ = ["Blocks", "Spill", "whole"]

_TOGETHER = 200  # records of one block


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """Records and their findings; both can be gone through more than once."""

    editions: Sequence[Edition]  # every one there is, in the order met: they decide the columns
    count: int  # of records
    records: Callable[[], Iterator[Sequence[Record]]]  # block by block
    findings: Callable[[], Iterator[Finding]]


def whole(records: Sequence[Record], findings: Sequence[Finding]) -> Blocks:
    """What is in memory; in blocks all the same, because their output is larger than they are."""
    return Blocks(
        editions=editions_of(records),
        count=len(records),
        records=lambda: (records[at : at + _TOGETHER] for at in range(0, len(records), _TOGETHER)),
        findings=lambda: iter(findings),
    )


# Of a record, what comes out as data; its edition, which many share, stays in memory.
_KEPT = ("file", "sheet", "campaign", "project", "department", "values", "raw", "cells", "located")


class Spill:
    """Blocks in nameless temporary files, so that memory holds one of them at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder``: where the files lie meanwhile, as the result's (there is room); else the system's."""
        self._records = _File(folder)
        self._findings = _File(folder)
        self._editions: dict[int, Edition] = {}
        self._count = 0

    def add(self, records: Sequence[Record], findings: Sequence[Finding]) -> None:
        for one in records:
            self._editions.setdefault(id(one.edition), one.edition)
        self._count += len(records)
        self._records.add(
            [(id(one.edition), *(getattr(one, name) for name in _KEPT)) for one in records],
        )
        self._findings.add(findings)

    @property
    def blocks(self) -> Blocks:
        """What was added so far."""
        return Blocks(
            editions=list(self._editions.values()),
            count=self._count,
            records=lambda: ([self._record(*packed) for packed in block] for block in self._records if block),
            findings=lambda: chain.from_iterable(self._findings),
        )

    def _record(self, edition: int, *values: Any) -> Record:
        return Record(edition=self._editions[edition], **dict(zip(_KEPT, values, strict=True)))

    def __enter__(self) -> Spill:
        return self

    def __exit__(self, *_: object) -> None:
        self._records.close()
        self._findings.close()


class _File:
    """Lists in a file, read back in their order."""

    def __init__(self, folder: Path | None) -> None:
        place = folder if folder is not None and os.access(folder, os.W_OK) else None
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix=".xltool-", suffix=".tmp", dir=place)  # noqa: SIM115
        self._ends: list[int] = []
        self.close = self._file.close

    def add(self, items: Iterable[Any]) -> None:
        """Raises CannotWork where there is no room."""
        try:
            pickle.dump(list(items), self._file, pickle.HIGHEST_PROTOCOL)
            self._file.flush()
        except OSError as error:
            raise CannotWork(
                Text(
                    f"一時ファイルに書き込めません（{error.strerror}）。ディスクの空き容量を確かめてください。",
                    f"A temporary file cannot be written ({error.strerror}); is there room on the disk?",
                )
            ) from None
        self._ends.append(self._file.tell())

    def __iter__(self) -> Iterator[list[Any]]:
        start = 0
        for end in self._ends:
            self._file.seek(start)
            yield pickle.load(self._file)  # noqa: S301 - written by ourselves, into a file without a name
            start = end
