"""XL207: a number outside the range that the form allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.group import Group, item
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.form import Edition, Field

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for i, key in group.spots(group.outside):
        one = group.field(key)
        value = shown(group.edition, one, item(group.batch.column(key), i))
        allowed = _range(group.edition, one)
        yield group.spot(
            i,
            key,
            Text(
                f"{value.ja} は範囲外です（{allowed.ja}）。",
                f"{value.en} is out of range ({allowed.en}).",
            ),
            expected=allowed.ja,
            actual=value.ja,
        )


def _range(edition: Edition, one: Field) -> Text:
    low = shown(edition, one, one.minimum).ja if one.minimum is not None else ""
    high = shown(edition, one, one.maximum).ja if one.maximum is not None else ""
    if low and high:
        return Text(f"{low}～{high}", f"{low} to {high}")
    return Text(f"{low}以上", f"{low} or more") if low else Text(f"{high}以下", f"{high} or less")


RULE = Builtin(
    id="XL207",
    severity="error",
    title=Text("範囲外の数値", "Number out of range"),
    message=Text("{items}", "{items}"),
    why=Text(
        "様式が認める範囲を外れた数値は、桁や単位の誤りがほとんどです。",
        "A number outside the form's range is most often a slip of a digit or a unit.",
    ),
    remedy=Text("範囲内の値に直してください。", "Correct it to a value within the range."),
    bad=Text("0～100 の欄に 120。", "120 where 0 to 100 is allowed."),
    good=Text("0～100 の欄に 100。", "100 where 0 to 100 is allowed."),
    sheets=_check,
    phase="field",
    sentences=True,
)
