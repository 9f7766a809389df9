"""What was read from one form sheet, and the facts that reading met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xltool.form.batch import Value
from xltool.form.edition import Edition
from xltool.text import Text

__all__ = ["DOUBTFUL", "Anomaly", "AnomalyKind", "Located", "Record", "Unread", "UnreadReason"]

Located = Literal["sheet-name", "book-name", "key", "label", "address"]

# What reading can meet. Each word is judged by one rule of xltool/rules/builtin; behind it, what a note says.
AnomalyKind = Literal[
    # one cell
    "unreadable",  # no value of the field's type; note: the sentence of the Reading
    "ambiguous",  # several meanings; note: the sentence of the Reading, which names them
    "not_in_list",  # a choice, tick or score outside its list; note: the sentence of the Reading
    "error_value",  # an Excel error in an input cell; value: #N/A
    "normalised",  # read, though written another way; note: the sentence of the Reading
    "control_characters",  # characters that no one can see stand in a text; they are kept
    "struck_through",  # the text is struck through: deleted or not?
    "altered_formula",  # another formula than the form's; value: the one in the file, expected: the form's
    "formulas_not_checkable",  # the file's format shows no formulas
    "overwritten_formula",  # a value stands where the form computes; value: what stands there
    # where the fields are
    "lost",  # the field was found nowhere
    "label_only",  # found only by its printed label
    "moved",  # name, key and label disagree; the key was believed; note: both places
    "merged_over",  # the cell lies under a merged range, its content cannot be seen
    "duplicate_cell",  # the file holds the cell twice; the last one was read
    # whose sheet it is
    "unknown_version",  # made with a version of the form that nobody has; note: which, and what was read
    "missing_field",  # the form in force has it, the older form that the sheet was made from had not
    "removed_field",  # the reverse: value: what stands there; note: its label
    "carriers_conflict",  # the carriers of the identity disagree; note: which says what
    "identity_conflict",  # an identity field disagrees with the carriers; expected: what they say
    "twin_sheet",  # an earlier sheet of the workbook is of the same project; value: its name
    # what belongs to no field; note: where it was found, in words
    "outside",  # a cell inside the form's area
    "comment",  # a cell comment
    "text_box",  # text in a drawing
    "picture",  # a picture or an embedded object; value: its name
    # what the file carries; value: its name
    "macros",
    "external_links",
    "hidden_sheet",  # a sheet of somebody's own that is hidden
    "extra_sheet",  # a sheet of somebody's own; it was not read
]

# Kinds after which nobody knows the field's value: whatever depends on it is not judged.
DOUBTFUL: frozenset[AnomalyKind] = frozenset(
    {"unreadable", "ambiguous", "not_in_list", "error_value", "lost", "merged_over", "missing_field"}
)

# Why a file, or a sheet of it, gave no record; all others are words of xltool.errors.Unreadable.
UnreadReason = Literal["no_form_sheet", "unknown_form"]


@dataclass(frozen=True, kw_only=True)
class Anomaly:
    """A fact that reading met, without judgement: rules make findings of it."""

    kind: AnomalyKind
    field: str | None = None
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None  # what stands there
    note: Text | None = None  # what was made of it, or why it cannot be read
    expected: str | None = None
    text: str | None = None  # what stands there in full, where ``value`` says something else


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
    check: str | None = None  # check code of the identity, as the sheet says it
    values: dict[str, Value]  # every field of the form; computing fields recomputed
    raw: Mapping[str, str]  # text as it stood in the file; a formula cell's cached value
    cells: Mapping[str, str]  # field -> A1 address in the file
    located: Mapping[str, Located]
    doubtful: frozenset[str] = frozenset()  # fields whose content could not be read
    issued: Mapping[str, Value] = field(default_factory=dict)  # what the locked cells were issued with
    cached: Mapping[str, Value] = field(
        default_factory=dict
    )  # computing fields as in the file, if calculated
    formulas: Mapping[str, str | None] = field(default_factory=dict)  # as in the file; None: overwritten
    explanations: Mapping[str, str] = field(default_factory=dict)  # rule id -> the department's answer
    anomalies: tuple[Anomaly, ...] = ()
    made_with: str | None = None  # the version that the sheet says, where the edition is another

    @property
    def form(self) -> str:
        return self.edition.form.id

    @property
    def version(self) -> str:
        return self.made_with or self.edition.form.version

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
            "raw": dict(self.raw),
            "located": dict(self.located),
        }


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A file, or a sheet of it, that gave no record, and why."""

    file: str
    sheet: str | None = None
    reason: str  # an UnreadReason, or the word of xltool.errors.Unreadable: damaged, limit, locked, …
    text: Text
