"""XL209: text longer than the form allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltool.formula.vec import TEXT
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for one in group.edition.form.fields.values():
        if one.length is None or one.type == "code" or one.formula is not None:
            continue
        column = group.batch.column(one.id)
        for i in np.flatnonzero(column.kind == TEXT).tolist() if column.text is not None else ():
            assert column.text is not None
            length = len(column.text[i])
            if length > one.length:
                yield group.spot(
                    i,
                    one.id,
                    Text(
                        f"{length} 文字あります（{one.length} 文字まで）。",
                        f"{length} characters; {one.length} at most.",
                    ),
                    expected=str(one.length),
                    actual=str(length),
                )


RULE = Builtin(
    id="XL209",
    severity="error",
    title=Text("長すぎる文", "Text too long"),
    message=Text("{items}", "{items}"),
    why=Text("公表する資料の欄に収まりません。", "It does not fit the space it is published in."),
    remedy=Text("字数に収まるように短くしてください。", "Shorten it to the number of characters allowed."),
    bad=Text("200 文字までの欄に 250 文字。", "250 characters where 200 are allowed."),
    good=Text("200 文字までの欄に 200 文字。", "200 characters where 200 are allowed."),
    sheets=_check,
    phase="field",
    sentences=True,
)
