"""Faults of single values, in both forms, and within the small form's sheet."""

from __future__ import annotations

from tests.faults.fault import Places, Sheet, fault
from tests.faults.sheet import OFFSETS, at
from tests.faults.words import PLAN

__all__ = ["IN_CELL"]


@fault("XL201", "必ず記入する欄を空けたまま出した", level="cell")
def required_left_out(s: Sheet) -> Places:
    keys = (
        "basic.kind",
        "basic.account",
        "basic.soft_hard",
        "overview.target",
        "overview.means_now",
        "law.duty",
    )
    key = s.pick(keys)
    s.need(s[key])
    s[key] = None
    return [key]


@fault("XL207", "マイナスの金額を書いた", level="cell")
def negative_amount(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if s.number(at("cost.general", o)) > 1])
    key = at("cost.other", offset)
    s[at("cost.general", offset)] = s[at("cost.general", offset)] + s.number(key) + 120
    s[key] = -120
    return [key]


@fault("XL206", "章を選び直したのに、節と施策がもとのまま", level="cell")
def section_of_another_chapter(s: Sheet) -> Places:
    s["overview.chapter"] = s.pick([c for c, _, _ in PLAN if c != s["overview.chapter"]])
    return ["overview.section"]


@fault("XL301", "目標値を1年だけ1,000倍（単位違い）で書いた", level="cell")
def target_thousandfold(s: Sheet) -> Places:
    s.goes_on()
    row = s.measured()
    s.need(s.numbers(*(at(f"{row}.target", o) for o in OFFSETS)) and s[f"{row}.target[+1]"] >= 1)
    s[f"{row}.target[+1]"] = s[f"{row}.target[+1]"] * 1000
    return [f"{row}.target[+1]"]


@fault("XL301", "1年分の事業費をすべて円で書いた（様式は千円）")
def year_in_yen(s: Sheet) -> Places:
    s.goes_on()
    s.need(s.direct(-1) >= 1000 and s["basic.start_year"] < s.year)
    s.need(s.get("eval.first.grade") != "拡大" and s.get("eval.second.grade") != "拡大")
    s.need(all(s.paid(o).keys() for o in OFFSETS) and min(s.paid(2).values()) >= 100)
    paid = s.paid(2)
    for key, amount in paid.items():
        s[key] = amount * 1000
    s.balance()
    return ["cost.budget[+2]", *paid]


@fault("XL208", "端数を切らずに千円未満まで書いた（223.4千円）", level="cell")
def fraction_of_an_amount(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if s.direct(o)])
    key, amount = s.pick(list(s.paid(offset).items()))
    s[key] = amount + s.rng.choice((0.4, -0.4, 0.123))
    return [key]


# -- quarterly-review ---------------------------------------------------------------------------------------


@fault("XL210", "番号を5桁で書いた（様式は4桁）", level="cell")
def review_number_too_long(s: Sheet) -> Places:
    s["code"] = f"{s['code']}{s.rng.randint(0, 9)}"
    return ["code"]


@fault("weights", "ウェイトを打ち間違え、合計が100にならない")
def review_weights(s: Sheet) -> Places:
    row = s.pick([n for n in (1, 2, 3) if s.number(f"kpi.{n}.weight") > 10])
    s[f"kpi.{row}.weight"] = s[f"kpi.{row}.weight"] - s.rng.randint(1, 9)
    return [f"kpi.{n}.weight" for n in (1, 2, 3)]


@fault("XL207", "ウェイトを 100 より大きく書いた", level="cell")
def review_weight_too_large(s: Sheet) -> Places:
    s["kpi.1.weight"] = s.rng.choice((150, 400, 1000))
    return ["kpi.1.weight"]


@fault("XL208", "ウェイトを小数で書いた", level="cell")
def review_weight_not_whole(s: Sheet) -> Places:
    s.need(s["kpi.1.weight"] < 100)
    s["kpi.1.weight"] = s["kpi.1.weight"] + 0.5
    return ["kpi.1.weight"]


@fault("XL201", "指標のウェイトを書いていない", level="cell")
def review_weight_left_out(s: Sheet) -> Places:
    s.need(s["kpi.1.weight"] == 100 and s.get("kpi.2.title"))
    s["kpi.2.weight"] = None
    return ["kpi.2.weight"]


@fault("grade_against_actual", "実績が目標に届かないのに、A と評価した")
def review_grade_too_good(s: Sheet) -> Places:
    row = s.pick([f"kpi.{n}" for n in (1, 2, 3) if s.numbers(f"kpi.{n}.target", f"kpi.{n}.actual")])
    s.need(s[f"{row}.actual"] < s[f"{row}.target"])
    s[f"{row}.grade"] = "A"
    return [f"{row}.grade", f"{row}.actual"]


@fault("XL201", "総合評価が C・D なのに、コメントを書いていない", level="cell")
def review_comment_left_out(s: Sheet) -> Places:
    s.need(s["overall"] in ("C", "D"))
    s["comment"] = None
    return ["comment"]


IN_CELL = (
    *(required_left_out, negative_amount, section_of_another_chapter, target_thousandfold),
    *(
        year_in_yen,
        fraction_of_an_amount,
        review_weights,
        review_weight_too_large,
        review_weight_not_whole,
        review_weight_left_out,
    ),
    *(review_grade_too_good, review_comment_left_out, review_number_too_long),
)
