"""Open a workbook safely: any bytes in, a RawBook or one Unreadable out."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xltool.book.facts import Facts, note_carried
from xltool.book.kinds import foreign_file, foreign_package
from xltool.book.limits import LIMITS, Limits, Meter
from xltool.book.package import Package, open_package
from xltool.book.properties import read_properties
from xltool.book.raw import Kind, RawBook, RawSheet
from xltool.book.refusal import damaged, no_access
from xltool.book.remarks import read_persons, read_remarks
from xltool.book.samepart import SamePart
from xltool.book.sheetxml import read_sheet
from xltool.book.strings import Shared, Strings, read_strings
from xltool.book.styles import read_struck
from xltool.book.workbook import Listed, Relation, Workbook, read_relations, read_workbook
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
    skim: Callable[[str], bool] | None = None,
) -> RawBook:
    """Read values, formulas, names, merges and states of a workbook (.xlsx .xlsm .xltx .xltm).

    ``want(sheet_name)`` chooses the sheets that are read; the others are listed with ``read=False``, as are
    those that ``skim(sheet_name)`` chooses: their cells hold nothing new, only their remarks are read.
    Raises Unreadable for everything that cannot be read, and nothing else; reasons: ``damaged limit locked
    old_format not_a_workbook refused no_access``.
    """
    try:
        return _read(_load(source, limits), Meter(limits), want or _every, skim or _none)
    except Unreadable:
        raise
    except OSError as error:
        raise no_access(error) from error
    except (ArithmeticError, LookupError, MemoryError, RecursionError, TypeError, ValueError) as error:
        # Not known to happen, and the fuzz tests fail where it does; but one file must never stop a collect.
        raise damaged() from error


def _every(_: str) -> bool:
    return True


def _none(_: str) -> bool:
    return False


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


def _read(data: bytes, meter: Meter, want: Callable[[str], bool], skim: Callable[[str], bool]) -> RawBook:
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
    reading = _Sheets(package, workbook, read_relations(package, part), facts)
    return RawBook(
        sheets=tuple(
            reading.sheet(listed, wanted=want(listed.name), skimmed=skim(listed.name))
            for listed in workbook.sheets
        ),
        names=workbook.names,
        facts=facts.all(),
        date1904=workbook.date1904,
        description=properties.description,
        creator=properties.creator,
        last_modified_by=properties.last_modified_by,
        modified=properties.modified,
        app=properties.app,
        struck=reading.struck,
    )


_same_strings: SamePart[Strings] = SamePart()


class _Sheets:
    """Reads sheet after sheet; what they share is read once, with the first one that is wanted."""

    def __init__(
        self, package: Package, workbook: Workbook, relations: tuple[Relation, ...], facts: Facts
    ) -> None:
        self._package, self._facts, self._date1904 = package, facts, workbook.date1904
        # of two relations with one id or of one kind, the first counts
        self._by_id = {relation.id: relation for relation in reversed(relations)}
        self._by_kind = {relation.kind: relation.target for relation in reversed(relations)}
        self._seen: set[str] = set()
        self._shared: Shared | None = None
        self._persons: dict[str, str] = {}

    def sheet(self, listed: Listed, *, wanted: bool, skimmed: bool) -> RawSheet:
        if listed.name.casefold() in self._seen:
            self._facts.note("duplicate_sheet", "", listed.name)
        self._seen.add(listed.name.casefold())
        relation = self._by_id.get(listed.relation)
        if relation is None or self._package.find(relation.target) is None:
            self._facts.note("missing_part", relation.target if relation else "", listed.name)
            return RawSheet(name=listed.name, state=listed.state, read=False)
        if relation.kind in _KINDS or not wanted:
            kind = _KINDS.get(relation.kind, "worksheet")
            return RawSheet(name=listed.name, state=listed.state, kind=kind, part=relation.target, read=False)
        if self._shared is None:
            self._shared, self._persons = self._read_shared()
        sheet = (
            RawSheet(name=listed.name, state=listed.state, part=relation.target, read=False)
            if skimmed
            else read_sheet(
                self._package,
                relation.target,
                name=listed.name,
                state=listed.state,
                shared=self._shared,
                facts=self._facts,
            )
        )
        remarks = read_remarks(self._package, relation.target, persons=self._persons, facts=self._facts)
        return replace(sheet, remarks=remarks) if remarks else sheet

    @property
    def struck(self) -> frozenset[int]:
        return self._shared.struck if self._shared is not None else frozenset()

    def _read_shared(self) -> tuple[Shared, dict[str, str]]:
        """What all sheets share, and the persons who wrote threads."""
        styles, people, listed = map(self._part, ("styles", "person", "sharedStrings"))
        struck: frozenset[int] = frozenset()
        persons: dict[str, str] = {}
        if styles is not None:
            with self._facts.tolerated(styles):
                struck = read_struck(self._package, styles)
        if people is not None:
            with self._facts.tolerated(people):
                persons = read_persons(self._package, people)
        strings = self._strings(listed, bool(struck)) if listed else Strings()
        return Shared(strings, struck, self._date1904), persons

    def _strings(self, part: str, all_formatted: bool) -> Strings:
        read = partial(read_strings, self._package, part, all_formatted=all_formatted)
        return _same_strings.of(self._package, part, all_formatted, read)

    def _part(self, kind: str) -> str | None:
        part = self._by_kind.get(kind)
        return part if part is not None and self._package.find(part) is not None else None
