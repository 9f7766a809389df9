"""Records as a folder of data: files in, CSV, Parquet, databases and their description out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.api.inputs import Paths
from xltool.api.records import Records, readings
from xltool.api.streaming import Gathered, gather
from xltool.errors import CannotWork
from xltool.report.blocks import whole
from xltool.report.data import write_data
from xltool.report.master.matter import Matter
from xltool.text import Lang, Text

if TYPE_CHECKING:
    import os

    from xltool.book.record import Record
    from xltool.form import Form, Reference
    from xltool.rules import Judged

__all__ = ["export", "matter_of"]


def export(
    given: Paths | Records | Sequence[Record],
    folder: str | os.PathLike[str],
    *,
    public: bool = False,
    lang: Lang = "ja",
    phase: Judged = "submission",
    forms: Iterable[str | Path | Form] = (),
    reference: Mapping[str, Reference] | None = None,
) -> tuple[Path, ...]:
    """Write a folder of data; gives the files written. See ``xltool.report.data``.

    ``given`` are workbooks (and folders and zips of them), what ``read`` gave, or records. Workbooks are read
    and judged block by block, so that there may be any number of them: their findings are those of each
    sheet alone, as by ``extract``. With ``public`` only what may be published is written: no field that is
    ``internal``, nothing about files, no findings. Raises CannotWork where there are no workbooks.
    """
    target = Path(folder)
    if isinstance(given, Records):
        blocks = whole(given.records, given.judge(phase))
        own = Matter(blocks=blocks, files=len(given.files), unread=given.unread)
        return write_data(target, own, public=public, lang=lang)
    if (records := _records(given)) is not None:
        files = len({one.file for one in records})
        return write_data(target, Matter(blocks=whole(records, ()), files=files), public=public, lang=lang)
    found = readings(given, forms=forms, reference=reference)  # type: ignore[arg-type]
    with gather(found, phase=phase) as pile:
        if not pile.files:
            raise CannotWork(
                Text(
                    "書き出すブックがありません。フォルダーの中を確かめてください。",
                    "There are no workbooks to write data of; look into the folder.",
                )
            )
        return write_data(target, matter_of(pile), public=public, lang=lang)


def _records(given: object) -> Sequence[Record] | None:
    """The records, where it is records that were given, and not paths."""
    from xltool.book.record import Record

    if isinstance(given, Sequence) and given and all(isinstance(one, Record) for one in given):
        return given
    return None


def matter_of(pile: Gathered) -> Matter:
    """A pile of workbooks without a campaign."""
    return Matter(blocks=pile.blocks, files=pile.files, unread=pile.unread)
