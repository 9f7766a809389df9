"""XL107: a sheet of another base year"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.finding import Place
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]

_OTHER_FORM = "XL105"


def _check(group: Group) -> Iterator[Spot]:
    wanted, form = group.settings.year, group.settings.form
    if wanted is None or wanted == group.edition.year:
        return
    if form not in (None, group.edition.form.id) and _OTHER_FORM not in group.settings.off:
        return  # another form's year says nothing
    for i, record in enumerate(group.records):
        expected, actual = group.edition.year_label(wanted), group.edition.year_label(record.year)
        yield Spot(
            sheet=i,
            place=Place(sheet=record.sheet, value=actual),
            says=Text(f"{actual}（今回は{expected}）", f"{actual} instead of {expected}"),
            expected=expected,
            actual=actual,
        )


RULE = Builtin(
    id="XL107",
    severity="error",
    title=Text("別の年度のシート", "Another year's sheet"),
    message=Text("別の年度のシートです：{items}。", "This is the sheet of another year: {items}."),
    why=Text(
        "昨年度のブックに書き込むと、すべての年度の列が1年ずれて集計されます。",
        "In last year's workbook every column stands for another year.",
    ),
    remedy=Text(
        "今回配布したブックに記入して送ってもらってください。",
        "Ask for the workbook that was sent out this time.",
    ),
    bad=Text("昨年度のブックを上書きして提出した。", "Last year's workbook, typed over."),
    good=Text("今年度のブック。", "This year's workbook."),
    sheets=_check,
    phase="always",
    alone=True,
)
