"""Units typed after numbers: how far the decimal point moves on the way to the field's own unit."""

from __future__ import annotations

import re
from functools import lru_cache

from xltool.values.chars import fold

__all__ = ["is_unit", "shifts"]

_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "億": 8, "十億": 9, "百億": 10}
_POWERS |= {"千億": 11, "兆": 12}
_SCALED = re.compile(f"({'|'.join(sorted(_POWERS, key=len, reverse=True))})?(.*)", re.DOTALL)
_SAME = {"名": "人", "yen": "円", "jpy": "円", "¥": "円", "\\": "円", "パ-セント": "%", "m2": "㎡", "m²": "㎡"}
_SAME |= dict.fromkeys(("ヶ所", "ケ所", "ヵ所", "カ所", "か所", "ヶ所", "個所"), "箇所") | {"時間": "時間", "h": "時間"}
# Units that a number may carry where the form names none: without a scale they change nothing.
_KNOWN = set("円人件回個台校日分月年歳戸棟冊本枚社点位度部組班隻頭羽種科") | {
    *("箇所", "時間", "世帯", "団体", "施設", "路線", "事業", "項目", "市町村", "地区", "店舗", "km", "m", "㎡"),
    *("ha", "kg", "t", "kwh", "mm", "cm", "g", "l", "kl", "ml", "円/人", "人/日", "件/年", "回/年", "人/回"),
}


@lru_cache(maxsize=1024)
def _parts(unit: str) -> tuple[int, str]:
    """``百万円`` as (6, 円)."""
    match = _SCALED.fullmatch(fold(unit).strip("()[]"))
    assert match
    base = match[2]
    return _POWERS.get(match[1] or "", 0), _SAME.get(base, base)


@lru_cache(maxsize=4096)
def shifts(typed: str, unit: str | None) -> tuple[int, ...]:
    """Powers of ten that bring a number with ``typed`` behind it to ``unit``; empty for a foreign unit.

    ``("円", "千円")`` is ``(-3,)``. Two of them where two readings remain: ``("億", "千円")`` may be 億円 or the
    number itself, ``("%", None)`` may be a rate or points.
    """
    power, base = _parts(typed)
    if unit is None:
        if base == "%" and not power:
            return (0, -2)
        if base and base not in _KNOWN:
            return ()
        return (power,) if not base or not power else (0, power)
    own_power, own_base = _parts(unit)
    if base == own_base:
        return (power - own_power,)
    if base:
        return ()
    return tuple(dict.fromkeys((power - own_power, power))) if power else (0,)


def is_unit(typed: str) -> bool:
    """True for what is certainly a unit, though perhaps not the field's."""
    base = _parts(typed)[1]
    return base in _KNOWN or base == "%"
