"""Sheets that are judged against each other: one form and base year, whatever version, and last year's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from xltool.finding import Place
from xltool.formula import ExcelError, Scalar
from xltool.formula.vec import NUMBER, Floats
from xltool.rules.group import Group, Grouped, groups
from xltool.rules.rule import Spot
from xltool.rules.show import one_line, same
from xltool.text import Text
from xltool.values import is_dash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xltool.book.record import Record
    from xltool.form import Field
    from xltool.rules.settings import Settings

__all__ = ["Changed", "Pile", "piles"]

_FOLDERS = re.compile(r"[/\\!]")  # of a path, or of a member of a zip

# After these nobody knows whose sheet it is, or it is a copy that was told already.
_STRANGE = frozenset({"carriers_conflict", "unknown_version", "twin_sheet"})


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A carried value that is not what last year's sheet said."""

    sheet: int
    field: Field
    was: Scalar  # never empty
    now: Scalar
    before: int  # index of last year's record in its pile


@dataclass(frozen=True, kw_only=True, eq=False)
class Pile:
    """Sheets of one form and base year. Indices are those of ``records``."""

    records: Sequence[Record]
    groups: Sequence[tuple[Sequence[int], Group]]
    settings: Settings
    before: Pile | None = None  # last year's sheets of the form
    known: frozenset[str] | None = None  # the projects of any earlier sheet; None: there are none to compare
    _columns: dict[str, list[Scalar]] = field(default_factory=dict)

    @cached_property
    def at(self) -> Sequence[tuple[Group, int]]:
        """For every record its group and the index there."""
        found: dict[int, tuple[Group, int]] = {}
        for indices, group in self.groups:
            found.update((i, (group, own)) for own, i in enumerate(indices))
        return [found[i] for i in range(len(self.records))]

    @cached_property
    def projects(self) -> Sequence[str | None]:
        return [project_of(record) for record in self.records]

    @cached_property
    def whose(self) -> Sequence[object]:
        """A key per sheet, the same for sheets of one project; None where the project is not known."""
        named = [group.edition.form.identity.project is not None for group, _ in self.at]
        return [
            project if project or has else (record.file, record.sheet)
            for project, has, record in zip(self.projects, named, self.records, strict=True)
        ]

    @cached_property
    def silent(self) -> Sequence[bool]:
        """Where 該当なし is ticked."""
        return [bool(group.silent[own]) for group, own in self.at]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field of any version, by id."""
        forms = [group.edition.form for _, group in reversed(self.groups)]
        return {key: one for form in forms for key, one in form.fields.items()}

    def column(self, key: str) -> list[Scalar]:
        """The values of a field; None where nothing stands, the version lacks it, or 該当なし is ticked."""
        found = self._columns.get(key)
        if found is None:
            found = [None] * len(self.records)
            for indices, group in self.groups:
                if key in group.edition.form.fields:
                    values = group.batch.column(key).to_list()
                    for i, value in zip(indices, values, strict=True):
                        found[i] = None if self.silent[i] or value == "" else value
            self._columns[key] = found
        return found

    def numbers(self, key: str) -> Floats:
        """The numbers of a field; NaN where there is none."""
        out = np.full(len(self.records), np.nan)
        for indices, group in self.groups:
            if key in group.edition.form.fields:
                column = group.batch.column(key)
                out[list(indices)] = np.where((column.kind == NUMBER) & ~group.silent, column.num, np.nan)
        return out

    def is_told(self, i: int, key: str) -> bool:
        group, own = self.at[i]
        return group.is_told(own, key)

    def label(self, i: int, key: str) -> str:
        return self.at[i][0].labels[key]

    def named(self, i: int, beside: int | None = None) -> Text:
        """A sheet in words: its number and file; its tab where ``beside`` lies in the same file."""
        project = self.projects[i]
        where = self.lies(i, beside)
        if project is None:
            return where
        number = one_line(project)
        return Text(f"{number}（{where.ja}）", f"{number} ({where.en})")

    def lies(self, i: int, beside: int | None = None) -> Text:
        """The name of a sheet's file without its folder, unless that is the name of the other one too."""
        file, other = self.records[i].file, None if beside is None else self.records[beside].file
        if file == other:
            return Text(f"シート「{self.records[i].sheet}」", f'sheet "{self.records[i].sheet}"')
        name = _FOLDERS.split(file)[-1]
        name = file if other is not None and _FOLDERS.split(other)[-1] == name else name
        return Text(name, name)

    def spot(
        self,
        i: int,
        key: str,
        says: Text,
        *,
        expected: str | None = None,
        actual: str | None = None,
        others: Sequence[Place] = (),
    ) -> Spot:
        """A field of sheet i: its label, and what is the matter with it."""
        group, own = self.at[i]
        spot = group.spot(own, key, says, expected=expected, actual=actual)
        return replace(spot, sheet=i, others=tuple(others))

    def place(self, i: int, key: str | None) -> Place:
        """Where a field of sheet i stands; the sheet itself where the form has no such field."""
        group, own = self.at[i]
        if key is None or key not in group.edition.form.fields:
            return Place(sheet=self.records[i].sheet)
        return group.place(own, key)

    def elsewhere(self, i: int, key: str | None = None) -> Place:
        """A place in sheet i, to be named beside a finding of another sheet."""
        return replace(self.place(i, key), file=self.records[i].file)

    @cached_property
    def twin(self) -> Sequence[int | None]:
        """For every record the index of last year's sheet of its project."""
        if self.before is None:
            return [None] * len(self.records)
        last = {project: j for j, project in enumerate(self.before.projects) if project}
        return [last.get(project or "") for project in self.projects]

    @cached_property
    def changed(self) -> Sequence[Changed]:
        """Every carried field that does not repeat what last year's sheet said, sheet by sheet as printed.

        What was empty last year, or a dash, is not compared, nor what cannot be read or was told otherwise.
        """
        return () if self.before is None else tuple(self._changed(self.before))

    def _changed(self, before: Pile) -> Iterator[Changed]:
        for indices, group in self.groups:
            pairs = [(own, i, j) for own, i in enumerate(indices) if (j := self.twin[i]) is not None]
            for one in group.edition.form.fields.values() if pairs else ():
                if one.carry is None:
                    continue
                now, was = self.column(one.id), before.column(one.carry)
                for own, i, j in pairs:
                    if (
                        now[i] == was[j]
                        or _nothing(was[j])
                        or self.silent[i]
                        or isinstance(now[i], ExcelError)
                        or isinstance(was[j], ExcelError)
                        or same(now[i], was[j])
                        or group.is_told(own, one.id)
                    ):
                        continue
                    yield Changed(sheet=i, field=one, was=was[j], now=now[i], before=j)


def _nothing(value: Scalar) -> bool:
    return value is None or (isinstance(value, str) and is_dash(value))


def project_of(record: Record) -> str | None:
    """The project's number, as the sheet carries or says it."""
    key = record.edition.form.identity.project
    said = record.values.get(key) if key else None
    return record.project or (str(said) if said else None)


def piles(
    records: Sequence[Record],
    previous: Mapping[str, Record] | None,
    settings: Settings,
    told: Mapping[tuple[str | None, str | None], frozenset[str]],
    grouped: Grouped | None = None,
) -> Iterator[tuple[list[int], Pile]]:
    """The sheets that can be compared, with their indices in the input.

    ``told``: (file, sheet) -> the fields that errors and queries are about; ``grouped``: the records' groups,
    where they are made already. Sheets of another form or year than was asked for, and those that nobody can
    place, are left out.
    """
    grouped = grouped if grouped is not None else groups(records, settings)
    sorted_out: dict[tuple[str, int], list[int]] = {}
    for i, record in enumerate(records):
        if _asked_for(record, settings) and not _strange(record):
            sorted_out.setdefault((record.form, record.year), []).append(i)
    for (form, year), indices in sorted_out.items():
        last = [one for one in (previous or {}).values() if one.form == form]
        known = frozenset(project for one in last if (project := project_of(one)))
        before = [one for one in last if one.year == year - 1]
        own = [records[i] for i in indices]
        yield (
            indices,
            Pile(
                records=own,
                groups=_of_pile(grouped, indices, told),
                settings=settings,
                before=_last(before, settings) if before else None,
                known=known or None,
            ),
        )


def _of_pile(
    grouped: Grouped,
    indices: Sequence[int],
    told: Mapping[tuple[str | None, str | None], frozenset[str]],
) -> Grouped:
    """The groups of a pile's sheets, with the indices in the pile."""
    at = {i: own for own, i in enumerate(indices)}
    found: Grouped = []
    for inside, group in grouped:
        some = [own for own, i in enumerate(inside) if i in at]
        if some:
            part = group.part(some)
            if told:
                part = part.knowing([told.get((r.file, r.sheet), frozenset()) for r in part.records])
            found.append(([at[inside[own]] for own in some], part))
    return sorted(found, key=lambda one: one[0][0])


def _last(records: Sequence[Record], settings: Settings) -> Pile:
    return Pile(records=records, groups=groups(records, settings), settings=settings)


def _asked_for(record: Record, settings: Settings) -> bool:
    return settings.form in (None, record.form) and settings.year in (None, record.year)


def _strange(record: Record) -> bool:
    project = record.edition.form.identity.project
    return any(
        one.kind in _STRANGE or (one.kind == "identity_conflict" and one.field == project)
        for one in record.anomalies
    )
