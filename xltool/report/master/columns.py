"""Which columns the project list has: the form's fields under unique labels, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import Literal

from xltool.book.record import Record
from xltool.finding import SEVERITIES, Severity
from xltool.form import NUMERIC, Edition, Field, Value, split_id
from xltool.report.frames import fields_of
from xltool.report.master.words import SEVERITY, WORDS
from xltool.text import Lang, display_width

__all__ = ["Column", "Listing", "Row", "list_of"]

Kind = Literal["serial", "text", "long", "code", "number", "year", "date", "choice", "box", "count"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One project sheet of the list."""

    number: int  # from 1, unique in the workbook
    record: Record
    counts: Mapping[Severity, int]  # its findings


@dataclass(frozen=True, kw_only=True)
class Column:
    key: str  # field id, or #no, #file, …
    header: str  # unique ignoring case
    block: str
    kind: Kind
    width: float  # characters
    field: Field | None = None
    committee: bool = False  # the committee types here
    labels: Mapping[str, str] = attribute(default_factory=dict)  # code -> what the cell shows


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list: all sheets of one form."""

    sheet: str  # name of its worksheet
    form: str
    title: str
    edition: Edition  # the latest
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    lead: int  # number of columns that stay in sight

    def at(self, key: str) -> int | None:
        """Position of a column."""
        return next((i for i, one in enumerate(self.columns) if one.key == key), None)

    def cell(self, row: Row, column: Column) -> Value:
        """What stands in the list."""
        value = _own(row, column.key) if column.key.startswith("#") else row.record.values.get(column.key)
        if column.kind == "box":
            return "■" if value is True else "□"
        return column.labels.get(str(value), value) if isinstance(value, str) else value


def _own(row: Row, key: str) -> Value:
    record, identity = row.record, row.record.edition.form.identity
    match key:
        case "#no":
            return row.number
        case "#project":
            return record.project or record.values.get(identity.project or "")
        case "#name":
            return record.values.get(identity.name or "")
        case "#department":
            return record.department or record.values.get(identity.department or "")
        case "#year":
            return record.year
        case "#file":
            return record.file
        case "#sheet":
            return record.sheet
        case _:
            return next(row.counts[severity] for severity in SEVERITIES if key == f"#{severity}")


def list_of(rows: Sequence[Row], sheet: str, lang: Lang) -> Listing:
    """The list of the sheets of one form."""
    edition = max((row.record.edition for row in rows), key=lambda e: (e.year, e.form.version))
    years = {row.record.year for row in rows}
    lead = _lead(rows, lang, several_years=len(years) > 1)
    identity = edition.form.identity
    shown = {identity.project, identity.name, identity.department}
    fields = [one for key, one in fields_of([row.record for row in rows]).items() if key not in shown]
    columns = [*lead, *_fields(edition, fields, lang, several_years=len(years) > 1), *_source(lang)]
    return Listing(
        sheet=sheet,
        form=edition.form.id,
        title=edition.title,
        edition=edition,
        rows=tuple(rows),
        columns=_unique(columns),
        lead=len(lead),
    )


def _lead(rows: Sequence[Row], lang: Lang, *, several_years: bool) -> list[Column]:
    names = [str(_own(row, "#name") or "") for row in rows]
    departments = [str(_own(row, "#department") or "") for row in rows]

    def own(key: str, word: str, kind: Kind, width: float) -> Column:
        return Column(key=key, header=WORDS[word].pick(lang), block="", kind=kind, width=width)

    return [
        Column(key="#no", header="No.", block="", kind="serial", width=6),
        own("#project", "project", "code", 10),
        own("#name", "name", "text", _between(18, 32, names)),
        own("#department", "department", "text", _between(12, 24, departments)),
        *([own("#year", "year", "year", 11)] if several_years else []),
        *(
            Column(key=f"#{one}", header=SEVERITY[one].pick(lang), block="", kind="count", width=8)
            for one in SEVERITIES
        ),
    ]


def _source(lang: Lang) -> list[Column]:
    block = WORDS["source"].pick(lang)
    return [
        Column(key="#file", header=WORDS["file"].pick(lang), block=block, kind="text", width=34),
        Column(key="#sheet", header=WORDS["sheet"].pick(lang), block=block, kind="text", width=18),
    ]


def _fields(edition: Edition, fields: Sequence[Field], lang: Lang, *, several_years: bool) -> list[Column]:
    columns: list[Column] = []
    block = WORDS["header"].pick(lang)
    for one in fields:
        title = edition.text(one.section).strip().strip("【】")
        if not title and columns and columns[-1].field and columns[-1].field.section:
            title = WORDS["other"].pick(lang)
        block = title or block
        kind = _kind(edition, one)
        labels = _labels(edition, one)
        header = edition.label(one)
        if several_years and one.offset is not None:
            base = WORDS["year"].pick(lang)
            header = f"{edition.row_label(one)}（{base}{split_id(one.id)[1] or 0:+d}）"
        columns.append(
            Column(
                key=one.id,
                header=header,
                block=block,
                kind=kind,
                width=_width(kind, labels, header),
                field=one,
                committee=one.owner == "committee",
                labels=labels,
            )
        )
    return columns


def _kind(edition: Edition, one: Field) -> Kind:  # noqa: PLR0911 - one line per type
    if one.is_box:
        return "box"
    if one.type in NUMERIC:
        return "number"
    if one.type == "fiscal_year":
        return "year"
    if one.type == "date":
        return "date"
    if one.type in ("code", "phone"):
        return "code"
    if one.type == "paragraph":
        return "long"
    if one.type == "choice" and edition.options(one) is None:
        return "text"
    return "choice" if one.choices else "text"


def _labels(edition: Edition, one: Field) -> dict[str, str]:
    if one.choices is None or one.choices.sheet is not None or one.type == "score":
        return {}
    return {code: edition.text(label) for code, label in one.choices.options}


def _width(kind: Kind, labels: Mapping[str, str], header: str) -> float:
    match kind:
        case "long":
            return 42
        case "text":
            return 22
        case "choice":
            return _between(11, 20, labels.values())
        case "box":
            return _between(9, 12, [header[:6]])
        case "code":
            return 12
        case _:
            return 12


def _between(least: float, most: float, texts: object) -> float:
    assert hasattr(texts, "__iter__")
    return float(min(most, max([least, *(display_width(text) + 2.0 for text in texts)])))


def _unique(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Headings that Excel's tables accept: none twice, none empty, none over 255 characters."""
    taken: set[str] = set()
    out = []
    for one in columns:
        base = one.header.strip()[:240] or one.key
        header, n = base, 1
        while header.casefold() in taken:
            n += 1
            header = f"{base} ({n})"
        taken.add(header.casefold())
        out.append(replace(one, header=header))
    return tuple(out)
