"""What a careful employee writes into jimu-jigyo about a project: the sheet of one base year.

Written from the printed form and its instructions, not from the rules: fields left out are empty.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from tests.faults.project import SOURCES, Indicator, Project, make_project
from tests.faults.words import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.form import Value

__all__ = ["GRADES", "ITEMS", "OFFSETS", "at", "clean_sheet", "sheet_of"]

OFFSETS = (-1, 0, 1, 2)
GRADES = ("拡大", "現状継続", "要検討", "見直し", "統合", "休止・廃止", "終了")
ITEMS = ("validity", "achievement", "improvement", "economy")
_DASHES = ("－", "-", "―", "ー", "—")


def clean_sheet(rng: Random, year: int, *, due: bool = False) -> dict[str, Value]:
    """One sheet of base year ``year`` of some project; ``due``: none with nothing to report."""
    one = make_project(f"{rng.random()}", year)
    return sheet_of(replace(one, nothing=one.nothing and not due), year)


def sheet_of(one: Project, year: int, *, met: bool | None = None) -> dict[str, Value]:
    """The sheet of base year ``year``: the year that the project was made for, or the one before.

    ``met``: whether the committee has decided; None leaves it to chance.
    """
    values: dict[str, Value] = {
        "header.code": one.code,
        "header.name": one.name,
        "header.department": one.department,
        **unit_costs(year),
    }
    if one.nothing and year == one.year:
        return values | {"header.nothing": True}
    grade = first_grade(one, year)
    values |= one.fixed
    values |= dict(zip(("overview.chapter", "overview.section", "overview.policy"), one.plan, strict=True))
    values |= dict(_basics(one, year))
    values |= dict(_plans(one, year))
    values |= dict(_grades(one, year, grade, met))
    values |= dict(_costs(one, year))
    values |= dict(_indicators(one, year))
    values |= dict(_items(one, year, grade))
    return {key: value for key, value in values.items() if value is not None}


def at(row: str, offset: int) -> str:
    """The cell of a row in the column of an offset."""
    return f"{row}[{offset:+d}]" if offset else f"{row}[0]"


def unit_costs(year: int) -> dict[str, Value]:
    """What the coordinator printed into the sheet."""
    rows = {"regular": 8400, "reappointed": 4500}
    return {at(f"cost.unit_cost.{row}", o): value for row, value in rows.items() for o in OFFSETS}


def new(one: Project, year: int) -> bool:
    return one.start >= year


# -- judgement ----------------------------------------------------------------------------------------------


def first_grade(one: Project, year: int) -> str:
    """What the department proposes: it follows from what becomes of the project."""
    rng = one.rng(f"first {year}")
    if isinstance(one.end, int) and one.end <= year:
        return rng.choice(("終了", "休止・廃止", "統合"))
    if isinstance(one.end, int) and one.end == year + 1:
        return rng.choice(("終了", "現状継続", "見直し"))
    if one.ending == "stopped" and one.year == year:
        return rng.choice(("終了", "休止・廃止", "統合"))
    if one.ending == "paused":
        return "休止・廃止" if year < one.year else rng.choice(("休止・廃止", "終了"))
    if one.ending == "merged" and (one.year == year or one.rng("merging").random() < 0.5):
        return "統合"
    if one.trend == "growing" and one.active(year + 1):
        return rng.choice(("拡大", "拡大", "現状継続", "要検討"))
    return rng.choice(("現状継続", "要検討", "見直し"))


def second_grade(one: Project, year: int) -> str:
    """What the committee decides: most often the same, else what the figures allow, too."""
    grade = first_grade(one, year)
    rng = one.rng(f"second {year}")
    others = [grade, grade, "要検討"] if grade in ("拡大", "現状継続") else [grade]
    if grade in ("要検討", "見直し"):
        others += [grade, "現状継続"]
    if grade == "現状継続" and one.trend == "growing" and one.active(year + 1):
        others.append("拡大")
    if grade == "統合" and not one.active(year + 1):
        others.append("終了")
    return rng.choice(others)


def _grades(one: Project, year: int, grade: str, met: bool | None) -> Iterator[tuple[str, Value]]:
    rng = one.rng(f"grades {year}")
    previous = None
    if not new(one, year):
        previous = second_grade(one, year - 1) if one.reviewed else None
        if previous is not None:
            yield "eval.previous.grade", previous
            yield "eval.previous.direction", second_direction(one, year - 1)
    yield "eval.first.grade", grade
    if previous == grade and rng.random() < 0.4:
        yield "eval.first.direction", rng.choice((f"{grade}とする。", f"{grade}", "前年度と同じ。"))
    else:
        yield "eval.first.direction", prose(rng, one.topic, 20, 2000)
    if met or (met is None and rng.random() < 0.5):
        yield "eval.second.grade", second_grade(one, year)
        yield "eval.second.direction", second_direction(one, year)


def second_direction(one: Project, year: int) -> str | None:
    rng = one.rng(f"second direction {year}")
    grade = second_grade(one, year)
    if grade == first_grade(one, year) and grade in ("拡大", "現状継続") and rng.random() < 0.4:
        return rng.choice((None, f"{grade}とする。"))
    return prose(rng, one.topic, 20, 300)


def _items(one: Project, year: int, grade: str) -> Iterator[tuple[str, Value]]:
    """Scores and reasons. Where all goes on as it is nothing may be inadequate.

    What expands may well have room to improve: that is why.
    """
    rng = one.rng(f"items {year}")
    lowest = 2 if {grade, second_grade(one, year)} & {"拡大", "現状継続"} else 1
    reached = all(_kept(each, year - 1) for each in (*one.activities, *one.outcomes))
    for item in ITEMS:
        highest = 2 if item == "achievement" and not reached else 3
        score = rng.randint(1 if item == "improvement" and grade == "拡大" else lowest, highest)
        yield f"item.{item}.score", score
        if item in ("improvement", "economy") and score == 3 and rng.random() < 0.3:
            yield f"item.{item}.comment", rng.choice(("特になし", "特になし。", "なし"))
        else:
            yield f"item.{item}.comment", prose(rng, one.topic, 20, 2000)


def _kept(each: Indicator, year: int) -> bool:
    aim, found = each.target.get(year), each.actual.get(year)
    if not isinstance(aim, int | float) or not isinstance(found, int | float):
        return True
    return found <= aim if each.downward else found >= aim


# -- the project --------------------------------------------------------------------------------------------


def _basics(one: Project, year: int) -> Iterator[tuple[str, Value]]:
    rng = one.rng(f"basics {year}")
    yield "basic.novelty", "新規" if new(one, year) else "継続"
    if not new(one, year):
        yield "overview.means_before", prose(rng, one.topic, 10, 2000)
    yield "overview.means_now", prose(rng, one.topic, 5, 2000)
    private = one.rng("private").random() < 0.5
    yield "private.possible", private
    yield "private.impossible", not private


def _plans(one: Project, year: int) -> Iterator[tuple[str, Value]]:
    """Plans are written for the years with work, the report for the year that is over."""
    dash = one.rng(f"plans {year}").choice((None, None, *_DASHES))
    for offset in OFFSETS:
        rng = one.rng(f"plan {year + offset}")
        plan: Value = prose(rng, one.topic, 8, 150) if one.active(year + offset) else dash
        yield at("plan.planned", offset), plan
        done: Value = dash
        if offset < 0 and one.active(year + offset):
            done = rng.choice((plan, "計画どおり実施した。", prose(rng, one.topic, 8, 150)))
        yield at("plan.actual", offset), done


def _costs(one: Project, year: int) -> Iterator[tuple[str, Value]]:
    shares = [one.rng("shares").uniform(0.2, 1) for _ in SOURCES]
    rng = one.rng(f"rounding {year}")
    for offset in OFFSETS:
        active = one.active(year + offset)
        total = one.amounts.get(year + offset, 0) if active else 0
        parts = _parts(one, total, shares)
        for source in SOURCES:
            yield at(f"cost.{source}", offset), parts.get(source) or one.zero
        slack = rng.choice((0, 0, 0, 1, -1)) if total > 1 else 0
        yield at("cost.budget", offset), total + slack
        regular, second = one.people.get(year + offset, (0, 0)) if active else (0, 0)
        yield at("cost.headcount.regular", offset), regular
        yield at("cost.headcount.reappointed", offset), second


def _parts(one: Project, total: int, shares: list[float]) -> dict[str, int]:
    """Every source of the mix gets its share; the last one what is left."""
    if not total:
        return {}
    weight = dict(zip(SOURCES, shares, strict=True))
    whole = sum(weight[source] for source in one.mix)
    parts = {source: max(1, int(total * weight[source] / whole)) for source in one.mix[:-1]}
    parts[one.mix[-1]] = total - sum(parts.values())
    return parts


# -- indicators ---------------------------------------------------------------------------------------------


def _indicators(one: Project, year: int) -> Iterator[tuple[str, Value]]:
    for kind, used, rows in (("activity", one.activities, 4), ("outcome", one.outcomes, 3)):
        for n in range(1, rows + 1):
            if n <= len(used) and used[n - 1].since <= year:
                yield from _indicator(one, year, f"{kind}.{n}", used[n - 1])
            else:
                yield from _unused(one, f"{kind}.{n}")


def _indicator(one: Project, year: int, row: str, each: Indicator) -> Iterator[tuple[str, Value]]:
    rng = one.rng(f"{row} {year}")
    yield f"{row}.name", each.name
    yield f"{row}.definition", each.definition
    yield f"{row}.unit", each.unit
    ends = not any(one.active(year + offset) for offset in OFFSETS)
    for offset in OFFSETS:
        aims = each.target if offset < 1 else each.revised
        if one.active(year + offset) and year + offset >= each.since:
            yield at(f"{row}.target", offset), aims.get(year + offset)
        elif ends:
            yield at(f"{row}.target", offset), "－"  # it is over: nothing is aimed at
    if one.active(year - 1) and year > each.since:
        yield at(f"{row}.actual", -1), each.actual.get(year - 1)
    if rng.random() < 0.2:
        yield at(f"{row}.actual", rng.choice((0, 1, 2))), "－"


def _unused(one: Project, row: str) -> Iterator[tuple[str, Value]]:
    rng = one.rng(f"unused {row}")
    habit = rng.choice(("empty", "empty", "dash", "dashes"))
    if habit != "empty":
        yield f"{row}.name", rng.choice(_DASHES[:3])
    if habit == "dashes":
        for offset in OFFSETS:
            yield at(f"{row}.target", offset), "－"
            yield at(f"{row}.actual", offset), "－"
