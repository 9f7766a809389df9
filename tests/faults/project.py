"""A project and its life over the years: what it costs, who works on it, what it aims at, when it ends.

A sheet of any base year is a view of it, so that last year's sheet and this year's agree as they must.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from tests.faults.words import MEASURES, PLAN, number, prose, topics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xltool.form import Value

__all__ = ["SOURCES", "Indicator", "Project", "make_project"]

SOURCES = ("national", "prefecture", "bond", "other", "general")
_KINDS = ("事業", "推進事業", "運営事業", "整備事業", "対策事業", "支援事業", "振興事業", "管理事業")
_ENDINGS = (
    "open",
    "open",
    "open",
    "undecided",
    "later",
    "next",
    "now",
    "past",
    "stopped",
    "merged",
    "paused",
)
_WEIGHTS = (5, 5, 5, 5, 4, 3, 2, 2, 3, 3, 2)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """What is counted, and what was aimed at and reached in each fiscal year."""

    name: str
    definition: str | None
    unit: str
    target: Mapping[int, Value]
    revised: Mapping[int, Value]  # targets of years to come as they stood a year before
    actual: Mapping[int, Value]
    since: int = 0  # the first year it is used in
    downward: bool = False  # less is better: cost per head, accidents


@dataclass(frozen=True, kw_only=True)
class Project:
    seed: str
    year: int  # the base year it was made for
    code: str
    name: str
    department: str
    topic: str
    fixed: Mapping[str, Value]  # what stands in every year's sheet
    start: int
    end: Value  # a fiscal year, 未定 or None
    stop: int  # the last year with cost, whatever the sheet says about its end
    ending: str
    duty: bool
    trend: str  # flat, growing, shrinking
    mix: tuple[str, ...]  # sources
    amounts: Mapping[int, int]  # fiscal year -> thousand yen
    people: Mapping[int, tuple[float, float]]
    activities: tuple[Indicator, ...] = ()
    outcomes: tuple[Indicator, ...] = ()
    zero: Value = 0  # how "no money" is typed: 0, or nothing at all
    plan: tuple[str, str, str] = PLAN[0]
    reviewed: bool = True  # last year, too
    nothing: bool = False  # 該当なし this year

    def active(self, year: int) -> bool:
        return self.start <= year <= self.stop

    def rng(self, what: str) -> Random:
        """Chance that is the same whenever the same thing is asked about."""
        return Random(f"{self.seed}/{what}")

    @cached_property
    def subsidised(self) -> bool:
        return bool({"national", "prefecture"} & set(self.mix))


def make_project(seed: str, year: int, *, code: str | None = None, mix: int | None = None) -> Project:
    """A project whose sheet of base year ``year`` is due; ``mix``: which of the 32 mixes of sources pays."""
    rng = Random(seed)
    ending = rng.choices(_ENDINGS, _WEIGHTS)[0]
    age = rng.choice(("new", "new", "young", *["grown"] * 7, *["old"] * 4, "ancient"))
    if age == "new" and ending in ("next", "now", "past", "stopped", "merged", "paused"):
        age = "grown"
    start = {
        "new": year + rng.choice((0, 0, 1)),
        "young": year - 1,
        "grown": rng.randint(max(1989, year - 28), year - 2),
        "old": rng.randint(1950, 1988),
        "ancient": rng.randint(1914, 1925),
    }[age]
    end: Value = {
        "undecided": "未定",
        "later": year + rng.randint(2, 30),
        "next": year + 1,
        "now": year,
        "past": year - rng.randint(1, 3),
    }.get(ending)
    if isinstance(end, int):
        start = min(start, end)
    last = (
        end
        if isinstance(end, int)
        else {"paused": year - 1, "stopped": year, "merged": year + 1}.get(ending, year + 99)
    )
    department, topic = rng.choice(topics())
    bits = rng.randrange(32) if mix is None else mix
    sources = tuple(source for i, source in enumerate(SOURCES) if bits >> i & 1)
    trend = rng.choice(("flat", "flat", "growing", "growing", "shrinking"))
    duty = ending in ("open", "undecided", "later") and rng.random() < 0.35
    one = Project(
        seed=seed,
        year=year,
        code=code or f"{rng.randint(1, 99999):05}",
        name=f"{topic}{rng.choice(_KINDS)}",
        department=department,
        topic=topic,
        fixed={},
        start=start,
        end=end,
        stop=last,
        ending=ending,
        duty=duty,
        trend=trend,
        mix=sources,
        amounts=_amounts(rng, year, trend) if sources else {},
        people=_people(rng, year, trend, needed=not sources),
        zero=rng.choice((0, 0, None)),
        plan=rng.choice(PLAN),
        nothing=rng.random() < 0.04,
        reviewed=rng.random() < 0.9,
    )
    one = replace(one, fixed=_fixed(rng, one))
    count = rng.choice((0, 1, 2, 2, 3, 4))
    more = rng.choice((0, 1, 1, 2, 3)) if count else rng.randint(1, 3)
    names = rng.sample(MEASURES, count)
    return replace(
        one,
        activities=tuple(_activity(rng, one, i, *name) for i, name in enumerate(names)),
        outcomes=tuple(_outcome(rng, one, at) for at in rng.sample(range(len(_OUTCOMES)), more)),
    )


def _amounts(rng: Random, year: int, trend: str) -> dict[int, int]:
    """Thousand yen by year. None rises or falls by half, unless it is less than a million yen."""
    size = rng.choice((number(rng, 20, 900), number(rng, 1000, 90_000), number(rng, 10**5, 3 * 10**6)))
    step = {"flat": (0.95, 1.05), "growing": (1.03, 1.25), "shrinking": (0.75, 0.97)}[trend]
    amounts: dict[int, int] = {}
    for at in range(year - 2, year + 3):
        amounts[at] = size
        if size < 900 and trend == "flat":
            size = number(rng, 20, 900)
        else:
            size = max(10, int(size * rng.uniform(*step)) + (1 if trend == "growing" else 0))
    return amounts


def _people(rng: Random, year: int, trend: str, *, needed: bool) -> dict[int, tuple[float, float]]:
    """(regular, reappointed) by year; those who shrink save people, too."""
    regular = (
        rng.choice((0.05, 0.3, 0.5, 1, 2.25, 8)) if needed else rng.choice((0, 0.1, 0.35, 1.5, 4, 12, 63.5))
    )
    second = rng.choice((0, 0, 0, 0.2, 0.5, 1))
    more = trend == "growing" and needed
    return {
        at: (round(regular + (0.1 * (at - year + 2) if more else 0), 2), second)
        for at in range(year - 2, year + 3)
    }


def _fixed(rng: Random, one: Project) -> dict[str, Value]:
    hard = "bond" in one.mix or rng.random() < 0.25
    if one.duty:
        law: Value = f"{one.topic}法第{rng.randint(2, 80)}条"
    else:
        law = rng.choice((None, "－", f"{one.topic}条例", f"{one.topic}条例（平成15年8月1日施行）、同要綱"))
    return {
        "header.phone": rng.choice((None, f"内線{rng.randint(1000, 9999)}", "0123-45-6789", "(0123)45-6789")),
        "basic.kind": rng.choice(("own", "own", "own", "delegated")),
        "basic.law": law,
        "basic.start_year": one.start,
        "basic.end_year": one.end,
        "basic.plans": rng.choice((None, None, "－", f"第{rng.randint(2, 8)}期{one.topic}計画")),
        "basic.soft_hard": "ハード事業" if hard else "ソフト事業",
        "basic.account": rng.choice(("一般会計", "一般会計", "特別会計", "企業会計")),
        "basic.funding": "補助" if one.subsidised else "単独",
        "overview.target": rng.choice(("市民", f"{one.topic}の利用者", prose(rng, one.topic, 5, 60))),
        "overview.purpose": prose(rng, one.topic, 10, 2000),
        "law.duty": "yes" if one.duty else "no",
    }


# Outcomes: name, unit, less is better, around, decimals.
_OUTCOMES = (
    ("満足度", "％", False, 60, 1),
    ("市民一人当たりの負担額", "円/人", True, 50, 1),
    ("事故件数", "件", True, 20, 0),
    ("認知度", "％", False, 40, 1),
    ("利用率", "％", False, 55, 1),
    ("前年度からの増減率", "％", False, -2, 2),
    ("待機者数", "人", True, 40, 0),
)


def _activity(rng: Random, one: Project, i: int, name: str, unit: str) -> Indicator:
    kind = rng.choice(("number", "number", "設定困難", "－"))
    size = number(rng, 1, 20_000)
    step = rng.choice((1, 1, 1, 1.1))
    decimal = unit in ("km", "ha", "t") and rng.random() < 0.7
    target: dict[int, Value] = {}
    actual: dict[int, Value] = {}
    for at in range(one.year - 2, one.year + 3):
        aim = round(size * 1.013, 1) if decimal else size
        size = int(size * step)
        target[at] = aim if kind == "number" else kind
        actual[at] = _reached(rng, aim, decimal=decimal, kind=kind)
    return Indicator(
        name=f"{one.topic}の{name}",
        definition=rng.choice((None, None, f"{one.topic}の延べ{name}", "年度末の値")),
        unit=unit,
        target=target,
        revised={at: _revised(rng, aim) for at, aim in target.items()},
        actual=actual,
        since=one.year if i and one.active(one.year) and rng.random() < 0.15 else 0,
    )


def _reached(rng: Random, aim: float, *, decimal: bool, kind: str) -> Value:
    odd = rng.random()
    if odd < 0.08:
        return "－"  # not measured this time
    if odd < 0.12:
        return "設定困難" if kind == "設定困難" else 0
    if odd < 0.3:
        return aim
    value = aim * rng.uniform(0.85, 1.3)
    return round(value, 2 if decimal else 0) if decimal else round(value)


def _revised(rng: Random, aim: Value) -> Value:
    """A target of a year to come as it stood before it was thought over."""
    if isinstance(aim, int) and rng.random() < 0.15:
        return max(1, round(aim * rng.choice((0.9, 1.2))))
    return aim


def _outcome(rng: Random, one: Project, which: int) -> Indicator:
    name, unit, downward, around, decimals = _OUTCOMES[which]
    kind = rng.choice(("number", "number", "設定困難", "－"))
    base = around * rng.uniform(0.7, 1.3)
    target: dict[int, Value] = {}
    actual: dict[int, Value] = {}
    for at in range(one.year - 2, one.year + 3):
        aim = round(base, decimals or None)
        target[at] = aim if kind == "number" else kind
        found = round(base * rng.uniform(0.8, 1.2), decimals or None)
        actual[at] = rng.choice((found, found, found, "－", None))
    return Indicator(
        name=f"{one.topic}の{name}" if unit != "円/人" else name,
        definition=rng.choice(
            (None, "【総事業費/市内総人口】", f"{one.topic}アンケートによる", "年度末の値")
        ),
        unit=unit,
        target=target,
        revised=target,
        actual=actual,
        downward=downward,
    )
