"""Faults within one sheet of jimu-jigyo: figures and answers that contradict each other."""

from __future__ import annotations

from tests.faults.fault import Places, Sheet, fault
from tests.faults.sheet import ITEMS, OFFSETS, at

__all__ = ["IN_SHEET"]


# -- figures ------------------------------------------------------------------------------------------------


@fault("budget_total", "決算額・予算額を打ち間違え、内訳の合計と合わない")
def budget_mistyped(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if s.direct(o)])
    s[at("cost.budget", offset)] = s.direct(offset) + s.rng.choice(
        (2, 9, 90, -2 if s.direct(offset) > 9 else 3)
    )
    return [at("cost.budget", offset), at("cost.direct", offset)]


@fault(
    "budget_total",
    "財源の一つを書き忘れた",
    also=("change_direct", "subsidy_without_grant"),
)
def source_forgotten(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if len(s.paid(o)) > 1])
    key, amount = s.pick(list(s.paid(offset).items()))
    s.need(amount > 2)
    s[key] = None
    return [at("cost.budget", offset), at("cost.direct", offset)]


@fault("budget_total", "予算額だけを円で書いた（ほかは千円）")
def budget_in_yen(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if s.direct(o)])
    s[at("cost.budget", offset)] = s.direct(offset) * 1000
    return [at("cost.budget", offset), at("cost.direct", offset)]


@fault("change_direct", "1年だけ事業費を倍以上に書いた")
def cost_jumps(s: Sheet) -> Places:
    s.goes_on()
    s.need(s.direct(1) > 1500)
    s.need(s.get("eval.first.grade") != "拡大" and s.get("eval.second.grade") != "拡大")
    for key, amount in s.paid(2).items():
        s[key] = amount * s.rng.choice((3, 4))
    s.balance()
    return ["cost.direct[+2]"]


@fault("change_personnel", "人数の小数点を打ち間違えた（0.5人が5人）")
def people_tenfold(s: Sheet) -> Places:
    s.goes_on()
    people = s.number("cost.headcount.regular[+2]")
    s.need(0.3 <= people <= 20)
    s["cost.headcount.regular[+2]"] = people * 10
    return ["cost.headcount.regular[+2]", "cost.headcount.reappointed[+2]"]


@fault("actual_without_cost", "実績があるのに、その年度の事業費も人件費も書いていない")
def work_without_cost(s: Sheet) -> Places:
    rows = [f"activity.{n}.actual[-1]" for n in range(1, 5)]
    counted = [key for key in rows if s.number(key) > 0]
    s.need(counted and (s.direct(-1) or s.number("cost.headcount.regular[-1]")))
    for key in s.paid(-1):
        s[key] = None
    s["cost.budget[-1]"] = s["cost.headcount.regular[-1]"] = s["cost.headcount.reappointed[-1]"] = 0
    return ["cost.total[-1]", *counted]


# -- years --------------------------------------------------------------------------------------------------


@fault("end_before_start", "終了予定年度を開始年度より前の年度にした")
def end_before_start(s: Sheet) -> Places:
    s.need(s.get("basic.end_year") in (None, "未定"))
    s["basic.end_year"] = s["basic.start_year"] - s.rng.randint(1, 9)
    return ["basic.start_year", "basic.end_year"]


@fault("end_year_cost", "今年度で終わる事業なのに、来年度以降の事業費が残っている")
def cost_after_the_end(s: Sheet) -> Places:
    s.goes_on()
    s.need(s["basic.start_year"] <= s.year)
    s["basic.end_year"] = s.year
    return ["cost.direct[+1]", "cost.direct[+2]"]


@fault("cost_before_start", "来年度に始まる事業なのに、今年度の事業費を書いた")
def cost_before_the_start(s: Sheet) -> Places:
    s.need(s.get("basic.start_year") == s.year + 1 and s.direct(1))
    for key, amount in s.paid(1).items():
        s[key.replace("+1", "0")] = amount
    s.balance()
    s["plan.planned[0]"] = "準備を進める。"
    return ["basic.start_year", "cost.direct[0]"]


@fault("start_after_sheet", "開始年度を先の年度に書き間違えた")
def start_far_ahead(s: Sheet) -> Places:
    s.need(not isinstance(s.get("basic.end_year"), int))
    s.need(s["basic.start_year"])
    s["basic.start_year"] = s.year + s.rng.randint(3, 20)
    return ["basic.start_year"]


@fault("end_year_later", "「終了」と評価したのに、終了予定年度はまだ先になっている")
def ends_later_than_graded(s: Sheet) -> Places:
    s.need(s.get("law.duty") == "no" and isinstance(s.get("basic.end_year"), int))
    s.need(s["basic.end_year"] > s.year + 1)
    graded(s, s.rng.choice(("終了", "休止・廃止")))
    return ["basic.end_year", "eval.first.grade"]


# -- grades and comments ------------------------------------------------------------------------------------


def graded(s: Sheet, grade: str) -> None:
    """The department changes its mind; the committee has not met."""
    s["eval.first.grade"] = grade
    s["eval.first.direction"] = "前年度の評価を踏まえ、今後のあり方を見直す。"
    s["eval.second.grade"] = s["eval.second.direction"] = None


@fault("ended_cost", "「終了」「休止・廃止」と評価したのに、来年度以降の事業費が残っている")
def ended_with_cost(s: Sheet) -> Places:
    s.goes_on()
    s.need(s.get("law.duty") == "no")
    graded(s, s.rng.choice(("終了", "休止・廃止")))
    return ["eval.first.grade", "cost.direct[+1]", "cost.direct[+2]"]


@fault("expand_cost", "「拡大」と評価したのに、総事業費が増えていない")
def expands_without_money(s: Sheet) -> Places:
    s.goes_on()
    s.need(all(s[f"item.{item}.score"] > 1 for item in ITEMS))
    for key in [key for key in s.values if key.startswith("cost.") and key.endswith("[0]")]:
        s[key.replace("[0]", "[+1]")] = s[key.replace("[0]", "[+2]")] = s.get(key)
    graded(s, "拡大")
    return ["eval.first.grade", "cost.total[+1]", "cost.total[+2]"]


@fault("law_ended", "法律で義務付けられている事業を「終了」と評価した")
def duty_ended(s: Sheet) -> Places:
    s.need(s.get("law.duty") == "yes" and not isinstance(s.get("basic.end_year"), int))
    graded(s, s.rng.choice(("終了", "休止・廃止")))
    return ["law.duty", "eval.first.grade"]


@fault("law_named", "法律の義務付けありとしたのに、根拠法令を書いていない")
def duty_without_law(s: Sheet) -> Places:
    s.need(s.get("law.duty") == "yes")
    s["basic.law"] = None
    return ["law.duty", "basic.law"]


@fault("private_boxes", "民間活力の活用性で、両方の箱に印を付けた")
def both_boxes(s: Sheet) -> Places:
    s.need(s.get("law.duty"))
    s["private.possible"] = s["private.impossible"] = True
    return ["private.possible", "private.impossible"]


@fault("low_score", "評点を1としたのに、「現状継続」や「拡大」と評価した")
def goes_on_despite_a_one(s: Sheet) -> Places:
    s.need(s.get("eval.first.grade") in ("現状継続", "拡大"))
    fits = [item for item in ITEMS if item != "improvement" or s["eval.first.grade"] != "拡大"]
    item = s.pick([item for item in fits if len(s[f"item.{item}.comment"]) >= 20])
    s[f"item.{item}.score"] = 1
    return ["eval.first.grade", f"item.{item}.score"]


@fault("reason_missing", "評点を付けたのに、理由を書いていない")
def reason_left_out(s: Sheet) -> Places:
    key = f"item.{s.pick(ITEMS)}.comment"
    s.need(s[key])
    s[key] = None
    return [key]


@fault("low_score_comment", "評点を1としたのに、理由が一言だけ")
def reason_in_a_word(s: Sheet) -> Places:
    s.need(not {s.get("eval.first.grade"), s.get("eval.second.grade")} & {"現状継続", "拡大"})
    item = s.pick(ITEMS)
    s.need(s[f"item.{item}.score"])
    s[f"item.{item}.score"], s[f"item.{item}.comment"] = 1, s.rng.choice(("検討中。", "同上", "見直しが必要"))
    return [f"item.{item}.comment"]


@fault("copied_comment", "評価項目のコメントを、別の項目に写した")
def comment_copied_within(s: Sheet) -> Places:
    one, other = s.rng.sample(ITEMS, 2)
    s.need(len(s[f"item.{one}.comment"]) >= 20)
    s[f"item.{other}.comment"] = s[f"item.{one}.comment"]
    return [f"item.{item}.comment" for item in (one, other)]


@fault("changed_direction", "前年度と違う評価にしたのに、方向性が一言だけ")
def grade_changed_in_a_word(s: Sheet) -> Places:
    s.need(s["eval.previous.grade"] != s["eval.first.grade"])
    s["eval.first.direction"] = s.rng.choice(("見直す。", "検討", "上記のとおり"))
    return ["eval.first.grade", "eval.first.direction"]


@fault("second_reason", "2次評価を1次評価から変えたのに、理由を書いていない", committee=True)
def committee_without_a_word(s: Sheet) -> Places:
    s.need(s["eval.second.grade"] != s["eval.first.grade"])
    s["eval.second.direction"] = None
    return ["eval.second.direction"]


# -- indicators ---------------------------------------------------------------------------------------------


@fault("achievement_target", "目標に届いていないのに、達成度を3とした")
def scored_above_the_result(s: Sheet) -> Places:
    row = s.measured()
    s.need(s["item.achievement.score"] == 3 and s[f"{row}.target[-1]"] > 1)
    s[f"{row}.actual[-1]"] = round(s[f"{row}.target[-1]"] * s.rng.uniform(0.1, 0.95), 1)
    s.need(s[f"{row}.actual[-1]"] > 0)
    return ["item.achievement.score", f"{row}.target[-1]", f"{row}.actual[-1]"]


@fault("actual_missing", "終わった年度の実績値を書いていない")
def result_left_out(s: Sheet) -> Places:
    row = s.measured()
    s[f"{row}.actual[-1]"] = None
    return [f"{row}.actual[-1]"]


@fault("future_actual", "まだ終わっていない年度の活動実績を書いた")
def result_too_early(s: Sheet) -> Places:
    key = f"{s.measured()}.actual[{s.rng.choice(('0', '+1'))}]"
    s[key] = s.rng.randint(1, 99)
    return [key]


@fault("outcome_future_actual", "まだ終わっていない年度の成果を書いた")
def outcome_too_early(s: Sheet) -> Places:
    key = f"{s.measured('outcome')}.actual[{s.rng.choice(('0', '+2'))}]"
    s[key] = s.rng.randint(1, 99)
    return [key]


@fault("target_gap", "来年度以降の目標値を書いていない")
def target_left_out(s: Sheet) -> Places:
    s.goes_on()
    row = s.measured()
    s[f"{row}.target[+1]"] = None
    return [f"{row}.target[+1]"]


@fault("unit_missing", "指標の単位を書いていない")
def unit_left_out(s: Sheet) -> Places:
    row = s.measured()
    s[f"{row}.unit"] = None
    return [f"{row}.unit"]


@fault("unnamed", "数値だけを書いて、指標の名称を書いていない")
def indicator_without_a_name(s: Sheet) -> Places:
    row = s.measured()
    other = f"activity.{1 if row != 'activity.1' else 2}.name"
    s.need(len(s[other]) > 1)
    s[f"{row}.name"] = None
    return [f"{row}.name"]


@fault("repeated_name", "同じ名称の活動指標を二つ書いた")
def indicator_twice(s: Sheet) -> Places:
    s.need(len(s["activity.2.name"]) > 1)
    s["activity.2.name"], s["activity.2.unit"] = s["activity.1.name"], s["activity.1.unit"]
    return ["activity.1.name", "activity.2.name"]


@fault("no_values", "指標の名称だけを書いて、目標値も実績値もない")
def indicator_without_values(s: Sheet) -> Places:
    s.need(s.get("eval.first.grade") and not s.get("activity.4.name") and not s.get("activity.4.target[0]"))
    for offset in OFFSETS:
        s[at("activity.4.actual", offset)] = None
    s["activity.4.name"], s["activity.4.unit"] = "苦情への対応件数", "件"
    return ["activity.4.name", *(at("activity.4.target", o) for o in OFFSETS)]


@fault("no_indicator", "指標を一つも書いていない")
def no_indicators(s: Sheet) -> Places:
    s.need(s.get("eval.first.grade"))
    for key in [key for key in s.values if key.startswith(("activity.", "outcome."))]:
        s[key] = None
    return ["activity.1.name", "outcome.1.name"]


# -- funding ------------------------------------------------------------------------------------------------


@fault("subsidy_without_grant", "国や道の支出金がないのに、補助事業とした")
def subsidised_by_nobody(s: Sheet) -> Places:
    s.need(s.get("basic.funding") == "単独" and any(s.direct(o) for o in OFFSETS))
    s["basic.funding"] = "補助"
    cells = [at(f"cost.{row}", o) for row in ("national", "prefecture") for o in OFFSETS]
    return ["basic.funding", *cells]


@fault("own_with_grant", "国や道の支出金があるのに、単独事業とした")
def own_with_a_grant(s: Sheet) -> Places:
    rows = ("cost.national", "cost.prefecture")
    paid = [o for o in OFFSETS if any(s.number(at(row, o)) for row in rows)]
    s.need(s.get("basic.funding") == "補助" and paid)
    s["basic.funding"] = "単独"
    return ["basic.funding", *(at(row, o) for row in rows for o in paid)]


@fault("bond_soft", "地方債を充てているのに、ソフト事業とした")
def soft_with_a_bond(s: Sheet) -> Places:
    paid = [o for o in OFFSETS if s.number(at("cost.bond", o))]
    s.need(paid)
    s["basic.soft_hard"] = "ソフト事業"
    return ["basic.soft_hard", *(at("cost.bond", o) for o in paid)]


@fault("grant_to_general", "補助が終わった分を、そのまま一般財源に振り替えた")
def own_money_instead(s: Sheet) -> Places:
    s.goes_on()
    rows = ("cost.national", "cost.prefecture")
    grants = {o: sum(int(s.number(at(row, o))) for row in rows) for o in (1, 2)}
    s.need(sum(s.number(at(row, 0)) for row in rows) and min(grants.values()) >= 2000)
    for offset, grant in grants.items():
        s[at("cost.general", offset)] = int(s.number(at("cost.general", offset))) + grant
        for row in rows:
            s[at(row, offset)] = None
    return [*(f"{row}[+1]" for row in rows), "cost.general[+1]"]


# -- novelty and plans --------------------------------------------------------------------------------------


@fault("new_started", "何年も前からの事業を「新規」とした")
def old_as_new(s: Sheet) -> Places:
    s.need(s["basic.start_year"] < s.year)
    s["basic.novelty"] = "新規"
    return ["basic.novelty", "basic.start_year"]


@fault("new_with_previous", "新規の事業なのに、前年度の2次評価がある")
def new_but_judged(s: Sheet) -> Places:
    s.need(s.get("basic.novelty") == "新規")
    s["eval.previous.grade"] = s["eval.first.grade"]
    return ["basic.novelty", "eval.previous.grade"]


@fault("new_past", "新規の事業なのに、前年度の実績を書いた")
def new_with_a_past(s: Sheet) -> Places:
    s.need(s.get("basic.novelty") == "新規" and len(s.get("plan.planned[-1]") or "") <= 1)
    s["plan.actual[-1]"] = "計画どおり実施した。"
    return ["basic.novelty", "plan.actual[-1]", "cost.direct[-1]"]


@fault("continued_future", "来年度に始まる事業を「継続」とした")
def future_as_continued(s: Sheet) -> Places:
    s.need(s.get("basic.start_year") == s.year + 1)
    s["basic.novelty"], s["overview.means_before"] = "継続", "準備会を開いた。"
    return ["basic.novelty", "basic.start_year"]


@fault("plan_missing", "事業費があるのに、その年度の計画を書いていない")
def plan_left_out(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if s.direct(o) and o >= 0])
    s[at("plan.planned", offset)] = None
    return [at("plan.planned", offset)]


@fault("plan_actual_missing", "終わった年度の実績を書いていない")
def report_left_out(s: Sheet) -> Places:
    s.need(len(s["plan.planned[-1]"]) > 1)
    s["plan.actual[-1]"] = None
    return ["plan.actual[-1]"]


@fault("plan_actual_future", "まだ終わっていない年度の実績に、計画を写した")
def report_too_early(s: Sheet) -> Places:
    s.need(len(s["plan.planned[0]"]) > 1)
    s["plan.actual[0]"] = s["plan.planned[0]"]
    return ["plan.actual[0]"]


IN_SHEET = (
    *(budget_mistyped, source_forgotten, budget_in_yen, cost_jumps, people_tenfold, work_without_cost),
    *(end_before_start, cost_after_the_end, cost_before_the_start, start_far_ahead, ends_later_than_graded),
    *(
        ended_with_cost,
        expands_without_money,
        duty_ended,
        duty_without_law,
        both_boxes,
        goes_on_despite_a_one,
    ),
    *(reason_left_out, reason_in_a_word, comment_copied_within, grade_changed_in_a_word),
    *(
        committee_without_a_word,
        scored_above_the_result,
        result_left_out,
        result_too_early,
        outcome_too_early,
    ),
    *(
        target_left_out,
        unit_left_out,
        indicator_without_a_name,
        indicator_twice,
        indicator_without_values,
        no_indicators,
    ),
    *(
        subsidised_by_nobody,
        own_with_a_grant,
        soft_with_a_bond,
        own_money_instead,
        old_as_new,
        new_but_judged,
    ),
    *(new_with_a_past, future_as_continued, plan_left_out, report_left_out, report_too_early),
)
