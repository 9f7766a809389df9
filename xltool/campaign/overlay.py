"""A sheet with the central edits in it: committee values and corrections, and what is computed from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from xltool.book import Record
from xltool.book.celltext import printed
from xltool.book.recompute import recompute
from xltool.book.record import AnomalyKind
from xltool.campaign.central import NONE, Edits
from xltool.campaign.diff import same
from xltool.form import Edition, Value
from xltool.report.master.variants import spelling

__all__ = ["changes_of", "known_values", "overlaid", "overlaid_all"]

# What a new value puts right in a cell; where the cell is, and what stands beside it, is another matter.
_SETTLED: frozenset[AnomalyKind] = frozenset(
    {
        "unreadable",
        "ambiguous",
        "not_in_list",
        "error_value",
        "normalised",
        "control_characters",
        "struck_through",
    }
)


def changes_of(record: Record, edits: Edits) -> dict[str, Value]:
    """Field -> value that the office has put in the place of what the sheet says."""
    known = record.edition.form.fields
    found: dict[str, Value] = {}
    for (key, old), new in edits.corrections.items():
        if key in known and spelling(record, key) == old:
            found[key] = new
    found.update({key: new for key, new in edits.values.items() if key in known})
    return found


def known_values(edition: Edition, edits: Edits) -> dict[str, Value]:
    """The committee's values that a workbook of this edition is issued with."""
    known = edition.form.fields
    return {key: value for key, value in edits.values.items() if value is not None and key in known}


def overlaid(record: Record, edits: Edits) -> Record:
    """The record with the edits in it; the very same one where they change nothing."""
    return overlaid_all([record], {record.project or "": edits})[0]


def overlaid_all(records: Iterable[Record], edits: Mapping[str, Edits]) -> list[Record]:
    """Records with the edits of their projects in them, their computing fields computed all at once."""
    before = list(records)
    after = [_changed(one, changes_of(one, edits.get(one.project or "", NONE))) for one in before]
    touched = [(old, new) for old, new in zip(before, after, strict=True) if new is not old]
    recompute(new for _, new in touched)
    return [one if one is old else _shown(old, one) for old, one in zip(before, after, strict=True)]


def _shown(old: Record, new: Record) -> Record:
    """Without the results of formulas that changed: the file shows what it held, and that is not stale."""
    changed = {key for key in new.edition.formulas if not same(old.values.get(key), new.values.get(key))}
    return replace(new, cached={key: value for key, value in new.cached.items() if key not in changed})


def _changed(record: Record, changes: Mapping[str, Value]) -> Record:
    if not changes:
        return record
    fields = record.edition.form.fields
    locked = [key for key in record.issued if key in changes and fields[key].locked]
    texts = {key: printed(record.edition, fields[key], value) for key, value in changes.items()}
    return replace(
        record,
        values={**record.values, **changes},
        raw={**record.raw, **texts},
        doubtful=record.doubtful - changes.keys(),
        issued={**record.issued, **{key: changes[key] for key in locked}},
        anomalies=tuple(
            one for one in record.anomalies if one.field not in changes or one.kind not in _SETTLED
        ),
    )
