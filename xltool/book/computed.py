"""What every formula cell of stamped sheets shows: the drawn trees, evaluated for all sheets at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from xltool.book.assignment import Assignment
from xltool.book.blank import Blank
from xltool.book.celltext import cell_value
from xltool.book.checksheet import Check, verdict_key
from xltool.book.ownrows import is_open, own_rows
from xltool.form import Batch, Value
from xltool.formula import Alike, Column, Const, Node, Vec, alike, evaluate, evaluate_alike, shared

__all__ = ["Break", "Computed", "compute"]


class Break(NamedTuple):
    """A live rule that a sheet breaks."""

    check: Check
    verdicts: list[int]  # those that say so
    message: str  # what its row says


@dataclass(frozen=True, eq=False)
class Computed:
    """Results by key; ``inputs[i]`` are the values of sheet i with the form's defaults put in."""

    inputs: list[dict[str, Value]]
    batch: Batch
    results: dict[str, list[object]] = field(default_factory=dict)  # of fields, and counts
    breaks: dict[int, list[Break]] = field(default_factory=dict)  # by sheet, in the order of the rules

    def result(self, key: str, i: int) -> object:
        found = self.results.get(key)
        if found is None:
            found = self.results[key] = list(self.batch.column(key).to_list())
            if len(found) == 1 < len(self.inputs):
                found *= len(self.inputs)
        return found[i]

    def broken(self, rule: str, i: int) -> bool:
        """Whether the live row of a rule says so of sheet i; False for a rule without one."""
        return any(one.check.rule == rule for one in self.breaks.get(i, ()))

    def message(self, check: Check, i: int) -> str:
        """What the row of a rule says of sheet i."""
        if isinstance(check.message, Const):
            return str(check.message.value)
        return next((one.message for one in self.breaks.get(i, ()) if one.check is check), "")


def compute(blank: Blank, assignments: Sequence[Assignment]) -> Computed:
    """Fill in defaults, compute every field, then every verdict, message and count of the check sheet."""
    n = len(assignments)
    inputs = _with_defaults(blank, assignments)
    held = [_held(blank, one, typed) for one, typed in zip(inputs, assignments, strict=True)]
    computed = Computed(inputs=inputs, batch=Batch(edition=blank.edition, values=held))
    cells = _Cells(blank=blank, assignments=assignments, computed=computed)
    _judge(cells)
    for severity in ("error", "query"):
        own = _own(cells, severity)
        cells.give(f"#own:{severity}", Vec.of(own))
        cells.give(
            f"#open:{severity}", Vec.of([count + _open(cells, i, severity) for i, count in enumerate(own)])
        )
    cells.give("#counter", evaluate(blank.checks.counter, cells.column, n))
    return computed


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cells:
    """What the formulas of the check sheet look at."""

    blank: Blank
    assignments: Sequence[Assignment]
    computed: Computed
    columns: dict[str, Vec] = field(default_factory=dict)

    def give(self, key: str, column: Vec) -> None:
        self.columns[key] = column
        self.computed.results[key] = list(column.spread(len(self.assignments)).to_list())

    def column(self, key: str) -> Vec:
        found = self.columns.get(key)
        if found is not None:
            return found
        return self.computed.batch.column(key)

    def some(self, rows: Sequence[int]) -> Column:
        """The columns of some sheets, where ``@id`` is the cell as it looks."""
        which = np.array(rows, np.intp)

        @cache
        def column(key: str) -> Vec:
            one = self.blank.edition.form.fields[key[1:]] if key.startswith("@") else None
            if one is None or one.formula is not None:
                return self.column(key.removeprefix("@")).take(which)
            shown = (
                self.assignments[i].typed.get(one.id)
                or cell_value(self.blank.edition, one, self.computed.inputs[i].get(one.id))
                for i in rows
            )
            return Vec.of([float(v) if type(v) is int else v for v in shown])

        return column


@lru_cache(maxsize=8)
def _verdicts(blank: Blank) -> tuple[Alike, ...]:
    """The verdicts of all rules one after another; those of a rule's repetitions are alike."""
    return alike([verdict for check in blank.checks.checks for verdict in check.verdicts])


@lru_cache(maxsize=8)
def _messages(blank: Blank) -> dict[str, Node]:
    """What every rule says, with what it says more than once evaluated once."""
    return {check.rule: shared([check.message])[0] for check in blank.checks.checks}


def _judge(cells: _Cells) -> None:
    """Verdicts and message of every live rule that a sheet breaks; of the others nothing needs to be known.

    A verdict is 1 or 0, and the mark of a rule says whether any of its verdicts is 1.
    """
    n, computed = len(cells.assignments), cells.computed
    verdicts, messages = evaluate_alike(_verdicts(cells.blank), cells.column, n), _messages(cells.blank)
    at = 0
    for check in cells.blank.checks.checks:
        own = [verdicts[at + i] for i in range(len(check.verdicts))]
        at += len(own)
        found: dict[int, list[int]] = {}
        for k, verdict in enumerate(own):
            for i in np.flatnonzero(verdict.num).tolist():
                found.setdefault(i, []).append(k)
        if not found:
            continue
        cells.columns.update({verdict_key(check.rule, k): verdict for k, verdict in enumerate(own)})
        rows = sorted(found)
        said = evaluate(messages[check.rule], cells.some(rows), len(rows)).to_list()
        for i, message in zip(rows, said, strict=True):
            computed.breaks.setdefault(i, []).append(Break(check, found[i], str(message)))


def _with_defaults(blank: Blank, assignments: Sequence[Assignment]) -> list[dict[str, Value]]:
    """The values with the form's defaults, which a sheet that is given back has had already."""
    inputs: list[dict[str, Value]] = [dict(one.values) for one in assignments]
    batch = Batch(edition=blank.edition, values=inputs)
    for key, node in blank.edition.defaults.items():
        default = batch.evaluate(node).to_list()
        for i, one in enumerate(inputs):
            if one.get(key) is None and assignments[i].issued is None:
                item = default[i if len(default) > 1 else 0]
                one[key] = item if isinstance(item, str | float | bool) else None
    return inputs


def _held(blank: Blank, values: dict[str, Value], given: Assignment) -> dict[str, Value]:
    """What formulas see: a text where no value could be read is that text; in a box it is no tick."""
    if not given.typed:
        return values
    fields = blank.edition.form.fields
    return values | {key: False if fields[key].is_box else text for key, text in given.typed.items()}


def _open(cells: _Cells, i: int, severity: str) -> int:
    """How many live rows of a sheet are open, as the formula counts: a query until it is explained."""
    said = cells.assignments[i].explanations if severity == "query" else {}
    broken = cells.computed.breaks.get(i, ())
    return sum(one.check.severity == severity and not said.get(one.check.rule) for one in broken)


def _own(cells: _Cells, severity: str) -> list[float]:
    """How many findings of each sheet that have rows of their own are open."""
    return [_open_own(one, cells.computed, i, severity) for i, one in enumerate(cells.assignments)]


def _open_own(one: Assignment, computed: Computed, i: int, severity: str) -> float:
    if not one.findings:
        return 0.0
    rows, _ = own_rows(one.findings, lambda rule: computed.broken(rule, i))
    return float(sum(is_open(row, one.explanations) for row in rows if row.severity == severity))
