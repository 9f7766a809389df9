"""XL413: a figure changes from year to year as figures of this form hardly ever do."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xltool.rules.carried import slipped
from xltool.rules.figures import input_rows, short
from xltool.rules.rule import Builtin, Spot, Threshold
from xltool.rules.show import shown
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.form import Field
    from xltool.formula.vec import Floats
    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]

_CALMEST = 0.1  # spread of rows that hardly ever change, on the log scale: about 10 %
_NORMAL = 1.4826  # median absolute deviation -> standard deviation


@dataclass(frozen=True, kw_only=True)
class _Usual:
    """How a row of the form usually changes from one column to the next."""

    count: int
    middle: float  # of the logarithms
    spread: float
    low: float  # factors between which eight of ten lie
    high: float


def _check(pile: Pile, limits: Limits) -> Iterator[Spot]:
    pairs: dict[tuple[str, int], list[tuple[Field, Field]]] = defaultdict(list)
    for cells in _rows(pile).values():
        for one, later in itertools.pairwise(cells):
            pairs[_kind(one), one.offset or 0].append((one, later))
    slips = {(one.sheet, one.field.id) for one in pile.changed if slipped(pile, one)}
    flagged: dict[tuple[int, str], float] = {}  # (sheet, later field) -> its logarithm
    for some in pairs.values():
        changes = [_changes(pile, one, later) for one, later in some]
        past = [_changes(pile.before, one, later) for one, later in some] if pile.before else []
        usual = _usual(np.concatenate([*changes, *past]), least=int(limits["sheets"]))
        if usual is None:
            continue
        for (one, later), change in zip(some, changes, strict=True):
            away = np.abs(change - usual.middle)
            odd = (away >= limits["deviation"] * usual.spread) & (away >= np.log(limits["factor"]))
            for i in np.flatnonzero(odd).tolist():
                flagged[i, later.id] = change[i]
                back = flagged.get((i, one.id), 0.0) * change[i] < 0  # one odd value: told going in
                if not back and not any(pile.is_told(i, k) or (i, k) in slips for k in (one.id, later.id)):
                    yield from _spots(pile, i, one, later, float(np.exp(change[i])), usual)


def _rows(pile: Pile) -> dict[str, tuple[Field, ...]]:
    return {row: cells for _, group in pile.groups for row, cells in input_rows(group.edition.form).items()}


def _kind(one: Field) -> str:
    """Rows of one repeat are of one kind: activity.*.target."""
    if one.scope is None:
        return one.row
    rest = one.row.removeprefix(one.scope + ".").partition(".")[2]
    return f"{one.scope}.*.{rest}"


def _changes(pile: Pile, one: Field, later: Field) -> Floats:
    """The logarithm of the factor from a column to the next; NaN where one of them is no positive number."""
    before, after = pile.numbers(one.id), pile.numbers(later.id)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((before > 0) & (after > 0), np.log(after) - np.log(before), np.nan)


def _usual(changes: Floats, *, least: int) -> _Usual | None:
    known = changes[np.isfinite(changes)]
    if len(known) < max(least, 3):
        return None
    middle = float(np.median(known))
    spread = max(float(np.median(np.abs(known - middle))) * _NORMAL, _CALMEST)
    low, high = np.exp(np.percentile(known, [10, 90]))
    return _Usual(count=len(known), middle=middle, spread=spread, low=float(low), high=float(high))


def _spots(pile: Pile, i: int, one: Field, later: Field, factor: float, usual: _Usual) -> Iterator[Spot]:
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
