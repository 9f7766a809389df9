"""Faults across the sheets of a pile, and between this year's sheets and last year's."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.faults.fault import fault
from tests.faults.sheet import GRADES, OFFSETS, at, sheet_of
from tests.faults.words import prose
from xltool.rules import Total

if TYPE_CHECKING:
    from tests.faults.heap import Heap
    from xltool.form import Value

__all__ = ["IN_HEAP"]

About = dict[str, list[str]]  # file, or what has none -> fields
Values = dict[str, "Value"]


def of(code: str) -> str:
    return f"{code}.xlsx"


# -- across the pile ----------------------------------------------------------------------------------------


@fault("XL401", "同じ事業のシートを、直したものと直す前のものと二つ出した", level="pile")
def sent_twice(h: Heap) -> About:
    code = h.take()
    mended = {**h.now[code], "item.validity.comment": prose(h.rng, "修正後", 30, 300)}
    h.copies[f"修正版_{of(code)}"] = code, mended
    return {of(code): ["header.code"], f"修正版_{of(code)}": ["header.code"]}


@fault("XL402", "番号を書き間違え、対象事業一覧にない番号で出した", level="pile")
def unknown_number(h: Heap) -> About:
    code = h.take()
    h.now[code]["header.code"] = f"{h.rng.randint(90_001, 99_999)}"
    return {of(code): ["header.code"]}


@fault("XL403", "担当課の変わった事業を、前の課の名前で出した", level="pile")
def former_department(h: Heap) -> About:
    code = h.take(lambda v: v["header.department"] != "総務部総務課")
    h.now[code]["header.department"] = "総務部総務課"
    return {of(code): ["header.department"]}


@fault("XL411", "人件費の単価を、1枚だけ昨年度のものにした", level="pile")
def unit_cost_of_last_year(h: Heap) -> About:
    size = Counter(v["header.department"] for v in h.now.values())
    code = h.take(lambda v: h.new_department(v) and size[v["header.department"]] > 4)
    h.departments.add(h.now[code]["header.department"])
    key = at("cost.unit_cost.regular", h.rng.choice(OFFSETS))
    h.now[code][key] = 8100
    return {of(code): [key]}


@fault("XL412", "ほかの三つの事業と同じ名称の指標を、別の単位で書いた", level="pile")
def another_unit(h: Heap) -> About:
    codes = [
        h.take(lambda v: "outcome.3.name" not in v or len(str(v["outcome.3.name"])) == 1) for _ in range(4)
    ]
    for code, unit in zip(codes, ("件", "件", "人", "件"), strict=True):
        h.now[code] |= {
            "outcome.3.name": f"窓口{codes[0]}の利用",
            "outcome.3.unit": unit,
            "outcome.3.definition": "窓口の記録",
        }
    return {of(codes[2]): ["outcome.3.unit"]}


@fault("XL413", "来年度の目標値の桁を一つ多く打った", level="pile")
def one_digit_more(h: Heap) -> About:
    keys = [f"activity.1.target[{o}]" for o in ("-1", "0", "+1", "+2")]
    code = h.take(lambda v: all(isinstance(v.get(key), int | float) for key in keys))
    h.now[code]["activity.1.target[+2]"] = number(h.now[code]["activity.1.target[+2]"]) * 14
    return {of(code): ["activity.1.target[+2]", "activity.1.target[+1]"]}


def number(value: Any) -> float:
    assert isinstance(value, int | float)
    return value


@fault(
    "XL414", "部の予算額の合計と、シートの合計が合わない（1枚だけ予算額も財源も書き間違えた）", level="pile"
)
def total_of_the_department(h: Heap) -> About:
    code = h.take(lambda v: h.new_department(v) and number_in(v, "cost.general[0]") > 2000)
    department = str(h.now[code]["header.department"])
    h.departments.add(department)
    own = [v for v in h.now.values() if v["header.department"] == department]
    due = sum(number(v.get("cost.budget[0]", 0)) for v in own)
    h.totals.append(Total(field="cost.budget[0]", amount=due, department=department))
    more = h.rng.randint(100, 400)
    for key in ("cost.budget[0]", "cost.general[0]"):
        h.now[code][key] = number(h.now[code][key]) + more
    return {department: []}


@fault("XL415", "ほかの事業のコメントをそのまま写した", level="pile")
def comment_copied(h: Heap) -> About:
    one = h.take(lambda v: len(str(v["item.validity.comment"])) > 80)
    other = h.take()
    h.now[other]["item.economy.comment"] = h.now[one]["item.validity.comment"]
    return {of(one): ["item.validity.comment"], of(other): ["item.economy.comment"]}


@fault("XL415", "ほかの事業の文章を写し、数か所だけ書き換えた", level="pile")
def comment_retouched(h: Heap) -> About:
    one = h.take(lambda v: len(str(v["eval.first.direction"])) > 250)
    other = h.take()
    text = str(h.now[one]["eval.first.direction"])
    cut = h.rng.randrange(20, len(text) - 60)
    h.now[other]["eval.first.direction"] = text[:cut] + "本事業では" + text[cut + 5 :]
    return {of(one): ["eval.first.direction"], of(other): ["eval.first.direction"]}


@fault("XL401", "同じ番号の四半期報告を二つ出した", level="pile")
def review_sent_twice(h: Heap) -> About:
    code = h.take()
    h.copies[f"final {of(code)}"] = code, {**h.now[code], "comment": "Final version"}
    return {of(code): ["code"], f"final {of(code)}": ["code"]}


@fault("XL402", "四半期報告の番号を書き間違えた", level="pile")
def review_unknown_number(h: Heap) -> About:
    code = h.take()
    free = [c for c in (f"{n:04}" for n in range(1, 10_000)) if c not in h.roster]
    h.now[code]["code"] = h.rng.choice(free)
    return {of(code): ["code"]}


@fault("XL415", "四半期報告のコメントを、ほかの事業から写した", level="pile")
def review_comment_copied(h: Heap) -> About:
    one = h.take(lambda v: len(str(v.get("comment", ""))) > 80)
    other = h.take()
    h.now[other]["comment"] = h.now[one]["comment"]
    return {of(one): ["comment"], of(other): ["comment"]}


# -- since last year ----------------------------------------------------------------------------------------


@fault("XL421", "昨年度の目標値を、実績に合わせて後から下げた", level="year")
def target_restated(h: Heap) -> About:
    key, before = "activity.1.target[-1]", "activity.1.target[0]"
    code = h.take(lambda v: number_in(v, key) > 9 and number_in(v, "activity.1.actual[-1]") > 0, past=True)
    assert h.last[code][before] == h.now[code][key]
    h.now[code][key] = round(number(h.now[code][key]) * 0.8)
    h.now[code]["activity.1.actual[-1]"] = number(h.now[code][key]) + 1
    return {of(code): [key]}


def number_in(values: Values, key: str) -> float:
    value = values.get(key)
    return value if isinstance(value, int | float) else 0


@fault("XL422", "前年度の2次評価が、昨年度に決まったものと違う", level="year")
def committee_grade_changed(h: Heap) -> About:
    code = h.take(
        lambda v: "eval.previous.grade" in v and len(str(v["eval.first.direction"])) > 15, past=True
    )
    others = [grade for grade in GRADES if grade != h.now[code]["eval.previous.grade"]]
    h.now[code]["eval.previous.grade"] = h.rng.choice(others)
    return {of(code): ["eval.previous.grade"]}


@fault("XL423", "開始年度が、昨年度のシートと違う", level="year")
def start_year_changed(h: Heap) -> About:
    code = h.take(lambda v: 1960 < number(v["basic.start_year"]) < h.year - 3, past=True)
    h.now[code]["basic.start_year"] = number(h.now[code]["basic.start_year"]) - h.rng.randint(1, 9)
    return {of(code): ["basic.start_year"]}


@fault("XL423", "昨年度と同じ指標の名称を書き換えた", level="year")
def indicator_renamed(h: Heap) -> About:
    code = h.take(lambda v: len(str(v.get("activity.1.name", ""))) > 1, past=True)
    h.now[code]["activity.1.name"] = f"{h.now[code]['header.name']}の新しい指標"
    return {of(code): ["activity.1.name"]}


@fault("XL424", "平成の開始年度を、昭和で書いた", level="year")
def another_era(h: Heap) -> About:
    code = h.take(
        lambda v: v["basic.novelty"] == "継続" and 1989 + 10 < number(v["basic.start_year"]) < 2019, past=True
    )
    h.now[code]["basic.start_year"] = number(h.now[code]["basic.start_year"]) - 63
    return {of(code): ["basic.start_year"]}


@fault("XL424", "指標の目標値と実績値を、昨年度と違う単位（1,000倍）で書いた", level="year")
def thousandfold_since(h: Heap) -> About:
    keys = [f"activity.1.target[{o}]" for o in ("-1", "0", "+1")]
    code = h.take(lambda v: all(number_in(v, key) > 0 for key in (*keys, "activity.1.actual[-1]")), past=True)
    for key in (*keys, "activity.1.target[+2]", "activity.1.actual[-1]"):
        if number_in(h.now[code], key):
            h.now[code][key] = number(h.now[code][key]) * 1000
    return {of(code): keys}


@fault("XL425", "終了予定年度を、断りなく先に延ばした", level="year")
def end_pushed_back(h: Heap) -> About:
    code = h.take(lambda v: number_in(v, "basic.end_year") > h.year, past=True)
    end = number(h.now[code]["basic.end_year"])
    h.last[code]["basic.end_year"] = end - 1 if end - 1 >= h.year else h.year
    return {of(code): ["basic.end_year"]}


@fault("XL426", "昨年度のシートがない事業を「継続」で出した", level="year")
def appeared(h: Heap) -> About:
    code = h.take(lambda v: v["basic.novelty"] == "継続", past=True)
    del h.last[code]
    for part in ("grade", "direction"):
        h.now[code].pop(f"eval.previous.{part}", None)
    return {of(code): ["basic.novelty"]}


@fault("XL427", "終わっていない事業が、今年度の一覧から消えた", level="year")
def vanished(h: Heap) -> About:
    code = h.take(
        lambda v: (
            v.get("eval.previous.grade") in ("拡大", "現状継続", "要検討", "見直し")
            and not isinstance(v.get("basic.end_year"), int)
        ),
        past=True,
    )
    h.last[code]["basic.end_year"] = "未定"
    del h.now[code], h.roster[code]
    return {code: []}


@fault(
    "XL428",
    "昨年度から続いている事業を、開始年度も今年度に書き直して「新規」で出した",
    level="year",
    also=("XL423",),
)
def new_again(h: Heap) -> About:
    code = h.take(lambda v: v["basic.novelty"] == "新規")
    last = sheet_of(h.city.projects[code], h.year - 1, met=False)
    h.last[code] = last | {"basic.start_year": h.year - h.rng.randint(1, 9), "basic.novelty": "継続"}
    return {of(code): ["basic.novelty"]}


IN_HEAP = (
    *(sent_twice, unknown_number, former_department, unit_cost_of_last_year, another_unit, one_digit_more),
    *(total_of_the_department, comment_copied, comment_retouched),
    *(review_sent_twice, review_unknown_number, review_comment_copied),
    *(target_restated, committee_grade_changed, start_year_changed, indicator_renamed, another_era),
    *(thousandfold_since, end_pushed_back, appeared, vanished, new_again),
)
