"""The rows of the list: one project each, all mistakes of all rows told."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xltool.book.normalise import raw_text
from xltool.book.raw import CellValue, RawCell
from xltool.campaign.model import Department, RosterRow
from xltool.campaign.roster.grid import EMPTY, Found, content, listed_places, merged
from xltool.campaign.roster.headings import Columns, Headings
from xltool.campaign.roster.rows import project_rows, say_formulas, say_hidden, say_struck
from xltool.campaign.roster.values import Given, project_number, read_value
from xltool.form import Edition, Field, Value
from xltool.form.source import hint
from xltool.text import Text
from xltool.values import fold, read_date, squeeze

__all__ = ["read_projects"]

_IGNORED = frozenset({"#memo"})
_YEARS_AWAY = 1  # a deadline this far from the campaign's is most often a slip


@dataclass(frozen=True, kw_only=True)
class _Reader:
    columns: Columns
    headings: Headings
    departments: Sequence[Department]  # listed ones
    deadline: datetime.date | None
    found: Found
    swallowed: frozenset[tuple[int, int]]
    spelled: dict[str, str] = field(default_factory=dict)  # departments, where none are listed
    known: dict[tuple[str, type, CellValue], Given] = field(default_factory=dict)  # what many rows hold
    below: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)  # choices below others

    @cached_property
    def listed(self) -> Mapping[str, str]:
        """Department without its spelling -> as the sheet 部署 writes it."""
        return {fold(one.name): one.name for one in self.departments}

    @cached_property
    def edition(self) -> Edition:
        return self.headings.edition

    @cached_property
    def roles(self) -> frozenset[str]:
        """The columns that every project has."""
        return frozenset(self.headings.roles.values())

    @cached_property
    def dependent(self) -> Mapping[str, Sequence[Field]]:
        """The fields whose choices depend on others, and those."""
        edition = self.edition
        fields = edition.form.fields.values()
        return {one.id: edition.ancestors(one) for one in fields if _depends(edition, one)}

    def given(self, one: Field, raw: CellValue) -> Given:
        key = (one.id, type(raw), raw)
        found = self.known.get(key)
        if found is None:
            date1904 = self.columns.grid.date1904
            found = self.known[key] = read_value(self.edition, one, raw, date1904=date1904)
        return found

    def narrowed(self, one: Field, above: tuple[str, ...]) -> tuple[str, ...]:
        key = (one.id, *above)
        if key not in self.below:
            self.below[key] = self.edition.narrowed(one, above)
        return self.below[key]

    def at(self, row: int, key: str) -> str:
        return self.columns.grid.at(row, self.columns.at[key])


def read_projects(
    columns: Columns,
    headings: Headings,
    departments: Sequence[Department],
    deadline: datetime.date | None,
    found: Found,
) -> tuple[RosterRow, ...]:
    """Every project of the list; rows with mistakes are left out, and told."""
    grid, roles = columns.grid, headings.roles
    read = {key: col for key, col in columns.at.items() if key not in _IGNORED}
    rows = project_rows(columns, read, roles["#project"], found)
    reader = _Reader(
        columns=columns,
        headings=headings,
        departments=departments,
        deadline=deadline,
        found=found,
        swallowed=merged(grid, read.values(), rows, found),
    )
    say_hidden(columns, rows, found)
    say_formulas(columns, read, rows, found)
    out: list[RosterRow] = []
    seen: dict[str, int] = {}
    for row in rows:
        one = _row(reader, row, read, seen)
        if one is not None:
            out.append(one)
    if not rows:
        found.wrong(
            grid.at(columns.header + 1, min(read.values(), default=1)),
            "対象事業が 1 件もありません。見出しの下に 1 行 1 事業で書いてください。",
            "There is no project; write one per row below the headings.",
        )
    return tuple(out)


def _row(reader: _Reader, row: int, read: Mapping[str, int], seen: dict[str, int]) -> RosterRow | None:
    """One project; None where it lacks what every project needs."""
    grid, roles, fields = reader.columns.grid, reader.headings.roles, reader.edition.form.fields
    there = grid.sheet.cells
    cells = {
        key: content(grid, row, col, reader.found) if (row, col) in there else EMPTY
        for key, col in read.items()
    }
    values: dict[str, Value] = {}
    for key, cell in cells.items():
        one = fields.get(key)
        if cell is not None and cell.value is not None and one is not None and key not in reader.roles:
            given = reader.given(one, cell.value)
            _tell(reader, row, key, given)
            if given.value is not None and given.value is not False:
                values[key] = given.value
    project = _project(reader, row, cells, seen)
    name = _needed_text(reader, row, roles["#name"], cells)
    department = _department(reader, row, _needed_text(reader, row, roles["#department"], cells))
    deadline = _deadline(reader, row, cells.get("#deadline"))
    previous = _previous(reader, row, cells.get("#previous"))
    _check_parents(reader, row, values)
    say_struck(reader.columns, row, (roles["#project"], roles["#name"]), reader.found)
    if project is None or name is None or department is None:
        return None
    for key, value in zip(roles.values(), (project, name, department), strict=True):
        if key in fields:
            values[key] = value
    return RosterRow(
        project=project,
        name=name,
        department=department,
        deadline=deadline,
        previous=previous,
        values=values,
        at=grid.at(row, read[roles["#project"]]),
    )


def _tell(reader: _Reader, row: int, key: str, given: Given) -> None:
    if given.wrong is not None:
        label = reader.headings.called(key)
        reader.found.wrong(reader.at(row, key), f"{label}: {given.wrong.ja}", f"{label}: {given.wrong.en}")
    elif given.note is not None:
        reader.found.remark(reader.at(row, key), given.note.ja, given.note.en)


def _missing(reader: _Reader, row: int, key: str) -> None:
    if key in reader.columns.at and (row, reader.columns.at[key]) not in reader.swallowed:
        label = reader.headings.wanted.get(key, key)
        reader.found.wrong(
            reader.at(row, key), f"{label} が空欄です。入力してください。", f"{label} is empty; type it."
        )


def _project(
    reader: _Reader, row: int, cells: Mapping[str, RawCell | None], seen: dict[str, int]
) -> str | None:
    key = reader.headings.roles["#project"]
    cell = cells.get(key)
    if cell is None:
        return None
    given = project_number(reader.edition.form.fields.get(key), cell.value)
    _tell(reader, row, key, given)
    if given.value is None:
        if given.wrong is None:
            _missing(reader, row, key)
        return None
    project = str(given.value)
    first = seen.setdefault(fold(project), row)
    if first != row:
        reader.found.wrong(
            reader.at(row, key),
            f"番号「{project}」は {reader.at(first, key).rpartition('!')[2]} と重複しています。"
            "どちらかを直すか、行を削除してください。",
            f"The number '{project}' stands in {reader.at(first, key).rpartition('!')[2]} already; "
            "correct one of them, or delete the row.",
        )
        return None
    return project


def _needed_text(reader: _Reader, row: int, key: str, cells: Mapping[str, RawCell | None]) -> str | None:
    cell = cells.get(key)
    if cell is None:
        return None
    one = reader.edition.form.fields.get(key)
    text = reader.columns.grid.text(row, reader.columns.at[key])
    if not text:
        _missing(reader, row, key)
        return None
    if not text.isprintable():
        given = Given(
            wrong=Text(
                "見えない文字が入っています。入力し直してください。",
                "The text holds invisible characters; type it again.",
            )
        )
    elif one is not None:
        given = reader.given(one, text)
    else:
        given = Given(value=text)
    _tell(reader, row, key, given)
    return None if given.value is None else str(given.value)


def _department(reader: _Reader, row: int, name: str | None) -> str | None:
    """The department as the sheet 部署 writes it, where that lists any."""
    if name is None:
        return None
    if not reader.departments:
        first = reader.spelled.setdefault(fold(name), name)
        if first != name:
            reader.found.remark(
                reader.at(row, reader.headings.roles["#department"]),
                f"「{name}」は「{first}」と同じ部署として扱います。",
                f"'{name}' is taken for the same department as '{first}'.",
            )
        return first
    known = reader.listed.get(fold(name))
    if known is not None:
        return known
    otherwise = Text("部署シートに書き足すか、部署名を直してください。", "add it there, or correct it.")
    advice = hint(name, reader.listed.values(), otherwise)
    reader.found.wrong(
        reader.at(row, reader.headings.roles["#department"]),
        f"「{name}」は部署シートにありません。{advice.ja}",
        f"'{name}' is not on the sheet of departments; {advice.en}",
    )
    return None


def _deadline(reader: _Reader, row: int, cell: RawCell | None) -> datetime.date | None:
    if cell is None:
        return None
    raw = cell.value if isinstance(cell.value, str | float) else raw_text(cell.value)
    reading = read_date(raw, date1904=reader.columns.grid.date1904)
    if reading.status == "empty":
        return None
    if not reading.clear:
        advice = reading.note or Text("日付ではありません。", "This is no date.")
        reader.found.wrong(reader.at(row, "#deadline"), f"期限: {advice.ja}", f"Deadline: {advice.en}")
        return None
    day = datetime.date.fromisoformat(str(reading.value))
    usual = reader.deadline
    if usual is not None and abs((day - usual).days) > 366 * _YEARS_AWAY:
        reader.found.remark(
            reader.at(row, "#deadline"),
            f"期限 {day} は調査回の期限（{usual}）と 1 年以上違います。年をお確かめください。",
            f"The deadline {day} is more than a year from the campaign's ({usual}); check the year.",
        )
    elif reading.note is not None:
        reader.found.remark(reader.at(row, "#deadline"), reading.note.ja, reading.note.en)
    return day


def _previous(reader: _Reader, row: int, cell: RawCell | None) -> str | None:
    """Last year's number; one that came as a number and is too short has lost its zeros."""
    if cell is None:
        return None
    own = reader.edition.form.fields.get(reader.headings.roles["#project"])
    if isinstance(cell.value, float):
        given = project_number(own, cell.value)
        _tell(reader, row, "#previous", given)
        return None if given.value is None else str(given.value)
    return squeeze(str(cell.value or "")) or None


def _check_parents(reader: _Reader, row: int, values: Mapping[str, Value]) -> None:
    """A choice must belong to the choices above it."""
    for key, above in reader.dependent.items():
        if key not in values:
            continue
        one, value = reader.edition.form.fields[key], values[key]
        given = [values.get(field.id) for field in above]
        if not all(isinstance(name, str) for name in given):
            continue
        allowed = reader.narrowed(one, tuple(str(name) for name in given))
        if value in allowed:
            continue
        names = listed_places([f"「{name}」" for name in allowed])
        upper = reader.headings.called(above[-1].id)
        reader.found.wrong(
            reader.at(row, key),
            f"「{value}」は{upper}「{given[-1]}」の中にありません。"
            + (f"{names.ja} から選んでください。" if allowed else "参照表を確かめてください。"),
            f"'{value}' is not under {upper} '{given[-1]}'; "
            + (f"choose one of {names.en}." if allowed else "check the reference sheet."),
        )


def _depends(edition: Edition, one: Field) -> bool:
    choices = one.choices
    return bool(choices and choices.parent and choices.sheet in edition.reference)
