"""XL223: a value was typed over a formula, and it is not what the formula gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.formula import ExcelError, Scalar
from xltool.rules.builtin.facts import place_of, subject
from xltool.rules.group import Group, item
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import quote, same, shown
from xltool.text import Text
from xltool.values import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.book.record import Anomaly

__all__ = ["RULE", "overwritten"]


def overwritten(group: Group, *, agreeing: bool) -> Iterator[tuple[int, Anomaly, Scalar, Scalar]]:
    """(sheet, anomaly, typed value, computed value) of formulas typed over by the same value or another."""
    for i, one in group.anomalies.get("overwritten_formula", ()):
        if one.field is None or one.field not in group.edition.formulas:
            continue
        computed = item(group.batch.column(one.field), i)
        typed: Scalar = group.records[i].cached.get(one.field, one.value)
        if isinstance(typed, str) and isinstance(computed, float):
            reading = read_number(typed, unit=group.field(one.field).unit)
            typed = reading.value if reading.clear else typed
        if same(typed, computed) is agreeing:
            yield i, one, typed, computed


def _check(group: Group) -> Iterator[Spot]:
    for i, one, typed, computed in overwritten(group, agreeing=False):
        known = group.field(one.field or "")
        now, ours = shown(group.edition, known, typed), shown(group.edition, known, computed)
        q, r = quote(now), quote(ours)
        certain = not isinstance(computed, ExcelError)
        yield Spot(
            sheet=i,
            place=place_of(group, i, one),
            says=Text(
                f"{subject(group, one)}：{q.ja}と入力されています"
                + (f"（計算では{r.ja}）。" if certain else "。"),
                f"{subject(group, one)}: {q.en} was typed" + (f" (computed: {r.en})." if certain else "."),
            ),
            expected=ours.ja if certain else None,
            actual=now.ja,
        )


RULE = Builtin(
    id="XL223",
    severity="error",
    title=Text("計算欄への直接入力", "Value typed over a formula"),
    message=Text("計算式の欄に値が直接入力されています。{items}", "Values were typed over formulas. {items}"),
    why=Text(
        "もとの数字を直しても合計が変わらなくなります。集計には様式の式で計算した値を使います。",
        "The cell no longer follows its inputs; the value that the form computes is the one that is used.",
    ),
    remedy=Text(
        "入力欄の数字を確かめて直してください。計算式は差戻し用のブックで元に戻ります。",
        "Check and correct the inputs; the formula is restored in the workbook given back.",
    ),
    bad=Text(
        "合計の欄に 500 と入力した（内訳の合計は 437）。", "500 typed as a total of parts that add up to 437."
    ),
    good=Text("内訳だけを入力した。", "Only the parts were typed."),
    sheets=_check,
    heals=True,
    sentences=True,
)
