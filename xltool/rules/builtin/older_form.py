"""XL117: the sheet was made from an older form of the round"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.builtin.facts import place_of
from xltool.rules.builtin.missing_fields import lacking
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import one_line, quote
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for i, key, required in lacking(group):
        if not required:
            label = quote(Text(group.labels[key], group.labels[key]))
            yield Spot(
                sheet=i,
                place=group.place(i, key),
                says=Text(f"まだない項目{label.ja}", f"{label.en} is not in it yet"),
            )
    for i, one in group.anomalies.get("removed_field", ()):
        label, value = quote(one.note or Text("", "")), one_line(one.value or "")
        yield Spot(
            sheet=i,
            place=place_of(group, i, one),
            says=Text(
                f"なくなった項目{label.ja}の記入「{value}」",
                f'{label.en} is no longer in the form; there stands "{value}"',
            ),
            actual=one.value,
        )


RULE = Builtin(
    id="XL117",
    severity="note",
    title=Text("改訂前の様式のシート", "Sheet of the form before its revision"),
    message=Text(
        "様式が改訂される前のブックで作成されたシートです。{items}。",
        "The sheet was made before the form was revised: {items}.",
    ),
    why=Text(
        "共通の項目は改訂後の様式のルールで確認しました。"
        "なくなった項目の記入は集計されませんが、差戻し用のブックの「欄外の記入」に残ります。",
        "What both forms have is judged by the rules in force. What stands in fields that are gone is not "
        "consolidated, but is listed in the workbook given back.",
    ),
    remedy=Text(
        "加わった項目も集めるときは、xltool distribute --force --only 事業番号 で、"
        "記入済みの内容を引き継いだ改訂後のブックを作成できます。",
        "To collect the new fields too, xltool distribute --force --only PROJECT makes a workbook of the "
        "revised form with what was submitted in it.",
    ),
    bad=Text(
        "配布後に任意の項目を加えた様式に対して、加える前のブックで提出した。",
        "Submitted in a workbook made before an optional field was added to the form.",
    ),
    good=Text("改訂後の様式のブックで提出した。", "Submitted in a workbook of the revised form."),
    sheets=_check,
    heals=True,
    phase="always",
)
