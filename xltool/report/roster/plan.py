"""What a roster workbook is drawn from, and the look that its sheets share."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xltool.form import Edition, Form, Reference, Value
from xltool.report.master.cells import row_height
from xltool.report.spreadsheet import Sheet
from xltool.text import Lang

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from xltool.report.roster.lists import Lists

__all__ = ["FIRST", "HEADER", "Contents", "Listed", "Pen", "reference_columns"]

HEADER = 3  # from 0: title, note, band, headings
FIRST = HEADER + 1  # the example row, then the data

Listed = Value | datetime.date


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What stands in the workbook."""

    edition: Edition
    lang: Lang = "ja"  # of the fixed words; headings of fields are the form's own
    rows: Sequence[Mapping[str, Listed]] = ()  # column key -> value
    departments: Sequence[tuple[str, str | None, str | None]] = ()  # name, mail address, contact
    reference: Mapping[str, Reference] = field(default_factory=dict)
    parameters: Mapping[str, float | str | None] = field(default_factory=dict)  # the campaign's own values


@dataclass(frozen=True, kw_only=True)
class Pen:
    """The book being drawn."""

    book: Workbook
    contents: Contents
    style: Callable[..., Format]
    lists: Lists

    @property
    def lang(self) -> Lang:
        return self.contents.lang

    def top(self, sheet: Sheet, title: str, note: str, width: float) -> None:
        """Title and note; ``width`` is what the columns below have, in characters."""
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, self.style("title", valign="vcenter"))
        sheet.set_row(1, row_height([(note, width)]) + 3)
        sheet.write_string(1, 0, note, self.style("note", valign="top"))

    def cell(self, **changes: Any) -> Format:
        return self.style("cell", **changes)


def reference_columns(form: Form) -> dict[str, tuple[str, ...]]:
    """Sheet -> its columns, as the form's choices name them, upper ones first."""
    out: dict[str, dict[str, None]] = {}
    for one in form.fields.values():
        if one.choices and one.choices.sheet and one.choices.column:
            out.setdefault(one.choices.sheet, {})[one.choices.column] = None
    return {sheet: tuple(columns) for sheet, columns in out.items()}
