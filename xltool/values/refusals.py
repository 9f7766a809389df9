"""Why a cell is no number: the sentence that helps the person who typed it."""

from __future__ import annotations

import re

from xltool.text import Text
from xltool.values.reading import Reading, Value, quoted, unreadable

__all__ = ["foreign_unit", "not_a_number", "why_no_number"]

_FOUND = re.compile(r"(?<![0-9.,])[0-9]{1,15}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,15})?(?![0-9.,])")
# The first that matches is said; {raw} is what was typed, {found} the numbers inside it.
_REASONS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE),
        Text(
            ja="セルがエラー値「{raw}」になっています。値を入力し直してください。",
            en='The cell holds the error "{raw}". Please type the value again.',
        ),
    ),
    (
        re.compile(r"約|およそ|概ね|おおむね|程度|以上|以下|未満|超|前後|弱|強|余|くらい|ぐらい"),
        Text(
            ja="「{raw}」はおおよその数のため、数値として読み取れません。数字だけで入力してください。",
            en='"{raw}" is an approximate figure, not a number. Please type digits only.',
        ),
    ),
    (
        re.compile(r"[0-9] *人?[~〜～\-/:][ ]*[0-9]"),
        Text(
            ja="「{raw}」は範囲・日付・分数のいずれにも見え、一つの数値として読み取れません。",
            en='"{raw}" looks like a range, a date or a fraction, not like one number.',
        ),
    ),
    (
        re.compile(r"[0-9].*[^0-9,.].*[0-9]", re.DOTALL),
        Text(
            ja="「{raw}」には複数の数（{found}）があり、どちらを指すか分かりません。一つだけ入力してください。",
            en='"{raw}" holds several numbers ({found}). Please type the one that is meant.',
        ),
    ),
    (
        re.compile("[〇一二三四五六七八九十百千万億兆]+"),
        Text(
            ja="漢数字「{raw}」は数値として読み取れません。算用数字で入力してください。",
            en='Numerals in kanji ("{raw}") cannot be read as a number. Please type digits.',
        ),
    ),
    (
        re.compile(r"[0-9][0-9,.、。]*"),
        Text(
            ja="「{raw}」は桁区切りまたは小数点の位置が正しくないため、数値として読み取れません。",
            en='"{raw}" has its thousands commas or decimal point in the wrong place.',
        ),
    ),
)
_WHOLE = (0, 4, 5)  # these describe the whole text, the others a part of it
_OTHERWISE = Text(
    ja="「{raw}」は数値として読み取れません。数字だけで入力してください。",
    en='"{raw}" cannot be read as a number. Please type digits only.',
)


def why_no_number(text: str, raw: str) -> Reading:
    """Unreadable, with the numbers that stand inside the text as candidates."""
    found = tuple(dict.fromkeys(_FOUND.findall(text)))[:5]
    values: tuple[Value, ...] = tuple(
        float(n.replace(",", "")) if "." in n else int(n.replace(",", "")) for n in found
    )
    for i, (pattern, reason) in enumerate(_REASONS):
        if pattern.fullmatch(text) if i in _WHOLE else pattern.search(text):
            return unreadable(reason.format(raw=quoted(raw), found=_listed(found)), values)
    return unreadable(_OTHERWISE.format(raw=quoted(raw)), values)


def not_a_number(raw: object) -> Reading:
    return unreadable(_OTHERWISE.format(raw=quoted(raw)))


def foreign_unit(raw: str, typed: str, unit: str | None) -> Reading:
    """Unreadable: the unit behind the number is not the field's."""
    own = Text(ja=f"「{unit}」", en=f'"{unit}"') if unit else Text(ja="単位なし", en="none")
    return unreadable(
        Text(
            ja="「{raw}」の単位「{typed}」がこの項目の単位（{own}）と合いません。単位を除いた数字で入力してください。",
            en='The unit "{typed}" of "{raw}" is not the unit of this field ({own}). Please type digits only.',
        ).format(raw=quoted(raw), typed=typed, own=own)
    )


def _listed(found: tuple[str, ...]) -> Text:
    return Text(ja="、".join(found), en=", ".join(found))
