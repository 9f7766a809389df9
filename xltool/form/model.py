"""What a sheet is: sections of rows of boxes, fields, choices, parameters and rules. Knows no Excel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from xltool.finding import Phase, Severity
from xltool.formula import Name, Node, Range
from xltool.text import Lang, Text

__all__ = [
    "NUMERIC",
    "TYPES",
    "Box",
    "Choices",
    "Field",
    "Form",
    "Identity",
    "Indicator",
    "Lifecycle",
    "Parameter",
    "Repeat",
    "Row",
    "Rule",
    "Section",
    "TextBox",
    "field_id",
    "split_id",
]

FieldType = Literal[
    "text",
    "paragraph",
    "integer",
    "decimal",
    "amount",
    "percent",
    "fiscal_year",
    "date",
    "code",
    "phone",
    "choice",
    "tick",
    "score",
]
TYPES: tuple[FieldType, ...] = FieldType.__args__  # type: ignore[attr-defined]
NUMERIC: frozenset[FieldType] = frozenset({"integer", "decimal", "amount", "percent", "score"})


def field_id(row: str, offset: int | None) -> str:
    """``cost.general`` and -1 give ``cost.general[-1]``; the base year is ``[0]``, later ones ``[+n]``."""
    if offset is None:
        return row
    return f"{row}[{offset:+d}]" if offset else f"{row}[0]"


def split_id(name: str) -> tuple[str, int | None]:
    """The reverse of :func:`field_id`; ValueError where the brackets hold no number."""
    if name.endswith("]"):
        row, _, offset = name[:-1].partition("[")
        return row, int(offset)
    return name, None


@dataclass(frozen=True, kw_only=True)
class Choices:
    """A list to choose from: fixed in the form, or a column of a reference sheet of the campaign."""

    options: tuple[tuple[str, str], ...] = ()  # (code, label); code == label where none is given
    sheet: str | None = None  # reference sheet
    column: str | None = None  # its column
    parent: str | None = None  # field id whose value narrows the list


@dataclass(frozen=True, kw_only=True)
class Field:
    """One cell that holds one value."""

    id: str
    row: str  # the id without its column
    label: str  # as printed; may hold {placeholders} that the edition fills in
    section: str  # title of its section
    type: FieldType
    line: int  # in the form file
    offset: int | None = None  # fiscal-year column
    sub: str | None = None  # label of its part of a split column
    scope: str | None = None  # id prefix of the repeat that it stands in: activity
    unit: str | None = None
    decimals: int | None = None  # digits after the point that the cell shows
    choices: Choices | None = None
    also: tuple[str, ...] = ()  # stand-ins
    required: bool | Node = False
    required_text: str | None = None  # the condition as typed, where there is one
    formula: Node | None = None
    formula_text: str | None = None  # as typed, {n} and {sub} filled in
    default: Node | None = None  # value the blank is stamped with
    owner: Literal["department", "committee"] = "department"
    prefill: Literal["locked", "editable"] | None = None
    carry: str | None = None  # id in last year's record, the same fiscal year's column
    internal: bool = False
    exact: bool = False
    minimum: float | None = None
    maximum: float | None = None
    length: int | None = None  # most characters; for codes the exact number of digits
    help: str = ""

    @property
    def phase(self) -> Phase:
        return "committee" if self.owner == "committee" else "submission"

    @property
    def whole(self) -> bool:
        """Whether fractions have no place: counts, scores, years, and amounts (whole in their unit)."""
        return self.type in ("integer", "score", "fiscal_year") or (
            self.type == "amount" and not self.decimals
        )

    @property
    def locked(self) -> bool:
        """The department cannot type here."""
        return self.formula is not None or self.owner == "committee" or self.prefill == "locked"

    @property
    def is_box(self) -> bool:
        """One ■/□ box with a boolean value."""
        return self.type == "tick" and self.choices is None

    @property
    def defined_name(self) -> str:
        """``cost.general[-1]`` is ``F_cost__general__m1`` (contract)."""
        tail = ""
        if self.offset is not None:
            tail = "__0" if self.offset == 0 else f"__{'m' if self.offset < 0 else 'p'}{abs(self.offset)}"
        return "F_" + self.row.replace(".", "__") + tail


@dataclass(frozen=True, kw_only=True)
class TextBox:
    """Printed text that is part of the form."""

    text: str
    width: int
    style: Literal["label", "head", "note", "plain", "legend"] = "label"
    offset: int | None = None
    align: Literal["left", "center", "right"] | None = None
    rows: int = 1  # least number of text lines to leave room for
    field: str | None = None  # the id of the field that it names


@dataclass(frozen=True, kw_only=True)
class FieldBox:
    """The cell of a field."""

    field: str
    width: int
    lines: int = 1


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Rows inside a row: its neighbours span them."""

    rows: tuple[Row, ...]
    width: int


Box = TextBox | FieldBox | Stack


@dataclass(frozen=True, kw_only=True)
class Row:
    """Boxes beside each other."""

    boxes: tuple[Box, ...]  # widths add up to the width of what holds the row


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled part of the form."""

    title: str
    note: str  # small print beside the title: (単位:千円)
    rows: tuple[Row, ...]
    page_break: bool = False  # start on a new page


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """``activity`` with its instances ``1 2 3 4``."""

    id: str
    children: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A value that belongs to the campaign: population, unit costs, label words."""

    id: str
    label: str
    type: Literal["number", "text"]
    default: float | str | None
    per_year: bool = False


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Which fields say whose sheet this is."""

    project: str | None = None
    name: str | None = None
    department: str | None = None
    nothing: str | None = None  # the 該当なし box


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """What tells how long a project lasts, for comparison with last year's sheets."""

    new: Node | None = None  # holds in the first sheet of a project
    ended: Node | None = None  # holds in the last one: nothing is owed the year after
    start_year: str | None = None  # field with the first fiscal year
    end_year: str | None = None  # field with the last one


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """Fields that name indicators and those with their units, pair by pair."""

    name: Name
    unit: Name


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A formula that must hold; evaluated live in the workbook and over records alike."""

    id: str  # with its prefix: jimu-jigyo/end_year_cost
    severity: Severity
    line: int
    title: Text
    message: Text
    remedy: Text
    expect: Node
    when: Node | None = None
    each: str | None = None  # cost.year | activity | activity.*.year
    at: tuple[Name | Range, ...] = ()
    phase: Phase = "submission"
    family: str = ""
    fails: dict[str, object] = field(default_factory=dict)  # changes to the clean sheet that break the rule
    passes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Form:
    """One version of one sheet, for any base year."""

    id: str
    version: str
    title: str
    language: Lang
    canvas: int  # number of columns
    offsets: tuple[int, ...]  # the form's fiscal-year columns
    basis: dict[int, str]  # 決算額 / 当初予算額 / …, by offset
    sections: tuple[Section, ...]
    fields: dict[str, Field]  # in printed order
    rules: tuple[Rule, ...]
    parameters: dict[str, Parameter]
    identity: Identity
    repeats: dict[str, Repeat]
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    indicators: tuple[Indicator, ...] = ()
    guide: tuple[str, ...] = ()  # paragraphs that open 記入要領
    landscape: bool = False
    source: str = ""  # the file that it was read from
    folder: Path | None = None  # where that file lies
    files: tuple[tuple[str, str], ...] = ()  # (name, text) of what it was read from
    digest: str = ""  # of these texts

    @cached_property
    def rows_of(self) -> dict[str, tuple[Field, ...]]:
        """Row id -> its fields in column order (one without columns)."""
        rows: dict[str, list[Field]] = {}
        for one in self.fields.values():
            rows.setdefault(one.row, []).append(one)
        return {row: tuple(fields) for row, fields in rows.items()}

    @cached_property
    def blocks(self) -> dict[str, int]:
        """Field id -> the number of its section, from 0; titles alone need not differ."""
        return {key: number for number, one in enumerate(self.sections) for key in _inside(one.rows)}


def _inside(rows: tuple[Row, ...]) -> Iterator[str]:
    for row in rows:
        for box in row.boxes:
            if isinstance(box, FieldBox):
                yield box.field
            elif isinstance(box, Stack):
                yield from _inside(box.rows)
