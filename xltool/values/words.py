"""Reading words out of a closed set: choices, one-of tick cells, stand-ins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from xltool.text import Text
from xltool.values.chars import fold, is_dash
from xltool.values.reading import (
    EMPTY,
    Raw,
    Reading,
    ambiguous,
    blank,
    listed,
    ok,
    quoted,
    read_as,
    shown,
    unreadable,
)

__all__ = ["Options", "read_choice", "read_standin"]

Options: TypeAlias = Sequence[tuple[str, str]]  # code and label; the code is what a record stores

# All of these meet folded text: brackets, colons and commas are half-width already.
_WRAPPED = re.compile(r"[「『\[(【〈<\"']([^」』\])】〉>\"']+)[」』\])】〉>\"']")
_NUMBERED = re.compile(r"([0-9]+|[①-⑳])[.:,)、。・]*(.+)", re.DOTALL)
_REMARK = re.compile(r"[(\[〔【※、。,;:/*].*", re.DOTALL)
_DOUBT = re.compile(r"ない|なく|せず|未定|検討|予定|または|又は|\?")  # a remark that takes the choice back
_TICKED = re.compile("■([^■□]+)")
_CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}
_LONGEST = 500

_NO_CHOICE = Text(
    ja="「{raw}」は選択肢にありません。一覧から選んでください（{labels}）。",
    en='"{raw}" is not in the list. Please choose one of: {labels}.',
)
_WHICH_CHOICE = Text(
    ja="「{raw}」はどの選択肢か確定できません（考えられるもの: {labels}）。一覧から選び直してください。",
    en='"{raw}" does not say which choice is meant (possible: {labels}). Please choose one from the list.',
)
_BUT_REMARK = Text(ja="{label}（後ろの書き添えを除く）", en="{label} (without the remark behind it)")


@dataclass(frozen=True, kw_only=True)
class _Option:
    code: str
    label: str
    code_key: str  # folded
    label_key: str

    @property
    def ticked(self) -> str:
        """What ``■`` stands before in a printed string of boxes; "" for any other label."""
        found = _TICKED.findall(self.label_key)
        return found[0] if len(found) == 1 else ""


def read_choice(raw: Raw, options: Options) -> Reading:
    """The code of the option meant.

    In turn: the code or label as it is (ok); the same but for width, spaces and brackets; the ticked part of
    a printed string (``■自治事務 □法定受託事務``); number and label (``1 拡大``); a label with a remark
    behind it; the beginning of exactly one label. What touches several options is ambiguous and names them.
    """
    if blank(raw):
        return EMPTY
    text = shown(raw)
    exact = _unique(code for code, label in options if text in (code, label))
    if len(exact) == 1 and isinstance(raw, str):
        return ok(exact[0])
    known = _known(tuple(options))
    key = fold(text)
    if exact or is_dash(text) or len(key) > _LONGEST:
        return _decide(raw, exact, known)
    wrapped = _WRAPPED.fullmatch(key)
    return _match(raw, wrapped[1] if wrapped else key, known)


@lru_cache(maxsize=256)  # the same lists come back for every sheet
def _known(options: tuple[tuple[str, str], ...]) -> list[_Option]:
    return [_Option(code=c, label=n or c, code_key=fold(c), label_key=fold(n or c)) for c, n in options]


def _match(raw: Raw, key: str, known: list[_Option]) -> Reading:
    same = _unique(o.code for o in known if key in (o.code_key, o.label_key))
    if same:
        return _decide(raw, same, known)
    if "■" in key or "□" in key:
        return _boxes(raw, key, known)
    named = _unique(o.code for o in known if o.ticked == key) or _numbered(key, known)
    if named:
        return _decide(raw, named, known)
    inside = _mentioned(key, known)
    if not inside:
        return _decide(raw, _unique(o.code for o in known if _begins(o.label_key, key)), known)
    label = max((o.label_key for o in known if key.startswith(o.label_key)), key=len, default="")
    remark = _REMARK.fullmatch(key[len(label) :]) if label else None
    if len(inside) > 1 or (remark and _DOUBT.search(remark[0])):
        return ambiguous(raw, _WHICH_CHOICE, inside, labels=listed(_labels(inside, known)))
    return _decide(raw, inside, known, name=_BUT_REMARK) if remark else _refuse(raw, inside, known)


def _begins(label: str, key: str) -> bool:
    """``現状`` begins 現状継続, but ``1`` does not begin 10人以上."""
    return label.startswith(key) and not (key[-1].isdigit() and label[len(key) : len(key) + 1].isdigit())


def _numbered(key: str, known: list[_Option]) -> tuple[str, ...]:
    """``1拡大``, ``①拡大``: the codes that number and label name, two where they disagree."""
    match = _NUMBERED.fullmatch(key)
    if match is None:
        return ()
    number = _CIRCLED.get(match[1], match[1])
    by_code = _unique(o.code for o in known if o.code_key == number)
    by_label = _unique(o.code for o in known if o.label_key == match[2])
    return _unique((*by_code, *by_label)) if by_code and by_label else ()


def _boxes(raw: Raw, key: str, known: list[_Option]) -> Reading:
    """A printed string of boxes, ticked otherwise than any option is printed."""
    ticked = _TICKED.findall(key)
    if "■" not in key and any(o.ticked for o in known):
        return EMPTY  # every box is open: nothing was chosen
    meant = _unique(o.code for o in known for t in ticked if t in (o.ticked, o.code_key, o.label_key))
    return _decide(raw, meant, known) if len(meant) == len(ticked) else _refuse(raw, meant, known)


def _mentioned(key: str, known: list[_Option]) -> tuple[str, ...]:
    """The options whose label stands inside, longest first, so that 現状継続 hides a label 継続."""
    found: list[tuple[int, str]] = []
    for option in sorted(known, key=lambda o: -len(o.label_key)):
        at = key.find(option.label_key) if option.label_key else -1
        if at >= 0:
            found.append((at, option.code))
            key = key.replace(option.label_key, "\0" * len(option.label_key))
    return _unique(code for _, code in sorted(found))


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _labels(codes: Iterable[str], known: list[_Option]) -> list[str]:
    names = {option.code: option.label for option in reversed(known)}
    return [names[code] for code in codes]


def _decide(raw: Raw, codes: tuple[str, ...], known: list[_Option], *, name: Text | None = None) -> Reading:
    labels = _labels(codes, known)
    if len(codes) == 1:
        return read_as(raw, codes[0], name.format(label=labels[0]) if name else labels[0])
    if not codes:
        return _refuse(raw, codes, known)
    return ambiguous(raw, _WHICH_CHOICE, codes, labels=listed(labels))


def _refuse(raw: Raw, found: tuple[str, ...], known: list[_Option]) -> Reading:
    labels = [quoted(option.label, 20) for option in known[:8]] + ["…"] * (len(known) > 8)
    return unreadable(raw, _NO_CHOICE, found, labels=listed(labels))


def read_standin(raw: Raw, allowed: Sequence[str]) -> str | None:
    """The allowed literal that was meant, or None.

    Any dash is the allowed dash; ``設 定 困 難`` and ``（設定困難）`` are 設定困難.
    """
    if not isinstance(raw, str) or raw in allowed:
        return raw if isinstance(raw, str) else None
    if is_dash(raw):
        return next((literal for literal in allowed if is_dash(literal)), None)
    key = fold(raw)
    wrapped = _WRAPPED.fullmatch(key)
    keys = (key, wrapped[1]) if wrapped else (key,)
    return next((literal for literal in allowed if key and fold(literal) in keys), None)
