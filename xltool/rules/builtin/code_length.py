"""XL210: a code with too few or too many digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltool.formula.vec import TEXT
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import one_line
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE"]


def _check(group: Group) -> Iterator[Spot]:
    for one in group.edition.form.fields.values():
        if one.length is None or one.type != "code":
            continue
        column = group.batch.column(one.id)
        for i in np.flatnonzero(column.kind == TEXT).tolist() if column.text is not None else ():
            assert column.text is not None
            code = column.text[i]
            if code and len(code) != one.length:
                yield group.spot(
                    i,
                    one.id,
                    Text(
                        f"「{one_line(code)}」は {len(code)} 桁です（{one.length} 桁で入力します）。",
                        f'"{one_line(code)}" has {len(code)} characters instead of {one.length}.',
                    ),
                    expected=str(one.length),
                    actual=str(len(code)),
                )


RULE = Builtin(
    id="XL210",
    severity="error",
    title=Text("コードの桁数", "Length of a code"),
    message=Text("{items}", "{items}"),
    why=Text(
        "桁が違うコードでは、一覧と突き合わせられません。",
        "A code of another length matches nothing on the list.",
    ),
    remedy=Text(
        "正しい桁数で入力し直してください（先頭の 0 も含みます）。",
        "Type all digits, leading zeros included.",
    ),
    bad=Text("5 桁の番号の欄に 832001。", "832001 as a number of 5 digits."),
    good=Text("5 桁の番号の欄に 00832。", "00832 as a number of 5 digits."),
    sheets=_check,
    phase="field",
    sentences=True,
)
