"""Booklets to be printed: of a whole pile, or one per department."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xltool.api.inputs import Paths
from xltool.api.records import Records, read
from xltool.report.booklet import by_department, department_paths, write_booklet
from xltool.report.files import check_target, replacing, workbook_path
from xltool.text import Lang

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from xltool.book.record import Record

__all__ = ["booklet"]


def booklet(
    paths: Paths | Records,
    out: str | os.PathLike[str],
    *,
    by: Literal["department"] | None = None,
    title: str | None = None,
    lang: Lang = "ja",
    public: bool = False,
) -> tuple[Path, ...]:
    """Write every sheet as on the paper form into a workbook to be printed; returns the files written.

    With ``by`` one for each department, ``out`` without its ending before the department's name, in the order
    of the sheets. ``title``: the form's, unless given; ``public`` leaves internal fields blank.
    """
    path = workbook_path(out)
    check_target(path)
    pile = paths if isinstance(paths, Records) else read(paths)
    if by is None or not pile.records:
        return (_write(path, pile.records, title, lang, public=public),)
    own = by_department(pile.records, lang)
    return tuple(
        _write(target, records, title, lang, public=public, whose=department)
        for target, (department, records) in zip(department_paths(path, own), own.items(), strict=True)
    )


def _write(
    path: Path,
    records: Sequence[Record],
    title: str | None,
    lang: Lang,
    *,
    public: bool,
    whose: str | None = None,
) -> Path:
    with replacing(path) as file:
        write_booklet(lambda: records, file, title=title, whose=whose, lang=lang, public=public)
    return path
