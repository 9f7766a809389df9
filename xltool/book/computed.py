"""What every formula cell of stamped sheets shows: the drawn trees, evaluated for all sheets at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xltool.book.assignment import Assignment
from xltool.book.blank import Blank
from xltool.book.celltext import cell_value
from xltool.book.checksheet import BROKEN
from xltool.book.ownrows import is_open, own_rows
from xltool.form import Batch, Value
from xltool.formula import Vec, evaluate

__all__ = ["Computed", "compute"]


@dataclass(frozen=True, eq=False)
class Computed:
    """Results by key; ``inputs[i]`` are the values of sheet i with the form's defaults put in."""

    inputs: list[dict[str, Value]]
    batch: Batch
    results: dict[str, list[object]] = field(default_factory=dict)

    def result(self, key: str, i: int) -> object:
        found = self.results.get(key)
        if found is None:
            found = self.results[key] = list(self.batch.column(key).to_list())
            if len(found) == 1 < len(self.inputs):
                found *= len(self.inputs)
        return found[i]

    def broken(self, rule: str, i: int) -> bool:
        """Whether the live row of a rule says so of sheet i; False for a rule without one."""
        return f"#mark:{rule}" in self.results and self.result(f"#mark:{rule}", i) == BROKEN


def compute(blank: Blank, assignments: Sequence[Assignment]) -> Computed:
    """Fill in defaults, compute every field, then every verdict, message and count of the check sheet."""
    edition, n = blank.edition, len(assignments)
    inputs = _with_defaults(blank, assignments)
    held = [_held(blank, one, typed) for one, typed in zip(inputs, assignments, strict=True)]
    computed = Computed(inputs=inputs, batch=Batch(edition=edition, values=held))
    columns: dict[str, Vec] = {}

    def column(key: str) -> Vec:
        if key in columns:
            return columns[key]
        if key.startswith("@"):
            one = edition.form.fields[key[1:]]
            if one.formula is not None:
                return computed.batch.column(one.id)
            shown = [
                given.typed.get(one.id) or cell_value(edition, one, record.get(one.id))
                for record, given in zip(inputs, assignments, strict=True)
            ]
            columns[key] = Vec.of([float(v) if type(v) is int else v for v in shown])
        elif key.startswith("#why:"):
            columns[key] = Vec.of([given.explanations.get(key[5:]) for given in assignments])
        elif key.startswith("#own:"):
            counts = [_open_own(one, computed, i, key[5:]) for i, one in enumerate(assignments)]
            columns[key], computed.results[key] = Vec.of(counts), [*counts]
        else:
            return computed.batch.column(key)
        return columns[key]

    for key, tree in blank.checks.trees():
        if key.startswith("#text:") and not _broken(columns, key):
            computed.results[key] = [""] * n
            continue
        columns[key] = evaluate(tree, column, n)
        found: list[object] = list(columns[key].to_list())
        computed.results[key] = found * n if len(found) == 1 < n else found
    return computed


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


def _open_own(one: Assignment, computed: Computed, i: int, severity: str) -> float:
    rows, _ = own_rows(one.findings, lambda rule: computed.broken(rule, i))
    return float(sum(is_open(row, one.explanations) for row in rows if row.severity == severity))


def _broken(columns: Mapping[str, Vec], key: str) -> bool:
    """Whether any sheet breaks the rule: its message is blank otherwise, and not worth evaluating."""
    return BROKEN in columns[f"#mark:{key[6:]}"].to_list()
