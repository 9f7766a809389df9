"""What was read from one form sheet, and the facts that reading met."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from xltool.form.batch import Value
from xltool.form.edition import Edition
from xltool.text import Text

__all__ = ["Anomaly", "Located", "Record", "Unread"]

Located = Literal["sheet-name", "book-name", "key", "label", "address"]


@dataclass(frozen=True, kw_only=True)
class Anomaly:
    """A fact that reading met, without judgement: rules make findings of it."""

    kind: str  # the words that rules/registry knows: unreadable, ambiguous, normalised, not_in_list, …
    field: str | None = None
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None  # what stands there
    note: Text | None = None  # what was made of it, or why it cannot be read
    expected: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Record:
    """The values of one form sheet, each with its source cell."""

    file: str
    sheet: str
    edition: Edition
    campaign: str | None = None
    project: str | None = None
    department: str | None = None
    issue: int | None = None
    values: dict[str, Value]  # every field of the form; computing fields recomputed
    raw: dict[str, str]  # text as it stood in the file; a formula cell's cached value
    cells: dict[str, str]  # field -> A1 address in the file
    located: dict[str, Located]
    doubtful: frozenset[str] = frozenset()  # fields whose content could not be read
    issued: dict[str, Value] = field(default_factory=dict)  # what the locked cells were issued with
    cached: dict[str, Value] = field(default_factory=dict)  # computing fields: what the file holds; absent: not calculated
    formulas: dict[str, str | None] = field(default_factory=dict)  # computing fields: the formula in the file, None: overwritten
    explanations: dict[str, str] = field(default_factory=dict)  # rule id -> the department's answer
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def form(self) -> str:
        return self.edition.form.id

    @property
    def version(self) -> str:
        return self.edition.form.version

    @property
    def year(self) -> int:
        return self.edition.year

    def to_json(self) -> dict[str, object]:
        """The contract shape of ``extract``."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "form": self.form,
            "version": self.version,
            "year": self.year,
            "campaign": self.campaign,
            "project": self.project,
            "department": self.department,
            "values": self.values,
            "raw": self.raw,
            "located": self.located,
        }


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A file, or a sheet of it, that gave no record, and why."""

    file: str
    sheet: str | None = None
    reason: str  # damaged, limit, locked, not_a_workbook, no_form_sheet, unknown_form, unknown_version …
    text: Text
