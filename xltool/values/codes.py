"""Reading what looks like a number and is none: codes and telephone numbers."""

from __future__ import annotations

import re

from xltool.text import Text
from xltool.values.chars import DASHES, half_width, is_dash, plain_dashes, squeeze
from xltool.values.reading import (
    EMPTY,
    Raw,
    Reading,
    ambiguous,
    blank,
    listed,
    ok,
    read_as,
    shown,
    unreadable,
)

__all__ = ["read_code", "read_phone"]

_BETWEEN = re.compile(f"(?<=[0-9A-Za-z])[{re.escape(DASHES)}](?=[0-9A-Za-z])")
_DIGITS_KEPT = 10**15  # Excel keeps 15 digits of a number
_EXTENSION = re.compile(r"\(?(?:内線|内|ext\.?)\)?[:.]?\(?([0-9]{1,6}(?:-[0-9]{1,6})?)\)?", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:tel|電話|直通|代表)?[:.]?"
    r"(?P<main>\+?[0-9]{1,15}(?:-?\([0-9]{1,5}\)-?|-)?[0-9]{0,5}-?[0-9]{0,5}-?[0-9]{1,5}"
    r"|\([0-9]{2,5}\)-?[0-9]{1,4}-?[0-9]{3,4})"
    r"(?P<rest>[^0-9-].*)?",
    re.IGNORECASE,
)

_NO_CODE = Text(
    ja="「{raw}」はこの項目のコードの形式と合いません。",
    en='"{raw}" does not look like a code of this field.',
)
_SEVERAL_CODES = Text(
    ja="一つの欄に複数のコード（{names}）があるようです。一つだけ入力してください。",
    en="There seem to be several codes in one cell ({names}). Please type one.",
)
_NO_PHONE = Text(
    ja="「{raw}」は電話番号として読み取れません。「03-1234-5678」や「内線3504」のように入力してください。",
    en='"{raw}" cannot be read as a telephone number. Please type it like 03-1234-5678.',
)
_ZERO_LOST = Text(
    ja="「{raw}」は数値になっていて、先頭の 0 が失われているおそれがあります（考えられる番号: {names}）。",
    en='"{raw}" is a number and may have lost a leading zero (possible: {names}).',
)


def read_code(raw: Raw, *, width: int | None = None, pattern: re.Pattern[str] | None = None) -> Reading:
    """A code as text, leading zeros kept.

    With ``width`` a shorter run of digits gets back the zeros that Excel drops; without it a number stays as
    short as it came. ``pattern`` must match the whole code. Two codes in one cell are unreadable.
    """
    if isinstance(raw, str) and len(raw) == width and pattern is None and raw.isascii() and raw.isdigit():
        return ok(raw)
    number = _whole_number(raw)
    if blank(raw):
        return EMPTY
    if number is None and not isinstance(raw, str):
        return unreadable(raw, _NO_CODE)
    parts = squeeze(shown(raw)).split(" ")
    if len(parts) > 1 and any(len(part) > 1 for part in parts):  # single characters are spread over the cell
        return unreadable(raw, _SEVERAL_CODES, tuple(parts[:5]), names=listed(parts[:5]))
    text = _BETWEEN.sub("-", "".join(parts))
    if width and text.isascii() and text.isdigit():
        text = text.zfill(width)
    fits = (width is None or len(text) == width) and (pattern is None or pattern.fullmatch(text))
    if is_dash(text) or not fits:
        return unreadable(raw, _NO_CODE)
    return ok(text) if text == raw else read_as(raw, text, text)


def _whole_number(raw: Raw) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return None
    return int(raw) if 0 <= raw < _DIGITS_KEPT and raw % 1 == 0 else None


def read_phone(raw: Raw) -> Reading:
    """``内線3504``, ``03-1234-5678``, ``03-1234-5678 内線3504``; several joined by ``、``.

    A long number that Excel took for one may have lost its leading zero: ambiguous.
    """
    if blank(raw):
        return EMPTY
    number = _whole_number(raw)
    if number is None and not isinstance(raw, str):
        return unreadable(raw, _NO_PHONE)
    if number is not None and number >= 1_000_000:
        names = [f"0{number}", str(number)]
        return ambiguous(raw, _ZERO_LOST, tuple(names), names=listed(names))
    parts = [part for part in re.split(r"[、,;・/\n\r]+", half_width(shown(raw))) if part.strip()]
    found = [_one_phone("".join(plain_dashes(part).split())[:100]) for part in parts[:20]]
    phones = [phone for phone in found if phone]
    if not phones or len(phones) < len(parts):
        return unreadable(raw, _NO_PHONE)
    text = "、".join(phones)
    return ok(text) if text == raw else read_as(raw, text, text)


def _one_phone(text: str) -> str | None:
    if match := _EXTENSION.fullmatch(text):
        return f"内線{match[1]}"
    match = _PHONE.fullmatch(text)
    extension = _EXTENSION.fullmatch(match["rest"] or "") if match else None
    if match is None or (match["rest"] and extension is None):
        return None
    return f"{match['main']} 内線{extension[1]}" if extension else match["main"]
