"""How the tables of this folder write what a reading came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xltool.values import Reading

OK, NORM, AMB, NOT, EMPTY = "ok", "normalised", "ambiguous", "unreadable", "empty"


def outcome(reading: Reading) -> tuple[str, Any]:
    """The status with the value, or with the candidates where there is no value."""
    assert (reading.note is None) == (reading.status in (OK, EMPTY))
    return reading.status, reading.value if reading.clear else reading.candidates
