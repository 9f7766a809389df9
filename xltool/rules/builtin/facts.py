"""Checks that only retell what reading met: which kinds of anomaly, and how each is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.finding import Place
from xltool.rules.rule import SheetCheck, Spot
from xltool.rules.show import joined, one_line, quote
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.book.record import Anomaly, AnomalyKind
    from xltool.rules.group import Group

__all__ = ["naming", "place_of", "subject", "telling"]


def telling(*kinds: AnomalyKind, standins: bool = False) -> SheetCheck:
    """One sentence per anomaly: the field (or cell), and the anomaly's note or value.

    ``standins``: with the words that the form allows there beside a number.
    """

    def check(group: Group) -> Iterator[Spot]:
        for kind in kinds:
            for i, one in group.anomalies.get(kind, ()):
                who, what = subject(group, one), one.note or _value(one)
                if standins:
                    what = _with_standins(group, one, what)
                says = Text(f"{who}：{what.ja}", f"{who}: {what.en}") if who else what
                yield _spot(group, i, one, says)

    return check


def naming(*kinds: AnomalyKind) -> SheetCheck:
    """The field, cell or name of each anomaly, to be listed in a row."""

    def check(group: Group) -> Iterator[Spot]:
        for kind in kinds:
            for i, one in group.anomalies.get(kind, ()):
                name = subject(group, one) or one.value or ""
                yield _spot(group, i, one, quote(Text(name, name)))

    return check


def _with_standins(group: Group, one: Anomaly, what: Text) -> Text:
    field = group.edition.form.fields.get(one.field or "")
    if field is None or not field.also:
        return what
    words = joined(quote(Text(word, word)) for word in field.also)
    return Text(
        f"{what.ja}この欄には{words.ja}も記入できます。", f"{what.en} {words.en} may stand here as well."
    )


def subject(group: Group, one: Anomaly) -> str:
    """What an anomaly is about: the label of its field, else its cell."""
    return group.labels.get(one.field or "", one.field or one.cell or "")


def place_of(group: Group, i: int, one: Anomaly) -> Place:
    """Where an anomaly is, with what stands there."""
    record = group.records[i]
    return Place(
        sheet=one.sheet or record.sheet,
        cell=one.cell or record.cells.get(one.field or ""),
        field=one.field,
        value=one.value if one.value is not None else record.raw.get(one.field or ""),
    )


def _value(one: Anomaly) -> Text:
    value = one_line(one.value or "")
    return quote(Text(value, value))


def _spot(group: Group, i: int, one: Anomaly, says: Text) -> Spot:
    return Spot(sheet=i, place=place_of(group, i, one), says=says, expected=one.expected, actual=one.value)
