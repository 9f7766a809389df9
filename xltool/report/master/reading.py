"""Reads a master that came back: its slots, wherever sorting, filtering and moving have put them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from xltool.book.a1 import address
from xltool.book.limits import LIMITS, MB, Limits
from xltool.book.raw import CellError, RawBook, RawCell, RawSheet
from xltool.book.reader import read_book
from xltool.errors import CannotWork, Unreadable
from xltool.report.master.copy import Found, MasterCopy, Problem
from xltool.report.master.matter import Shown, Slot, SlotSheet
from xltool.report.master.written import HIDDEN, MARK, key_of
from xltool.text import Text

__all__ = ["MASTER_LIMITS", "id_of", "is_master", "read_master"]

# 10,000 projects of 250 columns and their long tables, four times over.
MASTER_LIMITS: Limits = replace(
    LIMITS,
    file=300 * MB,
    part=1_000 * MB,
    inflated=2_000 * MB,
    cells=10_000_000,
    tags=60_000_000,
    characters=1_000_000_000,
    merges=1_000_000,
)
_HEADING_ROWS = 12  # among which a table's headings are looked for
_SKIPPED = ("trend", "repeats", "findings")


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What ``_master`` says of one sheet with slots."""

    slots: SlotSheet
    sheet: str
    keys: list[str] = field(default_factory=list)  # headings
    columns: dict[str, str] = field(default_factory=dict)  # heading -> column of the slot
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # column -> label -> code


def is_master(path: Path) -> bool:
    """Whether the file is a master of ours. Raises Unreadable for what is no workbook."""
    book = read_book(path, limits=MASTER_LIMITS, want=lambda name: name == HIDDEN)
    hidden = book.sheet(HIDDEN)
    return hidden is not None and _says(hidden)


def id_of(path: Path) -> str:
    """The id of a master, without reading its cells. Raises Unreadable for what is no workbook."""
    hidden = read_book(path, limits=MASTER_LIMITS, want=lambda name: name == HIDDEN).sheet(HIDDEN)
    rows = _rows(hidden) if hidden is not None else iter(())
    return next((str(row[2]) for row in rows if row[:2] == ("about", "id")), "")


def read_master(path: Path) -> MasterCopy:
    """The slots of a master. Raises CannotWork for what is none."""
    try:
        first = read_book(path, limits=MASTER_LIMITS, want=lambda name: name == HIDDEN)
        hidden = first.sheet(HIDDEN)
        if hidden is None or not _says(hidden):
            raise CannotWork(_NO_MASTER.format(file=path.name))
        rows = list(_rows(hidden))
        plans = _plans(rows)
        wanted = {plan.sheet for plan in plans}
        book = read_book(path, limits=MASTER_LIMITS, want=lambda name: name in wanted)
    except Unreadable as error:
        raise CannotWork(_UNREADABLE.format(file=path.name, why=error.text)) from None
    about = {row[1]: row[2] for row in rows if row[0] == "about"}
    written = {
        Slot(cast(SlotSheet, str(kind)), str(key), str(column)): value
        for what, kind, key, column, value in rows
        if what == "slot"
    }
    here, problems = _here(book, plans, written)
    return MasterCopy(
        id=str(about.get("id") or ""),
        campaign=None if about.get("campaign") is None else str(about["campaign"]),
        written=written,
        here=here,
        missing=tuple(slot for slot in written if slot not in here),
        problems=tuple(problems),
        saved_by=book.last_modified_by or None,
        saved_at=book.modified,
    )


def _says(hidden: RawSheet) -> bool:
    return any(cell.value == MARK for at, cell in hidden.cells.items() if at[0] <= _HEADING_ROWS)


def _rows(hidden: RawSheet) -> Iterator[tuple[Shown, Shown, Shown, Shown, Shown]]:
    """The rows below the mark."""
    by_row: dict[int, list[Shown]] = {}
    for (row, col), cell in hidden.cells.items():
        if col <= 5:
            by_row.setdefault(row, [None] * 5)[col - 1] = _value(cell)
    for row in sorted(by_row):
        one = by_row[row]
        yield (one[0], one[1], one[2], one[3], one[4])


def _plans(rows: list[tuple[Shown, Shown, Shown, Shown, Shown]]) -> list[_Plan]:
    plans: dict[tuple[str, str], _Plan] = {}
    for kind, slots, sheet, a, b in rows:
        if kind in ("key", "column"):
            known = (str(slots), str(sheet))
            plan = plans.setdefault(known, _Plan(slots=cast(SlotSheet, known[0]), sheet=known[1]))
            if kind == "key":
                plan.keys.append(str(a))
            else:
                plan.columns[str(a)] = str(b)
    for kind, slots, column, code, label in rows:
        if kind == "choice":
            for plan in plans.values():
                if plan.slots == slots:
                    plan.codes.setdefault(str(column), {})[str(label)] = str(code)
    return [plan for plan in plans.values() if plan.columns]


def _here(
    book: RawBook, plans: list[_Plan], written: Mapping[Slot, Shown]
) -> tuple[dict[Slot, Found], list[Problem]]:
    here: dict[Slot, Found] = {}
    problems: list[Problem] = []
    for plan in plans:
        sheet = book.sheet(plan.sheet)
        if sheet is None:
            problems.append(Problem(text=_NO_SHEET.format(sheet=plan.sheet), sheet=plan.sheet))
            continue
        _sheet(sheet, plan, written, here, problems)
    return here, problems


def _sheet(
    sheet: RawSheet,
    plan: _Plan,
    written: Mapping[Slot, Shown],
    here: dict[Slot, Found],
    problems: list[Problem],
) -> None:
    by_row: dict[int, dict[int, RawCell]] = {}
    for (row, col), cell in sheet.cells.items():
        by_row.setdefault(row, {})[col] = cell
    heading, at = _headings(by_row, plan)
    gone = [one for one in (*plan.keys, *plan.columns) if one not in at]
    for one in gone:
        problems.append(Problem(text=_NO_COLUMN.format(sheet=sheet.name, heading=one), sheet=sheet.name))
    if any(one not in at for one in plan.keys):
        return
    for row in sorted(by_row):
        if row <= heading:
            continue
        cells = by_row[row]
        parts = [_value(cells[at[one]]) if at[one] in cells else None for one in plan.keys]
        if all(part is None for part in parts):
            continue
        for head, column in plan.columns.items():
            if head in at:
                slot = Slot(plan.slots, key_of(parts), column)
                value = _value(cells[at[head]]) if at[head] in cells else None
                if isinstance(value, str):
                    value = plan.codes.get(column, {}).get(value.strip(), value)
                found = Found(value=value, sheet=sheet.name, cell=address(row, at[head]))
                _note(slot, found, written, here, problems)


def _note(
    slot: Slot,
    found: Found,
    written: Mapping[Slot, Shown],
    here: dict[Slot, Found],
    problems: list[Problem],
) -> None:
    """Of a row that is there twice, the one that was edited; two that differ are nobody's."""
    before = here.get(slot)
    if before is None or before.value == found.value:
        here.setdefault(slot, found)
    elif before.value == written.get(slot):
        here[slot] = found
    elif found.value != written.get(slot):
        told = _TWICE.format(key=slot.key.replace("|", " "), first=before.cell, second=found.cell)
        problems.append(Problem(text=told, sheet=found.sheet, cell=found.cell))


def _headings(by_row: dict[int, dict[int, RawCell]], plan: _Plan) -> tuple[int, dict[str, int]]:
    """The row with the most of the headings, and their columns."""
    wanted = {*plan.keys, *plan.columns}
    best: tuple[int, dict[str, int]] = (0, {})
    for row in sorted(by_row)[:_HEADING_ROWS]:
        found: dict[str, int] = {}
        for col, cell in by_row[row].items():
            if isinstance(cell.value, str) and cell.value.strip() in wanted:
                found.setdefault(cell.value.strip(), col)
        if len(found) > len(best[1]):
            best = (row, found)
    return best


def _value(cell: RawCell) -> Shown:
    value = cell.value
    if isinstance(value, CellError):
        return str(value)
    if isinstance(value, float) and value == value // 1 and abs(value) < 1e15:
        return int(value)
    if isinstance(value, str):
        return value if value.strip() else None
    return value


_NO_MASTER = Text(
    "{file} は xltool のとりまとめブックではありません（管理用のシートがありません）。"
    "xltool consolidate で作ったブックを指定してください。",
    "{file} is no master workbook of xltool (its hidden sheet is missing); give one that consolidate made.",
)
_UNREADABLE = Text("{file} を読めません。{why}", "{file} cannot be read. {why}")
_NO_SHEET = Text(
    "シート「{sheet}」がありません。このシートからは何も取り込みません。",
    "The sheet '{sheet}' is gone; nothing is taken from it.",
)
_NO_COLUMN = Text(
    "シート「{sheet}」に見出し「{heading}」の列がありません。この列からは何も取り込みません。",
    "The sheet '{sheet}' has no column headed '{heading}'; nothing is taken from it.",
)
_TWICE = Text(
    "「{key}」の行が2つあり、値が異なります（{first} と {second}）。どちらかを消してください。",
    "There are two rows for '{key}' and they differ ({first} and {second}); remove one.",
)
