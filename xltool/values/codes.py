"""Reading what looks like a number and is none: codes, telephone numbers, scores."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xltool.text import Text
from xltool.values.chars import fold, half_width, is_dash, plain_dashes, squeeze
from xltool.values.reading import EMPTY, Raw, Reading, ambiguous, normalised, ok, quoted, shown, unreadable

__all__ = ["read_code", "read_phone", "read_score"]

_BETWEEN = re.compile("(?<=[0-9A-Za-z])[\u2010-\u2015\u2212\u2500\u30fc\ufe63\uff0d\uff70](?=[0-9A-Za-z])")
_DIGITS_LOST = 10**15  # Excel keeps 15 digits of a number


def read_code(raw: Raw, *, width: int | None = None, pattern: re.Pattern[str] | None = None) -> Reading:
    """A code as text, leading zeros kept.

    With ``width`` a shorter run of digits gets back the zeros that Excel drops; without it a number stays as
    short as it came. ``pattern`` must match the whole code. Two codes in one cell are unreadable.
    """
    number = _whole_number(raw)
    if number is None and not isinstance(raw, str):
        return EMPTY if raw is None else _no_code(raw)
    text = str(number) if number is not None else squeeze(str(raw))
    if not text:
        return EMPTY
    parts = tuple(text.split(" "))
    if len(parts) > 1:
        joined = "".join(parts)
        if not _fits(joined, width, pattern, strict=True):
            return _several(raw, parts)
        text = joined
    text = _BETWEEN.sub("-", text)
    if width and text.isascii() and text.isdigit():
        text = text.zfill(width)
    if is_dash(text) or not _fits(text, width, pattern):
        return _no_code(raw)
    return ok(text) if text == raw else _as(raw, text)


def _whole_number(raw: Raw) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return None
    whole = 0 <= raw < _DIGITS_LOST and raw == int(raw)
    return int(raw) if whole else None


def _fits(text: str, width: int | None, pattern: re.Pattern[str] | None, *, strict: bool = False) -> bool:
    """``strict``: only where the form says what a code looks like."""
    if strict and width is None and pattern is None:
        return False
    return (width is None or len(text) == width) and (pattern is None or pattern.fullmatch(text) is not None)


_EXTENSION = re.compile(r"\(?(?:内線|内|ext\.?|ex\.?)\)?[:.]?\(?([0-9]{1,6}(?:-[0-9]{1,6})?)\)?", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:tel|電話|直通|代表)?[:.]?(?P<main>\+?[0-9]{1,5}(?:[-()]{1,2}[0-9]{1,5}){0,3}|\([0-9]{2,5}\)[0-9]{1,4}-[0-9]{3,4}"
    r"|\+?[0-9]{3,15})(?P<rest>[^0-9].*)?",
    re.IGNORECASE,
)


def read_phone(raw: Raw) -> Reading:
    """``内線3504``, ``03-1234-5678``, ``03-1234-5678 内線3504``; several joined by ``、``.

    A number that Excel took for one has lost its leading zero: ambiguous, unless it is short enough for an extension.
    """
    number = _whole_number(raw)
    if number is None and not isinstance(raw, str):
        return EMPTY if raw is None else _no_phone(raw)
    if number is not None and number >= 1_000_000:
        return _zero_lost(raw, number)
    parts = [part for part in re.split(r"[、,;・/\n\r]+", half_width(shown(raw))) if part.strip()]
    if not parts:
        return EMPTY
    found = [_one_phone("".join(plain_dashes(part).split())) for part in parts[:20]]
    if len(parts) > 20 or any(phone is None for phone in found):
        return _no_phone(raw)
    text = "、".join(phone for phone in found if phone)
    return ok(text) if text == raw else _as(raw, text)


def _one_phone(text: str) -> str | None:
    if match := _EXTENSION.fullmatch(text):
        return f"内線{match[1]}"
    match = _PHONE.fullmatch(text)
    if match is None:
        return None
    main = match["main"].strip("-").replace(")-", "-")
    if not match["rest"]:
        return main
    extension = _EXTENSION.fullmatch(match["rest"])
    return f"{main} 内線{extension[1]}" if extension else None


def read_score(raw: Raw, scale: Sequence[tuple[int, str]]) -> Reading:
    """A score out of ``scale`` (score and its wording): ``3``, ``３``, ``3点``, ``③``, ``3妥当``, ``妥当``."""
    if raw is None or (isinstance(raw, str) and not fold(raw)):
        return EMPTY
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return ok(int(raw)) if raw in [score for score, _ in scale] else _no_score(raw, (), scale)
    if not isinstance(raw, str) or len(raw) > 200:
        return _no_score(raw, (), scale)
    key = re.sub("[①-⑨]", lambda m: str(ord(m[0]) - 0x245F), fold(raw))
    match = re.fullmatch(r"(?:評点|評価)?[:=]?([0-9]{1,3})?(?:点|[.:、,])?\(?(.*?)\)?", key, re.DOTALL)
    assert match
    by_number = [score for score, _ in scale if match[1] and score == int(match[1])]
    by_word = [score for score, word in scale if match[2] and match[2] == fold(word)]
    named = tuple(dict.fromkeys(by_number + by_word))
    if len(named) > 1:
        return _which_score(raw, named)
    if not named or (match[1] and not by_number) or (match[2] and not by_word):
        digits = (int(d) for d in re.findall("(?<![0-9.])[0-9](?![0-9.])", key))
        return _no_score(raw, tuple(dict.fromkeys(d for d in digits if d in [s for s, _ in scale])), scale)
    listed = raw in [f"{score}{word}" for score, word in scale if word]
    return ok(named[0]) if listed else _as(raw, str(named[0]), named[0])


def _as(raw: Raw, text: str, value: int | None = None) -> Reading:
    return normalised(
        text if value is None else value,
        Text(ja=f"「{quoted(raw)}」を「{text}」と読み取りました。", en=f'Read "{quoted(raw)}" as "{text}".'),
    )


def _no_code(raw: Raw) -> Reading:
    return unreadable(
        Text(ja=f"「{quoted(raw)}」はコードの形式と合いません。", en=f'"{quoted(raw)}" does not look like this code.')
    )


def _several(raw: Raw, parts: tuple[str, ...]) -> Reading:
    return unreadable(
        Text(
            ja=f"一つの欄に複数のコード（{'、'.join(parts[:5])}）があります。一つだけ入力してください。",
            en=f"There are several codes in one cell ({', '.join(parts[:5])}). Please type one.",
        ),
        parts[:5],
    )


def _no_phone(raw: Raw) -> Reading:
    return unreadable(
        Text(
            ja=f"「{quoted(raw)}」は電話番号として読み取れません。「内線3504」のように入力してください。",
            en=f'"{quoted(raw)}" cannot be read as a telephone number.',
        )
    )


def _zero_lost(raw: Raw, number: int) -> Reading:
    return ambiguous(
        (f"0{number}", str(number)),
        Text(
            ja=f"「{quoted(raw)}」は数値になっており、先頭の 0 が失われたおそれがあります（0{number} または {number}）。",
            en=f'"{quoted(raw)}" is a number and may have lost a leading zero (0{number} or {number}).',
        ),
    )


def _which_score(raw: Raw, scores: tuple[int, ...]) -> Reading:
    names = [str(score) for score in scores]
    return ambiguous(
        scores,
        Text(
            ja=f"「{quoted(raw)}」は点数と文言が食い違っています（{'、'.join(names)}）。",
            en=f'The score and the wording of "{quoted(raw)}" disagree ({" or ".join(names)}).',
        ),
    )


def _no_score(raw: Raw, found: tuple[int, ...], scale: Sequence[tuple[int, str]]) -> Reading:
    allowed = [str(score) for score, _ in scale]
    return unreadable(
        Text(
            ja=f"「{quoted(raw)}」は評点として読み取れません。{'、'.join(allowed)} のいずれかを入力してください。",
            en=f'"{quoted(raw)}" is not a score. Please type one of {", ".join(allowed)}.',
        ),
        found,
    )
