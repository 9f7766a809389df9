"""XL414: sheets do not add up to the total that the coordinator has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xltool.formula import ExcelError
from xltool.rules.rule import Absent, Builtin, Threshold
from xltool.rules.show import joined, plain
from xltool.text import Text
from xltool.values import format_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits
    from xltool.rules.settings import Total

__all__ = ["RULE"]

_LARGEST = 3  # sheets named


def _check(pile: Pile, limits: Limits) -> Iterator[Absent]:
    for total in pile.settings.totals:
        one = pile.fields.get(total.field)
        some = _sheets(pile, total) if one is not None else None
        if not some or one is None:
            continue
        column = pile.column(total.field)
        if any(isinstance(column[i], ExcelError) for i in some):
            continue  # told in that sheet
        amounts = {i: float(v) if isinstance(v := column[i], int | float) else 0.0 for i in some}
        found = sum(amounts.values())
        if abs(found - total.amount) > limits["tolerance"] * len(some):
            yield _absent(pile, total, amounts, found, one.unit or "")


def _sheets(pile: Pile, total: Total) -> list[int] | None:
    """The sheets that must add up; None where some are still missing or doubled."""
    roster = pile.settings.roster
    wanted = plain(total.department) if total.department else None
    owed = {
        project
        for project, row in (roster or {}).items()
        if wanted is None or plain(row.department or "") == wanted
    }
    some = []
    for i, (project, record) in enumerate(zip(pile.projects, pile.records, strict=True)):
        own = project in owed if roster is not None else plain(record.department or "") == wanted
        if own or (roster is None and wanted is None):
            some.append(i)
    projects = Counter(pile.projects[i] for i in some if pile.projects[i])
    complete = roster is None or owed <= projects.keys()
    return some if complete and all(number == 1 for number in projects.values()) else None


def _absent(pile: Pile, total: Total, amounts: dict[int, float], found: float, unit: str) -> Absent:
    largest = sorted(amounts, key=lambda i: (-amounts[i], i))[:_LARGEST]
    label = pile.label(largest[0], total.field)
    gap = found - total.amount
    named = joined(
        Text(f"{where.ja} {figure}", f"{where.en} {figure}")
        for i in largest
        for where, figure in ((pile.named(i), format_number(amounts[i])),)
    )
    equal = [i for i, amount in amounts.items() if amount and abs(amount - abs(gap)) < 1e-9]
    who = pile.named(equal[0]) if equal else None
    hint = (
        Text(f"差は{who.ja}の額と同じです。", f" The difference is what {who.en} has.")
        if who
        else Text("", "")
    )
    of = Text(f"{total.department}の", f" of {total.department}") if total.department else Text("", "")
    sum_, due, over = (format_number(value) + unit for value in (found, total.amount, abs(gap)))
    ja, en = ("多い", "more") if gap > 0 else ("少ない", "less")
    return Absent(
        department=total.department,
        expected=due,
        actual=sum_,
        says=Text(
            f"{of.ja}{len(amounts)}枚のシートの「{label}」を合計すると{sum_}で、"
            f"事務局の合計{due}より{over}{ja}値です。{hint.ja}額の大きいシート：{named.ja}。",
            f'The {len(amounts)} sheets{of.en} add up to {sum_} in "{label}", '
            f"{over} {en} than the office's total of {due}.{hint.en} The largest: {named.en}.",
        ),
        others=tuple(pile.elsewhere(i, total.field) for i in largest),
    )


RULE = Builtin(
    id="XL414",
    severity="query",
    title=Text("事務局の合計との不一致", "Sheets do not add up to the office's total"),
    message=Text("{items}", "{items}"),
    why=Text(
        "予算書や決算書の額と合わないときは、記入漏れや二重計上のシートがあります。",
        "Where sheets and budget disagree, one is missing, counted twice or mistyped.",
    ),
    remedy=Text(
        "額の大きいシートから順に、予算書や決算書と突き合わせてください。",
        "Compare the sheets with the budget, the largest first.",
    ),
    bad=Text(
        "土木課の12枚を足すと 52,400、予算書では 52,000。",
        "Twelve sheets add up to 52,400, the budget says 52,000.",
    ),
    good=Text("土木課の12枚を足すと 52,000。", "Twelve sheets add up to 52,000."),
    across=_check,
    sentences=True,
    thresholds=(
        Threshold(
            name="tolerance",
            default=0.5,
            about=Text(
                "端数処理として認める差。シート1枚当たり、その欄の単位で。",
                "difference per sheet, in the field's unit, that counts as rounding",
            ),
        ),
    ),
)
