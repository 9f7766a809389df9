"""The hidden sheet ``_master``: whose master this is, and what stood in every slot when it was written.

Rows are a word and four cells: ``about`` (what, value), ``key`` (slot sheet, name, heading), ``column``
(slot sheet, name, heading, column), ``choice`` (slot sheet, column, code, label), ``slot`` (slot sheet, key,
column, value). All that reading needs is in the file itself: a lost ledger leaves it readable.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from xltool.report.master.facts import Facts
from xltool.report.master.listing import Cell, Column, Listing, Table
from xltool.report.master.matter import Matter, Shown, Slot, SlotSheet
from xltool.report.master.rows import in_blocks

__all__ = ["HIDDEN", "MARK", "column_of", "key_of", "slots_of", "written_table"]

HIDDEN = "_master"
MARK = "xltool master 1"  # the first cell: what this sheet is, and its version


def column_of(column: Column) -> str:
    """How a slot names a column."""
    return column.key.removeprefix("#")


def key_of(parts: Sequence[Shown]) -> str:
    """The key of a row, of what stands in its key columns."""
    return "|".join("" if part is None else str(part) for part in parts)


def slots_of(matter: Matter, facts: Facts, tables: Sequence[Table]) -> dict[Slot, Shown]:
    """Every slot that a master has, with its value; of a project that has two sheets none."""
    keys: dict[SlotSheet, Sequence[str]] = {
        "status": [one.project for one in matter.standings],
        "explanations": [f"{one.project}|{one.rule}" for one in matter.explanations],
        "corrections": [one.key for one in matter.candidates],
    }
    times = Counter(one.whose.project for one in facts.records)
    found: dict[Slot, Shown] = {}
    for table in tables:
        for column in table.columns if table.slots else ():
            if not column.input:
                continue
            assert table.slots
            if isinstance(table, Listing):
                for one in facts.records:
                    project = one.whose.project
                    if project and times[project] == 1 and one.edition.form.id == table.form:
                        found[Slot("list", project, column.key)] = one.values.get(column.key)
                continue
            for key in keys[table.slots]:
                slot = Slot(table.slots, key, column_of(column))
                found[slot] = matter.edits.get(slot)
    return found


def written_table(matter: Matter, facts: Facts, tables: Sequence[Table]) -> Table:
    """The sheet; it has no headings that anybody would read."""
    slots = slots_of(matter, facts, tables)
    rows = list(_rows(matter, tables, slots))
    columns = tuple(
        Column(key=f"#{name}", header=name, kind="text", width=20) for name in (MARK, "a", "b", "c", "d")
    )
    return Table(
        name="written",
        sheet=HIDDEN,
        title=HIDDEN,
        note="",
        columns=columns,
        count=len(rows),
        blocks=lambda: in_blocks(rows, columns),
    )


def _rows(matter: Matter, tables: Sequence[Table], slots: dict[Slot, Shown]) -> Iterator[Sequence[Cell]]:
    state = json.dumps([matter.campaign, matter.as_of, [[*slot, value] for slot, value in slots.items()]])
    yield ("about", "id", hashlib.sha256(state.encode()).hexdigest()[:16], None, None)
    yield ("about", "campaign", matter.campaign, None, None)
    yield ("about", "as_of", matter.as_of, None, None)
    for table in tables:
        if table.slots:
            for key in table.keys:
                at = table.at(key)
                assert at is not None
                yield ("key", table.slots, table.sheet, table.columns[at].header, None)
            for column in table.columns:
                if column.input:
                    yield ("column", table.slots, table.sheet, column.header, column_of(column))
                    for code, label in column.labels.items():
                        yield ("choice", table.slots, column_of(column), code, label)
    for slot, value in slots.items():
        yield ("slot", *slot, value)
