"""XL213: digits that Excel holds as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xltool.form import NUMERIC
from xltool.rules.builtin.facts import place_of
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import one_line
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.book.record import Anomaly
    from xltool.rules.group import Group

__all__ = ["RULE", "is_text_number"]

_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def is_text_number(group: Group, one: Anomaly) -> bool:
    """Whether a normalised value is a plain number but for being text."""
    known = group.edition.form.fields.get(one.field or "")
    return known is not None and known.type in NUMERIC and bool(_DIGITS.fullmatch(one.value or ""))


def _check(group: Group) -> Iterator[Spot]:
    for i, one in group.anomalies.get("normalised", ()):
        if is_text_number(group, one):
            label = group.labels[one.field or ""]
            typed = one_line(one.value or "")
            says = Text(f"「{label}」（{typed}）", f'"{label}" ({typed})')
            yield Spot(sheet=i, place=place_of(group, i, one), says=says, actual=one.value)


RULE = Builtin(
    id="XL213",
    severity="note",
    title=Text("文字列の数字", "Number stored as text"),
    message=Text(
        "数字が文字列として入力されています。数値として読み取りました：{items}。",
        "Digits are stored as text; they were read as numbers: {items}.",
    ),
    why=Text(
        "Excel は文字列の数字を合計に含めません。画面の合計と、こちらで計算した合計が違うことがあります。",
        "Excel leaves text out of its sums, so that a total on the screen may differ from ours.",
    ),
    remedy=Text(
        "セルの左上の印から「数値に変換する」を選ぶか、入力し直してください。",
        "Choose 'Convert to Number' at the cell's corner, or type it again.",
    ),
    bad=Text("文字列の書式のセルに 437 と貼り付けた。", "437 pasted as text."),
    good=Text("437 と入力した。", "437 typed as a number."),
    sheets=_check,
    heals=True,
    phase="field",
)
