"""What every formula cell of stamped sheets shows: the drawn trees, evaluated for all sheets at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xltool.book.blank import Blank
from xltool.book.celltext import cell_value
from xltool.book.checksheet import BROKEN
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


def compute(
    blank: Blank, values: Sequence[Mapping[str, Value]], explanations: Sequence[Mapping[str, str]]
) -> Computed:
    """Fill in defaults, compute every field, then every verdict, message and count of the check sheet."""
    edition, n = blank.edition, len(values)
    inputs: list[dict[str, Value]] = [dict(one) for one in values]
    batch = Batch(edition=edition, values=inputs)
    for key, node in edition.defaults.items():
        default = batch.evaluate(node).to_list()
        for i, one in enumerate(inputs):
            if one.get(key) is None:
                item = default[i if len(default) > 1 else 0]
                one[key] = item if isinstance(item, str | float | bool) else None
    computed = Computed(inputs=inputs, batch=Batch(edition=edition, values=inputs))
    columns: dict[str, Vec] = {}

    def column(key: str) -> Vec:
        if key in columns:
            return columns[key]
        if key.startswith("@"):
            one = edition.form.fields[key[1:]]
            if one.formula is not None:
                return computed.batch.column(one.id)
            shown = [cell_value(edition, one, record.get(one.id)) for record in inputs]
            columns[key] = Vec.of([float(v) if type(v) is int else v for v in shown])
        elif key.startswith("#why:"):
            columns[key] = Vec.of([record.get(key[5:]) for record in explanations])
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


def _broken(columns: Mapping[str, Vec], key: str) -> bool:
    """Whether any sheet breaks the rule: its message is blank otherwise, and not worth evaluating."""
    return BROKEN in columns[f"#mark:{key[6:]}"].to_list()
