"""差戻し: what is stamped for a record that goes back with its findings. Nothing that was typed vanishes.

Values by value, prose and stand-ins as typed, unreadable texts where they stood. Locked cells and formulas
are those of a fresh workbook; what was typed there, and whatever else no cell holds, is a left-over.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite

from xltool.book.assignment import Assignment, Leftover, Listed
from xltool.book.cellxml import MAX_TEXT, utf16_length
from xltool.book.normalise import read_cell
from xltool.book.record import DOUBTFUL, AnomalyKind, Record
from xltool.book.wording import WORDS, Words
from xltool.finding import Finding
from xltool.form import Field, Value
from xltool.text import Lang, Text

__all__ = ["give_back"]

_LEFT: tuple[AnomalyKind, ...] = (
    "outside",
    "comment",
    "text_box",
    "struck_through",
    "normalised",
    "overwritten_formula",
    "altered_formula",
    "removed_field",
)
_LONGEST = 600  # characters of a message; what it quotes stands in full on the notes sheet


def give_back(
    record: Record,
    findings: Sequence[Finding],
    *,
    titles: Mapping[str, Text],
    heals: Collection[str] = frozenset(),
    issued: Mapping[str, Value] | None = None,
    about: Mapping[str, Text] | None = None,
) -> Assignment:
    """What to stamp into a blank of ``record.edition``, as the issue after the record's own.

    ``findings`` are the record's, most serious first; ``titles`` those of their rules (rule id -> title), and
    ``heals`` the rules whose finding a fresh workbook has no more. ``issued`` says what the sheet's cells
    were issued with, where the record itself may have lost it; ``about`` what is to be said of explanations
    that were refused (rule id -> text), which the messages of the findings say too.
    """
    known = issued or record.issued or _locked_now(record)
    values: dict[str, Value] = {}
    typed: dict[str, str | float | bool] = {}
    for one in record.edition.form.fields.values():
        if one.formula is not None:
            continue
        values[one.id] = _value(record, one, known)
        if values[one.id] is None and not _is_fixed(record, one, known):
            text = _unread(record, one)
            if text is not None:
                typed[one.id] = text
    lang = record.edition.form.language
    listed = sorted(
        (_listed(record, one, lang, titles, heals, about or {}) for one in findings), key=_urgency
    )
    return Assignment(
        values=values,
        campaign=record.campaign,
        issue=(record.issue or 0) + 1,
        check=record.check,
        explanations={rule: _cut(text) for rule, text in record.explanations.items()},
        issued=known,
        typed=typed,
        findings=(*listed, *_settled(record, findings, lang, titles)),
        leftovers=tuple(_leftovers(record, known, WORDS[lang])),
    )


# -- values -------------------------------------------------------------------------------------------------


def _locked_now(record: Record) -> dict[str, Value]:
    """What the locked cells hold, where nobody knows any more what they were issued with."""
    fields = record.edition.form.fields.values()
    locked = [one.id for one in fields if one.locked and one.formula is None]
    return {key: record.values[key] for key in locked if record.values[key] is not None}


def _is_fixed(record: Record, one: Field, issued: Mapping[str, Value]) -> bool:
    """Whether the cell holds what the office put there, whatever somebody has made of it."""
    return (one.locked and one.id in issued) or _is_misnamed(record, one)


def _is_misnamed(record: Record, one: Field) -> bool:
    """Whether the sheet's own project number is at odds with whose sheet it is."""
    return any(a.kind == "identity_conflict" and a.field == one.id for a in record.anomalies)


def _value(record: Record, one: Field, issued: Mapping[str, Value]) -> Value:
    if one.locked and one.id in issued:
        return issued[one.id]
    if _is_misnamed(record, one):
        roles = record.edition.form.identity
        return record.project if one.id == roles.project else record.department
    value, raw = record.values.get(one.id), record.raw.get(one.id, "")
    if isinstance(value, str) and value in one.also and raw.strip():
        return raw  # a stand-in as it was typed
    return _cut(value) if isinstance(value, str) else value


def _unread(record: Record, one: Field) -> str | float | bool | None:
    """What stands where no value could be read: its text, unless only the number or TRUE is unreadable."""
    raw = record.raw.get(one.id, "")
    if not raw.strip():
        return None
    kinds: list[str | float | bool] = [_cut(raw)]
    if raw in ("TRUE", "FALSE"):
        kinds.append(raw == "TRUE")
    with contextlib.suppress(ValueError):
        kinds += [number for number in (float(raw),) if isfinite(number)]
    for content in kinds:
        value, kind, _ = read_cell(record.edition, one, content)
        if value is None and kind in DOUBTFUL:
            return content
    return kinds[0]


def _cut(text: str) -> str:
    """As much as a cell of Excel holds."""
    while utf16_length(text) > MAX_TEXT:
        text = text[: len(text) - max(1, (utf16_length(text) - MAX_TEXT) // 2)]
    return text


# -- findings -----------------------------------------------------------------------------------------------


def _listed(
    record: Record,
    one: Finding,
    lang: Lang,
    titles: Mapping[str, Text],
    heals: Collection[str],
    about: Mapping[str, Text],
) -> Listed:
    words, known = WORDS[lang], record.edition.form.fields
    if _is_new(record, one):
        one = replace(one, severity="note")  # the live row of required cells asks for them
    message, remedy, state = one.message.pick(lang), one.remedy.pick(lang), "open"
    if one.id in heals:
        moved = any(p.field is None and p.cell is not None for p in one.places)
        state, remedy = ("moved", words.remedy_moved) if moved else ("healed", words.remedy_healed)
    said = _cut(about[one.id].pick(lang)) if one.id in about else ""
    if len(message) > _LONGEST:
        message = "\n".join(part for part in (message[: _LONGEST - 1] + "…", said) if part)
    return Listed(
        rule=one.id,
        severity=one.severity,
        title=_title(one.id, lang, titles),
        message=message,
        remedy="" if one.severity == "note" else remedy,
        fields=tuple(dict.fromkeys(p.field for p in one.places if p.field is not None and p.field in known)),
        state=state,  # type: ignore[arg-type]
        said=said,
        together="/" in one.id,
    )


def _is_new(record: Record, one: Finding) -> bool:
    """Whether a finding is about cells that the sheet did not have: the workbook given back has them."""
    new = {a.field for a in record.anomalies if a.kind == "missing_field"}
    return bool(one.places) and all(place.field in new for place in one.places)


def _urgency(one: Listed) -> int:
    """What the department has to do comes first, then what the fresh workbook has healed, then the notes."""
    return 2 if one.severity == "note" else int(one.state != "open")


def _title(rule: str, lang: Lang, titles: Mapping[str, Text]) -> str:
    found = titles.get(rule)
    return found.pick(lang) if found is not None else rule


def _settled(
    record: Record, findings: Sequence[Finding], lang: Lang, titles: Mapping[str, Text]
) -> Iterator[Listed]:
    """Explanations whose finding is gone and whose rule has no row of its own: they stay in sight."""
    told = {one.id for one in findings} | {rule.id for rule in record.edition.form.rules}
    for rule in record.explanations:
        if rule not in told:
            title = _title(rule, lang, titles)
            yield Listed(
                rule=rule, severity="note", title=title, message=WORDS[lang].settled, state="settled"
            )


# -- what no cell holds -------------------------------------------------------------------------------------


def _leftovers(record: Record, issued: Mapping[str, Value], words: Words) -> Iterator[Leftover]:
    for one in record.anomalies:
        text = one.text if one.kind == "moved" else one.value
        if text and one.kind in (*_LEFT, "moved") and not _is_kept(record, one.field, issued):
            label = (
                one.note.pick(record.edition.form.language)
                if one.kind == "removed_field" and one.note
                else None
            )
            yield Leftover(where=_where(record, one.cell, one.field, one.kind, words, label), text=text)
    for key, raw in record.raw.items():
        spec = record.edition.form.fields[key]
        if spec.formula is not None or not raw.strip():
            continue
        if _is_fixed(record, spec, issued):
            if record.values[key] != _value(record, spec, issued):
                yield Leftover(where=_where(record, record.cells.get(key), key, "locked", words), text=raw)
        elif utf16_length(raw) > MAX_TEXT:
            yield Leftover(where=_where(record, record.cells.get(key), key, "too_long", words), text=raw)


def _is_kept(record: Record, key: str | None, issued: Mapping[str, Value]) -> bool:
    """Whether a field's original is told as what a fixed cell was changed to."""
    spec = record.edition.form.fields.get(key or "")
    return (
        spec is not None
        and spec.formula is None
        and _is_fixed(record, spec, issued)
        and record.values[spec.id] != _value(record, spec, issued)
    )


def _where(
    record: Record, cell: str | None, key: str | None, kind: str, words: Words, label: str | None = None
) -> str:
    spec = record.edition.form.fields.get(key or "")
    label = label or (record.edition.label(spec) if spec is not None else "")
    return "\n".join(part for part in (" ".join(p for p in (cell, label) if p), words.leftover[kind]) if part)
