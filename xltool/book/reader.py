"""Open a workbook safely: any bytes in, a RawBook or one Unreadable out."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xltool.book.facts import Facts, note_carried
from xltool.book.kinds import foreign_file, foreign_package
from xltool.book.limits import LIMITS, Limits, Meter
from xltool.book.package import Package, open_package
from xltool.book.raw import Kind, RawBook, RawSheet
from xltool.book.refusal import damaged, no_access
from xltool.book.sheetxml import read_sheet
from xltool.book.strings import read_strings
from xltool.book.workbook import Listed, Relation, Workbook, read_properties, read_relations, read_workbook
from xltool.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_book"]

_KINDS: dict[str, Kind] = {
    "chartsheet": "chartsheet",
    "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macrosheet",
    "xlIntlMacrosheet": "macrosheet",
}


def read_book(
    source: Path | bytes | BinaryIO,
    *,
    limits: Limits = LIMITS,
    want: Callable[[str], bool] | None = None,
) -> RawBook:
    """Read values, formulas, names, merges and states of a workbook (.xlsx .xlsm .xltx .xltm).

    ``want(sheet_name)`` chooses the sheets whose cells are read; the others are listed with ``read=False``.
    Raises Unreadable for everything that cannot be read, and nothing else; reasons: ``damaged limit locked
    old_format not_a_workbook refused no_access``.
    """
    try:
        return _read(_load(source, limits), Meter(limits), want or _every)
    except Unreadable:
        raise
    except OSError as error:
        raise no_access(error) from error
    except (ArithmeticError, LookupError, MemoryError, RecursionError, TypeError, ValueError) as error:
        # Not known to happen, and the fuzz tests fail where it does; but one file must never stop a collect.
        raise damaged() from error


def _every(_: str) -> bool:
    return True


def _load(source: Path | bytes | BinaryIO, limits: Limits) -> bytes:
    """The whole file, or as much of it as shows that it is too large; only regular files are opened."""
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, Path):
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        mode = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(source, mode), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "not a regular file")
            data = file.read(limits.file + 1)
    else:
        data = source.read(limits.file + 1)
    Meter(limits).check("file", len(data))
    return data


def _read(data: bytes, meter: Meter, want: Callable[[str], bool]) -> RawBook:
    foreign = foreign_file(data)
    if foreign is not None:
        raise foreign
    package = open_package(data, meter)
    facts = Facts(meter)
    relations = read_relations(package, "")
    part = next((r.target for r in relations if r.kind == "officeDocument"), "xl/workbook.xml")
    if package.find(part) is None or part.endswith(".bin"):
        raise foreign_package(package)
    workbook = read_workbook(package, part, facts)
    if workbook is None:
        raise foreign_package(package)
    note_carried(package, facts)
    properties = read_properties(package, relations, facts)
    sheets = _sheets(package, workbook, read_relations(package, part), facts, want)
    return RawBook(
        sheets=sheets,
        names=workbook.names,
        facts=facts.all(),
        date1904=workbook.date1904,
        description=properties.description,
        creator=properties.creator,
        last_modified_by=properties.last_modified_by,
        modified=properties.modified,
        app=properties.app,
    )


def _sheets(
    package: Package,
    workbook: Workbook,
    relations: tuple[Relation, ...],
    facts: Facts,
    want: Callable[[str], bool],
) -> tuple[RawSheet, ...]:
    by_id = {
        relation.id: relation for relation in reversed(relations)
    }  # of two with one id, the first counts
    strings: list[str] | None = None
    sheets: list[RawSheet] = []
    seen: set[str] = set()
    for listed in workbook.sheets:
        if listed.name.casefold() in seen:
            facts.note("duplicate_sheet", "", listed.name)
        seen.add(listed.name.casefold())
        relation = by_id.get(listed.relation)
        if relation is None or package.find(relation.target) is None:
            facts.note("missing_part", relation.target if relation else "", listed.name)
            sheets.append(RawSheet(name=listed.name, state=listed.state, read=False))
        elif relation.kind in _KINDS or not want(listed.name):
            sheets.append(_listed(listed, relation))
        else:
            if strings is None:
                strings = _strings(package, relations)
            sheets.append(
                read_sheet(
                    package,
                    relation.target,
                    name=listed.name,
                    state=listed.state,
                    strings=strings,
                    date1904=workbook.date1904,
                    facts=facts,
                )
            )
    return tuple(sheets)


def _listed(listed: Listed, relation: Relation) -> RawSheet:
    kind = _KINDS.get(relation.kind, "worksheet")
    return RawSheet(name=listed.name, state=listed.state, kind=kind, part=relation.target, read=False)


def _strings(package: Package, relations: tuple[Relation, ...]) -> list[str]:
    part = next((r.target for r in relations if r.kind == "sharedStrings"), None)
    return read_strings(package, part) if part is not None and package.find(part) is not None else []
