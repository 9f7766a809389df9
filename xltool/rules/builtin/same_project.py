"""XL401: two sheets of a pile are of one project."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import joined, quote, same
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]

_COMPARED = 3  # other sheets that are named
_LABELS = 4  # fields that differ, named


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    sheets: dict[str, list[int]] = defaultdict(list)
    for i, project in enumerate(pile.projects):
        if project:
            sheets[project].append(i)
    for project, some in sheets.items():
        for i in some if len(some) > 1 else ():
            others = [j for j in some if j != i]
            key = pile.at[i][0].edition.form.identity.project
            yield Spot(
                sheet=i,
                place=pile.place(i, key),
                says=_said(pile, project, i, others),
                actual=project,
                others=tuple(pile.elsewhere(j, key) for j in others[:_COMPARED]),
            )


def _said(pile: Pile, project: str, i: int, others: list[int]) -> Text:
    named = joined(_described(pile, i, j) for j in others[:_COMPARED])
    more = len(others) - _COMPARED
    rest = Text(f"、ほか{more}枚", f", and {more} more") if more > 0 else Text("", "")
    return Text(
        f"この事業（{project}）のシートがほかにもあります：{named.ja}{rest.ja}。",
        f"There are other sheets of this project ({project}): {named.en}{rest.en}.",
    )


def _described(pile: Pile, i: int, j: int) -> Text:
    """Another sheet: where it is, which issue, and what differs."""
    record, other = pile.records[i], pile.records[j]
    where = pile.lies(j, beside=i)
    issue = other.issue if other.issue != record.issue else None
    turn = Text(f"・第{issue}回の配布", f", issue {issue}") if issue is not None else Text("", "")
    fields = pile.at[i][0].edition.form.fields
    differ = [
        key
        for key, one in fields.items()
        if one.formula is None and not same(record.values.get(key), other.values.get(key))
    ]
    if not differ:
        return Text(f"{where.ja}（内容は同じ{turn.ja}）", f"{where.en} (the same content{turn.en})")
    labels = joined(quote(Text(pile.label(i, key), pile.label(i, key))) for key in differ[:_LABELS])
    etc = Text("など", ", …") if len(differ) > _LABELS else Text("", "")
    return Text(
        f"{where.ja}（{labels.ja}{etc.ja}{len(differ)}項目が違う{turn.ja}）",
        f"{where.en} ({len(differ)} field(s) differ: {labels.en}{etc.en}{turn.en})",
    )


RULE = Builtin(
    id="XL401",
    severity="query",
    title=Text("同じ事業のシートが二枚以上", "One project in several sheets"),
    message=Text("{items}", "{items}"),
    why=Text(
        "どのシートを集計すればよいか決められず、両方を数えると二重になります。",
        "Nobody can tell which one counts, and counting both would count the project twice.",
    ),
    remedy=Text(
        "提出するシートを一つに決めて、ほかを取り下げてください。番号の書き間違いであれば、番号を直してください。",
        "Decide which one counts and withdraw the others; correct the number if it is mistyped.",
    ),
    bad=Text("a.xlsx と b.xlsx がどちらも 00832 のシート。", "Both a.xlsx and b.xlsx hold a sheet of 00832."),
    good=Text("1事業に1シート。", "One sheet per project."),
    across=_check,
    phase="always",
    sentences=True,
)
