"""Reading a score out of a scale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from xltool.text import Text
from xltool.values.chars import fold
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

__all__ = ["Scale", "read_score"]

Scale: TypeAlias = Sequence[tuple[int, str]]  # score and its wording, which may be ""

_SHAPE = re.compile(r"(?:(?:評点|評価)?[:=]?([0-9]{1,3})(?:点|[.:、,])?)?\(?(.*?)\)?", re.DOTALL)
_DIGIT = re.compile("(?<![0-9.])[0-9](?![0-9.])")

_NO_SCORE = Text(
    ja="「{raw}」は評点として読み取れません。{names} のいずれかを入力してください。",
    en='"{raw}" is not a score. Please type one of {names}.',
)
_WHICH_SCORE = Text(
    ja="「{raw}」は点数と文言が食い違っています（考えられる評点: {names}）。",
    en='The score and the wording of "{raw}" disagree (possible: {names}).',
)


def read_score(raw: Raw, scale: Scale) -> Reading:
    """A score of ``scale``: ``3``, ``３``, ``3点``, ``③``, ``3妥当``, ``妥当``.

    A number cell and the printed text of an entry (``3妥当``) are ok.
    """
    if blank(raw):
        return EMPTY
    scores = [score for score, _ in scale]
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and raw in scores:
        return ok(int(raw))
    key = re.sub("[①-⑨]", lambda circled: str(ord(circled[0]) - 0x245F), fold(shown(raw)[:200]))
    match = _SHAPE.fullmatch(key)
    number, word = (match[1], match[2]) if match else (None, "")
    if any(key == fold(wording) for _, wording in scale):
        number, word = None, key
    by_number = [score for score in scores if number and score == int(number)]
    by_word = [score for score, wording in scale if word and word == fold(wording)]
    named = tuple(dict.fromkeys(by_number + by_word))
    if not isinstance(raw, str) or not named or bool(number) > bool(by_number) or bool(word) > bool(by_word):
        digits = tuple(dict.fromkeys(int(digit) for digit in _DIGIT.findall(key) if int(digit) in scores))
        return unreadable(raw, _NO_SCORE, digits, names=listed([str(score) for score in scores]))
    if len(named) > 1:
        return ambiguous(raw, _WHICH_SCORE, named, names=listed([str(score) for score in named]))
    printed = any(wording and raw == f"{score}{wording}" for score, wording in scale)
    return ok(named[0]) if printed else read_as(raw, named[0], str(named[0]))
