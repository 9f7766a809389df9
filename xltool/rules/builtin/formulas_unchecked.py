"""XL226: the file's format shows no formulas"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.finding import Place
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for i, one in group.anomalies.get("formulas_not_checkable", ()):
        record = group.records[i]
        place = Place(sheet=one.sheet or record.sheet)
        yield Spot(sheet=i, place=place, says=Text(f"「{record.sheet}」", f'"{record.sheet}"'))


RULE = Builtin(
    id="XL226",
    severity="note",
    title=Text("確かめられない計算式", "Formulas not checked"),
    message=Text(
        ".xlsx 以外の形式のため、計算式は確かめていません：{items}。値は計算し直しました。",
        "The file is no .xlsx, so its formulas were not checked: {items}. Values were recalculated.",
    ),
    why=Text(
        "古い形式やほかのソフトの形式からは、値だけを読み取ります。",
        "Only values are read from older formats and those of other programs.",
    ),
    remedy=Text(
        "このままで構いません。次からは Excel ブック（.xlsx）で保存してください。",
        "It may stay as it is; please save as an Excel workbook (.xlsx) next time.",
    ),
    bad=Text(".xls で保存して提出した。", "Saved and sent as .xls."),
    good=Text(".xlsx のまま提出した。", "Sent as .xlsx."),
    sheets=_check,
    heals=True,
    phase="always",
)
