"""Charts as numbers that a template draws: stacked bars in percent, so that they fit every screen."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltool.finding import SEVERITIES, Severity

__all__ = ["Bar", "Piece", "Progress", "bars", "progress_chart"]

Moment = str | datetime.date
Series = Sequence[tuple[Moment, Mapping[Severity, int]]]
_MOST_BARS = 10
_HEIGHT = 150.0  # of the columns, in pixels
_MARGIN = 6.0  # percent of the width left of the columns, for the numbers of the lines
_LABELS = 6  # moments that are written out below the columns, with their numbers above where all are too many
_NUMBERS = 12  # columns that all have their number above them


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One coloured part of a bar or column."""

    severity: Severity
    start: float
    size: float


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One line of a bar chart; start and size of its pieces are percent of the longest."""

    key: int
    counts: Mapping[Severity, int]
    total: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One moment; x and width in percent, start and size of the pieces in pixels from the top."""

    label: str
    short: str  # below the column
    x: float
    width: float
    shown: bool  # whether its label is written
    counted: bool  # whether its number is written
    total: int
    counts: Mapping[Severity, int]
    pieces: tuple[Piece, ...]

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def top(self) -> float:
        return self.pieces[-1].start if self.pieces else _HEIGHT


@dataclass(frozen=True, kw_only=True)
class Progress:
    columns: tuple[Column, ...]
    lines: tuple[tuple[float, int], ...]  # height and number of the lines behind the columns
    height: float = _HEIGHT


def bars(counted: Sequence[tuple[int, Mapping[Severity, int]]]) -> tuple[Bar, ...]:
    """The longest bars, longest first; the rest is told by the caller. Pairs of key and counts."""
    totals = [(key, counts, sum(counts.values())) for key, counts in counted]
    ranked = sorted((one for one in totals if one[2]), key=lambda one: -one[2])[:_MOST_BARS]
    longest = max((total for _, _, total in ranked), default=1)
    return tuple(
        Bar(key=key, counts=counts, total=total, pieces=_pieces(counts, 100 / longest))
        for key, counts, total in ranked
    )


def progress_chart(series: Series) -> Progress | None:
    """Stacked columns over time; None where there are not at least two moments."""
    if len(series) < 2:
        return None
    step = _step(max(sum(counts.get(one, 0) for one in SEVERITIES) for _, counts in series))
    top = max(1, *(sum(counts.get(one, 0) for one in SEVERITIES) for _, counts in series))
    lines = [at * step for at in range(top // step + 1)]
    scale = _HEIGHT / max(top, 1)
    room = (100 - _MARGIN) / len(series)
    every = -(-len(series) // _LABELS)
    return Progress(
        columns=tuple(
            Column(
                label=_moment(when, "%Y-%m-%d", "%Y-%m-%d %H:%M"),
                short=_moment(when, "%m-%d", "%H:%M"),
                x=round(_MARGIN + at * room + room * 0.2, 2),
                width=round(room * 0.6, 2),
                shown=at % every == 0,
                counted=at % every == 0 or len(series) <= _NUMBERS,
                total=sum(counts.get(one, 0) for one in SEVERITIES),
                counts={one: counts.get(one, 0) for one in SEVERITIES},
                pieces=_stack(counts, scale),
            )
            for at, (when, counts) in enumerate(series)
        ),
        lines=tuple((round(_HEIGHT - number * scale, 2), number) for number in lines),
    )


def _pieces(counts: Mapping[Severity, int], scale: float) -> tuple[Piece, ...]:
    start, pieces = 0.0, []
    for severity in SEVERITIES:
        size = counts.get(severity, 0) * scale
        if size:
            pieces.append(Piece(severity=severity, start=round(start, 2), size=round(size, 2)))
        start += size
    return tuple(pieces)


def _stack(counts: Mapping[Severity, int], scale: float) -> tuple[Piece, ...]:
    """From the bottom upwards, errors below."""
    return tuple(
        Piece(severity=one.severity, start=round(_HEIGHT - one.start - one.size, 2), size=one.size)
        for one in _pieces(counts, scale)
    )


def _step(most: int) -> int:
    """A round distance that gives about four lines."""
    step = 1
    while most / step > 5:
        step = step * 5 if str(step)[0] == "1" and most / (step * 2) > 5 else step * 2
    return step


def _moment(when: Moment, day: str, hour: str) -> str:
    """In the pattern for days, or that for hours of one day."""
    if isinstance(when, datetime.datetime):
        return when.strftime(hour)
    return when.strftime(day) if isinstance(when, datetime.date) else when
