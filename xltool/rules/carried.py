"""How this year's value and last year's are said, for the rules that compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.form import NUMERIC
from xltool.rules.rule import Spot
from xltool.rules.show import quote, shown
from xltool.rules.slips import era_slip, thousandfold
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.rules.pile import Changed, Pile

__all__ = ["is_end_year", "is_figure", "renamed", "slipped", "told"]

SLIP = "XL424"


def told(pile: Pile, one: Changed, more: Text | None = None) -> Spot:
    """``昨年度のシートでは「90」でしたが、「120」になっています。`` at the field, with last year's place."""
    before = pile.before
    assert before is not None
    edition = pile.at[one.sheet][0].edition
    last = before.at[one.before][0].edition
    source = last.form.fields[one.field.carry or ""]
    was, now = shown(last, source, one.was), shown(edition, one.field, one.now)
    q, r = quote(was), quote(now)
    ja = f"昨年度のシートでは{q.ja}でしたが、今年度は{r.ja}になっています。"
    en = f"last year's sheet said {q.en}, this year's says {r.en}."
    if more is not None:
        ja, en = ja + more.ja, f"{en} {more.en}"
    return pile.spot(
        one.sheet,
        one.field.id,
        Text(ja, en),
        expected=was.ja,
        actual=now.ja,
        others=(before.elsewhere(one.before, source.id),),
    )


def is_figure(one: Changed) -> bool:
    """A number carried over, whatever stands there now."""
    return one.field.type in NUMERIC and isinstance(one.was, int | float)


def is_end_year(pile: Pile, one: Changed) -> bool:
    return one.field.id == pile.at[one.sheet][0].edition.form.lifecycle.end_year


def slipped(pile: Pile, one: Changed) -> bool:
    """Whether the rule about slips tells of it."""
    return SLIP not in pile.settings.off and (
        thousandfold(one.now, one.was, _spread(pile)) is not None
        or era_slip(one.field, one.now, one.was) is not None
    )


def _spread(pile: Pile) -> float:
    return pile.settings.thresholds.get(SLIP, {}).get("spread", 2.0)


def renamed(pile: Pile) -> frozenset[tuple[int, str]]:
    """(sheet, repeat instance) of indicators that are not last year's: their figures are another's."""
    found = set()
    for one in pile.changed:
        names = pile.at[one.sheet][0].indicators
        if one.field.id in names:
            found.add((one.sheet, one.field.row.rpartition(".")[0]))
    return frozenset(found)
