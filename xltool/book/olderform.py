"""A sheet made from an older form of the round, brought over to the form in force: ids are the bridge.

The sheet was located and read by its own form. Here each value is taken by the id of its field, and read
again where the field is another now. The rules in force then judge it like every other sheet: an office that
corrects a rule or a list wants that for the sheets that are out already, too. Fields that the sheet does not
have are in doubt, so that nothing that depends on them is judged; what stands in fields that are gone is kept
to be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xltool.book.celltext import cell_value
from xltool.book.normalise import Cell, read_cell
from xltool.book.recompute import recompute
from xltool.book.record import DOUBTFUL, Anomaly, AnomalyKind, Record
from xltool.form import Edition, Field, Value
from xltool.text import Text

__all__ = ["brought_over"]

_READ: frozenset[AnomalyKind] = frozenset(  # what reading one cell again may say otherwise
    {"unreadable", "ambiguous", "not_in_list", "normalised", "control_characters"}
)
_BESIDE: frozenset[AnomalyKind] = frozenset({"outside", "comment", "text_box", "picture"})


def brought_over(record: Record, present: Edition) -> Record:
    """The record as one of the ``present`` edition."""
    own, fields = record.edition.form, present.form.fields
    shared = {key: spec for key, spec in fields.items() if key in record.values}
    anew = {key: cell for key, spec in shared.items() if (cell := _anew(record, present, spec)) is not None}
    missing = [key for key, spec in fields.items() if key not in shared and spec.formula is None]
    values: dict[str, Value] = dict.fromkeys(fields)
    values |= {key: record.values[key] for key, spec in shared.items() if spec.formula is None}
    values |= {key: value for key, (value, _, _) in anew.items()}
    computed = {key: spec.formula_text for key, spec in own.fields.items() if spec.formula is not None}
    # What the file computed by other formulas says nothing about these.
    alike = computed == {key: spec.formula_text for key, spec in fields.items() if spec.formula is not None}
    new = replace(
        record,
        edition=present,
        made_with=record.made_with or (own.version if own.version != present.form.version else None),
        values=values,
        raw={key: record.raw.get(key, "") for key in fields},
        cells={key: cell for key, cell in record.cells.items() if key in shared},
        located={key: how for key, how in record.located.items() if key in shared},
        doubtful=frozenset(
            {
                *missing,
                *(key for key in record.doubtful if key in shared and key not in anew),
                *(key for key, (_, kind, _) in anew.items() if kind in DOUBTFUL),
            }
        ),
        issued={key: value for key, value in record.issued.items() if key in shared and key not in anew},
        cached=record.cached if alike else {},
        formulas=record.formulas if alike else {},
        anomalies=(
            *(one for one in record.anomalies if _still(one, present, anew)),
            *(_met(record, key, cell) for key, cell in anew.items() if cell[1] is not None),
            *(Anomaly(kind="missing_field", field=key, sheet=record.sheet) for key in missing),
            *_removed(record, present),
        ),
    )
    return recompute([new])[0]


def _anew(record: Record, present: Edition, spec: Field) -> Cell | None:
    """What a field's cell says to the form in force; None where that is what it said to its own."""
    if spec.formula is not None:
        return None
    before, raw = record.values[spec.id], record.raw.get(spec.id, "")
    if spec.id in record.doubtful:
        unread = any(one.field == spec.id and one.kind in _READ for one in record.anomalies)
        found = read_cell(present, spec, raw) if unread else (None, "unreadable", None)
        return found if found[0] is not None else None
    if before is None or before == "" or before is False:
        blank = False if spec.is_box else None
        return None if before is blank or (before == "" and not spec.is_box) else (blank, None, None)
    content = cell_value(present, spec, before)
    if isinstance(content, int) and not isinstance(content, bool):
        content = float(content)
    value, _, _ = read_cell(present, spec, content)
    if value == before and isinstance(value, bool) is isinstance(before, bool):
        return None
    return read_cell(present, spec, raw)


def _still(one: Anomaly, present: Edition, anew: Mapping[str, Cell]) -> bool:
    """Whether a fact that reading met is one yet: not about a field that is gone, or was read again."""
    if one.field is None or one.kind in _BESIDE:
        return True
    return one.field in present.form.fields and not (one.kind in _READ and one.field in anew)


def _met(record: Record, key: str, cell: Cell) -> Anomaly:
    _, kind, note = cell
    assert kind is not None
    where, raw = record.cells.get(key), record.raw.get(key)
    return Anomaly(kind=kind, field=key, sheet=record.sheet, cell=where, value=raw, note=note)


def _removed(record: Record, present: Edition) -> Iterator[Anomaly]:
    """What somebody typed where the form in force has no input any more."""
    own, fields = record.edition, present.form.fields
    for key, value in record.values.items():
        was, spec = own.form.fields.get(key), fields.get(key)
        if (was is not None and was.formula is not None) or (spec is not None and spec.formula is None):
            continue
        typed = value not in (None, "", False) or key in record.doubtful
        if typed and record.raw.get(key, "").strip() and value != record.issued.get(key):
            label = own.label(was) if was is not None else key
            yield Anomaly(
                kind="removed_field",
                sheet=record.sheet,
                cell=record.cells.get(key),
                value=record.raw[key],
                note=Text(label, label),
            )
    for one in record.anomalies:
        text = one.text if one.kind == "moved" else one.value
        if one.kind in ("moved", "overwritten_formula") and text and one.field is not None:
            was = own.form.fields.get(one.field)
            if was is not None and one.field not in fields:
                label = own.label(was)
                yield Anomaly(
                    kind="removed_field",
                    sheet=record.sheet,
                    cell=one.cell,
                    value=text,
                    note=Text(label, label),
                )
