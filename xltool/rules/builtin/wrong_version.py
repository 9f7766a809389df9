"""XL106: a sheet of another version of the form"""

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
    wanted = group.settings.version
    if wanted is None or wanted == group.edition.form.version:
        return
    for i, record in enumerate(group.records):
        expected, actual = str(wanted), str(record.version)
        yield Spot(
            sheet=i,
            place=Place(sheet=record.sheet, value=actual),
            says=Text(f"第 {actual} 版（今回は第 {expected} 版）", f"version {actual} instead of {expected}"),
            expected=expected,
            actual=actual,
        )


RULE = Builtin(
    id="XL106",
    severity="error",
    title=Text("別の版の様式", "Another version of the form"),
    message=Text(
        "今回の版の様式ではありません：{items}。",
        "This is not the version of the form that was sent out: {items}.",
    ),
    why=Text(
        "版が違うと、項目や整合性ルールが今回と異なります。",
        "Another version has other fields and rules.",
    ),
    remedy=Text(
        "今回配布した版のブックに記入して送ってもらってください。",
        "Ask for the version that was sent out this time.",
    ),
    bad=Text("以前の版のブックを使い回した。", "A workbook of an earlier version was used again."),
    good=Text("配布した版のまま。", "The version that was sent out."),
    sheets=_check,
    heals=True,
    phase="always",
)
