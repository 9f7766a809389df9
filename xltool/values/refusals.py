"""Why a cell is no number: the sentence that helps the person who typed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xltool.text import Text
from xltool.values.reading import listed, unreadable

if TYPE_CHECKING:
    from xltool.values.reading import Raw, Reading, Value

__all__ = ["NOT_A_NUMBER", "foreign_unit", "why_no_number"]

NOT_A_NUMBER = Text(
    ja="「{raw}」は数値として読み取れません。数字だけで入力してください。",
    en='"{raw}" cannot be read as a number. Please type digits only.',
)
_FOREIGN_UNIT = Text(
    ja="「{raw}」の単位「{typed}」が、この項目の単位（{own}）と合いません。単位を除いた数字で入力してください。",
    en='The unit "{typed}" of "{raw}" is not the unit of this field ({own}). Please type digits only.',
)
_FOUND = re.compile(r"(?<![0-9.,])[0-9]{1,15}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,15})?(?![0-9.,])")
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)\Z", re.IGNORECASE)

# The first that matches is said; {raw} is what was typed, {found} the numbers inside it.
_REASONS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        _ERROR,
        Text(
            ja="セルがエラー値「{raw}」になっています。値を入力し直してください。",
            en='The cell holds the error "{raw}". Please type the value again.',
        ),
    ),
    (
        re.compile(r"-+\Z"),
        Text(
            ja="「{raw}」は数値ではありません。数字を入力してください。",
            en='"{raw}" is not a number. Please type digits.',
        ),
    ),
    (
        re.compile(r".*(?:約|およそ|概ね|おおむね|程度|以上|以下|未満|超|前後|弱|強|余|くらい|ぐらい)"),
        Text(
            ja="「{raw}」はおおよその数のため、数値として読み取れません。数字だけで入力してください。",
            en='"{raw}" is an approximate figure, not a number. Please type digits only.',
        ),
    ),
    (
        re.compile(r".*[0-9] *[^0-9 ]?[~〜\-/:] *[0-9]"),
        Text(
            ja="「{raw}」は範囲・日付・分数のようにも見え、一つの数値として読み取れません。",
            en='"{raw}" looks like a range, a date or a fraction, not like one number.',
        ),
    ),
    (
        re.compile(r"[^0-9]*[0-9][0-9,.、。]*[^0-9,.、。][^0-9]*[0-9]"),
        Text(
            ja="「{raw}」には複数の数（{found}）があり、どれを指すか分かりません。一つだけ入力してください。",
            en='"{raw}" holds several numbers ({found}). Please type the one that is meant.',
        ),
    ),
    (
        re.compile(r"[〇一二三四五六七八九十百千万億兆]+\Z"),
        Text(
            ja="漢数字「{raw}」は数値として読み取れません。算用数字で入力してください。",
            en='Numerals in kanji ("{raw}") cannot be read as a number. Please type digits.',
        ),
    ),
    (
        re.compile(r"[+\-]?[0-9,.、。]*[0-9][0-9,.、。]*\Z"),
        Text(
            ja="「{raw}」は桁区切りまたは小数点の位置が正しくないため、数値として読み取れません。",
            en='"{raw}" has its thousands commas or decimal point in the wrong place.',
        ),
    ),
)


def why_no_number(raw: Raw, text: str) -> Reading:
    """Unreadable, with the numbers that stand inside the text as candidates."""
    names = [] if _ERROR.match(text) else list(dict.fromkeys(_FOUND.findall(text)))[:5]
    plain = [name.replace(",", "") for name in names]
    found: tuple[Value, ...] = tuple(float(name) if "." in name else int(name) for name in plain)
    reason = next((reason for pattern, reason in _REASONS if pattern.match(text)), NOT_A_NUMBER)
    return unreadable(raw, reason, found, found=listed(names))


def foreign_unit(raw: Raw, typed: str, unit: str | None) -> Reading:
    """Unreadable: the unit behind the number is not the field's."""
    return unreadable(raw, _FOREIGN_UNIT, typed=typed, own=unit or Text(ja="単位なし", en="none"))
