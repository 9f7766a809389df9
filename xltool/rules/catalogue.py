"""What the rules say about themselves: ``explain`` one, or the ``catalogue`` of all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xltool.errors import CannotWork
from xltool.form import Form, Rule, find_form
from xltool.form.source import nearest
from xltool.rules.builtin import BUILTIN
from xltool.rules.settings import OFFICE
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xltool.finding import Phase, Severity
    from xltool.rules.rule import Builtin, Threshold

__all__ = ["HEALS", "Explained", "catalogue", "explain", "titles"]

_NO_TEXT = Text("", "")


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One rule in words. The message is a template: ``{placeholders}`` stand for what is found."""

    id: str
    severity: Severity
    phase: Phase
    title: Text
    message: Text
    remedy: Text
    why: Text = _NO_TEXT  # built-in rules only
    bad: Text = _NO_TEXT  # an example that gives the finding, in words
    good: Text = _NO_TEXT
    thresholds: tuple[Threshold, ...] = ()  # what a campaign may set, with the defaults
    family: str = ""  # a form's rules only
    fails: Mapping[str, object] = field(
        default_factory=dict
    )  # changes to the clean sheet that give the finding
    passes: Mapping[str, object] = field(default_factory=dict)


def explain(rule: str, form: Form | None = None, *, office: Iterable[Rule] = ()) -> Explained:
    """The texts of ``XL201`` or ``jimu-jigyo/end_year``; give the form where it does not ship with the tool.

    ``office``: a campaign's own rules. Raises CannotWork where there is no such rule.
    """
    for builtin in BUILTIN:
        if builtin.id == rule.upper():
            return _builtin(builtin)
    added = tuple(office)
    prefix, slash, _ = rule.partition("/")
    forms: tuple[Form, ...] = (form,) if form is not None else ()
    if form is None and slash and not (added and prefix == OFFICE):
        forms = (find_form(prefix),)
    own: tuple[Rule, ...] = (*added, *(one for known in forms for one in known.rules))
    for one in own:
        if one.id == rule:
            return _own(one)
    close = nearest(rule, (*(one.id for one in BUILTIN), *(one.id for one in own)))
    raise CannotWork(
        Text(
            f"「{rule}」という整合性ルールはありません。"
            + (
                f"「{close}」ではありませんか。"
                if close
                else "XL201 や jimu-jigyo/… のように指定してください。"
            ),
            f"There is no rule '{rule}'; "
            + (f"did you mean '{close}'?" if close else "name one such as XL201 or jimu-jigyo/…."),
        )
    )


def catalogue(*forms: Form) -> tuple[Explained, ...]:
    """Every built-in rule by id, then the forms' own in the order they are written."""
    own = (_own(rule) for form in forms for rule in form.rules)
    return (*(_builtin(rule) for rule in BUILTIN), *own)


def _builtin(rule: Builtin) -> Explained:
    return Explained(
        id=rule.id,
        severity=rule.severity,
        phase="submission",
        title=rule.title,
        message=rule.message,
        remedy=rule.remedy,
        why=rule.why,
        bad=rule.bad,
        good=rule.good,
        thresholds=rule.thresholds,
    )


def _own(rule: Rule) -> Explained:
    return Explained(
        id=rule.id,
        severity=rule.severity,
        phase=rule.phase,
        title=rule.title,
        message=rule.message,
        remedy=rule.remedy,
        family=rule.family,
        fails=rule.fails,
        passes=rule.passes,
    )


def titles(*forms: Form) -> dict[str, Text]:
    """Rule id -> title."""
    return {one.id: one.title for one in catalogue(*forms)}


HEALS = frozenset(rule.id for rule in BUILTIN if rule.heals)  # a fresh workbook has these findings no more
