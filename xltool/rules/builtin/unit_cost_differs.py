"""XL411: a unit cost is not the one that the department's other sheets have."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xltool.rules.figures import unit_costs
from xltool.rules.most import differing
from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import one_line, plain, quote, shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.formula import Scalar
    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    departments: dict[str, list[int]] = defaultdict(list)
    for i, record in enumerate(pile.records):
        if record.department and not pile.silent[i]:
            departments[plain(record.department)].append(i)
    keys = dict.fromkeys(key for _, group in pile.groups for key in unit_costs(group.edition.form))
    for key in keys:
        column = pile.column(key)
        for some in departments.values():
            sheets = [i for i in some if isinstance(column[i], int | float)]
            having: dict[Scalar, list[int]] = defaultdict(list)
            for i in sheets:
                having[column[i]].append(i)
            for at, usual in differing([column[i] for i in sheets]):
                if not pile.is_told(sheets[at], key):
                    yield _spot(pile, sheets[at], key, usual, having[usual])


def _spot(pile: Pile, i: int, key: str, usual: Scalar, those: list[int]) -> Spot:
    edition = pile.at[i][0].edition
    one = edition.form.fields[key]
    now, others = shown(edition, one, pile.column(key)[i]), shown(edition, one, usual)
    q, r = quote(now), quote(others)
    name = one_line(pile.records[i].department or "")
    first = pile.named(those[0], beside=i)
    rest = Text(f"など{len(those)}枚", f" and {len(those) - 1} more") if len(those) > 1 else Text("", "")
    return pile.spot(
        i,
        key,
        Text(
            f"{q.ja}です。同じ{name}のほかのシート（{first.ja}{rest.ja}）では{r.ja}です。",
            f"{q.en}, while other sheets of {name} ({first.en}{rest.en}) have {r.en}.",
        ),
        expected=others.ja,
        actual=now.ja,
        others=tuple(pile.elsewhere(j, key) for j in those[:1]),
    )


RULE = Builtin(
    id="XL411",
    severity="query",
    title=Text("部署の中で違う単価", "Unit cost differs within a department"),
    message=Text(
        "単価が、同じ部署のほかのシートと違います。\n{items}",
        "Unit costs differ from the department's other sheets.\n{items}",
    ),
    why=Text(
        "単価は事務局が配った共通の値です。シートによって違うと、人件費などを比べられません。",
        "Unit costs are issued alike; where they differ, personnel cost cannot be compared.",
    ),
    remedy=Text(
        "配布された単価に直してください。別の単価を使う理由があれば、説明欄に記入してください。",
        "Restore the unit cost as issued, or explain why another one applies.",
    ),
    bad=Text("土木課の3枚のうち1枚だけ 8,100、ほかは 8,400。", "8,100 in one sheet of three, else 8,400."),
    good=Text("土木課のシートはすべて 8,400。", "8,400 in all sheets of the department."),
    across=_check,
    sentences=True,
)
