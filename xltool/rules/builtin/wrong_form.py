"""XL105: a sheet of another form than the one asked for"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.finding import Place
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import one_line
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    wanted = group.settings.form
    if wanted is None or wanted == group.edition.form.id:
        return
    for i, record in enumerate(group.records):
        expected, actual, title = str(wanted), str(record.form), one_line(record.edition.title)
        yield Spot(
            sheet=i,
            place=Place(sheet=record.sheet, value=actual),
            says=Text(
                f"「{title}」の様式（{actual}）ですが、今回の様式は {expected} です。",
                f'it is "{title}" ({actual}), the form is {expected}.',
            ),
            expected=expected,
            actual=actual,
        )


RULE = Builtin(
    id="XL105",
    severity="error",
    title=Text("別の様式", "Another form"),
    message=Text(
        "求めている様式ではありません。{items}",
        "This is not the form that was asked for: {items}",
    ),
    why=Text(
        "別の様式の値は、この調査の集計に入れられません。",
        "Values of another form cannot go into this survey.",
    ),
    remedy=Text(
        "今回配布した様式のブックに記入して送ってもらってください。",
        "Ask for the form that was sent out this time.",
    ),
    bad=Text(
        "事務事業評価を求めたのに、四半期報告が届いた。",
        "A quarterly review where a project evaluation was asked for.",
    ),
    good=Text("配布した様式のまま。", "The form that was sent out."),
    sheets=_check,
    phase="always",
    alone=True,
)
