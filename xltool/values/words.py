"""Reading words out of a closed set: choices, one-of tick cells, stand-ins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from xltool.text import Text
from xltool.values.chars import fold, is_dash
from xltool.values.reading import EMPTY, Raw, Reading, ambiguous, normalised, ok, quoted, shown, unreadable

__all__ = ["Options", "read_choice", "read_standin"]

Options: TypeAlias = Sequence[tuple[str, str]]  # code and label; the code is what a record stores

_WRAPPED = re.compile(r"[「『\[(【〈<\"']([^」』\])】〉>\"']+)[」』\])】〉>\"']")
_NUMBERED = re.compile(r"([0-9]+|[①-⑳])[.:,)、。・]*(.+)")
_REMARK = re.compile(r"[(\[〔【※、。,;:/*].*", re.DOTALL)
_CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}
_TICKED = re.compile("■([^■□]+)")


def read_choice(raw: Raw, options: Options) -> Reading:
    """The code of the option meant.

    In turn: the code or label as it is (ok); the same but for width, spaces and brackets; the ticked part of
    a printed string (``■自治事務 □法定受託事務``); number and label (``1 拡大``); a label with a remark behind
    it; the beginning of exactly one label. What touches several options is ambiguous and names them.
    """
    if raw is None or (isinstance(raw, str) and not fold(raw)):
        return EMPTY
    text = raw if isinstance(raw, str) else shown(raw)
    exact = _codes(option for option in options if text in option)
    if len(exact) == 1:
        return ok(exact[0]) if isinstance(raw, str) else _as(raw, exact[0], options)
    if exact:
        return _which(raw, exact, options)
    key = fold(text)
    if len(key) > 500 or is_dash(text):
        return _no(raw, (), options)
    return _match(raw, key, [(code, fold(code), fold(label)) for code, label in options], options)


def _match(raw: Raw, key: str, keys: list[tuple[str, str, str]], options: Options) -> Reading:
    wrapped = _WRAPPED.fullmatch(key)
    key = wrapped[1] if wrapped else key
    same = _codes((c, c) for c, code, label in keys if key in (code, label))
    if same:
        return _one(raw, same, options)
    if "■" in key or "□" in key:
        return _boxes(raw, key, keys, options)
    ticked = _codes((c, c) for c, _, label in keys if _TICKED.findall(label) == [key])
    if ticked:
        return _one(raw, ticked, options)
    if match := _NUMBERED.fullmatch(key):
        number, rest = _CIRCLED.get(match[1], match[1]), match[2]
        by_code = _codes((c, c) for c, code, _ in keys if code == number)
        by_label = _codes((c, c) for c, _, label in keys if rest == label)
        if by_code and by_label:
            return _one(raw, _codes((c, c) for c in (*by_code, *by_label)), options)
    return _part(raw, key, keys, options)


def _part(raw: Raw, key: str, keys: list[tuple[str, str, str]], options: Options) -> Reading:
    begun = [(len(label), c, label) for c, _, label in keys if label and key.startswith(label)]
    inside = _mentioned(key, keys)
    if begun and len(inside) == 1:
        length, code, _ = max(begun)
        if _REMARK.fullmatch(key[length:]):
            return _as(raw, code, options, remark=True)
    if inside:
        return _which(raw, inside, options) if len(inside) > 1 else _no(raw, inside, options)
    prefixed = _codes((c, c) for c, _, label in keys if label.startswith(key))
    return _one(raw, prefixed, options) if prefixed else _no(raw, (), options)


def _boxes(raw: Raw, key: str, keys: list[tuple[str, str, str]], options: Options) -> Reading:
    """A printed string of boxes, ticked otherwise than any option is printed."""
    ticked = _TICKED.findall(key)
    if not ticked and "■" not in key:
        return EMPTY  # every box is open: nothing was chosen
    meant = _codes((c, c) for c, code, label in keys for t in ticked if _TICKED.findall(label) == [t] or t in (code, label))
    if len(ticked) == 1 and meant:
        return _one(raw, meant, options)
    return _which(raw, meant, options) if len(meant) > 1 else _no(raw, meant, options)


def _mentioned(key: str, keys: list[tuple[str, str, str]]) -> tuple[str, ...]:
    """The options whose label stands inside, longest first, so that 現状継続 hides a label 継続."""
    found: list[tuple[int, str]] = []
    for code, _, label in sorted(keys, key=lambda k: -len(k[2])):
        at = key.find(label) if label else -1
        if at >= 0:
            found.append((at, code))
            key = key.replace(label, "\0" * len(label))
    return _codes((code, code) for _, code in sorted(found))


def _codes(options: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code, _ in options))  # type: ignore[attr-defined]


def _label(code: str, options: Options) -> str:
    return next((label or c for c, label in options if c == code), code)


def _one(raw: Raw, codes: tuple[str, ...], options: Options) -> Reading:
    return _as(raw, codes[0], options) if len(codes) == 1 else _which(raw, codes, options)


def _as(raw: Raw, code: str, options: Options, *, remark: bool = False) -> Reading:
    label = _label(code, options)
    aside = Text(ja="。後ろの書き添えは値に含めていません", en="; the remark behind it is not part of the value")
    return normalised(
        code,
        Text(ja="「{raw}」を「{label}」と読み取りました{aside}。", en='Read "{raw}" as "{label}"{aside}.').format(
            raw=quoted(raw), label=label, aside=aside if remark else ""
        ),
    )


def _which(raw: Raw, codes: tuple[str, ...], options: Options) -> Reading:
    labels = [quoted(_label(code, options)) for code in codes]
    return ambiguous(
        codes,
        Text(
            ja="「{raw}」はどの選択肢か確定できません（考えられるもの: {labels}）。一覧から選び直してください。",
            en='"{raw}" does not say which choice is meant (possible: {labels}). Please choose one from the list.',
        ).format(raw=quoted(raw), labels=Text(ja="、".join(labels), en=", ".join(labels))),
    )


def _no(raw: Raw, codes: tuple[str, ...], options: Options) -> Reading:
    labels = [quoted(label or code, 20) for code, label in options[:8]] + ["…"] * (len(options) > 8)
    return unreadable(
        Text(
            ja="「{raw}」は選択肢にありません。一覧から選んでください（{labels}）。",
            en='"{raw}" is not in the list. Please choose one of: {labels}.',
        ).format(raw=quoted(raw), labels=Text(ja="、".join(labels), en=", ".join(labels))),
        codes,
    )


def read_standin(raw: Raw, allowed: Sequence[str]) -> str | None:
    """The allowed literal that was meant (any dash is the allowed dash; ``設 定 困 難``, ``（設定困難）``), or None."""
    if not isinstance(raw, str):
        return None
    if raw in allowed:
        return raw
    if is_dash(raw):
        return next((literal for literal in allowed if is_dash(literal)), None)
    key = fold(raw)
    wrapped = _WRAPPED.fullmatch(key)
    keys = (key, wrapped[1]) if wrapped else (key,)
    return next((literal for literal in allowed if key and fold(literal) in keys), None)
