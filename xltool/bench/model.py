"""A row of the table: two figures, what one is of the other, and what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xltool.text import Text

__all__ = ["Row", "Target"]


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a row's ratio should be; of memory, what the figure itself should be."""

    least: bool  # at least this, or at most
    value: float
    unit: Literal["x", "%", "MB"]

    def __str__(self) -> str:
        space = "" if self.unit == "x" else " "
        return f"{'>=' if self.least else '<='} {self.value:g}{space}{self.unit}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was measured."""

    name: Text
    against: Text
    ours: float
    other: float | None  # of as much work as ours, whatever was measured
    unit: str
    target: Target
    n: int  # sheets that ours was measured with
    n_other: int | None = None  # sheets that the other was measured with: fewer are scaled linearly
    runs: int = 1  # of which the median stands here

    @property
    def ratio(self) -> float | None:
        """The other in terms of ours; where the target is an upper bound, ours in terms of the other."""
        if self.other is None or not self.ours or not self.other:
            return None
        return self.other / self.ours if self.target.least else self.ours / self.other

    @property
    def met(self) -> bool | None:
        if self.target.unit == "MB":
            return self.ours <= self.target.value
        if self.ratio is None:
            return None
        bound = self.target.value / 100 if self.target.unit == "%" else self.target.value
        return self.ratio >= bound if self.target.least else self.ratio <= bound
