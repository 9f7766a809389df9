"""Faults across sheets: planted into a whole city, judged together with its roster and last year's sheets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from tests.faults.city import City, as_record, make_city, make_review_city
from tests.faults.fault import Fault
from tests.faults.plant import SEEDS, YEARS, key_of, news
from xltool.rules import Listed, Settings, Total, judge, judge_across

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xltool.finding import Finding
    from xltool.form import Value

__all__ = ["Expected", "Heap", "beyond", "heaps", "missed", "surplus"]

_SIZE = 260
# (rule, what it is about: a file, or a project or department that has none) -> fields
Expected = dict[tuple[str, str], frozenset[str]]


@dataclass(kw_only=True)
class Heap:
    """Copies of a city's clean sheets. Every seed takes projects that no other seed has taken."""

    rng: Random
    year: int
    now: dict[str, dict[str, Value]]
    last: dict[str, dict[str, Value]]
    roster: dict[str, Listed]
    city: City
    copies: dict[str, tuple[str, dict[str, Value]]] = field(default_factory=dict)  # file -> a second sheet
    totals: list[Total] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    departments: set[Any] = field(default_factory=set)

    def take(
        self, suits: Callable[[dict[str, Value]], object] = lambda _: True, *, past: bool = False
    ) -> str:
        """The number of a project with a filled in sheet; ``past``: also with one of last year."""
        mark = "eval.first.grade" if self.year else "overall"
        fits = [
            code
            for code, values in self.now.items()
            if code not in self.taken and mark in values and (code in self.last or not past) and suits(values)
        ]
        assert fits, "no project is left in this city that gives an occasion"
        code = self.rng.choice(fits)
        self.taken.add(code)
        return code

    def new_department(self, values: dict[str, Value]) -> bool:
        """No other seed has taken a sheet of this department."""
        return values["header.department"] not in self.departments

    def settings(self, off: frozenset[str] = frozenset()) -> Settings:
        base = replace(self.city, roster=self.roster).settings
        return replace(base, totals=tuple(self.totals), off=off)


@dataclass(frozen=True, kw_only=True)
class Planting:
    heap: Heap
    at: tuple[dict[str, frozenset[str]], ...]  # by seed: what it is about -> fields


@cache
def _city(form: str, year: int) -> City:
    return (
        make_review_city("faults", _SIZE) if form == "quarterly-review" else make_city("faults", year, _SIZE)
    )


@cache
def heaps(kind: Fault[Heap]) -> tuple[Planting, ...]:
    """All seeds, half of them into a city of each year."""
    made = []
    for at, year in enumerate(YEARS):
        city = _city(kind.form, year)
        heap = Heap(
            rng=Random(f"{kind.id} {year}"),
            year=0 if kind.form == "quarterly-review" else year,
            now={code: dict(values) for code, values in city.now.items()},
            last={code: dict(values) for code, values in city.last.items()},
            roster=dict(city.roster),
            city=city,
        )
        places = [kind.plant(heap) for _ in SEEDS[at :: len(YEARS)]]
        made.append(
            Planting(heap=heap, at=tuple({k: frozenset(v) for k, v in one.items()} for one in places))
        )
    return tuple(made)


@cache
def beyond(kind: Fault[Heap], *, off: frozenset[str] = frozenset()) -> tuple[tuple[Finding, ...], ...]:
    """By city: what is told of it and was not told of the clean one."""
    out = []
    for one in heaps(kind):
        usual = _usual(kind.form, one.heap.city.edition.year)
        original = {file: f"{code}.xlsx" for file, (code, _) in one.heap.copies.items()}
        out.append(news(_judged(one.heap, off), usual, original))
    return tuple(out)


@cache
def _usual(form: str, year: int) -> tuple[Finding, ...]:
    own = _city(form, year if form == "jimu-jigyo" else YEARS[0])
    records, settings = own.records(), own.settings
    alone = judge(records, settings=settings)
    across = judge_across(records, previous=own.previous() or None, settings=settings, told=alone)
    return (*alone, *across)


def _judged(heap: Heap, off: frozenset[str]) -> tuple[Finding, ...]:
    own, settings = heap.city, heap.settings(off)
    records = [as_record(own.edition, values, file=f"{code}.xlsx") for code, values in heap.now.items()]
    records += [as_record(own.edition, values, file=file) for file, (_, values) in heap.copies.items()]
    last = {code: as_record(own.before, values, folder="last/") for code, values in heap.last.items()}
    alone = judge(records, settings=settings)
    return (*alone, *judge_across(records, previous=last or None, settings=settings, told=alone))


# -- verdicts -----------------------------------------------------------------------------------------------


def _about(one: Finding) -> str:
    return one.file or one.project or one.department or ""


def missed(kind: Fault[Heap], found: Sequence[Sequence[Finding]]) -> list[tuple[str, object]]:
    """(file or project, what was told instead) wherever the rule does not tell the fault at its place."""
    out: list[tuple[str, object]] = []
    for planting, told in zip(heaps(kind), found, strict=True):
        by: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for one in told:
            by[_about(one)].append(key_of(one))
        for expected in planting.at:
            for about, fields in expected.items():
                if (kind.rule, fields) not in by[about]:
                    out.append((about, by[about] or "nothing"))
    return out


def surplus(kind: Fault[Heap], found: Sequence[Sequence[Finding]]) -> list[tuple[str, str, str]]:
    """(file or project, rule, message) of what is neither a fault nor one of its consequences there."""
    out = []
    for planting, told in zip(heaps(kind), found, strict=True):
        expected = {about: fields for one in planting.at for about, fields in one.items()}
        for one in told:
            id_, fields = key_of(one)
            right = id_ == kind.rule and expected.get(_about(one)) == fields
            if not right and not (one.id in kind.also and _about(one) in expected):
                out.append((_about(one), one.id, one.message.ja))
    return out
