"""The sheet 一覧: one row per project as a real table, committee fields as input cells."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from xltool.form import Edition, Value
from xltool.report.master.cells import row_heights
from xltool.report.master.columns import LEAD, columns_of
from xltool.report.master.facts import About, Facts
from xltool.report.master.listing import Block, Cell, Column, Listing, shown
from xltool.report.master.matter import Matter, Shown
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SHEETS, WORDS
from xltool.standing import STATES
from xltool.text import Lang

if TYPE_CHECKING:
    from xltool.book.record import Record

__all__ = ["cells_of", "listings_of"]

_MOST_LINES = 5  # a list is for looking over: the whole text is in its cell, and in 個票
_EPOCH = datetime.date(1899, 12, 30)  # serial 0 of Excel's calendar, from March 1900 on


def listings_of(matter: Matter, facts: Facts, lang: Lang) -> list[Listing]:
    """One list per form, in order of appearance."""
    forms: dict[str, list[About]] = {}
    for one in facts.records:
        forms.setdefault(one.edition.form.id, []).append(one)
    name = SHEETS["list"].pick(lang)
    several = len(forms) > 1
    return [
        _listing(matter, facts, own, f"{name} {form}"[:31] if several else name, lang)
        for form, own in forms.items()
    ]


def _listing(matter: Matter, facts: Facts, rows: Sequence[About], sheet: str, lang: Lang) -> Listing:
    form = rows[0].edition.form.id
    editions = [one for one in matter.blocks.editions if one.form.id == form]
    newest: Edition = max(editions, key=lambda one: (one.year, one.form.version))
    states = {one.project: STATES[one.state].pick(lang) for one in matter.standings}
    longest = {key: max(some) for key, some in facts.lengths.get(form, {}).items()}
    columns = columns_of(editions, rows, lang, campaign=bool(matter.standings), longest=longest)
    note = WORDS["list_note"].pick(lang)
    if any(one.input for one in columns):
        note += " " + WORDS["input_note"].pick(lang)
    own = _Own(facts, states)
    return Listing(
        name="projects",
        sheet=sheet,
        title=newest.title,
        note=note,
        columns=columns,
        count=len(rows),
        blocks=lambda: _blocks(matter, rows, columns, own, form),
        lead=LEAD,
        colour=COLOURS["query_ink"] if any(one.input for one in columns) else COLOURS["head"],
        slots="list",
        keys=("#project",),
        form=form,
        edition=newest,
        kept=_kept(rows, columns, own),
    )


class _Own:
    """What stands in the columns that are no fields."""

    def __init__(self, facts: Facts, states: Mapping[str, str]) -> None:
        self._of: dict[str, Callable[[About], Shown]] = {
            "#no": lambda one: one.number,
            "#project": lambda one: one.whose.project,
            "#name": lambda one: one.name,
            "#department": lambda one: one.department,
            "#state": lambda one: states.get(one.whose.project or ""),
            "#year": lambda one: one.edition.year,
            "#error": lambda one: one.counts["error"],
            "#query": lambda one: one.counts["query"],
            "#note": lambda one: one.counts["note"],
            "#file": lambda one: facts.short(one.whose.file),
            "#sheet": lambda one: one.whose.sheet,
        }

    def __call__(self, key: str, one: About) -> Shown:
        return self._of[key](one)


def _kept(rows: Sequence[About], columns: Sequence[Column], own: _Own) -> dict[str, list[Shown]]:
    held = {key for one in rows for key in one.values}
    return {
        one.key: [own(one.key, row) for row in rows]
        if one.key.startswith("#")
        else [shown(one, row.values.get(one.key)) for row in rows]
        for one in columns
        if one.key.startswith("#") or one.key in held
    }


def _blocks(
    matter: Matter, rows: Sequence[About], columns: Sequence[Column], own: _Own, form: str
) -> Iterator[Block]:
    texts = [(at, one.width) for at, one in enumerate(columns) if one.kind in ("long", "text")]
    done = 0
    for records in matter.blocks.records():
        mine = [record for record in records if record.form == form]
        about = rows[done : done + len(mine)]
        done += len(mine)
        cells: list[list[Cell]] = [
            [own(one.key, row) for row in about] if one.key.startswith("#") else cells_of(one, mine)
            for one in columns
        ]
        own_texts = ((cells[at], width) for at, width in texts)
        heights = row_heights(len(mine), own_texts, most_lines=_MOST_LINES)
        yield Block(columns=cells, heights=heights)


def cells_of(column: Column, records: Sequence[Record]) -> list[Cell]:
    """What stands in the column of a field."""
    values: list[Value] = [record.values.get(column.key) for record in records]
    if column.kind == "box":
        return ["■" if value is True else "□" for value in values]
    if column.kind == "date":
        return [_serial(value) for value in values]
    if column.labels:
        labels = column.labels
        return [labels.get(value, value) if isinstance(value, str) else value for value in values]
    return list(values)


def _serial(value: Value) -> Cell:
    """A date as Excel's number; what is no date stays as it is."""
    if isinstance(value, str):
        try:
            return (datetime.date.fromisoformat(value[:10]) - _EPOCH).days
        except ValueError:
            return value
    return value
