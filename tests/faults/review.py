"""What a careful employee writes into quarterly-review: the sheet of one project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.words import english, number

if TYPE_CHECKING:
    from random import Random

    from xltool.form import Value

__all__ = ["UNITS", "clean_review"]

UNITS = ("Library services", "Parks", "Road works", "Museum", "Youth office", "Waste", "Housing", "Harbour")
_TITLES = (
    *("Visitors", "Tours", "Members' satisfaction", "Repairs done in time", "Loans per head", "Courses held"),
    *("Answered letters", "Trees planted", "Tonnes recycled", "Open hours", "Volunteers", "Inspections"),
)
_SPLITS = (
    (100,),
    (50, 50),
    (60, 40),
    (40, 30, 30),
    (34, 33, 33),
    (70, 20, 10),
    (95, 5),
    (100, 0),
    (98, 1, 1),
)


def clean_review(rng: Random, *, code: str | None = None, unit: str | None = None) -> dict[str, Value]:
    """One sheet; fields that are left out are empty."""
    values: dict[str, Value] = {
        "code": code or f"{rng.randint(1, 9999):04}",
        "unit": unit or rng.choice(UNITS),
        "name": f"{rng.choice(('Mobile', 'Open', 'Green', 'Night'))} {rng.choice(_TITLES).lower()}",
    }
    weights = list(rng.choice(_SPLITS))
    rng.shuffle(weights)
    for n, title in enumerate(rng.sample(_TITLES, len(weights)), start=1):
        values |= {f"kpi.{n}.title": title, f"kpi.{n}.weight": weights[n - 1]}
        values |= _measured(rng, f"kpi.{n}")
    grades = [str(value) for key, value in values.items() if key.endswith(".grade")]
    best, worst = min(grades), max(grades)
    overall = rng.choice([grade for grade in "ABCD" if best <= grade <= worst])
    values["overall"] = overall
    if overall in ("C", "D") or rng.random() < 0.8:
        values["comment"] = english(rng, 1, rng.choice((60, 400, 2000)))
    return values


def _measured(rng: Random, row: str) -> dict[str, Value]:
    target: Value = rng.choice((number(rng, 1, 9000), round(rng.uniform(0.1, 99), 1), "n/a", "n/a"))
    odd = rng.random()
    if odd < 0.1:
        actual: Value = "n/a"
    elif isinstance(target, str):
        actual = rng.choice((0, number(rng, 1, 9000), round(rng.uniform(0, 9), 2)))
    else:
        actual = rng.choice((target, round(target * rng.uniform(0.3, 1.6), 1), 0))
    short = isinstance(target, int | float) and isinstance(actual, int | float) and actual < target
    return {
        f"{row}.target": target,
        f"{row}.actual": actual,
        f"{row}.grade": rng.choice("BCD" if short else "ABCD"),
    }
