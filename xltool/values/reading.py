"""What became of one cell: the value, how sure we are, and a sentence for the person who typed it."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, TypeAlias

from xltool.text import Text

__all__ = [
    "EMPTY",
    "Raw",
    "Reading",
    "Status",
    "Value",
    "ambiguous",
    "format_number",
    "normalised",
    "ok",
    "quoted",
    "shown",
    "unreadable",
]

Status = Literal["ok", "normalised", "ambiguous", "unreadable", "empty"]
Value: TypeAlias = "str | float | int | bool | None"
Raw: TypeAlias = "str | float | int | bool | datetime.date | None"  # a cell as the file reader hands it over

EXACT = Context(prec=700)  # wide enough that no digit a cell can hold is ever rounded


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The outcome of reading one cell.

    ``ok``: stands there as it should. ``normalised``: one clear meaning, written another way. ``ambiguous``:
    several meanings, ``candidates`` names them. ``unreadable``: not a value of this kind; ``candidates`` may
    hold what was found inside it. ``empty``: nothing there. ``value`` is None unless ok or normalised (a blank
    tick box alone is empty and False). The note is finished text: it quotes what was typed, so never
    ``format`` it again.
    """

    value: Value = None
    status: Status
    note: Text | None = None
    candidates: tuple[Value, ...] = ()

    @property
    def clear(self) -> bool:
        """True where ``value`` can be used."""
        return self.status in ("ok", "normalised")


EMPTY = Reading(status="empty")


def ok(value: Value) -> Reading:
    return Reading(value=value, status="ok")


def normalised(value: Value, note: Text) -> Reading:
    return Reading(value=value, status="normalised", note=note)


def ambiguous(candidates: tuple[Value, ...], note: Text) -> Reading:
    return Reading(status="ambiguous", note=note, candidates=candidates)


def unreadable(note: Text, candidates: tuple[Value, ...] = ()) -> Reading:
    return Reading(status="unreadable", note=note, candidates=candidates)


def quoted(raw: object, limit: int = 40) -> str:
    """What was typed, on one line and short enough for a message."""
    text = " ".join(shown(raw).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def shown(raw: object) -> str:
    """A cell's content as Excel would show it without a number format."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return format_number(raw).replace(",", "")
    return str(raw)


def format_number(value: float, decimals: int | None = None) -> str:
    """``1234567.5`` as ``1,234,567.5``, for messages.

    Without ``decimals`` as many as needed, at most Excel's 15 significant digits; with them rounded half
    away from zero as Excel shows it.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, float):
        number = Decimal(f"{value:.15g}")
    else:
        number = EXACT.create_decimal(int(value))
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)
    if not number:
        number = abs(number)  # -0 is shown as 0
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if decimals is None and "." in text else text
