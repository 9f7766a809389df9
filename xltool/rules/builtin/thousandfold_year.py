"""XL301: a figure is 1,000 times those of the other years, or a thousandth of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xltool.formula.vec import NUMBER, Floats
from xltool.rules.figures import input_rows
from xltool.rules.rule import Builtin, Spot, Threshold
from xltool.rules.show import shown
from xltool.rules.slips import SPREAD, thousandfold
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.form import Field
    from xltool.rules.group import Group
    from xltool.rules.rule import Limits

__all__ = ["RULE"]

_LEAST = 3  # years with a figure, so that two of them agree
_TOGETHER = 10.0  # how far the figures of one size lie apart at most


def _check(group: Group, limits: Limits) -> Iterator[Spot]:
    spread = limits["spread"]
    for cells in input_rows(group.edition.form).values():
        figures = np.stack([_positive(group, one) for one in cells], axis=1)
        low = np.where(np.isnan(figures), np.inf, figures).min(axis=1)
        high = np.where(np.isnan(figures), 0, figures).max(axis=1)
        wide = (np.isfinite(figures).sum(axis=1) >= _LEAST) & (high >= low * (1000 / spread))
        for i in np.flatnonzero(wide & ~group.silent).tolist():
            for at, usual in _apart(figures[i], spread):
                if not group.is_told(i, cells[at].id):
                    yield _spot(group, i, cells[at], float(figures[i, at]), usual)


def _positive(group: Group, one: Field) -> Floats:
    column = group.batch.column(one.id)
    return np.where((column.kind == NUMBER) & (column.num > 0), column.num, np.nan)


def _apart(figures: Floats, spread: float) -> Iterator[tuple[int, float]]:
    """(column, the other years' median) of the figures of the rarer size, where there are just two sizes."""
    known = np.flatnonzero(np.isfinite(figures))
    ranked = known[np.argsort(figures[known], kind="stable")]
    values = figures[ranked]
    cut = int(np.argmax(values[1:] / values[:-1])) + 1
    small, large = values[:cut], values[cut:]
    if small[-1] > small[0] * _TOGETHER or large[-1] > large[0] * _TOGETHER:
        return
    if thousandfold(float(np.median(large)), float(np.median(small)), spread) is None:
        return
    odd, usual = (ranked[:cut], large) if len(small) < len(large) else (ranked[cut:], small)
    for at in sorted(odd.tolist()):
        yield at, float(np.median(usual))


def _spot(group: Group, i: int, one: Field, value: float, usual: float) -> Spot:
    now, others = shown(group.edition, one, value), shown(group.edition, one, usual)
    more = value > usual
    ja, en = ("約1,000倍", "about 1,000 times") if more else ("約1,000分の1", "about a thousandth of")
    unit = Text(f"（この欄の単位は{one.unit}です）", f"; the unit here is {one.unit}")
    meant = unit if one.unit else Text("", "")
    spot = group.spot(
        i,
        one.id,
        Text(
            f"「{now.ja}」は、ほかの年度（{others.ja}前後）の{ja}です{meant.ja}。",
            f'"{now.en}" is {en} the other years ({others.en} or so){meant.en}.',
        ),
        actual=now.ja,
    )
    return replace(spot, instead=value / 1000 if more else value * 1000)


RULE = Builtin(
    id="XL301",
    severity="query",
    title=Text("ほかの年度と桁が違う数値", "Off by a factor of 1,000 from the other years"),
    message=Text(
        "単位の取り違えではありませんか。{items}",
        "The unit may have been mixed up. {items}",
    ),
    why=Text(
        "千円の欄に円で入力すると1,000倍になり、集計を大きく狂わせます。",
        "Yen in a column of thousand yen make it 1,000 times as much, and upset every total.",
    ),
    remedy=Text(
        "単位を確かめて直してください。正しい値であれば、説明欄に理由を記入してください。",
        "Check the unit and correct it; if the figure is right, explain why.",
    ),
    bad=Text(
        "目標値がほかの年度は 90、1年だけ 90,000。", "Targets of 90 in three years and of 90,000 in one."
    ),
    good=Text("目標値が 90 から 120 に増える。", "Targets that rise from 90 to 120."),
    within=_check,
    phase="field",
    sentences=True,
    thresholds=(
        Threshold(
            name="spread",
            default=SPREAD,
            about=Text(
                "1,000倍からどこまで離れてもよいか（2 は 500倍から2,000倍まで）。",
                "how far from 1,000 the factor may lie (2: from 500 to 2,000)",
            ),
            least=1,
            most=10,
        ),
    ),
)
