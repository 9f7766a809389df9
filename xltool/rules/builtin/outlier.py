"""XL413: a figure changes from year to year as figures of this form hardly ever do."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xltool.rules.carried import slipped
from xltool.rules.figures import input_rows, short
from xltool.rules.rule import Builtin, Spot, Threshold
from xltool.rules.show import shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xltool.form import Field, Form
    from xltool.formula.vec import Bools, Floats
    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE", "Kind", "Pairs", "Usual", "changes", "odd", "pairs_of", "tell", "usual"]

_CALMEST = 0.1  # spread of rows that hardly ever change, on the log scale: about 10 %
_NORMAL = 1.4826  # median absolute deviation -> standard deviation


@dataclass(frozen=True, kw_only=True)
class Usual:
    """How a row of the form usually changes from one column to the next."""

    count: int
    middle: float  # of the logarithms
    spread: float
    low: float  # factors between which eight of ten lie
    high: float


Kind = tuple[str, int]  # rows of one kind, and the offset of the earlier column
Pairs = Mapping[Kind, list[tuple["Field", "Field"]]]


def _check(pile: Pile, limits: Limits) -> Iterator[Spot]:
    pairs = pairs_of([group.edition.form for _, group in pile.groups])
    known: dict[Kind, Usual | None] = {}
    for kind, some in pairs.items():
        own = [changes(pile.numbers, one.id, later.id) for one, later in some]
        past = [changes(pile.before.numbers, one.id, later.id) for one, later in some] if pile.before else []
        known[kind] = usual([*own, *past], limits)
    yield from tell(pile, limits, pairs, known)


def tell(pile: Pile, limits: Limits, pairs: Pairs, known: Mapping[Kind, Usual | None]) -> Iterator[Spot]:
    """The sheets of a pile that differ from what is usual, of them or of more than these."""
    slips = {(one.sheet, one.field.id) for one in pile.changed if slipped(pile, one)}
    flagged: dict[tuple[int, str], float] = {}  # (sheet, later field) -> its logarithm
    for kind, some in pairs.items():
        usually = known[kind]
        if usually is None:
            continue
        for one, later in some:
            change = changes(pile.numbers, one.id, later.id)
            for i in np.flatnonzero(odd(change, usually, limits)).tolist():
                flagged[i, later.id] = change[i]
                back = flagged.get((i, one.id), 0.0) * change[i] < 0  # one odd value: told going in
                if not back and not any(pile.is_told(i, k) or (i, k) in slips for k in (one.id, later.id)):
                    yield from _spots(pile, i, one, later, float(np.exp(change[i])), usually)


def odd(change: Floats, usually: Usual, limits: Limits) -> Bools:
    """Where a change is far from what is usual."""
    away = np.abs(change - usually.middle)
    return np.asarray((away >= limits["deviation"] * usually.spread) & (away >= np.log(limits["factor"])))


def pairs_of(forms: Iterable[Form]) -> Pairs:
    """The cells that follow each other in the rows of any version of a form, by kind."""
    pairs: dict[Kind, list[tuple[Field, Field]]] = defaultdict(list)
    rows = {row: cells for form in forms for row, cells in input_rows(form).items()}
    for cells in rows.values():
        for one, later in itertools.pairwise(cells):
            pairs[_kind(one), one.offset or 0].append((one, later))
    return pairs


def _kind(one: Field) -> str:
    """Rows of one repeat are of one kind: activity.*.target."""
    if one.scope is None:
        return one.row
    rest = one.row.removeprefix(one.scope + ".").partition(".")[2]
    return f"{one.scope}.*.{rest}"


def changes(numbers: Callable[[str], Floats], one: str, later: str) -> Floats:
    """The logarithm of the factor from a column to the next; NaN where one of them is no positive number."""
    before, after = numbers(one), numbers(later)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((before > 0) & (after > 0), np.log(after) - np.log(before), np.nan)


def usual(changes: Sequence[Floats], limits: Limits) -> Usual | None:
    """How cells of a kind change; None where there are too few to say."""
    every = np.concatenate(changes)
    known = every[np.isfinite(every)]
    if len(known) < max(int(limits["sheets"]), 3):
        return None
    middle = float(np.median(known))
    spread = max(float(np.median(np.abs(known - middle))) * _NORMAL, _CALMEST)
    low, high = np.exp(np.percentile(known, [10, 90]))
    return Usual(count=len(known), middle=middle, spread=spread, low=float(low), high=float(high))


def _spots(pile: Pile, i: int, one: Field, later: Field, factor: float, usual: Usual) -> Iterator[Spot]:
    edition = pile.at[i][0].edition
    was, now = (shown(edition, cell, pile.column(cell.id)[i]) for cell in (one, later))
    middle = short(float(np.exp(usual.middle)))
    year, next_year = (edition.year_label(edition.year + (cell.offset or 0)) for cell in (one, later))
    row = pile.label(i, one.id).removesuffix(f"（{year}）").removesuffix(f" ({year})")
    text = Text(
        f"{row}：{year}の{was.ja}から{next_year}の{now.ja}へ、{short(factor)}倍になっています。"
        f"この様式の同じ欄{usual.count}件では、中央値が{middle}倍、"
        f"8割が{short(usual.low)}～{short(usual.high)}倍の間です。",
        f"{row}: from {was.en} in {year} to {now.en} in {next_year}, a factor of {short(factor)}. "
        f"Of {usual.count} such cells of this form the median is {middle}, "
        f"and eight of ten lie between {short(usual.low)} and {short(usual.high)}.",
    )
    for key in (later.id, one.id):
        yield Spot(sheet=i, place=pile.place(i, key), says=text)


RULE = Builtin(
    id="XL413",
    severity="note",
    title=Text("ほかに例の少ない増減", "Unusual change from year to year"),
    message=Text("{items}", "{items}"),
    why=Text(
        "ほかの事業に比べて極端な増減は、桁や年度の入力誤りのことがあります。",
        "A change far beyond those of other projects may be a slip of a digit or a column.",
    ),
    remedy=Text(
        "入力した値と年度の列を確かめてください。正しければ、このままで構いません。",
        "Check the figures and their columns; they may stay if they are right.",
    ),
    bad=Text(
        "ほかの事業では 1 倍前後の目標値が、1件だけ 14 倍。",
        "A target rises to 14 times, where others hardly change.",
    ),
    good=Text("目標値が 1.2 倍になる。", "A target rises to 1.2 times."),
    across=_check,
    sentences=True,
    thresholds=(
        Threshold(
            name="deviation",
            default=6,
            about=Text(
                "中央値からの隔たりが、ふだんのばらつき（MAD、対数）の何倍あれば知らせるか。",
                "told from this many times the usual spread (MAD on a log scale) away from the median",
            ),
            least=1,
        ),
        Threshold(
            name="factor",
            default=5,
            about=Text(
                "中央値の何倍（または何分の1）から知らせるか。",
                "told from this many times the median change, or one part in so many",
            ),
            least=1,
        ),
        Threshold(
            name="sheets",
            default=30,
            about=Text(
                "比べられる値がこの件数以上ある欄だけを判定します。",
                "judged only where at least so many cells can be compared",
            ),
            least=3,
        ),
    ),
)
