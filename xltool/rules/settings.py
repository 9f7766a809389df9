"""What a campaign may change about the rules, and what it expects to come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xltool.finding import Severity

__all__ = ["Settings"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Rules in force. An expectation that is None is not judged."""

    form: str | None = None  # id of the form that was asked for
    version: str | None = None
    year: int | None = None  # base fiscal year
    off: frozenset[str] = frozenset()  # ids of rules that are not run, built-in or the form's
    severity: Mapping[str, Severity] = field(default_factory=dict)  # rule id -> another severity
