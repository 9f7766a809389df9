"""Bars of progress: solid in colour, still readable as characters in a pipe."""

from __future__ import annotations

from xltool.report.round.table import Cell
from xltool.report.round.words import GROUPS, Group

__all__ = ["bar", "solid"]

MARKS: dict[Group, tuple[str, str]] = {  # unlike blocks and lines, these are one column wide everywhere
    "done": ("#", "green"),
    "open": ("=", "yellow"),
    "missing": (".", "bright_black"),
}


def solid(group: Group, length: int) -> tuple[str, str]:
    """A block: characters on a ground of their own colour."""
    mark, style = MARKS[group]
    return mark * length, f"{style} on {style}"


def bar(counts: dict[Group, int], width: int, *, block: bool = False) -> Cell:
    """``width`` characters shared out; what there is at all is seen, and full means all."""
    total = sum(counts.values())
    if not total:
        return (("", ""),)
    sizes = _shares([counts[group] for group in GROUPS], width)
    shares = [(group, size) for group, size in zip(GROUPS, sizes, strict=True) if size]
    if block:
        return tuple(solid(group, size) for group, size in shares)
    return tuple((MARKS[group][0] * size, MARKS[group][1]) for group, size in shares)


def _shares(numbers: list[int], width: int) -> list[int]:
    total = sum(numbers)
    sizes = [max(1, number * width // total) if number else 0 for number in numbers]
    while sum(sizes) < width:  # largest remainder first
        lost = [number * width / total - size for number, size in zip(numbers, sizes, strict=True)]
        sizes[lost.index(max(lost))] += 1
    while sum(sizes) > width:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes
