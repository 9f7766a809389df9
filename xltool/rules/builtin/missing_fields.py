"""XL116: the sheet was made before the form was revised, and lacks required fields"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.group import true
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE", "lacking"]


def lacking(group: Group) -> Iterator[tuple[int, str, bool]]:
    """(sheet, field, whether it is required there) of what departments are to fill in and the sheet lacks."""
    required = group.edition.required
    for i, one in group.anomalies.get("missing_field", ()):
        key = one.field or ""
        if group.field(key).locked:
            continue  # the office's own
        condition = required.get(key)
        asked = key in required and (condition is None or bool(true(group.batch.evaluate(condition))[i]))
        yield i, key, asked and not bool(group.silent[i])


def _check(group: Group) -> Iterator[Spot]:
    for i, key, required in lacking(group):
        if required:
            yield group.spot(i, key)


RULE = Builtin(
    id="XL116",
    severity="error",
    title=Text("改訂前の様式で足りない必須項目", "Made before the form was revised"),
    message=Text(
        "様式が改訂される前のブックのため、必ず記入する項目がありません：{items}。",
        "The workbook was made before the form was revised; required fields are not in it: {items}.",
    ),
    why=Text(
        "配布の後で様式に項目が加わりました。改訂前のブックには、その項目を記入する欄がありません。",
        "Fields were added to the form after the workbook was sent out, which has no cells for them.",
    ),
    remedy=Text(
        "差戻し用のブック（改訂後の様式）に記入してください。ほかの記入内容は引き継がれています。",
        "Fill them in in the workbook given back, which has the revised form with everything else in it.",
    ),
    bad=Text(
        "配布後に必須の項目を加えた様式に対して、加える前のブックで提出した。",
        "Submitted in a workbook made before a required field was added to the form.",
    ),
    good=Text("改訂後の様式のブックで提出した。", "Submitted in a workbook of the revised form."),
    sheets=_check,
    phase="always",
)
