"""One cell of a master: whose it is, what it is called, and what its content means. Nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.book.normalise import read_cell
from xltool.book.record import DOUBTFUL
from xltool.campaign.desk import Desk
from xltool.campaign.survey import Survey, committee_fields
from xltool.form import Edition, Field, Value
from xltool.form.source import hint
from xltool.report.master.matter import DECISIONS, VERDICTS, Shown, Slot
from xltool.report.master.words import CHOICES, WORDS
from xltool.rules.show import quote, shown
from xltool.text import Text
from xltool.values import fold

__all__ = ["CODES", "Meaning", "label_of", "meaning", "project_of", "read_as", "said", "unknown"]

CODES: dict[str, dict[str, Text]] = {
    "decision": {code: CHOICES[code] for code in DECISIONS},
    "verdict": {code: CHOICES[code] for code in VERDICTS},
}
_LABELS: dict[tuple[str, str], Text] = {
    ("status", "decision"): WORDS["decision"],
    ("status", "reason"): WORDS["decision_reason"],
    ("explanations", "verdict"): WORDS["verdict"],
    ("explanations", "reason"): WORDS["verdict_reason"],
    ("corrections", "replacement"): WORDS["replacement"],
}


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What stands in a cell, as the ledger would keep it; or why it means nothing."""

    value: Value = None
    wrong: Text | None = None


def project_of(slot: Slot) -> str | None:
    """The project that a cell is about; None for those about many."""
    if slot.sheet == "corrections":
        return None
    return slot.key.rpartition("|")[0] if slot.sheet == "explanations" else slot.key


def label_of(edition: Edition, known: Survey, slot: Slot) -> Text:
    """What people call it; of a replacement the field that it is about."""
    fields = edition.form.fields
    if slot.sheet == "list" and slot.column in fields:
        label = edition.label(fields[slot.column])
        return Text(label, label)
    met = known.variants.occurrences(slot.key) if slot.sheet == "corrections" else []
    if met and met[0].field in fields:
        label = edition.row_label(fields[met[0].field])
        return Text(label, label)
    return _LABELS.get((slot.sheet, slot.column), Text(slot.column, slot.column))


def unknown(desk: Desk, known: Survey, slot: Slot) -> Text | None:
    """Why a cell belongs to nothing here."""
    project = project_of(slot)
    if project is not None:
        case = known.cases.get(project)
        if case is None:
            return _NO_PROJECT.format(project=project, hint=hint(project, known.cases, _SEE))
        if case.withdrawn:
            return _WITHDRAWN.format(project=project)
    if slot.sheet == "list" and slot.column not in committee_fields(desk.roster.edition):
        return _NO_FIELD.format(field=slot.column)
    if slot.sheet == "explanations":
        rule = slot.key.rpartition("|")[2]
        states = [one.state for one in known.explanations.get(project or "", ()) if one.rule == rule]
        if not states:
            return _NO_EXPLANATION.format(rule=rule)
        if states[0] in ("lapsed", "idle"):
            return _LAPSED.format(rule=rule)
    return None


def meaning(edition: Edition, slot: Slot, content: Shown) -> Meaning:
    """What the content of a cell says."""
    if isinstance(content, str) and not content.strip():
        content = None
    if slot.sheet == "list":
        field = edition.form.fields.get(slot.column)
        return read_as(edition, field, content) if field is not None else Meaning(value=content)
    text = "" if content is None else str(content).replace("\r\n", "\n").strip()
    words = CODES.get(slot.column)
    if words is None or not text:
        return Meaning(value=text or None)
    for code, word in words.items():
        if fold(text) in (code, fold(word.ja), fold(word.en)):
            return Meaning(value=code)
    ja, en = "、".join(word.ja for word in words.values()), ", ".join(word.en for word in words.values())
    return Meaning(wrong=_NO_WORD.format(text=text, words=Text(ja, en)))


def said(edition: Edition, slot: Slot, content: Shown) -> Text:
    """The content of a cell as people read it; empty for nothing."""
    field = edition.form.fields.get(slot.column) if slot.sheet == "list" else None
    if content is None or content == "":
        return Text("", "")
    if field is not None and (field.choices is not None or not isinstance(content, str)):
        read = read_as(edition, field, content)
        if read.wrong is None:
            return shown(edition, field, read.value) if read.value is not None else Text("", "")
    text = str(content)
    return CODES.get(slot.column, {}).get(text, Text(text, text))


def read_as(edition: Edition, field: Field, content: Shown) -> Meaning:
    """A cell's content as a value of a field, judged like any input."""
    raw = float(content) if isinstance(content, int) and not isinstance(content, bool) else content
    value, kind, note = read_cell(edition, field, raw)
    if kind in DOUBTFUL or (value is None and raw is not None and str(raw).strip()):
        return Meaning(wrong=note or _UNFIT.format(label=edition.label(field), value=str(content)))
    if value is False:
        value = None  # an unticked box is an empty one
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = field.minimum, field.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            told = quote(shown(edition, field, value))
            return Meaning(wrong=_RANGE.format(value=told, low=_bound(low), high=_bound(high)))
    return Meaning(value=value)


def _bound(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


_SEE = Text("対象事業一覧を確かめてください。", "See the roster.")
_NO_PROJECT = Text(
    "事業番号「{project}」は対象事業一覧にありません。{hint}", "'{project}' is not on the roster. {hint}"
)
_WITHDRAWN = Text("{project} は対象事業一覧から外れています。", "{project} has been taken off the roster.")
_NO_FIELD = Text(
    "「{field}」は委員会の記入欄ではありません。", "'{field}' is no field that the committee fills in."
)
_NO_EXPLANATION = Text(
    "現在の提出に、ルール {rule} への説明はありません。",
    "The current submission has no explanation for the rule {rule}.",
)
_LAPSED = Text(
    "ルール {rule} への説明は、値や指摘が変わったため、判断の対象ではありません。",
    "The explanation for the rule {rule} is open to no verdict: values or findings have changed since.",
)
_NO_WORD = Text(
    "「{text}」は選択肢にありません。{words} から選んでください。", "'{text}' is not in the list: {words}."
)
_UNFIT = Text(
    "「{value}」は「{label}」に記入できる値ではありません。", "'{value}' does not fit the field '{label}'."
)
_RANGE = Text("{value}は範囲外です（{low}～{high}）。", "{value} is out of range ({low} to {high}).")
