"""What drawing needs everywhere: the book, the edition, where everything is, the formats made so far."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xltool.book.checkplan import CheckPlan
from xltool.book.checksheet import CheckSheet
from xltool.book.lists import ListSheet
from xltool.book.wording import WORDS
from xltool.form import Edition, Field, Layout
from xltool.formula import CellRef

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["CREATED", "IDENTITY_TOKEN", "PROJECT_TOKEN", "Pen", "finder", "issued_name", "sheet_token"]

CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(
    tzinfo=None
)  # fixed: same input, same bytes
PROJECT_TOKEN = "%PROJECT%"  # noqa: S105 - stands in the footer until a sheet is stamped
IDENTITY_TOKEN = "%IDENTITY%"  # noqa: S105 - stands in the core description


@dataclass
class Pen:
    book: Workbook
    edition: Edition
    layout: Layout
    lists: ListSheet
    checks: CheckSheet
    plan: CheckPlan
    titles: tuple[str, ...]  # form sheets
    cells: dict[str, tuple[int, int]]  # field -> row, column on a form sheet
    formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)

    def format(self, look: dict[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]


def sheet_token(number: int) -> str:
    """The tab of form sheet ``number`` in a blank for several projects, replaced when it is stamped."""
    return f"%SHEET{number}%"


def issued_name(pen: Pen, one: Field, number: int) -> str:
    """The name of the ``_meta`` cell that holds what a field was issued with."""
    tail = f"_{number + 1}" if len(pen.titles) > 1 else ""
    return "I" + one.defined_name[1:] + tail


def finder(pen: Pen, number: int, *, home: str) -> Callable[[str], CellRef]:
    """Cell of a key, for formulas on form sheet ``number`` (home "form") or on the check sheet ("check")."""
    edition = pen.edition
    form_sheet = None if home == "form" else pen.titles[number]
    check_name = None if home == "check" else WORDS[edition.form.language].check

    def find(key: str) -> CellRef:
        if key.startswith("#"):
            row, col = pen.plan.cell(key, number)
            return CellRef(row=row, col=col, sheet=check_name)
        name = key.removeprefix("@")
        row, col = pen.cells[name]
        value = None if key.startswith("@") else pen.lists.value_text(edition.form.fields[name])
        return CellRef(row=row - 1, col=col - 1, sheet=form_sheet, value=value)

    return find
