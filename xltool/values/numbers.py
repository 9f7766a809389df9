"""Reading a number, in whatever way it was typed."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from typing import Literal

from xltool.text import Text
from xltool.values.chars import is_dash, plain_dashes, squeeze
from xltool.values.reading import (
    EMPTY,
    EXACT,
    Raw,
    Reading,
    Value,
    ambiguous,
    format_number,
    normalised,
    ok,
    quoted,
    unreadable,
)
from xltool.values.refusals import foreign_unit, not_a_number, why_no_number
from xltool.values.units import is_unit, shifts

__all__ = ["NumberKind", "read_number"]

NumberKind = Literal["integer", "decimal", "amount", "percent", "score"]

_DIGITS = r"[0-9][0-9,、､]*(?:[.。][0-9]*)?|\.[0-9]+"
_SIGN = r"[+\-△▲]"
_SHAPE = re.compile(
    rf"'?(?P<sign>{_SIGN})? ?(?P<yen>[¥\\])? ?(?P<sign2>{_SIGN})? ?"
    rf"(?P<digits>{_DIGITS})(?:[eE](?P<power>[+\-]?[0-9]{{1,3}}))? ?(?P<unit>[^0-9]*)"
)
_BRACKETED = re.compile(r"\((?P<inside>[^()]*)\) ?(?P<unit>[^()0-9]*)")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?")
_N = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?"
_MIXED = re.compile(rf"(?:({_N}) ?兆)? ?(?:({_N}) ?億)? ?(?:({_N}) ?万)? ?({_N})? ?([^0-9兆億万千百]*)")


def read_number(raw: Raw, *, unit: str | None = None, kind: NumberKind = "decimal") -> Reading:
    """A number in the field's unit; a percent is the fraction that Excel stores (12.5 % is 0.125).

    A number cell is taken as it is. Text of one meaning is normalised, integers of any length exactly.
    Whole values come as int up to 15 digits (all digits when typed as text), others as float.
    """
    if raw is None:
        return EMPTY
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _settle((_plain(raw),), raw, kind)
    if isinstance(raw, (bool, datetime.date)) or not isinstance(raw, str):
        return not_a_number(raw)
    text = squeeze(raw)
    if not text:
        return EMPTY
    if is_dash(text):
        return unreadable(
            Text(
                ja=f"「{quoted(raw)}」は数値ではありません。該当する値がないときは空欄のままにしてください。",
                en=f'"{quoted(raw)}" is not a number. Leave the cell empty where there is no value.',
            )
        )
    if len(text) > 400:
        return not_a_number(raw)
    return _read_text(plain_dashes(text), raw, unit, kind)


def _read_text(text: str, raw: str, unit: str | None, kind: NumberKind) -> Reading:
    negative = False
    if match := _BRACKETED.fullmatch(text):
        text, negative = match["inside"].strip() + match["unit"], True
    match = _SHAPE.fullmatch(text)
    if match is None or (match["sign"] and match["sign2"]):
        mixed = _mixed(text.removeprefix("¥")) if not negative else None
        if mixed is None:
            return why_no_number(text, raw)
        magnitudes, typed = (mixed[0],), mixed[1] or ("円" if text.startswith("¥") else "")
    else:
        magnitudes, typed = _magnitudes(match["digits"], match["power"]), match["unit"].strip()
        typed = typed or ("円" if match["yen"] else "")
    sign = (match["sign"] or match["sign2"] or "") if match else ""
    moves = _moves(typed, unit, kind)
    if not moves and magnitudes and is_unit(typed):
        return foreign_unit(raw, typed, unit)
    if not magnitudes or not moves:
        return why_no_number(text, raw)
    signs = (1, -1) if negative and sign and sign != "+" else (-1,) if negative or sign not in ("", "+") else (1,)
    found = [EXACT.multiply(s, m.scaleb(move, EXACT)) for m in magnitudes for move in moves for s in signs]
    return _settle(tuple(_plain(number) for number in found), raw, kind)


def _magnitudes(digits: str, power: str | None) -> tuple[Decimal, ...]:
    """What a run of digits can mean: one value, two where a comma or 。 may be the point, none if misgrouped."""
    digits = digits.replace("、", ",").replace("､", ",")
    if "。" in digits:
        forms = [digits.replace("。", "."), digits.replace("。", "")] if not digits.endswith("。") else []
    elif _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        forms = [digits.replace(",", "")]
    elif digits.count(",") == 1 and "." not in digits and not digits.endswith(","):
        forms = [digits.replace(",", "."), digits.replace(",", "")]
    else:
        forms = []
    if any("," in form for form in forms):
        return ()
    return tuple(EXACT.create_decimal(form).scaleb(int(power or 0), EXACT) for form in forms)


def _mixed(text: str) -> tuple[Decimal, str] | None:
    """``1億2,000万円`` as (120000000, 円); None unless it is such a chain."""
    match = _MIXED.fullmatch(text)
    if match is None or sum(part is not None for part in match.groups()[:4]) < 2:
        return None
    total = Decimal(0)
    for part, power in zip(match.groups()[:4], (12, 8, 4, 0), strict=True):
        number = Decimal((part or "0").replace(",", ""))
        if power < 12 and part and total and number >= 10_000:
            return None  # 1億20000万: written so by mistake
        total = EXACT.add(total, number.scaleb(power, EXACT))
    return total, match[5].strip()


def _moves(typed: str, unit: str | None, kind: NumberKind) -> tuple[int, ...]:
    if kind != "percent":
        return shifts(typed, unit)
    return (-2, 0) if not typed else (-2,) if shifts(typed, "%") else ()


def _plain(number: Decimal | float) -> int | float | None:
    """The value as Excel would hold it; None beyond Excel's range."""
    if isinstance(number, int):
        return number if abs(number) < 10**308 else None
    if isinstance(number, float):
        if not math.isfinite(number):
            return None
        return int(number) if number.is_integer() and abs(number) < 1e15 else float(number)
    if number.is_zero():
        return 0
    if not -308 < number.adjusted() < 308:
        return None
    whole = number == number.to_integral_value(context=EXACT)
    return int(number) if whole else float(number)


def _settle(found: tuple[int | float | None, ...], raw: str | float, kind: NumberKind) -> Reading:
    values = tuple(dict.fromkeys(value for value in found if value is not None))
    if len(values) != len(dict.fromkeys(found)):
        return not_a_number(raw)
    if len(values) > 1:
        return _which(raw, values)
    value = values[0]
    if kind in ("integer", "score") and not float(value).is_integer():
        return unreadable(
            Text(
                ja=f"「{quoted(raw)}」は整数ではありません。整数で入力してください。",
                en=f'"{quoted(raw)}" is not a whole number. Please type a whole number.',
            ),
            (value,),
        )
    if not isinstance(raw, str):
        return ok(value)
    shown = _say(value, kind)
    return normalised(
        value,
        Text(ja=f"「{quoted(raw)}」を数値 {shown} と読み取りました。", en=f'Read "{quoted(raw)}" as the number {shown}.'),
    )


def _say(value: float, kind: NumberKind) -> str:
    return f"{format_number(value * 100)}%" if kind == "percent" else format_number(value)


def _which(raw: object, values: tuple[Value, ...]) -> Reading:
    names = [format_number(value) for value in values if isinstance(value, (int, float))]
    return ambiguous(
        values,
        Text(
            ja=f"「{quoted(raw)}」はどの数値か確定できません（考えられる値: {'、'.join(names)}）。"
            "数字だけで入力し直してください。",
            en=f'"{quoted(raw)}" does not say which number is meant (possible: {" or ".join(names)}). '
            "Please type digits only.",
        ),
    )
