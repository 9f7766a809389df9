"""Reading workbooks, and what can be asked of what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.api.inputs import Paths, sources
from xltool.book.many import Shelf, read_many
from xltool.errors import CannotWork
from xltool.form import Form, find_form
from xltool.rules import Judged, judge, judge_all
from xltool.text import Lang, Text

if TYPE_CHECKING:
    import os

    import pandas as pd

    from xltool.book.read import FileReading
    from xltool.book.record import Record, Unread
    from xltool.book.sources import Source
    from xltool.finding import Finding
    from xltool.form import Reference

__all__ = ["Records", "check", "consolidate", "read", "readings"]

Progress = Callable[[int, int], None]  # files done, files in all


@dataclass(frozen=True, kw_only=True)
class Records:
    """What was read from a pile of workbooks."""

    files: tuple[str, ...]
    records: tuple[Record, ...]
    unread: tuple[Unread, ...]  # files and sheets that gave no record, and why
    skipped: tuple[tuple[str, Text], ...] = ()  # what is not to be read: lock files, links, notes

    def frame(self, long: bool = False) -> pd.DataFrame:
        """Typed values: a row per sheet, or with ``long`` a row per value. See ``xltool.report.frames``."""
        from xltool.report import frame

        return frame(self.records, long=long)

    @cached_property
    def raw(self) -> pd.DataFrame:
        """Every field's text as it stood in the file, one row per sheet."""
        from xltool.report import raw_frame

        return raw_frame(self.records)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules of the submission phase say."""
        return self.judge()

    def judge(self, phase: Judged = "submission", *, across: bool = True) -> tuple[Finding, ...]:
        """What the rules of a phase say of every sheet, and with ``across`` of all of them together.

        ``extract`` judges sheet by sheet, because it never holds them all.
        """
        return (judge_all if across else judge)(self.records, self.unread, phase=phase, files=self.files)

    def __len__(self) -> int:
        return len(self.records)


def read(
    paths: Paths,
    *,
    forms: Iterable[str | Path | Form] = (),
    reference: Mapping[str, Reference] | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Records:
    """Read workbooks, folders and zips of them; a file that cannot be read is listed in ``unread``.

    ``forms`` are those that do not ship with the tool, ``reference`` the sheets that lists are taken from,
    ``jobs`` the worker processes (0: this one; default: the processors, for more than a few files).
    """
    files: list[str] = []
    skipped: list[tuple[str, Text]] = []
    records: list[Record] = []
    unread: list[Unread] = []
    for source, reading in readings(paths, forms=forms, reference=reference, progress=progress, jobs=jobs):
        if source.skipped is not None:
            skipped.append((source.name, source.skipped))
        else:
            files.append(source.name)
        if reading is not None:
            records += reading.records
            unread += reading.unread
    return Records(files=tuple(files), records=tuple(records), unread=tuple(unread), skipped=tuple(skipped))


def readings(
    paths: Paths,
    *,
    forms: Iterable[str | Path | Form] = (),
    reference: Mapping[str, Reference] | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Iterator[tuple[Source, FileReading | None]]:
    """Every source in order with what it gave, as soon as it is read. See ``read``."""
    found = sources(paths)
    own = tuple(one if isinstance(one, Form) else find_form(one) for one in forms)
    results = read_many(found, Shelf(own=own, reference=reference), workers=jobs)
    return results if progress is None else _counted(results, len(found), progress)


def _counted(
    results: Iterator[tuple[Source, FileReading | None]], files: int, progress: Progress
) -> Iterator[tuple[Source, FileReading | None]]:
    for done, result in enumerate(results, start=1):
        yield result
        progress(done, files)


def check(
    paths: Paths,
    *,
    phase: Judged = "submission",
    forms: Iterable[str | Path | Form] = (),
    reference: Mapping[str, Reference] | None = None,
) -> tuple[Finding, ...]:
    """The findings of workbooks, the file order kept, the most serious of a file first."""
    return read(paths, forms=forms, reference=reference).judge(phase)


def consolidate(
    paths: Paths | Records, out: str | os.PathLike[str], *, phase: Judged = "submission", lang: Lang = "ja"
) -> Path:
    """Write the master workbook of a pile of workbooks."""
    from xltool.report import workbook_path, write_file
    from xltool.report.master import consolidate as master

    path = workbook_path(out)
    pile = paths if isinstance(paths, Records) else read(paths)
    if not pile.files:
        raise CannotWork(
            Text(
                "とりまとめるブックがありません。フォルダーの中を確かめてください。",
                "There are no workbooks to consolidate; look into the folder.",
            )
        )
    findings = pile.judge(phase)
    return write_file(path, master(pile.records, findings, pile.unread, lang=lang))
