"""The grids of a form in long form: which tables there are, and the rows that a sheet gives.

``推移`` holds the figures by fiscal year that stand alone (costs, headcounts), a row per figure and year;
``指標`` the repeats (indicators), a row per instance and year, its texts and figures beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from xltool.form import NUMERIC, Edition, Field, Value

__all__ = ["Grid", "GridRow", "grids_of"]

_JOINTS = " 　の・:：-–"  # what stands between an instance's label and its figure's


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One row of a long table: which fields stand in it."""

    section: str
    label: str  # of the figure, or of the repeat's instance
    offset: int | None
    texts: Sequence[str | None]  # field ids, as the grid has headings
    figures: Sequence[str | None]


@dataclass(frozen=True, kw_only=True)
class Grid:
    key: str  # "trend", or "repeats"
    texts: Sequence[str]  # headings of the instance's texts
    figures: Sequence[str]  # headings; of the trend none: its one figure is a value with its unit
    years: bool
    rows: Sequence[GridRow]

    def of(self, values: Mapping[str, Value]) -> Iterator[GridRow]:
        """The rows in which a figure stands."""
        return (
            row for row in self.rows if any(key and values.get(key) not in (None, "") for key in row.figures)
        )

    def count(self, values: Mapping[str, Value]) -> int:
        return sum(1 for _ in self.of(values))


def grids_of(edition: Edition) -> list[Grid]:
    """The long tables of a form: at most one of each kind."""
    return [*_trend(edition), *_repeats(edition)]


def _is_figure(one: Field) -> bool:
    return one.type in NUMERIC or bool(one.also)


def _trend(edition: Edition) -> list[Grid]:
    rows = [
        GridRow(
            section=_title(edition, one),
            label=edition.row_label(one),
            offset=one.offset,
            texts=(),
            figures=(one.id,),
        )
        for one in edition.form.fields.values()
        if one.scope is None and one.offset is not None and _is_figure(one)
    ]
    return [Grid(key="trend", texts=(), figures=(), years=True, rows=rows)] if rows else []


def _repeats(edition: Edition) -> list[Grid]:
    """All repeats in one table; what some of them lack stays empty there."""
    instances = _instances(edition)
    if not instances:
        return []
    texts, figures = _endings(instances, figures=False), _endings(instances, figures=True)
    rows = []
    for (prefix, _), fields in instances.items():
        by_ending: dict[tuple[str, int | None], str] = {
            (one.row.removeprefix(prefix), one.offset): one.id for one in fields
        }
        offsets = {one.offset for one in fields if _is_figure(one)}
        rows += [
            GridRow(
                section=_title(edition, fields[0]),
                label=_instance_label(edition, fields),
                offset=offset,
                texts=[by_ending.get((ending, None)) for ending in texts],
                figures=[by_ending.get((ending, offset)) for ending in figures],
            )
            for offset in sorted(offsets, key=lambda at: (at is None, at or 0))
        ]
    heads = {ending: _head(edition, ending, instances) for ending in (*texts, *figures)}
    return [
        Grid(
            key="repeats",
            texts=[heads[one] for one in texts],
            figures=[heads[one] for one in figures],
            years=any(row.offset is not None for row in rows),
            rows=rows,
        )
    ]


_Instances = Mapping[tuple[str, str], Sequence[Field]]


def _instances(edition: Edition) -> _Instances:
    """(id prefix, instance) -> its fields, of the repeats that hold figures."""
    found: dict[tuple[str, str], list[Field]] = {}
    for one in edition.form.fields.values():
        if one.scope is not None:
            child = one.row[len(one.scope) + 1 :].split(".")[0]
            found.setdefault((f"{one.scope}.{child}.", child), []).append(one)
    return {key: fields for key, fields in found.items() if any(map(_is_figure, fields))}


def _endings(instances: _Instances, *, figures: bool) -> list[str]:
    return list(
        dict.fromkeys(
            one.row.removeprefix(prefix)
            for (prefix, _), fields in instances.items()
            for one in fields
            if _is_figure(one) is figures and (figures or one.offset is None)
        )
    )


def _title(edition: Edition, one: Field) -> str:
    return edition.text(one.section).strip("【】 ")


def _instance_label(edition: Edition, fields: Sequence[Field]) -> str:
    return _common(edition.row_label(one) for one in fields)


def _head(edition: Edition, ending: str, instances: _Instances) -> str:
    return _common(
        edition.row_label(one)
        for (prefix, _), fields in instances.items()
        for one in fields
        if one.row == prefix + ending
    )


def _common(labels: Iterable[str]) -> str:
    """What labels have in common, at their beginning or at their end."""
    some = list(dict.fromkeys(labels))
    if len(some) == 1:
        return some[0]
    start = _prefix(some)
    end = _prefix([one[::-1] for one in some])[::-1]
    return max(start, end, key=len).strip(_JOINTS) or some[0]


def _prefix(texts: Sequence[str]) -> str:
    same = takewhile(lambda chars: len(set(chars)) == 1, zip(*texts, strict=False))
    return "".join(chars[0] for chars in same)
