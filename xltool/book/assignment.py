"""What is stamped: the values of one form sheet; of one given back, its findings and what fitted nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xltool.finding import Severity
from xltool.form import Value

__all__ = ["Assignment", "Leftover", "Listed"]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A finding as its row of 入力チェック shows it, in the words of the form's language."""

    rule: str
    severity: Severity
    title: str
    message: str
    remedy: str = ""
    fields: tuple[str, ...] = ()  # the cells that it flags; the first one is linked
    # open until the flagged cells differ; healed by the fresh workbook; moved: its content is on the notes
    # sheet; settled: only its explanation is left
    state: Literal["open", "healed", "moved", "settled"] = "open"
    said: str = ""  # about its explanation: that it was refused, and why
    together: bool = False  # a change of one of its cells settles it; else every cell has to change


@dataclass(frozen=True, kw_only=True)
class Leftover:
    """Content that no cell of the form holds: listed on the notes sheet, character for character."""

    where: str  # in words: the cell, its label, and what the text was
    text: str


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One form sheet to be stamped."""

    values: Mapping[str, Value]
    campaign: str | None = None
    issue: int = 1
    check: str | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)  # rule id -> text
    tint: bool = False  # tint prefilled cells until somebody touches them
    # of a sheet that is given back
    issued: Mapping[str, Value] | None = (
        None  # what it was first issued with; None: ``values``, with defaults
    )
    typed: Mapping[str, str | float | bool] = field(default_factory=dict)  # field -> what could not be read
    findings: tuple[Listed, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
