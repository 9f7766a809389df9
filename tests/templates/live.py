"""Sheets for the check against the cells: several faults at once, typed as a careful hand types them."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

from tests.faults.city import as_record
from tests.faults.fault import Places, Sheet, Unsuitable, fault
from tests.faults.kinds import IN_VALUES
from tests.faults.plant import YEARS, clean_values, edition_of
from tests.faults.sheet import OFFSETS, at
from xltool.book import where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.fault import Fault
    from xltool.book import Record
    from xltool.form import Value

__all__ = ["spoilt"]

_TRIES = 3000
_MOST = 3  # faults in one sheet


@fault("outcome_definition", "成果指標の定義を書いていない")
def outcome_undefined(s: Sheet) -> Places:
    row = s.measured("outcome")
    s.need(s[f"{row}.definition"])
    s[f"{row}.definition"] = None
    return [f"{row}.definition"]


@fault("plan_repeated", "前年度の計画を、4年間すべてに写した")
def plan_copied(s: Sheet) -> Places:
    s.need(len(s["plan.planned[-1]"]) > 1 and len(s["plan.planned[0]"]) > 1)
    cells = [at("plan.planned", offset) for offset in OFFSETS]
    s.values |= dict.fromkeys(cells, s["plan.planned[-1]"])
    return cells


@fault("means_repeated", "前年度までの実施内容を、今年度にそのまま写した")
def means_copied(s: Sheet) -> Places:
    s.need(len(s["overview.means_before"]) > 1)
    s["overview.means_now"] = s["overview.means_before"]
    return ["overview.means_now"]


# A note is none of the planter's faults: these three are for the cells alone.
_NOTES = (outcome_undefined, plan_copied, means_copied)
_OUT_OF_RANGE = "XL207"  # a number that the form's rules look at, too


def spoilt(form: str, count: int, *, clean: int = 0) -> list[Record]:
    """Sheets of both base years; every kind of fault comes first in its turn, up to two others at random.

    ``clean``: how many sheets without a fault come after every turn.
    """
    kinds = [kind for kind in (*IN_VALUES, *_NOTES) if kind.form == form]
    kinds = [kind for kind in kinds if "/" in kind.rule or kind.rule == _OUT_OF_RANGE]
    turn = [*kinds, *[None] * clean]
    return [_spoilt(form, i, turn[i % len(turn)], kinds) for i in range(count)]


def _spoilt(form: str, i: int, first: Fault[Sheet] | None, kinds: Sequence[Fault[Sheet]]) -> Record:
    year = YEARS[i % len(YEARS)] if form == "jimu-jigyo" else YEARS[-1]
    for again in range(_TRIES):
        rng = Random(f"live {form} {i} {again}")
        values = clean_values(form, rng, year)
        if first is not None:
            planted = _with(first, values, rng, year)
            if planted is None:
                continue
            for other in rng.sample(kinds, rng.randrange(_MOST)):
                planted = _with(other, planted, rng, year) or planted
            values = planted
        return as_record(edition_of(form, year), values, file=f"{form}-{i:03}.xlsx")
    raise AssertionError(f"no clean sheet in {_TRIES} gives an occasion for {first}")


def _with(kind: Fault[Sheet], values: dict[str, Value], rng: Random, year: int) -> dict[str, Value] | None:
    """The sheet with one more fault; None where it gives no occasion."""
    sheet = Sheet(values=dict(values), rng=rng, year=year, cells=_cells(kind.form, year))
    try:
        kind.plant(sheet)
    except (Unsuitable, KeyError, TypeError):  # planted after another one
        return None
    return sheet.values


@cache
def _cells(form: str, year: int) -> dict[str, str]:
    return where(edition_of(form, year))[1]
