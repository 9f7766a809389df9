"""The tables that are never published: findings, how far the round is, what could not be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from xltool.report.data.table import Column, Table, Type, blocks_of
from xltool.report.data.words import COLUMNS, TABLES

if TYPE_CHECKING:
    from xltool.finding import Finding
    from xltool.report.blocks import Blocks
    from xltool.report.master.matter import Matter
    from xltool.standing import Standing
    from xltool.text import Lang

__all__ = ["about_findings", "about_round"]

Row = Sequence[object]


def _columns(*names: str, **types: Type) -> tuple[Column, ...]:
    return tuple(Column(name=name, type=types.get(name, "string"), label=COLUMNS[name]) for name in names)


def _table(
    name: str, columns: tuple[Column, ...], rows: Callable[[], Iterator[Row]], key: tuple[str, ...] = ()
) -> Table:
    refers = (("record", "records"),) if any(one.name == "record" for one in columns) else ()
    if name == "finding_places":
        refers = (("finding", "findings"),)
    return Table(
        name=name,
        title=TABLES[name],
        columns=columns,
        frames=lambda: blocks_of(columns, rows()),
        key=key,
        refers=refers,
    )


def about_findings(matter: Matter, lang: Lang) -> tuple[Table, Table]:
    """Findings, and their places, which may be several."""
    whole = _columns(
        *("finding", "record", "rule", "severity", "phase", "project", "department", "file", "message"),
        *("remedy", "expected", "actual", "explanation"),
        finding="integer",
        record="integer",
    )
    places = _columns(
        *("finding", "place", "file", "sheet", "cell", "field", "value"), finding="integer", place="integer"
    )

    def findings() -> Iterator[Row]:
        owner = _owners(matter.blocks)
        for number, one in enumerate(matter.blocks.findings(), start=1):
            yield (
                *(number, owner(one), one.id, one.severity, one.phase, one.project, one.department, one.file),
                *(one.message.pick(lang), one.remedy.pick(lang), one.expected, one.actual, one.explanation),
            )

    def spots() -> Iterator[Row]:
        for number, one in enumerate(matter.blocks.findings(), start=1):
            for at, place in enumerate(one.places, start=1):
                file = place.file or one.file
                yield (number, at, file, place.sheet, place.cell, place.field, place.value)

    return (
        _table("findings", whole, findings, ("finding",)),
        _table("finding_places", places, spots, ("finding", "place")),
    )


def _owners(blocks: Blocks) -> Callable[[Finding], int | None]:
    """For a finding the number of the one record that it is about, None where that is not clear."""
    sheets: dict[tuple[str, str], list[int]] = {}
    files: dict[str, list[int]] = {}
    projects: dict[str, list[int]] = {}
    for at, one in enumerate(chain.from_iterable(blocks.records()), start=1):
        sheets.setdefault((one.file, one.sheet), []).append(at)
        files.setdefault(one.file, []).append(at)
        if one.project is not None:
            projects.setdefault(one.project, []).append(at)

    def owner(one: Finding) -> int | None:
        own = projects.get(one.project or "", [])
        if one.file is None:
            return own[0] if len(own) == 1 else None
        named = {place.sheet for place in one.own_places if place.sheet}
        near = {number for sheet in named for number in sheets.get((one.file, sheet), [])}
        for some in (near, set(files.get(one.file, ())) & set(own), set(files.get(one.file, ()))):
            if len(some) == 1:
                return next(iter(some))
        return None

    return owner


def about_round(matter: Matter, lang: Lang) -> Iterator[Table]:
    """What is known of the round; a table of which there is nothing is left out."""
    if matter.standings:
        columns = _columns(
            *("project", "name", "department", "state", "overdue", "conflict", "deadline", "issue"),
            *("submission", "file", "received_at", "errors", "queries", "notes", "explained"),
            overdue="boolean",
            conflict="boolean",
            deadline="date",
            issue="integer",
            errors="integer",
            queries="integer",
            notes="integer",
            explained="integer",
        )
        yield _table("assignments", columns, lambda: map(_standing, matter.standings))
    if matter.explanations:
        columns = _columns("project", "department", "rule", "text", "state", "values")
        yield _table(
            "explanations",
            columns,
            lambda: (
                (one.project, one.department, one.rule, one.text, one.state, _json(one.values))
                for one in matter.explanations
            ),
        )
    if matter.unread:
        columns = _columns("file", "sheet", "reason", "why")
        yield _table(
            "unread",
            columns,
            lambda: ((one.file, one.sheet, one.reason, one.text.pick(lang)) for one in matter.unread),
        )


def _standing(one: Standing) -> Row:
    counts = one.findings
    return (
        *(one.project, one.name, one.department, one.state, one.overdue, one.conflict),
        *(one.deadline.isoformat() if one.deadline else None, one.issue, one.submission, one.file),
        *(one.received_at, counts.error, counts.query, counts.note, one.explained),
    )


def _json(values: object) -> str:
    return json.dumps(dict(values), ensure_ascii=False)  # type: ignore[call-overload]
