"""What became of one cell: the value, how sure we are, and a sentence for the person who typed it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from xltool.text import Text
from xltool.values.chars import unspaced

if TYPE_CHECKING:
    import datetime

__all__ = [
    "EMPTY",
    "EXACT",
    "Raw",
    "Reading",
    "Status",
    "Value",
    "ambiguous",
    "blank",
    "format_number",
    "listed",
    "ok",
    "quoted",
    "read_as",
    "shown",
    "unreadable",
]

Status = Literal["ok", "normalised", "ambiguous", "unreadable", "empty"]
Value: TypeAlias = "str | float | int | bool | None"
Raw: TypeAlias = "str | float | int | bool | datetime.date | None"  # a cell as the file reader hands it over

EXACT = Context(prec=800)  # wide enough that no digit a cell can hold is ever rounded


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The outcome of reading one cell.

    ``ok``: stands there as it should. ``normalised``: one clear meaning, written another way. ``ambiguous``:
    not certain, ``candidates`` names what it may mean. ``unreadable``: no value of this kind; ``candidates``
    may hold what was found inside it. ``empty``: nothing there. ``value`` is None unless ok or normalised (a
    blank tick box alone is empty and False). The note is finished text: it quotes what was typed, so never
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

_READ_AS = Text(ja="「{raw}」を「{name}」と読み取りました。", en='Read "{raw}" as "{name}".')
_AS_NUMBER = Text(
    ja="文字として入力されている「{raw}」を、数値として読み取りました。",
    en='"{raw}" is stored as text; read as a number.',
)
_AS_TEXT = Text(
    ja="数値として入力されている「{raw}」を、文字として読み取りました。",
    en='"{raw}" is stored as a number; read as text.',
)
_TIDIED = Text(
    ja="「{raw}」の余分な空白や改行を除いて読み取りました。",
    en='Read "{raw}" without its stray spaces and line breaks.',
)


def ok(value: Value) -> Reading:
    return Reading(value=value, status="ok")


def read_as(raw: Raw, value: Value, name: str | Text) -> Reading:
    """Normalised; ``name`` is the value as a person calls it."""
    note = _READ_AS
    name = quoted(name, 80) if isinstance(name, str) else name
    if name == quoted(raw):  # "read 3 as 3" puzzles everybody
        was_text, is_text = isinstance(raw, str), isinstance(value, str)
        note = _TIDIED if was_text and is_text else _AS_NUMBER if was_text else _AS_TEXT
    return Reading(value=value, status="normalised", note=note.format(raw=quoted(raw), name=name))


def ambiguous(raw: Raw, text: Text, candidates: tuple[Value, ...], **values: object) -> Reading:
    """``text`` may hold {raw} and placeholders for ``values``."""
    return Reading(status="ambiguous", note=text.format(raw=quoted(raw), **values), candidates=candidates)


def unreadable(raw: Raw, text: Text, candidates: tuple[Value, ...] = (), **values: object) -> Reading:
    """``text`` may hold {raw} and placeholders for ``values``."""
    return Reading(status="unreadable", note=text.format(raw=quoted(raw), **values), candidates=candidates)


def blank(raw: Raw) -> bool:
    """True for nothing at all: also for spaces, line breaks and invisible characters alone."""
    return raw is None or (isinstance(raw, str) and not unspaced(raw))


def listed(names: list[str]) -> Text:
    """Names in a row, each cut short like a quotation."""
    names = [quoted(name) for name in names]
    return Text(ja="、".join(names), en=", ".join(names))


def quoted(raw: Raw, limit: int = 40) -> str:
    """What was typed, on one line and short enough for a message."""
    text = " ".join(shown(raw)[: limit * 10].split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def shown(raw: Raw) -> str:
    """A cell's content as Excel would show it without a number format."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, (int, float)):
        return format_number(raw).replace(",", "")
    return "" if raw is None else str(raw)


def format_number(value: float, decimals: int | None = None) -> str:
    """``1234567.5`` as ``1,234,567.5``, for messages.

    Without ``decimals`` as many as needed, at most Excel's 15 significant digits (an int keeps all); with
    them rounded half away from zero as Excel shows it.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    exact = isinstance(value, int)
    number = EXACT.create_decimal(value) if exact else Decimal(f"{value:.15g}")
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)
    text = f"{number if number else abs(number):,f}"  # -0 is shown as 0
    return text.rstrip("0").rstrip(".") if decimals is None and "." in text else text
