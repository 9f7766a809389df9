"""The computing fields of records, evaluated for all records of an edition at once."""

from __future__ import annotations

from collections.abc import Iterable

from xltool.book.record import Record
from xltool.form import Batch, Value
from xltool.formula import ExcelError

__all__ = ["recompute"]


def recompute(records: Iterable[Record]) -> tuple[Record, ...]:
    """Fill in the computing fields, for all records of an edition at once."""
    out = list(records)
    groups: dict[int, list[int]] = {}
    for i, record in enumerate(out):
        groups.setdefault(id(record.edition), []).append(i)
    for members in groups.values():
        some = [out[i] for i in members]
        batch = Batch(
            edition=some[0].edition, values=[r.values for r in some], doubtful=[r.doubtful for r in some]
        )
        for key in some[0].edition.formulas:
            results = batch.column(key).to_list()
            for record, result in zip(
                some, results * len(some) if len(results) == 1 else results, strict=False
            ):
                record.values[key] = None if isinstance(result, ExcelError) else _plain(result)
    return tuple(out)


def _plain(result: Value) -> Value:
    if isinstance(result, float) and result.is_integer() and abs(result) < 1e15:
        return int(result)
    return float(f"{result:.15g}") if isinstance(result, float) else result
