"""XL225: the file shows another value than its own formula gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.formula import ExcelError
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import quote, same, shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for key in group.edition.formulas:
        computed = group.batch.column(key).to_list()
        for i, record in enumerate(group.records):
            if key not in record.cached:
                continue
            cached, ours = record.cached[key], computed[i]
            if (
                cached == ours
                or isinstance(ours, ExcelError)
                or same(cached, ours)
                or _explained(group, i, key)
            ):
                continue
            known = group.field(key)
            now, should = shown(group.edition, known, cached), shown(group.edition, known, ours)
            q, r = quote(now), quote(should)
            yield group.spot(
                i,
                key,
                Text(
                    f"ファイルの表示は{q.ja}、計算し直すと{r.ja}です。",
                    f"the file shows {q.en}, the formula gives {r.en}.",
                ),
                expected=should.ja,
                actual=now.ja,
            )


def _explained(group: Group, i: int, key: str) -> bool:
    """Whether what is told already explains the difference: an input of the formula has an anomaly."""
    record = group.records[i]
    touched = {a.field for a in record.anomalies if a.field} | record.doubtful
    return key in touched or not touched.isdisjoint(group.needs[key])


RULE = Builtin(
    id="XL225",
    severity="note",
    title=Text("再計算されていない値", "Stale value"),
    message=Text("{items}", "{items}"),
    why=Text(
        "再計算せずに保存すると、古い計算結果が画面や印刷に残ります。集計には計算し直した値を使います。",
        "Saved without recalculation, a file keeps showing old results; the recalculated value is used.",
    ),
    remedy=Text(
        "Excel で開いて F9 キーで再計算し、合計が正しいか確かめて保存してください。",
        "Open it in Excel, press F9, check the totals and save.",
    ),
    bad=Text("手動計算のまま内訳を直して保存した。", "The parts were corrected under manual calculation."),
    good=Text("自動計算で保存した。", "Saved under automatic calculation."),
    sheets=_check,
    heals=True,
    sentences=True,
)
