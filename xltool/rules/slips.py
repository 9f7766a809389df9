"""Slips that explain a difference: thousands of yen typed as yen, a year counted in another era."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.form import Field
    from xltool.formula import Scalar

__all__ = ["SPREAD", "era_slip", "thousandfold"]

SPREAD = 2.0  # how far from a factor of exactly 1,000 a ratio may lie

_ERAS = (("昭和", 1925), ("平成", 1988), ("令和", 2018))  # the year before the first


def thousandfold(now: Scalar, was: Scalar, spread: float = SPREAD) -> bool | None:
    """True where one number is about 1,000 times the other, False where it is a thousandth, else None."""
    if not _number(now) or not _number(was) or now <= 0 or was <= 0:  # type: ignore[operator]
        return None
    ratio = float(now) / float(was)  # type: ignore[arg-type]
    if 1000 / spread <= ratio <= 1000 * spread:
        return True
    return False if 1 / (1000 * spread) <= ratio <= spread / 1000 else None


def era_slip(field: Field, now: Scalar, was: Scalar) -> tuple[str, str] | None:
    """The eras (of now, of was) in which two fiscal years have the same number: 平成15 and 昭和15."""
    if field.type != "fiscal_year" or not _number(now) or not _number(was):
        return None
    for mine, first in _ERAS:
        for theirs, other in _ERAS:
            if mine != theirs and now - first == was - other > 0:  # type: ignore[operator]
                return mine, theirs
    return None


def _number(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
