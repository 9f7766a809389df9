"""Random sheets as careful departments fill them in: consistent, and with the habits that real sheets show.

Blank funding cells for zero, dashes in unused rows, stand-ins for targets, 未定, projects without a past or
past their end, amounts below a thousand that double: none of it is an inconsistency.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.form import Value

__all__ = ["plausible"]

OFFSETS = (-1, 0, 1, 2)
GRADES = ("拡大", "現状継続", "要検討", "見直し", "統合", "休止・廃止", "終了")
WORDS = ("研修", "相談", "点検", "広報", "補修", "巡回", "講座", "検診", "配布", "調査", "訓練", "見守り")
DASH = ("－", "-", "―")


def plausible(rng: Random, year: int) -> dict[str, Value]:
    """One sheet of base year ``year``; fields that are left out are empty."""
    ending = rng.choice(["open", "open", "undecided", "later", "next", "now", "past"])
    new = ending in ("open", "undecided", "later") and rng.random() < 0.2
    duty = ending in ("open", "undecided") and rng.random() < 0.3
    grade = _grade(rng, "later" if new else ending, duty=duty)
    values = _basics(rng, year, ending=ending, new=new, duty=duty)
    values |= _costs(rng, year, ending=ending, grade=grade, values=values)
    active = [o for o in OFFSETS if values[_at("cost.budget", o)]]
    reached = _indicators(rng, values, active, new=new)
    values |= _assessment(rng, grade, new=new, reached=reached)
    values |= _committee(rng, grade, active, values)
    values |= _plans(rng, active, new=new)
    return {key: value for key, value in values.items() if value is not None}


def _at(row: str, offset: int) -> str:
    return f"{row}[{offset:+d}]" if offset else f"{row}[0]"


def _grade(rng: Random, ending: str, *, duty: bool) -> str:
    if ending in ("now", "past"):
        return rng.choice(["終了", "休止・廃止", "統合"])
    if ending == "next":
        return rng.choice(["終了", "現状継続", "見直し"])
    if ending == "later" or duty:
        return rng.choice(GRADES[:5])
    return rng.choice(GRADES)


def _prose(rng: Random, least: int = 24) -> str:
    text = "".join(
        f"○{rng.choice(WORDS)}を{rng.randint(2, 98)}回行い、{rng.choice(WORDS)}に努める。" for _ in range(3)
    )
    return text[: max(least, rng.randint(least, len(text)))]


def _basics(rng: Random, year: int, *, ending: str, new: bool, duty: bool) -> dict[str, Value]:
    end: dict[str, Value] = {
        "open": None,
        "undecided": "未定",
        "later": year + rng.randint(2, 9),
        "next": year + 1,
        "now": year,
        "past": year - rng.randint(1, 3),
    }
    subsidised = rng.random() < 0.4
    private = rng.random() < 0.5
    return {
        "header.code": f"{rng.randint(1, 99999):05}",
        "header.name": f"{rng.choice(WORDS)}{rng.choice(WORDS)}事業",
        "header.department": "市民部市民課",
        "header.phone": rng.choice([None, "内線3504", "0123-45-6789"]),
        "basic.kind": rng.choice(["own", "delegated"]),
        "basic.law": "○○法、△△条例" if duty else rng.choice([None, "－", "△△条例"]),
        "basic.start_year": year + rng.randint(0, 1) if new else year - rng.randint(4, 50),
        "basic.end_year": end[ending],
        "basic.plans": rng.choice([None, "第2期実施計画"]),
        "basic.soft_hard": rng.choice(["ソフト事業", "ハード事業"]),
        "basic.account": rng.choice(["一般会計", "特別会計", "企業会計"]),
        "basic.funding": "補助" if subsidised else "単独",
        "basic.novelty": "新規" if new else "継続",
        "overview.chapter": "(第 1 章) 安心",
        "overview.section": "(第 2 節) 防災",
        "overview.policy": "(施策 3) 備え",
        "overview.target": "市民",
        "overview.purpose": _prose(rng),
        "overview.means_before": None if new else "これまで：" + _prose(rng),
        "overview.means_now": "今年度：" + _prose(rng),
        "law.duty": "yes" if duty else "no",
        "private.possible": private,
        "private.impossible": not private,
    }


def _costs(rng: Random, year: int, *, ending: str, grade: str, values: dict[str, Value]) -> dict[str, Value]:
    last = {"next": 1, "now": 0, "past": -2}.get(ending, 0 if grade in GRADES[4:] else 2)
    start = values["basic.start_year"]
    first = max(int(start or 0) - year, -1)
    size = rng.choice([rng.randint(20, 999), rng.randint(1000, 90000), rng.randint(10**5, 10**6)])
    people = rng.choice([0.05, 0.3, 1.5, 4.0])
    out: dict[str, Value] = {}
    zero: Value = rng.choice([0, None])
    for offset in OFFSETS:
        total = 0
        if first <= offset <= last:
            total = size if offset < 1 or grade != "拡大" else int(size * 1.2) + 10
            total = int(total * rng.uniform(0.9, 1.1)) if grade != "拡大" else total
            if size < 1000 and offset == 2 and grade != "拡大":
                total = rng.randint(20, 999)  # it may double: less than a million yen
        national = prefecture = bond = other = 0
        if values["basic.funding"] == "補助":
            national, prefecture = total // 3, total // 6
        if values["basic.soft_hard"] == "ハード事業" and rng.random() < 0.5:
            bond = total // 4
        if rng.random() < 0.3:
            other = total // 10
        general = total - national - prefecture - bond - other
        parts = {
            "national": national,
            "prefecture": prefecture,
            "bond": bond,
            "other": other,
            "general": general,
        }
        out |= {_at(f"cost.{row}", offset): amount or zero for row, amount in parts.items()}
        out[_at("cost.budget", offset)] = max(total + rng.choice([-1, 0, 1]), 0) if total else 0
        out[_at("cost.headcount.regular", offset)] = people if first <= offset <= last else 0
        out[_at("cost.headcount.reappointed", offset)] = 0
        out[_at("cost.unit_cost.regular", offset)] = 8400
        out[_at("cost.unit_cost.reappointed", offset)] = 4500
    return out


def _indicators(rng: Random, values: dict[str, Value], active: list[int], *, new: bool) -> bool:
    """Fill the indicators in; whether every target of a past year was reached."""
    reached = True
    used = rng.randint(1, 4)
    for n in range(1, 5):
        row = f"activity.{n}"
        if n > used:
            _unused(rng, values, row)
            continue
        values[f"{row}.name"] = f"{WORDS[n]}の回数"
        values[f"{row}.definition"] = rng.choice([None, "延べ"])
        values[f"{row}.unit"] = rng.choice(["回", "人", "％", "円/人"])
        target: Value = rng.choice(["設定困難", "－", 90, 12.5, 1200])
        for offset in OFFSETS:
            if offset in active:
                values[_at(f"{row}.target", offset)] = target
        if -1 in active and not new:
            actual: Value = rng.choice(["－", 0, 87, 90, 1500.25])
            values[_at(f"{row}.actual", -1)] = actual
            if isinstance(target, int | float) and isinstance(actual, int | float) and actual < target:
                reached = False
        if rng.random() < 0.2:
            values[_at(f"{row}.actual", rng.choice(OFFSETS[1:]))] = "－"
        if not active:
            values[_at(f"{row}.target", 0)] = "－"
    for n in range(1, 4):
        row = f"outcome.{n}"
        if rng.random() < 0.5:
            _unused(rng, values, row)
            continue
        values[f"{row}.name"] = f"{rng.choice(WORDS)}の満足度"
        values[f"{row}.definition"] = "アンケート"
        values[f"{row}.unit"] = rng.choice(["％", None])
        for offset in OFFSETS:
            values[_at(f"{row}.target", offset)] = rng.choice(["設定困難", 80, None])
        values[_at(f"{row}.actual", -1)] = None if new else rng.choice(["－", 12, None])
    return reached


def _unused(rng: Random, values: dict[str, Value], row: str) -> None:
    habit = rng.choice(["empty", "empty", "dash", "dashes"])
    if habit == "empty":
        return
    values[f"{row}.name"] = rng.choice(DASH)
    if habit == "dashes":
        for offset in OFFSETS:
            values[_at(f"{row}.target", offset)] = values[_at(f"{row}.actual", offset)] = "－"


def _assessment(rng: Random, grade: str, *, new: bool, reached: bool) -> dict[str, Value]:
    lowest = 2 if grade in ("拡大", "現状継続") else 1
    out: dict[str, Value] = {}
    for i, item in enumerate(("validity", "achievement", "improvement", "economy")):
        highest = 3 if item != "achievement" or reached else 2
        score = rng.randint(lowest, highest)
        out[f"item.{item}.score"] = score
        nothing = i >= 2 and score == 3 and rng.random() < 0.4
        out[f"item.{item}.comment"] = "特になし" if nothing else f"{WORDS[i]}について、{_prose(rng)}"
    previous = None if new else rng.choice([None, *GRADES])
    out["eval.previous.grade"] = previous
    out["eval.previous.direction"] = previous and rng.choice([None, f"{previous}とする。"])
    out["eval.first.grade"] = grade
    out["eval.first.direction"] = f"{grade}とする。" if previous == grade else _prose(rng)
    return out


def _committee(rng: Random, grade: str, active: list[int], values: dict[str, Value]) -> dict[str, Value]:
    """The same grade, or another one that the figures allow."""
    others = ["要検討"]
    scores = [value for key, value in values.items() if key.endswith(".score")]
    if 1 not in scores:
        others.append("現状継続")
        now, then = (int(values[_at("cost.budget", offset)] or 0) for offset in (0, 1))
        if active[:1] <= [0] and 1 in active and then > now + 2:
            others.append("拡大")
    if not set(active) & {1, 2} and values["law.duty"] == "no":
        others.append("終了")
    second = rng.choice([grade, grade, *others])
    silent = second == grade and grade in GRADES[:2]
    return {"eval.second.grade": second, "eval.second.direction": None if silent else _prose(rng)}


def _plans(rng: Random, active: list[int], *, new: bool) -> dict[str, Value]:
    out: dict[str, Value] = {}
    plain = rng.choice([None, *DASH])
    for offset in OFFSETS:
        plan = f"{offset + 3}期目：{rng.choice(WORDS)}、{rng.choice(WORDS)}" if offset in active else plain
        out[_at("plan.planned", offset)] = plan
        done = offset == -1 and offset in active and not new
        out[_at("plan.actual", offset)] = rng.choice([plan, "計画どおり実施"]) if done else plain
    return out
