"""Planting: every kind of fault into 25 clean sheets, and what was told beyond what is told anyway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from tests.faults.city import as_record, jimu, review
from tests.faults.fault import Fault, Sheet, Unsuitable
from tests.faults.review import clean_review
from tests.faults.sheet import clean_sheet
from xltool.book import where
from xltool.finding import Place
from xltool.rules import Judged, Settings, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xltool.book import Record
    from xltool.finding import Finding
    from xltool.form import Edition, Value

__all__ = [
    "SEEDS",
    "YEARS",
    "Planted",
    "beyond",
    "clean_values",
    "edition_of",
    "missed",
    "news",
    "planted",
    "surplus",
    "unneeded",
]

SEEDS = range(25)
YEARS = (2017, 2026)
_TRIES = 3000
_NO_ORIGINALS: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One seed's sheet with its fault."""

    seed: int
    sheet: Sheet
    clean: dict[str, Value]
    at: frozenset[str]  # where it must be told


def edition_of(form: str, year: int) -> Edition:
    return jimu(year) if form == "jimu-jigyo" else review()


@cache
def _cells(form: str, year: int) -> dict[str, str]:
    return where(edition_of(form, year))[1]


def clean_values(form: str, rng: Random, year: int) -> dict[str, Value]:
    return clean_sheet(rng, year) if form == "jimu-jigyo" else clean_review(rng)


@cache
def planted(kind: Fault[Sheet]) -> tuple[Planted, ...]:
    """The fault in as many clean sheets as there are seeds."""
    return tuple(_planted(kind, seed) for seed in SEEDS)


def _planted(kind: Fault[Sheet], seed: int) -> Planted:
    year = YEARS[seed % len(YEARS)]
    for i in range(_TRIES):
        rng = Random(f"{kind.id} {seed} {i}")
        clean = clean_values(kind.form, rng, year)
        sheet = Sheet(values=dict(clean), rng=rng, year=year, cells=_cells(kind.form, year))
        try:
            places = kind.plant(sheet)
        except Unsuitable:
            continue
        return Planted(seed=seed, sheet=sheet, clean=clean, at=frozenset(places))
    raise AssertionError(f"no clean sheet in {_TRIES} gives an occasion for {kind.id}")


# -- judging ------------------------------------------------------------------------------------------------


@cache
def beyond(kind: Fault[Sheet], *, off: frozenset[str] = frozenset()) -> tuple[tuple[Finding, ...], ...]:
    """By seed: what is told of the planted sheet and not of the clean one."""
    made = planted(kind)
    sheets = [_record(kind, one, one.sheet.values) for one in made]
    before = [_record(kind, one, one.clean) for one in made]
    phase: Judged = "committee" if kind.committee else "submission"
    usual = judge(before, phase=phase)
    found = news(judge(sheets, phase=phase, settings=Settings(off=off)), usual)
    return tuple(tuple(one for one in found if one.file == sheet.file) for sheet in sheets)


def _record(kind: Fault[Sheet], one: Planted, values: dict[str, Value]) -> Record:
    own = edition_of(kind.form, one.sheet.year)
    return as_record(own, values, file=f"{one.seed}.xlsx")


def news(
    found: Iterable[Finding], usual: Iterable[Finding], original: Mapping[str, str] = _NO_ORIGINALS
) -> tuple[Finding, ...]:
    """What the clean sheets did not have: whole findings, or new places of those that they had, too.

    ``original``: file -> the file of the clean sheet, where its name is another.
    """
    known: dict[tuple[str | None, str], set[Place]] = defaultdict(set)
    for one in usual:
        known[one.file, one.id] |= {_spot(place) for place in one.own_places}
    out = []
    for one in found:
        before = known.get((original.get(one.file or "", one.file), one.id), set())
        left = tuple(place for place in one.own_places if _spot(place) not in before)
        if left or not before:
            out.append(replace(one, places=left))
    return tuple(out)


def _spot(place: Place) -> Place:
    return Place(field=place.field) if place.field else Place(cell=place.cell)


def key_of(one: Finding) -> tuple[str, frozenset[str]]:
    return one.id, frozenset(place.field or place.cell or "" for place in one.own_places)


# -- verdicts -----------------------------------------------------------------------------------------------


def missed(kind: Fault[Sheet], found: Sequence[Sequence[Finding]]) -> list[tuple[int, object]]:
    """(seed, what was told instead) of the sheets where the rule does not tell the fault at its place."""
    return [
        (one.seed, sorted(key_of(each) for each in told) or "nothing")
        for one, told in zip(planted(kind), found, strict=True)
        if (kind.rule, one.at) not in {key_of(each) for each in told}
    ]


def surplus(kind: Fault[Sheet], found: Sequence[Sequence[Finding]]) -> list[tuple[int, str, str]]:
    """(seed, rule, message) of what is told beside the fault and is none of its consequences."""
    return [
        (one.seed, each.id, each.message.ja)
        for one, told in zip(planted(kind), found, strict=True)
        for each in told
        if key_of(each) != (kind.rule, one.at) and each.id not in kind.also
    ]


def unneeded(kind: Fault[Any], found: Sequence[Sequence[Finding]]) -> set[str]:
    """Consequences that are listed and never come."""
    return set(kind.also) - {each.id for told in found for each in told}
