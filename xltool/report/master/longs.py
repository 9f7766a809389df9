"""The sheets 推移 and 指標: the grids of every sheet in long form, ready for a pivot table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from xltool.form import Edition, Value
from xltool.report.master.columns import unique
from xltool.report.master.facts import About, Facts
from xltool.report.master.grids import Grid, GridRow, grids_of
from xltool.report.master.listing import Cell, Column, Kind, Listing, Table
from xltool.report.master.matter import Matter
from xltool.report.master.remarks import MOST_ROWS, in_blocks
from xltool.report.master.words import SHEETS, WORDS
from xltool.text import Lang

__all__ = ["long_tables"]

_FILES = {"trend": "trend.csv", "repeats": "repeats.csv"}


def long_tables(matter: Matter, facts: Facts, listings: Sequence[Listing], lang: Lang) -> list[Table]:
    """For each list its long tables; none where its form has no grids."""
    found = []
    for listing in listings:
        for grid in grids_of(listing.edition):
            if facts.grids[f"{listing.form}|{grid.key}"]:
                found.append(_table(matter, facts, listing, grid, lang, several=len(listings) > 1))
    return found


def _table(matter: Matter, facts: Facts, listing: Listing, grid: Grid, lang: Lang, *, several: bool) -> Table:
    columns = _columns(grid, lang)
    count = facts.grids[f"{listing.form}|{grid.key}"]
    name = SHEETS[grid.key].pick(lang)
    note = WORDS["long_note"].pick(lang)
    if count > MOST_ROWS:
        told = WORDS["too_long"].format(n=MOST_ROWS, all=count, file=_FILES[grid.key])
        note = f"{told.pick(lang)} {note}"
    rows = [one for one in facts.records if one.edition.form.id == listing.form]
    return Table(
        name=grid.key,
        sheet=f"{name} {listing.form}"[:31] if several else name,
        title=listing.title,
        note=note,
        columns=columns,
        count=min(count, MOST_ROWS),
        blocks=lambda: in_blocks(islice(_rows(matter, listing.form, rows, grid), MOST_ROWS), columns),
        lead=2,
    )


def _columns(grid: Grid, lang: Lang) -> tuple[Column, ...]:
    def own(key: str, word: str, kind: Kind, width: float) -> Column:
        return Column(key=f"#{key}", header=WORDS[word].pick(lang), kind=kind, width=width)

    years = [own("year", "fiscal_year", "year", 11), own("basis", "basis", "text", 13)]
    value = [own("figure0", "figure", "number", 15), own("standin", "standin", "text", 12)]
    return unique(
        [
            own("project", "project", "code", 10),
            own("name", "name", "text", 28),
            own("department", "department", "text", 20),
            own("section", "section", "text", 22),
            own("item", "item", "text", 28),
            *(_free(f"text{n}", head, "text", 24) for n, head in enumerate(grid.texts)),
            *(years if grid.years else ()),
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
        years = [edition.year + at, edition.form.basis.get(at)] if at is not None else [None, None]
    start: list[Cell] = [about.whose.project, about.name, about.department, row.section, row.label]
    texts, figures = (
        [value(keys[n] if n < len(keys) else None) for n in range(len(heads))]
        for keys, heads in ((row.texts, shape.texts), (row.figures, shape.figures))
    )
    if shape.figures:
        return [*start, *texts, *years, *figures]
    key = row.figures[0] or ""
    figure = value(key)
    standin = figure if isinstance(figure, str) else None
    return [*start, *years, None if standin else figure, standin, edition.form.fields[key].unit]
