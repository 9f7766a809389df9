"""Reference sheets of the campaign: what dependent choices are taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Reference"]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One reference sheet of the campaign: a header row of unique names and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def values(self, column: str, given: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Distinct values of a column where the ``given`` columns hold the given values, in order."""
        at = self.columns.index(column)
        fixed = [(self.columns.index(name), value) for name, value in (given or {}).items()]
        found = (row[at] for row in self.rows if all(row[i] == value for i, value in fixed))
        return tuple(dict.fromkeys(value for value in found if value))
