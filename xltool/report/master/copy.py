"""What stands in a master that came back: the slots as they were written and as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xltool.report.master.matter import Shown, Slot
from xltool.text import Text

__all__ = ["Found", "MasterCopy", "Problem"]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The content of one slot's cell in the file; a choice by its code, where the list has its label."""

    value: Shown
    sheet: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why something of the file is not taken."""

    text: Text
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, kw_only=True)
class MasterCopy:
    """A master as somebody saved it."""

    id: str  # of the master that it is a copy of
    campaign: str | None
    written: Mapping[Slot, Shown]  # as the master was written; empty ones too
    here: Mapping[Slot, Found]  # as they are in this file; those of deleted rows or columns are missing
    missing: tuple[Slot, ...]  # slots that are not in the file any more: nothing is taken from them
    problems: tuple[Problem, ...]  # rows that are there twice and differ, sheets and columns that are gone
    saved_by: str | None  # lastModifiedBy, as the file says
    saved_at: str | None
