"""XL221: a locked value is not the one that was issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.book.record import DOUBTFUL
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import quote, same, shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.group import Group

__all__ = ["RULE", "emptied"]


def _check(group: Group) -> Iterator[Spot]:
    fields, computed = group.edition.form.fields, group.edition.formulas
    for i, record in enumerate(group.records):
        for key, issued in record.issued.items():
            value = record.values.get(key)
            if value == issued or key not in fields or key in computed or not fields[key].locked:
                continue
            if same(value, issued) or _otherwise_told(group, i, key):
                continue
            was = shown(group.edition, fields[key], issued)
            now = shown(group.edition, fields[key], value)
            q, r = quote(was), quote(now)
            yield group.spot(
                i,
                key,
                Text(f"{q.ja}が{r.ja}に変わっています。", f"{q.en} became {r.en}."),
                expected=was.ja,
                actual=now.ja,
            )


def emptied(group: Group, i: int, key: str) -> bool:
    """Whether a field was issued with a locked value: that it is gone is told here, not as missing."""
    return bool(group.records[i].issued.get(key)) and group.field(key).locked


def _otherwise_told(group: Group, i: int, key: str) -> bool:
    record = group.records[i]
    told = {*DOUBTFUL, "identity_conflict"}
    if key == group.edition.form.identity.name and group.is_another(i):
        return True  # another project's header was pasted: that it is another's is told
    return key in record.doubtful or any(a.field == key and a.kind in told for a in record.anomalies)


RULE = Builtin(
    id="XL221",
    severity="error",
    title=Text("固定値の書き換え", "Locked value altered"),
    message=Text(
        "配布時に固定した値が書き換えられています。{items}",
        "Values that were issued locked have been altered. {items}",
    ),
    why=Text(
        "番号や昨年度の結果は、調査の側で確定した値です。変わると突き合わせができなくなります。",
        "Numbers and last year's results were settled by those who issued the sheet and must match.",
    ),
    remedy=Text(
        "元の値に戻してください。元の値に誤りがあるときは、事務局にお知らせください。",
        "Restore the value; if the issued value is wrong, tell those who sent the sheet.",
    ),
    bad=Text("昨年度の評価「現状継続」を「拡大」に書き換えた。", "Last year's grade was typed over."),
    good=Text("固定の欄は配布時のまま。", "Locked cells as issued."),
    sheets=_check,
    heals=True,
    sentences=True,
)
