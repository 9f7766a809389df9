"""Reading a number, in whatever way it was typed."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Literal

from xltool.text import Text
from xltool.values.chars import plain_dashes, squeeze
from xltool.values.reading import (
    EMPTY,
    EXACT,
    ambiguous,
    blank,
    format_number,
    listed,
    ok,
    quoted,
    read_as,
    unreadable,
)
from xltool.values.refusals import NOT_A_NUMBER, foreign_unit, why_no_number
from xltool.values.units import is_unit, shifts

if TYPE_CHECKING:
    from xltool.values.reading import Raw, Reading

__all__ = ["NumberKind", "read_number"]

NumberKind = Literal["integer", "decimal", "amount", "percent", "score"]

_SIGN = r"[+\-△▲]"
_SHAPE = re.compile(
    rf"'?(?P<sign>{_SIGN})? ?(?P<yen>[¥\\])? ?(?P<sign2>{_SIGN})? ?"
    r"(?P<digits>[0-9][0-9,、､]*(?:[.。][0-9]*)?|\.[0-9]+)(?:[eE](?P<power>[+\-]?[0-9]{1,3}))? ?"
    r"(?P<unit>[^0-9]*|m2)"
)
_BRACKETED = re.compile(r"\((?P<inside>[^()]*)\) ?(?P<unit>[^()0-9]*)")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?")
_N = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?"
_CHAIN = re.compile(
    rf"(?P<yen>¥ ?)?(?:({_N}) ?兆 ?)?(?:({_N}) ?億 ?)?(?:({_N}) ?万 ?)?({_N})?(?P<unit>[^0-9兆億万千百]*)"
)
_LONGEST = 400  # characters; Excel's largest number written out has 309 digits

_NOT_WHOLE = Text(
    ja="「{raw}」は整数ではありません。整数で入力してください。",
    en='"{raw}" is not a whole number. Please type a whole number.',
)
_SEVERAL = Text(
    ja="「{raw}」はどの数値か確定できません（考えられる値: {names}）。数字だけで入力し直してください。",
    en='"{raw}" does not say which number is meant (possible: {names}). Please type digits only.',
)


def read_number(raw: Raw, *, unit: str | None = None, kind: NumberKind = "decimal") -> Reading:
    """A number in the field's unit; a percent is the fraction that Excel stores (12.5 % is 0.125).

    A number cell is taken as it is. Text of one meaning is normalised, integers of any length exactly. Whole
    values come as int (number cells up to 15 digits), others as float. A fraction where a whole number
    belongs is unreadable, with the fraction as candidate.
    """
    if blank(raw):
        return EMPTY
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _settle(raw, (_as_cell(raw),), kind)
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return unreadable(raw, NOT_A_NUMBER)
    return _read_text(raw, plain_dashes(squeeze(raw)), unit, kind)


def _read_text(raw: str, text: str, unit: str | None, kind: NumberKind) -> Reading:
    bracketed = _BRACKETED.fullmatch(text)
    body = bracketed["inside"].strip() + bracketed["unit"] if bracketed else text
    if match := _SHAPE.fullmatch(body):
        sign, sign2, typed = match["sign"] or "", match["sign2"] or "", match["unit"].strip()
        magnitudes = () if sign and sign2 else _magnitudes(match["digits"], int(match["power"] or 0))
    elif match := _CHAIN.fullmatch(body):
        sign, sign2, typed, magnitudes = "", "", match["unit"].strip(), _chain(match)
    else:
        return why_no_number(raw, text)
    typed = typed or ("円" if match["yen"] else "")
    moves = shifts(typed, unit) if kind != "percent" else _rate_shifts(typed)
    if magnitudes and not moves and is_unit(typed):
        return foreign_unit(raw, typed, unit)
    if not magnitudes or not moves:
        return why_no_number(raw, text)
    minus = (sign or sign2) not in ("", "+")
    # (△5) is minus five in brackets to one reader and a double negative to another
    signs = (-1, 1) if bracketed and minus else (-1,) if bracketed or minus else (1,)
    found = [EXACT.multiply(s, m.scaleb(move, EXACT)) for m in magnitudes for move in moves for s in signs]
    return _settle(raw, tuple(_from_text(number) for number in found), kind, unit)


def _rate_shifts(typed: str) -> tuple[int, ...]:
    """Typed without %, 12.5 may be 12.5 % or 1250 %."""
    return () if typed and not shifts(typed, "%") else (-2,) if typed else (-2, 0)


def _magnitudes(digits: str, power: int) -> tuple[Decimal, ...]:
    """What digits can mean: one value, two where a comma or 。 may be the point, none if misgrouped."""
    digits = digits.replace("、", ",").replace("､", ",")
    if _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        forms = [digits.replace(",", "")]
    elif re.fullmatch("[0-9]+[,。][0-9]+", digits):
        forms = [re.sub("[,。]", ".", digits), re.sub("[,。]", "", digits)]
    else:
        forms = []
    return tuple(EXACT.create_decimal(form).scaleb(power, EXACT) for form in forms)


def _chain(match: re.Match[str]) -> tuple[Decimal, ...]:
    """``1億2,000万円`` as 120000000; nothing unless it is a proper chain of at least two."""
    scaled = zip(match.groups()[1:5], (12, 8, 4, 0), strict=True)
    parts = [(Decimal(digits.replace(",", "")), power) for digits, power in scaled if digits]
    proper = len(parts) > 1 and all(number < 10_000 for number, _ in parts[1:])
    return (reduce(EXACT.add, (number.scaleb(power, EXACT) for number, power in parts)),) if proper else ()


def _as_cell(number: float) -> int | float | None:
    """A number cell's value; None for what no cell can hold."""
    if isinstance(number, int):
        return number if abs(number) < 10**308 else None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else float(number)


def _from_text(number: Decimal) -> int | float | None:
    if number.is_zero():
        return 0
    if not -308 < number.adjusted() < 308:
        return None
    return int(number) if number == number.to_integral_value(context=EXACT) else float(number)


def _settle(
    raw: str | float, found: tuple[int | float | None, ...], kind: NumberKind, unit: str | None = None
) -> Reading:
    values = tuple(dict.fromkeys(value for value in found if value is not None))
    if not values or None in found:
        return unreadable(raw, NOT_A_NUMBER)
    if len(values) > 1:
        return ambiguous(raw, _SEVERAL, values, names=listed([_say(value, kind, unit) for value in values]))
    value = values[0]
    if kind in ("integer", "score") and not float(value).is_integer():
        return unreadable(raw, _NOT_WHOLE, values)
    if not isinstance(raw, str):
        return ok(value)
    retyped = quoted(raw) == format_number(value)  # only a number stored as text: no news about its unit
    return read_as(raw, value, _say(value, kind, None if retyped else unit))


def _say(value: float, kind: NumberKind, unit: str | None) -> str:
    return f"{format_number(value * 100)}%" if kind == "percent" else f"{format_number(value)}{unit or ''}"
