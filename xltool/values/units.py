"""Units typed after numbers: how far the decimal point moves on the way to the field's own unit."""

from __future__ import annotations

import re
from functools import lru_cache

from xltool.values.chars import fold

__all__ = ["is_unit", "shifts"]

_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "億": 8, "兆": 12}
_SCALED = re.compile("((?:[十百千]?[万億兆])|[十百千])?(.*)", re.DOTALL)  # 百万円: 百万 and 円
_SPELLINGS = (  # one line per unit, the first spelling stands for all
    "人 名",
    "円 yen jpy ¥ \\",
    "% パーセント",
    "㎡ m2 m²",
    "箇所 か所 カ所 ヶ所 ケ所 ヵ所 個所",
    "時間 h",
)
_SAME = {fold(other): line.split()[0] for line in _SPELLINGS for other in line.split()}
# Units that a number may carry where the form names none: without a scale they change nothing.
_KNOWN = {
    *"円人件回個台校日分月年歳戸棟冊本枚社点位度部組班隻頭羽",
    "箇所",
    "時間",
    "世帯",
    "団体",
    "施設",
    "路線",
}
_KNOWN |= {
    "事業",
    "項目",
    "市町村",
    "地区",
    "店舗",
    "ポイント",
    "円/人",
    "円/件",
    "人/日",
    "人/回",
    "件/年",
    "回/年",
}
_KNOWN |= {"km", "m", "mm", "cm", "㎡", "ha", "kg", "g", "t", "l", "kl", "ml", "kwh"}


@lru_cache(maxsize=1024)
def _parts(unit: str) -> tuple[int, str]:
    """``百万円`` as (6, 円)."""
    match = _SCALED.fullmatch(fold(unit).strip("()[]"))
    assert match
    return sum(_POWERS[ch] for ch in match[1] or ""), _SAME.get(match[2], match[2])


@lru_cache(maxsize=4096)
def shifts(typed: str, unit: str | None) -> tuple[int, ...]:
    """Powers of ten that bring a number with ``typed`` behind it to ``unit``; empty for a foreign unit.

    ``("円", "千円")`` is ``(-3,)``. Two of them where two readings remain: ``("億", "千円")`` may be 億円 or
    億千円, ``("%", None)`` points or a rate.
    """
    power, base = _parts(typed)
    if unit is not None:
        own_power, own_base = _parts(unit)
        if base == own_base:
            return (power - own_power,)
        if base:
            return ()
        return tuple(dict.fromkeys((power - own_power, power))) if power else (0,)
    if base == "%":
        return () if power else (0, -2)
    if base and base not in _KNOWN:
        return ()
    return (0, power) if base and power else (power,)


def is_unit(typed: str) -> bool:
    """True for what is certainly a unit, though perhaps not the field's."""
    base = _parts(typed)[1]
    return base in _KNOWN or base == "%"
