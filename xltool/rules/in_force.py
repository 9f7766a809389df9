"""What is in force and why: every rule with its weight and its thresholds, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.rules.builtin import BUILTIN
from xltool.text import Text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from xltool.finding import Severity
    from xltool.form import Form, Rule
    from xltool.rules.rule import Builtin
    from xltool.rules.settings import Said, Settings

__all__ = ["InForce", "Measure", "explain_config"]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A threshold in force."""

    name: str
    about: Text
    value: float
    usual: float
    said: Said | None = None  # where it was set

    @property
    def why(self) -> Text:
        return _why(self.said)


@dataclass(frozen=True, kw_only=True)
class InForce:
    """One rule as this campaign has it."""

    id: str
    title: Text
    off: bool
    severity: Severity
    usual: Severity
    since: datetime.date | None = None  # in sheets accepted before: a note
    measures: tuple[Measure, ...] = ()
    said: tuple[Said, ...] = ()  # where the rule was set or switched off; empty: as usual

    @property
    def why(self) -> Text:
        """``既定`` or ``campaign.yaml 12 行目``."""
        if not self.said:
            return _why(None)
        whys = [_why(one) for one in self.said]
        return Text("、".join(w.ja for w in whys), ", ".join(w.en for w in whys))


def explain_config(settings: Settings, form: Form | None = None) -> tuple[InForce, ...]:
    """Every built-in rule, then the form's, then the office's own."""
    own = form.rules if form is not None else ()
    rules: tuple[Builtin | Rule, ...] = (*BUILTIN, *own, *settings.office)
    return tuple(_in_force(rule, settings) for rule in rules)


def _in_force(rule: Builtin | Rule, settings: Settings) -> InForce:
    return InForce(
        id=rule.id,
        title=rule.title,
        off=rule.id in settings.off,
        severity=settings.severity.get(rule.id, rule.severity),
        usual=rule.severity,
        since=settings.since.get(rule.id),
        measures=tuple(_measures(rule, settings)),
        said=_said(rule.id, settings, ("rule", "off", "severity", "since")),
    )


def _measures(rule: Builtin | Rule, settings: Settings) -> Iterator[Measure]:
    own = settings.thresholds.get(rule.id, {})
    for one in getattr(rule, "thresholds", ()):
        yield Measure(
            name=one.name,
            about=one.about,
            value=own.get(one.name, one.default),
            usual=one.default,
            said=settings.said.get((rule.id, one.name)),
        )


def _said(rule: str, settings: Settings, keys: Sequence[str]) -> tuple[Said, ...]:
    found = (settings.said.get((rule, key)) for key in keys)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _why(said: Said | None) -> Text:
    if said is None:
        return Text("既定", "default")
    return Text(f"{said.file} {said.line} 行目", f"{said.file}:{said.line}")
