"""One booklet per department: which sheets go where."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.report.booklet.words import NO_DEPARTMENT
from xltool.report.names import name_part, unique
from xltool.text import Lang

if TYPE_CHECKING:
    from xltool.book.record import Record

__all__ = ["by_department", "department_paths"]


def by_department(records: Iterable[Record], lang: Lang) -> dict[str, list[Record]]:
    """Department -> its records, both in the order given; blanks around and inside a name do not matter."""
    found: dict[str, tuple[str, list[Record]]] = {}
    for record in records:
        name = " ".join((record.department or "").split()) or NO_DEPARTMENT.pick(lang)
        found.setdefault(name.replace(" ", ""), (name, []))[1].append(record)
    return dict(found.values())


def department_paths(file: Path, departments: Iterable[str]) -> list[Path]:
    """``booklet.xlsx`` -> ``booklet-総務課.xlsx`` for each: names that every system takes, no two alike."""
    names = unique(f"{name_part(f'{file.stem}-{one}')}{file.suffix}" for one in departments)
    return [file.with_name(one) for one in names]
