"""The form's own rules, evaluated over all sheets at once, and their messages with the values put in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from xltool.finding import Finding
from xltool.form.edition import PLACEHOLDER
from xltool.form.lint import labelled, message_names
from xltool.form.resolve import Instance, NoColumn, resolve
from xltool.formula import Area, Const, Name, Range, Scalar
from xltool.formula.tree import walk
from xltool.rules.group import Group, false, item, true
from xltool.rules.show import BLANK, joined, shown
from xltool.text import Text
from xltool.values import format_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xltool.finding import Place
    from xltool.form import BoundInstance, BoundRule, Rule
    from xltool.formula.vec import Bools

__all__ = ["Failure", "as_finding", "failures"]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One rule that does not hold in one sheet."""

    sheet: int  # index into the group's records
    message: Text
    places: tuple[Place, ...]


def failures(group: Group, bound: BoundRule, mended: Group | None = None) -> Iterator[Failure]:
    """Every sheet where the rule does not hold; ``mended``: and does not hold in these sheets either.

    An instance is judged where ``when`` is true and ``expect`` is true or false; an error in either has its
    own finding at its root, and so has an unreadable cell that it looks at. Sheets with nothing to report are
    not judged.
    """
    failing: dict[int, list[BoundInstance]] = {}
    for one in bound.instances:
        judged = _broken(group, one)
        if mended is not None and judged.any():
            judged &= _broken(mended, one)
        for i in np.flatnonzero(judged).tolist():
            if not group.unsure(i, one.when, one.expect):
                failing.setdefault(i, []).append(one)
    message = _Message(group=group, bound=bound)
    for i in sorted(failing):
        yield Failure(sheet=i, message=message.of(i, failing[i]), places=_places(group, i, failing[i]))


def as_finding(rule: Rule, failure: Failure) -> Finding:
    return Finding(
        id=rule.id,
        severity=rule.severity,
        phase=rule.phase,
        message=failure.message,
        remedy=rule.remedy,
        places=failure.places,
    )


def _broken(group: Group, one: BoundInstance) -> Bools:
    judged = ~group.silent
    if one.when is not None:
        judged &= true(group.batch.evaluate(one.when))
    if judged.any():
        judged &= false(group.batch.evaluate(one.expect))
    return judged


def _places(group: Group, i: int, instances: list[BoundInstance]) -> tuple[Place, ...]:
    """The cells that ``at`` names, or else those that the rule compares."""
    keys: dict[str, None] = {}
    for one in instances:
        named = one.places or [k for part in walk(one.expect) if isinstance(part, Area) for k in part.keys]
        keys.update(dict.fromkeys(named))
    return tuple(group.place(i, key) for key in keys)


@dataclass(frozen=True, kw_only=True)
class _Message:
    """The templates of one rule; each placeholder is filled in once, from every failing instance."""

    group: Group
    bound: BoundRule
    meanings: dict[tuple[str, Instance], Const | Area | None] = field(default_factory=dict)

    @cached_property
    def words(self) -> Mapping[str, None]:
        """The placeholders, in their order."""
        template = self.bound.rule.message
        return dict.fromkeys(PLACEHOLDER.findall(template.ja) + PLACEHOLDER.findall(template.en))

    def of(self, i: int, instances: list[BoundInstance]) -> Text:
        template = self.bound.rule.message
        values = {
            word: joined(t for one in instances for t in self._values(word, one, i)) for word in self.words
        }
        return Text(
            _filled(template.ja, lambda w: values[w].ja), _filled(template.en, lambda w: values[w].en)
        )

    def _values(self, word: str, one: BoundInstance, i: int) -> Iterator[Text]:
        edition = self.group.edition
        if word in ("year", "base_year"):
            label = edition.year_label(edition.year + ((one.here.offset or 0) if word == "year" else 0))
            yield Text(label, label)
            return
        if (word, one.here) not in self.meanings:
            self.meanings[word, one.here] = self._meaning(word, one)
        match self.meanings[word, one.here]:
            case Const(value=value):
                yield _parameter(value)
            case Area() as area if labelled(word):
                yield from (Text(label, label) for label in map(self.group.labels.__getitem__, area.keys))
            case Area() as area:
                for key in area.keys:
                    yield shown(edition, edition.form.fields[key], item(self.group.batch.column(key), i))

    def _meaning(self, word: str, one: BoundInstance) -> Const | Area | None:
        names: list[Name | Range] = list(message_names("{" + word + "}"))
        edition = self.group.edition
        try:
            return resolve(edition.form, names[0], one.here, year=edition.year, parameters=edition.parameters)
        except (IndexError, NoColumn):
            return None


def _filled(template: str, value: Callable[[str], str]) -> str:
    return PLACEHOLDER.sub(lambda match: value(match.group(1)), template)


def _parameter(value: Scalar) -> Text:
    if value is None or value == "":
        return BLANK
    text = format_number(value) if isinstance(value, int | float) else str(value)
    return Text(text, text)
