"""What differs between two sheets of one project, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.book import Record
from xltool.campaign.ledger.issues import Issue
from xltool.form import Field, Value
from xltool.rules.show import same as alike
from xltool.rules.show import shown
from xltool.standing import Change

__all__ = ["changes", "same", "untouched"]

_TYPED = frozenset({"outside", "comment", "text_box"})  # what somebody wrote beside the fields


def changes(old: Record, new: Record) -> tuple[Change, ...]:
    """Input fields that differ, in printed order; explanations behind them."""
    return tuple(_changes(old, new))


def _changes(old: Record, new: Record) -> Iterator[Change]:
    edition = new.edition
    for key, one in edition.form.fields.items():
        if one.formula is not None:
            continue
        before, after = _text(old, one), _text(new, one)
        if before != after:
            yield Change(
                field=key,
                label=edition.label(one),
                old=before,
                new=after,
                sheet=new.sheet,
                cell=new.cells.get(key),
            )
    for rule in dict.fromkeys((*old.explanations, *new.explanations)):
        before, after = old.explanations.get(rule, ""), new.explanations.get(rule, "")
        if before != after:
            label = f"説明 {rule}" if edition.form.language == "ja" else f"explanation {rule}"
            yield Change(field=rule, label=label, old=before, new=after, sheet=new.sheet)


def _text(record: Record, one: Field) -> str:
    """What stands in a field, as people see it; prose whole."""
    if one.id in record.doubtful:
        return record.raw.get(one.id, "")
    value = record.values.get(one.id)
    if _blank(value):
        return ""
    if isinstance(value, str) and one.choices is None:
        return value
    return shown(record.edition, one, value).pick(record.edition.form.language)


def untouched(record: Record, issue: Issue | None) -> bool:
    """Whether a sheet came back as it went; without its issue, as its own ``_meta`` says that it went."""
    given = {**record.issued, **(issue.values if issue else {})}
    typed = issue.typed if issue else {}
    explained = issue.explanations if issue else {}
    return (
        all(key in typed and record.raw.get(key) == typed[key] for key in record.doubtful)
        and {rule: text for rule, text in record.explanations.items() if text} == dict(explained)
        and not any(one.kind in _TYPED for one in record.anomalies)
        and all(
            same(record.values.get(key), given.get(key))
            for key, one in record.edition.form.fields.items()
            if one.formula is None and key not in record.doubtful
        )
    )


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal; nothing, an empty text and an unticked box are, and line ends."""
    return one == other or (_blank(one) and _blank(other)) or alike(one, other)


def _blank(value: Value) -> bool:
    return value is None or value == "" or value is False
