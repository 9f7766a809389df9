"""What the codebook says, as plain rows: every file, table, column, field and choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from xltool.report.data.duck import have_duckdb
from xltool.report.data.sinks import have_parquet
from xltool.report.data.views import views
from xltool.report.data.words import FILES, TYPES, VIEWS, WORDS
from xltool.report.frames import STANDIN

if TYPE_CHECKING:
    from xltool.report.data.contents import Contents
    from xltool.report.data.meaning import Meaning
    from xltool.text import Lang

__all__ = [
    "Listing",
    "Series",
    "listings",
    "options_text",
    "public_text",
    "required_text",
    "series_of",
]

Cell = str | int | None
_SHOWN = 12  # choices that stand beside their field; the list of choices has them all


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One table of the codebook."""

    key: str
    title: str
    note: str | None
    heads: tuple[tuple[str, float], ...]  # word, width in the workbook
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Series:
    """A field, or those that differ in their fiscal year only."""

    row: str
    label: str
    fields: tuple[Meaning, ...]

    @property
    def years(self) -> list[tuple[str, str]]:
        """Id and fiscal year with its basis, of every column."""
        found = []
        for one in self.fields:
            if one.fiscal_year is not None:
                year = one.edition.year_label(one.fiscal_year)
                found.append((one.field.id, f"{year} {one.basis}" if one.basis else year))
        return found


def listings(own: Contents) -> tuple[Listing, ...]:
    return (_files(own), _fields(own), _choices(own), _tables(own))


def _heads(own: Contents, **widths: float) -> tuple[tuple[str, float], ...]:
    return tuple((WORDS[word].pick(own.lang), width) for word, width in widths.items())


def _files(own: Contents) -> Listing:
    lang, rows = own.lang, list[tuple[Cell, ...]]()
    endings = (".csv", ".excel.csv", *((".parquet",) if have_parquet() else ()))
    for table in own.tables:
        names = [
            table.name + ending
            for ending in endings
            if ending != ".excel.csv" or table.name != "cells" or own.few
        ]
        rows.append(("\n".join(names), table.title.pick(lang)))
    databases = ("data.sqlite", *(("data.duckdb",) if have_duckdb() else ()))
    for name in ("records.jsonl", *databases, "datapackage.json", "codebook.xlsx", "codebook.html"):
        rows.append((name, FILES[name].pick(lang)))
    return Listing(
        key="files",
        title=WORDS["files"].pick(lang),
        note="\n".join(FILES[ending].pick(lang) for ending in endings),
        heads=_heads(own, file=30, what=70),
        rows=tuple(rows),
    )


def form_of(one: Meaning) -> str:
    return f"{one.edition.form.id} {one.edition.year}"


def _fields(own: Contents) -> Listing:
    lang = own.lang
    rows: list[tuple[Cell, ...]] = []
    for one in own.fields:
        section = one.section or WORDS["head"].pick(lang)
        cells: tuple[Cell, ...] = (
            *(form_of(one), one.position, section, one.field.id, one.label, TYPES[one.type].pick(lang)),
            *(one.field.unit, options_text(one, lang), "、".join(one.field.also) or None),
            *(WORDS[one.owner].pick(lang), required_text(one, lang), one.field.formula_text),
        )
        rows.append(cells if own.public else (*cells, public_text(one, lang)))
    widths = {"form": 16, "no": 5, "section": 24, "id": 30, "label": 44, "type": 15, "unit": 7}
    widths |= {"options": 26, "standins": 18, "owner": 10, "required": 16, "formula": 34}
    return Listing(
        key="fields",
        title=WORDS["fields"].pick(lang),
        note=WORDS["standins_note"].pick(lang),
        heads=_heads(own, **widths, **({} if own.public else {"public": 9})),
        rows=tuple(rows),
    )


def options_text(one: Meaning, lang: Lang) -> str | None:
    """``own = 自治事務``, line by line; a list out of a reference sheet is named."""
    choices = one.field.choices
    if choices is not None and choices.sheet is not None:
        named = WORDS["from"].format(sheet=choices.sheet, column=choices.column or "").pick(lang)
        return named if not one.options else f"{named}\n{_joined(one, lang)}"
    return _joined(one, lang)


def _joined(one: Meaning, lang: Lang) -> str | None:
    options = one.options or ()
    lines = [code if code == label else f"{code} = {label}" for code, label in options[:_SHOWN]]
    if len(options) > _SHOWN:
        lines.append(WORDS["others"].format(n=len(options) - _SHOWN).pick(lang))
    return "\n".join(lines) or None


def required_text(one: Meaning, lang: Lang) -> str | None:
    return WORDS["always"].pick(lang) if one.required == "true" else one.required


def public_text(one: Meaning, lang: Lang) -> str:
    return WORDS["yes" if one.public else "no_internal"].pick(lang)


def _choices(own: Contents) -> Listing:
    return Listing(
        key="choices",
        title=WORDS["choices"].pick(own.lang),
        note=None,
        heads=_heads(own, form=18, id=30, label=40, code=26, name=40),
        rows=tuple(
            (form_of(one), one.field.id, one.label, code, label)
            for one in own.fields
            for code, label in one.options or ()
        ),
    )


def _tables(own: Contents) -> Listing:
    lang = own.lang
    ids = {one.field.id for one in own.fields}
    rows: list[tuple[Cell, ...]] = []
    for table in own.tables:
        for one in table.columns:
            if table.name != "records" or one.name.removesuffix(STANDIN) not in ids:
                rows.append((table.name, one.name, one.label.pick(lang), TYPES[one.type].pick(lang)))
    for name in views(public=own.public):
        rows.append((name, None, VIEWS[name].pick(lang), WORDS["view"].pick(lang)))
    return Listing(
        key="tables",
        title=WORDS["tables"].pick(lang),
        note=WORDS["columns_note"].pick(lang),
        heads=_heads(own, table=24, column=20, what=70, type=24),
        rows=tuple(rows),
    )


def series_of(own: Contents) -> Iterator[tuple[str, str, list[Series]]]:
    """Form and year, section, and the series in it, in printed order; an id is told once."""
    for (form, section), fields in groupby(own.fields, key=lambda one: (form_of(one), one.section or "")):
        found: dict[str, list[Meaning]] = {}
        for one in fields:
            found.setdefault(one.field.row, []).append(one)
        yield (
            form,
            section,
            [
                Series(row=row, label=some[0].edition.row_label(some[0].field), fields=tuple(some))
                for row, some in found.items()
            ],
        )
