"""What most sheets say: who differs from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

__all__ = ["differing"]

T = TypeVar("T", bound="Hashable")


def differing(values: Sequence[T], *, share: float = 0) -> Iterator[tuple[int, T]]:
    """(position, what the others say) of every value that differs from most of them.

    Where no value has the majority each is held against the most frequent other one; ``share``: told only
    where so many have the most frequent one.
    """
    counts = Counter(values)
    if len(counts) < 2:
        return
    (usual, often), (second, next_often) = counts.most_common(2)
    if often < share * len(values):
        return
    for at, value in enumerate(values):
        if value != usual:
            yield at, usual
        elif often == next_often:
            yield at, second
