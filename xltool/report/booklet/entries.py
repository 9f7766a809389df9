"""What the contents list: the sheets of a booklet in their order, form by form, without their values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.book.celltext import printed
from xltool.book.leaf import name_of
from xltool.book.tabs import tab_names
from xltool.report.booklet.words import CONTENTS, NO_NAME, SHEET
from xltool.report.master.tally import crosses
from xltool.text import Lang

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.form import Edition

__all__ = ["Entry", "Group", "Plan", "plan"]

Key = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Entry:
    number: int  # from 1, through the booklet
    at: int  # of the records as they were given
    edition: int  # which of the plan's
    tab: str
    project: str
    name: str
    department: str
    grades: tuple[str, ...]  # 1次, 2次; none where the form has none


@dataclass(frozen=True, kw_only=True)
class Group:
    """The sheets of one form and base year."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    groups: tuple[Group, ...]
    editions: tuple[Edition, ...]  # each form, year and parameters once
    graded: bool  # whether any form has grades

    @property
    def entries(self) -> list[Entry]:
        return [one for group in self.groups for one in group.entries]


@dataclass(frozen=True, kw_only=True)
class _Met:
    at: int
    edition: int
    project: str
    name: str
    department: str
    grades: tuple[str, ...]


def plan(records: Iterable[Record], *, lang: Lang, public: bool) -> Plan:
    """Go through the records once; forms in the order met, the sheets of each in the order given."""
    editions: dict[Key, tuple[int, Edition]] = {}
    known: dict[int, tuple[Edition, int]] = {}  # of an edition object that was met; held: ids stay taken
    groups: dict[tuple[str, int], list[_Met]] = {}
    for at, record in enumerate(records):
        own = record.edition
        if id(own) not in known:
            known[id(own)] = own, editions.setdefault(_key(own), (len(editions), own))[0]
        met = _met(record, at, known[id(own)][1], public=public)
        groups.setdefault((own.form.id, own.year), []).append(met)
    ordered = [one for group in groups.values() for one in group]
    wanted = [f"{one.project} {one.name}" for one in ordered]
    tabs = tab_names(wanted, taken=[CONTENTS.pick(lang)], fallback=SHEET.pick(lang))
    entries = [
        Entry(
            number=number,
            at=one.at,
            edition=one.edition,
            tab=tab,
            project=one.project,
            name=one.name or NO_NAME.pick(lang),
            department=one.department,
            grades=one.grades,
        )
        for number, (one, tab) in enumerate(zip(ordered, tabs, strict=True), start=1)
    ]
    out, start = [], 0
    all_editions = tuple(one for _, one in editions.values())
    for group in groups.values():
        title = all_editions[group[0].edition].title
        out.append(Group(title=title, entries=tuple(entries[start : start + len(group)])))
        start += len(group)
    return Plan(
        groups=tuple(out),
        editions=all_editions,
        graded=any(one.grades for group in out for one in group.entries),
    )


def _key(own: Edition) -> Key:
    """Equal for editions whose printed sheets are the same."""
    parameters = tuple(sorted((key, str(value)) for key, value in own.parameters.items()))
    return own.form.id, own.form.version, own.form.digest, own.year, parameters


def _met(record: Record, at: int, edition: int, *, public: bool) -> _Met:
    fields = record.edition.form.fields
    grades: tuple[str, ...] = ()
    for cross in crosses(record.edition)[:1]:
        grades = tuple(
            "" if public and fields[key].internal else _grade(record, key)
            for key in (cross.rows, cross.columns)
        )
    return _Met(
        at=at,
        edition=edition,
        project=_line(record.project or ""),
        name=_line(name_of(record, public=public)),
        department=_line(record.department or ""),
        grades=grades,
    )


def _grade(record: Record, key: str) -> str:
    value = record.values.get(key)
    if value is None:
        return _line(record.raw.get(key, ""))
    return _line(printed(record.edition, record.edition.form.fields[key], value))


def _line(text: str) -> str:
    """On one line, without what XML or a reader cannot take."""
    shown = "".join(ch for ch in text if ch >= " " or ch in "\t\n\r")
    return " ".join(shown.translate(_NO_CHARACTERS).encode("utf-8", "replace").decode().split())


_NO_CHARACTERS = {0xFFFE: None, 0xFFFF: None}
