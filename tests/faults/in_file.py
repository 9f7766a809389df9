"""Faults of workbooks: what is typed into cells, what is done to the sheet, and what is sent at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.fault import Places, Sheet, fault
from tests.faults.sheet import OFFSETS, at

if TYPE_CHECKING:
    from tests.faults.fault import Fault

__all__ = ["IN_FILE"]

AMOUNTS = tuple(at(f"cost.{row}", o) for row in ("budget", "general", "other") for o in OFFSETS)


def an_amount(s: Sheet) -> str:
    return s.pick([key for key in AMOUNTS if s.number(key) > 9])


# -- typed into a cell --------------------------------------------------------------------------------------


@fault("XL202", "金額の欄に「要求中」のような言葉を書いた", level="cell")
def words_for_an_amount(s: Sheet) -> Places:
    key = an_amount(s)
    s.do("type_text", key, s.rng.choice(("要求中", "前年度並み", "約100", "別紙", "未定", "300～500")))
    return [key]


@fault("XL204", "エラーになる計算式を入れた", level="cell")
def formula_with_an_error(s: Sheet) -> Places:
    key = an_amount(s)
    s.do("type_error", key, "1/0")
    return [key]


@fault("XL205", "選択肢の欄に、一覧にない言葉を貼り付けた", level="cell")
def choice_pasted(s: Sheet) -> Places:
    key, word = s.rng.choice(
        (
            *(("basic.account", "普通会計"), ("eval.first.grade", "継続"), ("basic.novelty", "拡充")),
            *(("item.economy.score", "4"), ("basic.kind", "第三セクター"), ("overview.policy", "その他")),
        )
    )
    s.need(s[key])
    s.do("type_text", key, word)
    return [key]


@fault("XL213", "数字を文字列として入れた", level="cell")
def number_as_text(s: Sheet) -> Places:
    key = an_amount(s)
    s.do("type_text", key, f"{s[key]}")
    return [key]


@fault("XL212", "全角の数字に単位を付けて書いた", level="cell")
def number_with_its_unit(s: Sheet) -> Places:
    key = an_amount(s)
    wide = f"{s[key]:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    s.do("type_text", key, f"{wide}千円")
    return [key]


@fault("XL203", "年度を「15」のように、元号なしで書いた", level="cell")
def year_without_an_era(s: Sheet) -> Places:
    s.need(s["basic.start_year"])
    s.do("type_text", "basic.start_year", s.rng.choice(("3", "5", "7", "２")))
    return ["basic.start_year"]


@fault("XL221", "固定の人件費単価を書き換えた", level="cell", also=("XL225", "change_personnel"))
def unit_cost_typed_over(s: Sheet) -> Places:
    key = at("cost.unit_cost.regular", s.pick(OFFSETS))
    s.need(s.get("eval.first.grade"))
    s.do("type_number", key, s.rng.choice((8000, 8399, 84)))
    return [key]


@fault("XL221", "固定の事業名を書き換えた", level="cell")
def name_typed_over(s: Sheet) -> Places:
    s.do("type_text", "header.name", f"新・{s['header.name']}")
    return ["header.name"]


@fault("XL223", "合計の計算式を、違う数字で上書きした", level="cell")
def total_typed_over(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if s.direct(o)])
    s.do("type_number", at("cost.direct", offset), s.direct(offset) + s.rng.randint(1, 999))
    return [at("cost.direct", offset)]


@fault("XL224", "合計の計算式を、値だけの貼り付けで上書きした", level="cell")
def total_pasted_as_value(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if s.direct(o)])
    s.do("type_number", at("cost.direct", offset), s.direct(offset))
    return [at("cost.direct", offset)]


@fault("XL222", "合計の計算式から、財源の一つを外した", level="cell")
def sum_altered(s: Sheet) -> Places:
    offset = s.pick([o for o in OFFSETS if len(s.paid(o)) > 1 and s.number(at("cost.general", o))])
    first, last = s.cells[at("cost.national", offset)], s.cells[at("cost.other", offset)]
    left = s.direct(offset) - int(s.number(at("cost.general", offset)))
    s.do("type_formula", at("cost.direct", offset), f"=SUM({first}:{last}) -> {left}")
    return [at("cost.direct", offset)]


@fault("XL212", "番号の先頭の0が消えた（00832 が 832 になった）", level="cell")
def zeros_lost(s: Sheet) -> Places:
    s["header.code"] = f"00{s.rng.randint(100, 999)}"
    s.do("type_number", "header.code", int(s["header.code"]))
    return ["header.code"]


@fault("XL109", "別の事業の番号を書いた", level="cell")
def number_of_another_project(s: Sheet) -> Places:
    s.do("type_text", "header.code", f"{(int(s['header.code']) + s.rng.randint(1, 99)) % 100_000:05}")
    return ["header.code"]


@fault("XL202", "指標のウェイトに言葉を書いた", level="cell")
def review_words_for_a_weight(s: Sheet) -> Places:
    s.do("type_text", "kpi.1.weight", s.rng.choice(("high", "most", "see above")))
    return ["kpi.1.weight"]


@fault("XL205", "評価の欄に、一覧にない記号を貼り付けた", level="cell")
def review_grade_pasted(s: Sheet) -> Places:
    s.do("type_text", "overall", s.rng.choice(("E", "A+", "good")))
    return ["overall"]


@fault("XL223", "ウェイトの合計を上書きした", level="cell")
def review_sum_typed_over(s: Sheet) -> Places:
    s.do("type_number", "weights", s.rng.randint(1, 99))
    return ["weights"]


# -- done to the sheet --------------------------------------------------------------------------------------


@fault("XL121", "欄外に書き込みをした", level="cell")
def written_in_the_margin(s: Sheet) -> Places:
    cell = f"B{s.rng.choice('ABCD')}{s.rng.randint(10, 60)}"
    s.steps.append(("type_text", cell, "※補正予算を含む"))
    return [cell]


@fault("XL214", "金額に取り消し線を引いた", level="cell")
def struck_through(s: Sheet) -> Places:
    key = an_amount(s)
    s.do("strike", key)
    return [key]


@fault("XL121", "セルにコメントを付けた", level="cell")
def remark_attached(s: Sheet) -> Places:
    key = an_amount(s)
    s.do("comment", key, "6月補正を含む")
    return [s.cells[key]]


@fault("XL121", "テキストボックスに書いた", level="cell")
def text_box(s: Sheet) -> Places:
    key = an_amount(s)
    s.do("text_box", key, "別紙参照")
    return [s.cells[key]]


def span(s: Sheet, first: str, last: str) -> str:
    """The cells from one field to the next but one column before another."""
    return f"{s.cells[first]}:{s.cells[last]}"


@fault("XL114", "2か年の予算額のセルを結合した", level="sheet")
def years_merged(s: Sheet) -> Places:
    first = s.rng.choice((-1, 0, 1))
    s.need(s.get("eval.first.grade"))
    s.do("merge", span(s, at("cost.budget", first), at("cost.budget", first + 1)))
    return [at("cost.budget", first + 1)]


@fault("XL111", "財源の行を削除した", level="sheet")
def row_deleted(s: Sheet) -> Places:
    row = s.rng.choice(("national", "prefecture", "bond", "other"))
    s.need(s.get("eval.first.grade"))
    s.do("delete_rows", line(s.cells[at(f"cost.{row}", 0)]), 1)
    return [at(f"cost.{row}", o) for o in OFFSETS]


def line(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@fault("XL112", "予算額のセルを切り取り、欄外に貼り付けた", level="sheet")
def cell_dragged_away(s: Sheet) -> Places:
    key = at("cost.budget", s.rng.choice((-1, 0, 1)))
    s.need(s.get("eval.first.grade"))
    s.do("cut", block(s, key), f"BB{s.rng.randint(20, 40)}")
    return [key]


def block(s: Sheet, key: str) -> str:
    """The cells over which a field of one year is merged: up to the next year's."""
    row = line(s.cells[key])
    ends = {"R": "Y", "Z": "AG", "AH": "AO", "AP": "AX"}
    return f"{s.cells[key]}:{ends[s.cells[key].rstrip('0123456789')]}{row}"


@fault("XL112", "一般財源のセルを、切り取ってその他特財に貼り付けた", level="sheet")
def cell_dragged_onto_another(s: Sheet) -> Places:
    offset = s.pick([o for o in (-1, 0, 1) if s.number(at("cost.general", o))])
    source, target = at("cost.general", offset), at("cost.other", offset)
    s.do("unmerge", block(s, target))
    s.do("cut", block(s, source), s.cells[target])
    return [source, target]


@fault("XL121", "財源の途中に行を挿入し、六つ目の財源を書いた", level="sheet", also=("XL222",))
def sixth_source(s: Sheet) -> Places:
    s.need(s.get("eval.first.grade"))
    row = line(s.cells["cost.other[0]"])
    s.do("insert_rows", row, 1)
    s.steps += [("type_text", f"I{row}", "ふるさと基金"), ("type_number", f"Z{row}", s.rng.randint(10, 900))]
    return [f"I{row}", f"Z{row}"]


# -- sent in ------------------------------------------------------------------------------------------------


@fault("XL110", "シートを複製し、写しのほうを直した", level="file")
def sheet_duplicated(s: Sheet) -> Places:
    s.need(s.get("eval.first.grade"))
    s.do("copy_sheet", "写し", 1)
    s.do("go_to", 1)
    s.steps.append(
        (
            "type_text",
            s.cells["item.validity.comment"],
            "市民の安全を守るうえで必要性は高く、今後も継続して実施する。",
        )
    )
    return [""]


@fault(
    "XL108", "別の事業のシートを、シート全体に貼り付けた", level="file", also=("XL132", "outcome_definition")
)
def other_sheet_pasted(s: Sheet) -> Places:
    s.need(s.get("eval.first.grade"))
    s.take_other()
    s.do("paste", "@other", "A1:AX65", "A1")
    return [""]


@fault("XL107", "昨年度のブックに書いて出した", level="file")
def last_years_workbook(s: Sheet) -> Places:
    s.do("send_last_years")
    return [""]


@fault("XL105", "別の調査の様式を出した", level="file")
def another_form(s: Sheet) -> Places:
    s.do("send_other_form")
    return [""]


@fault("XL101", "送信の途中で切れたファイルを出した", level="file")
def cut_off(s: Sheet) -> Places:
    s.do("cut_off")
    return []


@fault("XL102", "様式ではない、自分で作ったブックを出した", level="file")
def workbook_of_their_own(s: Sheet) -> Places:
    s.do("send_other_book")
    return []


IN_FILE: tuple[Fault[Sheet], ...] = (
    *(words_for_an_amount, formula_with_an_error, choice_pasted, number_as_text, number_with_its_unit),
    *(year_without_an_era, unit_cost_typed_over, name_typed_over, total_typed_over, total_pasted_as_value),
    *(sum_altered, zeros_lost, number_of_another_project),
    *(review_words_for_a_weight, review_grade_pasted, review_sum_typed_over),
    *(written_in_the_margin, struck_through, remark_attached, text_box, years_merged, row_deleted),
    *(cell_dragged_away, cell_dragged_onto_another, sixth_source, sheet_duplicated, other_sheet_pasted),
    *(last_years_workbook, another_form, cut_off, workbook_of_their_own),
)
