"""What there is to decide, and how much of it is decided, on the overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.report.master.board import Board, heads, quoted, title
from xltool.report.master.drawing import span
from xltool.report.master.listing import Column, Listing, Table
from xltool.report.master.matter import Matter, Slot
from xltool.report.master.overview_words import TOLD

__all__ = ["draw_decisions"]

_WIDTH = 8  # columns: what, three figures, of which


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """One column in which decisions are typed."""

    name: str
    table: Table
    key: str  # a column that every row fills
    column: Column
    values: Sequence[str]  # what is typed in it now, empty cells as ""


def draw_decisions(board: Board, at: int, tables: Sequence[Table], matter: Matter, left: int) -> int:
    """A row per kind of decision; nothing where there is none to take."""
    subjects = list(_subjects(board, tables, matter))
    if not subjects:
        return at
    title(board, at, TOLD["decisions"].pick(board.lang), _WIDTH, left)
    words = {key: TOLD[key].pick(board.lang) for key in ("subject", "count", "decided", "undecided", "split")}
    heads(board, at + 1, ["", "", words["count"], words["decided"], words["undecided"]], left)
    _merge(board, at + 1, left, 2, words["subject"], "head")
    _merge(board, at + 1, left + 5, 3, words["split"], "head")
    for row, one in enumerate(subjects, start=at + 2):
        _row(board, row, one, left)
    return at + 3 + len(subjects)


def _row(board: Board, row: int, one: _Subject, left: int) -> None:
    _merge(board, row, left, 2, one.name, "row_link")
    board.link(row, left, one.table.sheet, one.name, "row_link")
    filled = f'({span(one.table, one.key)}<>"")'
    typed = f'({span(one.table, one.column.key)}<>"")'
    decided = sum(1 for value in one.values if value)
    board.formula(row, left + 2, f"=SUMPRODUCT({filled}*1)", len(one.values))
    board.formula(row, left + 3, f"=SUMPRODUCT({filled}*{typed})", decided)
    board.formula(
        row,
        left + 4,
        f'=SUMPRODUCT({filled}*({span(one.table, one.column.key)}=""))',
        len(one.values) - decided,
    )
    _merge(board, row, left + 5, 3, "", "entry_cell")
    labels = list(one.column.labels.values()) if one.table.slots != "list" else []
    if labels:
        tallied = Counter(one.values)
        where = span(one.table, one.column.key)
        parts = [f"{quoted(label + ' ')}&COUNTIF({where},{quoted(label)})" for label in labels]
        shown = "　".join(f"{label} {tallied[label]}" for label in labels)
        board.formula(row, left + 5, "=" + '&"　"&'.join(parts), shown, "entry_cell")


def _merge(board: Board, row: int, col: int, width: int, text: str, form: str) -> None:
    board.sheet.merge_range(row, col, row, col + width - 1, "", board.style(form))
    board.sheet.write_string(row, col, text, board.style(form))


def _subjects(board: Board, tables: Sequence[Table], matter: Matter) -> Iterator[_Subject]:
    by_name = {one.name: one for one in tables}
    keys = {
        "status": ("#project", "#decision", [one.project for one in matter.standings], "decision"),
        "explanations": (
            "#project",
            "#verdict",
            [f"{one.project}|{one.rule}" for one in matter.explanations],
            "verdict",
        ),
        "corrections": ("#key", "#replacement", [one.key for one in matter.candidates], "replacement"),
    }
    for name, (key, column, slots, edit) in keys.items():
        table = by_name.get(name)
        if table is None or not slots:
            continue
        at = table.at(column)
        assert at is not None
        own = table.columns[at]
        values = [_shown(own, matter.edits.get(Slot(table.slots or "list", slot, edit))) for slot in slots]
        word = TOLD[f"of_{name}"].pick(board.lang)
        yield _Subject(name=word, table=table, key=key, column=own, values=values)
    for listing in (one for one in tables if isinstance(one, Listing)):
        for own in listing.columns:
            if own.input and own.labels and own.field is not None:
                values = ["" if value is None else str(value) for value in listing.kept[own.key]]
                label = listing.edition.label(own.field)
                yield _Subject(name=label, table=listing, key="#no", column=own, values=values)


def _shown(column: Column, value: object) -> str:
    return "" if value is None else column.labels.get(str(value), str(value))
