"""The sheets 推移 and 指標: the grids of every sheet in long form, ready for a pivot table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.form import Edition, Value
from xltool.report.master.cells import fitted
from xltool.report.master.columns import unique
from xltool.report.master.facts import About, Facts
from xltool.report.master.grids import Grid, GridRow, grids_of
from xltool.report.master.listing import Cell, Column, Kind, Listing, Table, Tinted
from xltool.report.master.matter import Matter
from xltool.report.master.rows import beyond, fits, in_blocks, shortened
from xltool.report.master.words import SHEETS, WORDS
from xltool.text import Lang

__all__ = ["long_tables"]

_FILE = "cells.csv"  # of ``consolidate --to``: every value of every sheet


def long_tables(matter: Matter, facts: Facts, listings: Sequence[Listing], lang: Lang) -> list[Table]:
    """For each list its long tables; none where its form has no grids."""
    found = []
    for listing in listings:
        for grid in grids_of(listing.edition):
            if facts.grids[f"{listing.form}|{grid.key}"]:
                found.append(_table(matter, facts, listing, grid, lang, several=len(listings) > 1))
    return found


def _table(matter: Matter, facts: Facts, listing: Listing, grid: Grid, lang: Lang, *, several: bool) -> Table:
    columns = _columns(grid, facts, listing.form, lang)
    count = facts.grids[f"{listing.form}|{grid.key}"]
    name = SHEETS[grid.key].pick(lang)
    rows = [one for one in facts.records if one.edition.form.id == listing.form]
    return Table(
        name=grid.key,
        sheet=f"{name} {listing.form}"[:31] if several else name,
        title=listing.title,
        note=shortened(WORDS["long_note"].pick(lang), count, _FILE, lang),
        columns=columns,
        count=fits(count),
        blocks=lambda: in_blocks(_rows(matter, listing.form, rows, grid), columns),
        lead=2,
        whole=beyond(count),
        file=_FILE,
        looks={"whole": {"num_format": "#,##0", "align": "right", "text_wrap": False, "shrink": True}},
    )


def _columns(grid: Grid, facts: Facts, form: str, lang: Lang) -> tuple[Column, ...]:
    def own(key: str, word: str, kind: Kind, width: float) -> Column:
        return Column(key=f"#{key}", header=WORDS[word].pick(lang), kind=kind, width=width)

    years = [own("year", "fiscal_year", "year", 11)]
    basis = [own("basis", "basis", "text", 13)]  # of amounts: an indicator's figure has none
    value = [own("figure0", "figure", "number", 15), own("standin", "standin", "text", 12)]
    longest = {key: max(some) for key, some in facts.lengths.get(form, {}).items()}
    texts = [
        float(min(26, max(9, *(2 * longest.get(row.texts[n] or "", 0) + 2 for row in grid.rows))))
        for n in range(len(grid.texts))
    ]
    return unique(
        [
            own("project", "project", "code", 10),
            own("name", "name", "text", facts.name_width),
            own("department", "department", "text", facts.department_width),
            own("section", "section", "text", fitted(10, 26, (row.section for row in grid.rows))),
            own("item", "item", "text", fitted(12, 40, (row.label for row in grid.rows))),
            *(_free(f"text{n}", head, "text", texts[n]) for n, head in enumerate(grid.texts)),
            *(years if grid.years else ()),
            *(basis if grid.years and not grid.figures else ()),
            *(_free(f"figure{n}", head, "number", 14) for n, head in enumerate(grid.figures)),
            *(() if grid.figures else (*value, own("unit", "unit", "text", 9))),
        ]
    )


def _free(key: str, header: str, kind: Kind, width: float) -> Column:
    return Column(key=f"#{key}", header=header, kind=kind, width=width)


def _rows(matter: Matter, form: str, about: Sequence[About], shape: Grid) -> Iterator[Sequence[Cell]]:
    own = iter(about)
    grids = {
        id(one): next((grid for grid in grids_of(one) if grid.key == shape.key), None)
        for one in matter.blocks.editions
    }
    for block in matter.blocks.records():
        for record in block:
            if record.form != form:
                continue
            one = next(own)
            grid = grids[id(record.edition)]
            for row in grid.of(record.values) if grid else ():
                yield _row(one, row, record.edition, record.values, shape)


def _row(
    about: About, row: GridRow, edition: Edition, values: dict[str, Value], shape: Grid
) -> Sequence[Cell]:
    def value(key: str | None) -> Cell:
        return values.get(key) if key else None

    years: list[Cell] = []
    if shape.years:
        at = row.offset
        years = [None if at is None else edition.year + at]
        if not shape.figures:
            years.append(None if at is None else edition.form.basis.get(at))
    start: list[Cell] = [about.whose.project, about.name, about.department, row.section, row.label]
    texts, figures = (
        [value(keys[n] if n < len(keys) else None) for n in range(len(heads))]
        for keys, heads in ((row.texts, shape.texts), (row.figures, shape.figures))
    )
    if shape.figures:
        return [*start, *texts, *years, *map(_grouped, figures)]
    key = row.figures[0] or ""
    figure = value(key)
    standin = figure if isinstance(figure, str) else None
    shown = None if standin else _grouped(figure)
    return [*start, *years, shown, standin, edition.form.fields[key].unit]


def _grouped(value: Cell) -> Cell:
    """Whole numbers with their thousands set apart; the others as they are."""
    whole = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    return Tinted(value, "whole") if whole else value  # type: ignore[arg-type]
