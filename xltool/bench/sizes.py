"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FULL", "QUICK", "WHOLE", "Sizes"]


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Numbers of sheets, and how often what is measured again."""

    name: str
    stamped: int  # workbooks made in one go: a city's
    single: int  # read, one after another
    slow: int | None  # the most that slow peers are given; None: as many as ours
    records: int  # checked, and written into a master
    round: int  # collected, checked and consolidated
    jobs: int  # distributed, collected and checked with one job and with two: a prefecture's
    few: int  # the cost per sheet of so many …
    many: int  # … and of so many; memory, and collecting again
    rounds: int  # the median of so many
    again: int  # the same for whole rounds of sheets
    turns: int  # the same for one job and two, whose ratio is close to its target
    large: int  # the same for 10,000 records
    starts: int  # of a program


QUICK = Sizes(
    name="quick",
    stamped=8,
    single=8,
    slow=8,
    records=150,
    round=40,
    jobs=80,
    few=40,
    many=160,
    rounds=3,
    again=1,
    turns=1,
    large=1,
    starts=3,
)
FULL = Sizes(
    name="full",
    stamped=400,
    single=50,
    slow=100,
    records=10_000,
    round=2_000,
    jobs=3_000,
    few=1_000,
    many=20_000,
    rounds=5,
    again=3,
    turns=5,
    large=1,
    starts=9,
)
WHOLE = Sizes(
    name="whole",
    stamped=400,
    single=200,
    slow=None,
    records=10_000,
    round=2_000,
    jobs=3_000,
    few=1_000,
    many=20_000,
    rounds=5,
    again=5,
    turns=5,
    large=3,
    starts=21,
)
