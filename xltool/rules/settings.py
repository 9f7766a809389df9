"""What a campaign may change about the rules, and what it expects to come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xltool.form.office import OFFICE

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from xltool.finding import Severity
    from xltool.form import Rule
    from xltool.rules.rule import Builtin, Limits

__all__ = ["OFFICE", "Listed", "Said", "Settings", "Total"]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A row of the roster."""

    department: str | None = None
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Total:
    """What the coordinator knows the sheets must add up to."""

    field: str  # id
    amount: float
    department: str | None = None  # None: over all


@dataclass(frozen=True, kw_only=True)
class Said:
    """Where a setting was written."""

    file: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Rules in force. An expectation that is None is not judged."""

    form: str | None = None  # id of the form that was asked for
    version: str | None = None
    year: int | None = None  # base fiscal year
    off: frozenset[str] = frozenset()  # ids of rules that are not run, built-in or the form's
    severity: Mapping[str, Severity] = field(default_factory=dict)  # rule id -> another severity
    thresholds: Mapping[str, Limits] = field(default_factory=dict)  # rule id -> those that differ
    office: tuple[Rule, ...] = ()  # rules of the office's own, bound to every edition of the form
    since: Mapping[str, datetime.date] = field(default_factory=dict)  # rule id -> in force since
    accepted: Mapping[str, datetime.date] = field(default_factory=dict)  # project -> when accepted
    roster: Mapping[str, Listed] | None = None  # project -> what the roster says
    totals: tuple[Total, ...] = ()
    said: Mapping[tuple[str, str], Said] = field(default_factory=dict)  # (rule id, key) -> where

    def limits(self, rule: Builtin) -> Limits:
        """The thresholds of a rule that are in force."""
        own = self.thresholds.get(rule.id, {})
        return {one.name: own.get(one.name, one.default) for one in rule.thresholds}

    def weight(self, rule: str, usual: Severity, project: str | None) -> Severity:
        """How serious a finding is: a note in a sheet that was accepted before its rule was in force."""
        since, accepted = self.since.get(rule), self.accepted.get(project or "")
        if since is not None and accepted is not None and accepted < since:
            return "note"
        return self.severity.get(rule, usual)
