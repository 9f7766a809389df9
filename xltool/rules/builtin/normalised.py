"""XL212: a value was written in another way than the form has it, and read all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.builtin.facts import telling
from xltool.rules.builtin.text_number import is_text_number
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]

_telling = telling("normalised")


def _check(group: Group) -> Iterator[Spot]:
    met = group.anomalies.get("normalised", ())
    for (_, one), spot in zip(met, _telling(group), strict=True):
        if not is_text_number(group, one):
            yield spot


RULE = Builtin(
    id="XL212",
    severity="note",
    title=Text("読み替えた値", "Value read in another form"),
    message=Text("{items}", "{items}"),
    why=Text(
        "全角数字や「R7」のような書き方は、意味が一つに決まるときに限り読み替えます。",
        "Full-width digits, R7 and the like are understood where they have one meaning.",
    ),
    remedy=Text("読み替えが正しければ、対応は不要です。", "Nothing to do if it was understood rightly."),
    bad=Text("金額の欄に「１，２３４千円」。", "\u201c１，２３４千円\u201d in an amount."),
    good=Text("金額の欄に 1234。", "1234 in an amount."),
    sheets=_check,
    heals=True,
    phase="field",
    sentences=True,
)
