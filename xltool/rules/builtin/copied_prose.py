"""XL415: a text stands, word for word or nearly so, in another project's sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.rules.prose import alike, written
from xltool.rules.rule import Builtin, Spot, Threshold
from xltool.rules.show import joined, quote
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE", "tell", "texts_of", "written"]

Entry = tuple[int, str]  # sheet, field
Near = Mapping[int, Mapping[int, float]]  # text -> texts like it, and how much


@dataclass(frozen=True, kw_only=True)
class _Copy:
    """One field of a sheet, and the text in another project's that is the most like it."""

    own: str
    sheet: int
    field: str
    share: float
    more: int  # further projects that have it


def _check(pile: Pile, limits: Limits) -> Iterator[Spot]:
    if len({whose for whose in pile.whose if whose}) < 2:
        return iter(())  # nobody to copy from
    return tell(pile, limits, lambda texts: alike(texts, limits["threshold"]))


def tell(pile: Pile, limits: Limits, near_of: Callable[[Sequence[str]], Near]) -> Iterator[Spot]:
    """The copies in a pile; ``near_of`` says which of its bare texts are nearly the same."""
    sheets: list[int] = []  # and no object for each text: of many, these alone would cost much
    fields: list[str] = []
    first: dict[str, int] = {}
    again: dict[int, list[int]] = {}
    for (i, key), text in texts_of(pile):
        if len(text) >= limits["length"]:
            one = first.setdefault(text, len(sheets))
            if one != len(sheets):
                again.setdefault(one, [one]).append(len(sheets))
            sheets.append(i)
            fields.append(key)
    texts, standing = list(first), list(first.values())
    near = near_of(texts)

    def entries(number: int) -> list[Entry]:
        at = standing[number]
        return [(sheets[one], fields[one]) for one in again.get(at, (at,))]

    copies: dict[int, list[_Copy]] = defaultdict(list)
    for number, at in enumerate(standing):
        if at not in again and number not in near:
            continue
        own = entries(number)
        likest = sorted(near.get(number, {}).items(), key=lambda item: -item[1])
        groups = [(1.0, own), *((share, entries(other)) for other, share in likest)]
        for i, field in own:
            found = list(_elsewhere(pile, i, groups))
            if found:
                (share, (j, key)), more = found[0], len(found) - 1
                copies[i].append(_Copy(own=field, sheet=j, field=key, share=share, more=more))
    for i, some in copies.items():
        yield from _spots(pile, i, some)


def texts_of(pile: Pile) -> Iterator[tuple[Entry, str]]:
    """What departments wrote this year, letters and digits only."""
    for indices, group in pile.groups:
        for key, texts in group.prose.items():
            for i, text in zip(indices, texts, strict=True):
                if text and pile.whose[i]:
                    yield (i, key), text


def _elsewhere(
    pile: Pile, i: int, groups: Iterable[tuple[float, Sequence[Entry]]]
) -> Iterator[tuple[float, Entry]]:
    """Other projects' fields with a text or one like it, one per project."""
    seen = {pile.whose[i]}
    for share, some in groups:
        for other in some:
            whose = pile.whose[other[0]]
            if whose not in seen:
                seen.add(whose)
                yield share, other


def _spots(pile: Pile, i: int, copies: Sequence[_Copy]) -> Iterator[Spot]:
    """One sentence for the fields that were copied, as they stand, from one sheet."""
    order = pile.at[i][0].order
    sources: dict[tuple[int, str | None, bool], list[_Copy]] = defaultdict(list)
    for one in sorted(copies, key=lambda one: order[one.own]):
        sources[one.sheet, None if one.field == one.own else one.field, one.share == 1].append(one)
    for (j, field, _), some in sources.items():
        says = _said(pile, i, some, field)
        for one in some:
            other = pile.elsewhere(j, one.field)
            yield Spot(sheet=i, place=pile.place(i, one.own), says=says, others=(other,))


def _said(pile: Pile, i: int, some: Sequence[_Copy], field: str | None) -> Text:
    j = some[0].sheet
    own = joined(quote(Text(label, label)) for label in (pile.label(i, one.own) for one in some))
    where, share = pile.named(j, beside=i), min(one.share for one in some)
    label = pile.label(j, field) if field else ""
    there = Text(f"「{label}」", f'"{label}"') if field else Text("同じ欄", "the same field")
    percent = int(share * 100 + 1e-9)
    exact = Text("同じ文章", "the same text")
    how = (
        exact
        if share == 1
        else Text(f"ほぼ同じ文章（一致率{percent}％）", f"nearly ({percent} %) the same text")
    )
    more = max(one.more for one in some)
    rest = Text(f"ほかの{more}事業にもあります。", f" {more} more project(s) have it too.")
    rest = rest if more else Text("", "")
    return Text(
        f"{own.ja}が、{where.ja}の{there.ja}と{how.ja}です。{rest.ja}",
        f"{own.en}: {how.en} as in {there.en} of {where.en}.{rest.en}",
    )


RULE = Builtin(
    id="XL415",
    severity="query",
    title=Text("ほかの事業と同じ文章", "Text copied from another project"),
    message=Text(
        "ほかの事業のシートと同じか、ほぼ同じ文章があります。\n{items}",
        "Texts are the same, or nearly so, as in another project's sheet.\n{items}",
    ),
    why=Text(
        "写した文章では、その事業を見て評価したのかが分かりません。",
        "A copied text does not show that this very project was reviewed.",
    ),
    remedy=Text(
        "この事業の内容になっているか確かめ、違えば書き直してください。共通の内容でよい場合は、その旨を説明欄に記入してください。",
        "Rewrite what is not about this project; if both share the text rightly, say so in the explanation.",
    ),
    bad=Text(
        "00417 と 00418 の妥当性のコメントが、一字一句同じ。",
        "Two projects justify themselves in the very same words.",
    ),
    good=Text(
        "「特になし」のような短い決まり文句が同じ。", "Both say no more than a stock phrase such as 'none'."
    ),
    across=_check,
    sentences=True,
    thresholds=(
        Threshold(
            name="threshold",
            default=0.8,
            about=Text(
                "一致率がこれ以上なら知らせます（3文字ずつの並びのうち共通する割合。1 は完全一致だけ）。",
                "told from this share of three-character sequences in common (1: only the very same text)",
            ),
            least=0.5,
            most=1,
        ),
        Threshold(
            name="length",
            default=40,
            about=Text(
                "これより短い文章は比べません（記号と空白を除いた文字数）。",
                "shorter texts are not compared (characters without marks and spaces)",
            ),
            least=3,
        ),
    ),
)
