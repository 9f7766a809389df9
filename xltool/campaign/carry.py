"""What of last year's answers begins this year's sheet: whatever a field's ``carry`` names.

Nothing is guessed: what could not be read last year, and choices that this year's lists do not hold, stay out
of the new sheet and are told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.api.taking import take
from xltool.book.celltext import printed
from xltool.errors import CannotWork
from xltool.report.typeset import one_line, shorten
from xltool.text import Text
from xltool.values import fold

if TYPE_CHECKING:
    from xltool.form import Edition, Field, Value

__all__ = ["Past", "carried"]


@dataclass(frozen=True, kw_only=True)
class Past:
    """What one project answered last year."""

    project: str
    file: str  # where that stands
    values: Mapping[str, Value]
    raw: Mapping[str, str]  # the cells' texts
    doubtful: Collection[str] = ()  # fields whose cell could not be read


def carried(
    edition: Edition, past: Past, given: Mapping[str, Value] | None = None
) -> tuple[dict[str, Value], tuple[Text, ...]]:
    """The values of every field with a ``carry``, and what was left out and why.

    ``given`` are values that stand already: they are not carried over, and dependent lists go by them.
    """
    stands = dict(given or {})
    values: dict[str, Value] = {}
    remarks: list[Text] = []
    fields = [one for one in edition.form.fields.values() if one.carry and one.formula is None]
    for one in sorted(fields, key=lambda one: len(edition.ancestors(one))):  # a list after what narrows it
        assert one.carry is not None
        value = past.values.get(one.carry)
        if stands.get(one.id) is not None:
            continue
        if one.carry in past.doubtful:
            shown = past.raw.get(one.carry, "").strip()
            remarks.append(_remark(edition, one, past, shown, _DOUBTFUL if shown else _LOST))
        elif value is not None and value != "" and value is not False:
            taken, why = _taken(edition, one, value, stands)
            if why is None:
                values[one.id] = stands[one.id] = taken
            else:
                shown = past.raw.get(one.carry) or str(value)
                remarks.append(_remark(edition, one, past, shown, why))
    return values, tuple(remarks)


def _taken(
    edition: Edition, one: Field, value: Value, stands: Mapping[str, Value]
) -> tuple[Value, Text | None]:
    """The value as this year's field takes it, or why it cannot."""
    source = edition.form.fields[one.carry or one.id]
    if isinstance(value, str) and value in one.also:
        return value, None
    if one.type in ("text", "paragraph", "code", "phone") and not isinstance(value, str):
        value = printed(edition, source, value)
    if one.choices is not None and one.choices.sheet is not None and isinstance(value, str):
        return _from_list(edition, one, value, stands)
    try:
        return take(edition, {"values": {one.id: value}}).values[one.id], None
    except CannotWork:
        return None, _NOT_LISTED if edition.options(one) is not None else _UNFIT


def _from_list(
    edition: Edition, one: Field, value: str, stands: Mapping[str, Value]
) -> tuple[Value, Text | None]:
    """The entry of a reference sheet that is written the same, but for the typing."""
    if edition.options(one) is None:
        return value, None  # the campaign has no such sheet: anything may be written
    above = [stands.get(parent.id) for parent in edition.ancestors(one)]
    known = edition.narrowed(one, tuple(str(entry) for entry in above)) if None not in above else ()
    same = [entry for entry in known if entry == value] or [
        entry for entry in known if fold(entry) == fold(value)
    ]
    return (same[0], None) if len(same) == 1 else (None, _NOT_LISTED)


def _remark(edition: Edition, one: Field, past: Past, shown: str, why: Text) -> Text:
    return why.format(
        project=past.project, label=edition.label(one), value=shorten(one_line(shown), 40), file=past.file
    )


_DOUBTFUL = Text(
    "{project}「{label}」: 前年度の記入「{value}」が読み取れないため、引き継ぎません。",
    "{project}, {label}: last year's entry '{value}' cannot be read and is not carried over.",
)
_LOST = Text(
    "{project}「{label}」: 前年度のシート（{file}）で欄が見つからないため、引き継ぎません。",
    "{project}, {label}: the cell was not found in last year's sheet ({file}); nothing is carried over.",
)
_NOT_LISTED = Text(
    "{project}「{label}」: 前年度の「{value}」は今年度の選択肢にないため、引き継ぎません。",
    "{project}, {label}: last year's '{value}' is not in this year's list and is not carried over.",
)
_UNFIT = Text(
    "{project}「{label}」: 前年度の「{value}」はこの欄に記入できる値ではないため、引き継ぎません。",
    "{project}, {label}: last year's '{value}' does not fit this field and is not carried over.",
)
