"""Rows, columns and blocks."""

from __future__ import annotations

from xltool.form import Value
from xltool.text import Text

from .scenario import Scenario, each, years

__all__ = ["LINES"]


def nothing(*keys: str) -> dict[str, Value]:
    return dict.fromkeys(keys)


COST = (*years("cost.direct"), *years("cost.total"))

UNSORTED = (("type_number", "R34", 3950), ("type_number", "R35", 50))

FUNDS = ("national", "prefecture", "bond", "other", "general")

LINES = (
    Scenario(
        id="row-above",
        did=Text("表の上に行を2行挿入した", "inserted two rows above everything"),
        edit=(("insert_rows", 4, 2),),
        located=frozenset({"book-name"}),
    ),
    Scenario(
        id="row-at-top",
        did=Text("1行目に行を挿入した", "inserted a row at the very top"),
        edit=(("insert_rows", 1, 1),),
    ),
    Scenario(
        id="row-inside",
        did=Text("財源の表の途中に空の行を挿入した", "inserted an empty row inside the table of funds"),
        edit=(("insert_rows", 33, 1),),
    ),
    Scenario(
        id="sixth-source",
        did=Text(
            "財源の途中に行を挿入し、六つ目の財源を書いた（合計の式は自動で広がった）",
            "inserted a row for a sixth source of funds; the sums grew by themselves",
        ),
        edit=(
            ("insert_rows", 34, 1),
            ("type_text", "I34", "ふるさと基金"),
            ("type_number", "R34", 120),
            ("type_number", "Z34", 130),
        ),
        findings=(
            *each("XL121", "I34", "R34", "Z34"),
            *each("XL222", "cost.direct[-1]", "cost.direct[0]"),
        ),
    ),
    Scenario(
        id="sixth-source-below",
        did=Text(
            "一般財源の下に行を挿入して六つ目の財源を書き、合計の式を広げた",
            "inserted a sixth source below the last one and extended the sum by hand",
        ),
        edit=(
            ("insert_rows", 36, 1),
            ("type_text", "I36", "ふるさと基金"),
            ("type_number", "R36", 120),
            ("type_formula", "R37", "=SUM(R31:R36)"),
        ),
        findings=(*each("XL121", "I36", "R36"), ("XL222", "cost.direct[-1]")),
    ),
    Scenario(
        id="row-deleted",
        did=Text("地方債の行を削除した", "deleted the row of bonds"),
        edit=(("delete_rows", 33, 1),),
        expect=nothing(*years("cost.bond"), *COST),
        findings=each("XL111", *years("cost.bond")),
    ),
    Scenario(
        id="prose-row-deleted",
        did=Text("「2 対象」の行を削除した", "deleted the row of the target group"),
        edit=(("delete_rows", 15, 1),),
        expect=nothing("overview.target"),
        findings=(("XL111", "overview.target"),),
    ),
    Scenario(
        id="rows-deleted",
        did=Text("使わない成果指標②③の4行を削除した", "deleted the four rows of unused indicators"),
        edit=(("delete_rows", 53, 4),),
        findings=each(
            "XL111",
            *(
                f"outcome.{n}.{part}"
                for n in (2, 3)
                for part in (*("name", "definition", "unit"), *years("target"), *years("actual"))
            ),
        ),
    ),
    Scenario(
        id="column-before",
        did=Text("左端に列を挿入した", "inserted a column at the left"),
        edit=(("insert_columns", "B", 1),),
    ),
    Scenario(
        id="column-inside",
        did=Text("平成29年度の列の途中に列を挿入した", "inserted a column inside the table"),
        edit=(("insert_columns", "AB", 2),),
    ),
    Scenario(
        id="column-deleted",
        did=Text("結合されたセルの中の列を1列削除した", "deleted a column inside merged cells"),
        edit=(("delete_columns", "AB", 1),),
        expect=nothing(*(f"item.{n}.comment" for n in ("validity", "achievement", "improvement", "economy"))),
        findings=each(
            "XL111", *(f"item.{n}.comment" for n in ("validity", "achievement", "improvement", "economy"))
        ),
    ),
    Scenario(
        id="rows-hidden",
        did=Text("使わない行と列を非表示にした", "hid rows and columns"),
        edit=(("hide_rows", "A45:A50"), ("hide_columns", "AR1:AX1")),
    ),
    Scenario(
        id="typed-in-hidden-row",
        did=Text("隠したキー行に文字を書いた", "typed into the hidden key row"),
        edit=(("type_text", "BB1", "ここは消さない"),),
        findings=(("XL121", "BB1"),),
    ),
    Scenario(
        id="row-moved",
        did=Text(
            "「達成度」の行を切り取り、表の下に貼り付けた", "cut a whole row and pasted it below the table"
        ),
        edit=(("insert_rows", 63, 1), ("cut", "A60:BZ60", "A63")),
    ),
    Scenario(
        id="row-onto-row",
        did=Text(
            "「達成度」の行を「成果向上」の行に貼り付けた", "cut a whole row and pasted it onto another"
        ),
        edit=(("unmerge", "A61:BZ61"), ("cut", "A60:BZ60", "A61")),
        expect=nothing("item.improvement.score", "item.improvement.comment"),
        findings=each("XL111", "item.improvement.score", "item.improvement.comment"),
    ),
    Scenario(
        id="label-and-values-onto-row",
        did=Text(
            "道支出金の見出しと金額を、その他特財に貼り付けた",
            "cut label and amounts of one row, pasted onto another",
        ),
        edit=(("unmerge", "I34:AX34"), ("cut", "I32:AX32", "I34")),
        expect=nothing(*years("cost.prefecture"), *COST),
        findings=(*each("XL112", *years("cost.prefecture"), *years("cost.other")), ("XL121", "I34")),
    ),
    Scenario(
        id="row-copied",
        did=Text("「達成度」の行をコピーして挿入した", "copied a row and inserted the copy above it"),
        edit=(("insert_rows", 60, 1), ("copy", "A61:BZ61", "A60")),
        findings=each("XL121", "B60", "X60", "AB60"),
    ),
    Scenario(
        id="cell-cut",
        did=Text("予算額のセルを切り取り、欄外に貼り付けた", "cut a cell and pasted it into the margin"),
        edit=(("cut", "Z30:AG30", "BB30"),),
        expect=nothing("cost.budget[0]"),
        findings=(("XL112", "cost.budget[0]"),),
    ),
    Scenario(
        id="cell-onto-cell",
        did=Text("一般財源のセルを切り取り、その他特財に貼り付けた", "cut a cell and pasted it onto another"),
        edit=(("unmerge", "R34:Y34"), ("cut", "R35:Y35", "R34")),
        expect={
            "cost.general[-1]": None,
            "cost.other[-1]": 4000,
            "cost.direct[-1]": None,
            "cost.total[-1]": None,
        },
        findings=each("XL112", "cost.general[-1]", "cost.other[-1]"),
    ),
    Scenario(
        id="block-onto-block",
        did=Text(
            "平成29年度の財源を切り取り、平成28年度に貼り付けた",
            "cut a year's block and pasted it onto another year",
        ),
        edit=(("unmerge", "R31:Y35"), ("cut", "Z31:AG35", "R31")),
        expect={
            **nothing(*(f"cost.{n}[0]" for n in FUNDS)),
            **nothing("cost.direct[0]", "cost.total[0]"),
            "cost.general[-1]": 4200,
            "cost.direct[-1]": 4200,
            "cost.total[-1]": 9240,
        },
        findings=each(
            "XL112",
            *(f"cost.{n}[{offset}]" for offset in ("0", "-1") for n in FUNDS),
        ),
        also=each("jimu-jigyo/budget_total", "cost.budget[-1]", "cost.direct[-1]"),
    ),
    Scenario(
        id="sorted-with-labels",
        did=Text("財源の表を、見出しごと金額順に並べ替えた", "sorted the table with its labels by amount"),
        edit=(*UNSORTED, ("unmerge", "I31:AX35"), ("sort", "I31:AX35", "R")),
        expect={"cost.other[-1]": 3950, "cost.general[-1]": 50},
        findings=each("XL112", *years("cost.other"), *years("cost.general")),
    ),
    Scenario(
        id="sorted-rows",
        did=Text("財源の行を、行全体で並べ替えた", "sorted whole rows, hidden keys included"),
        edit=(*UNSORTED, ("unmerge", "A31:AX35"), ("sort", "A31:AX35", "R")),
        expect={"cost.other[-1]": 3950, "cost.general[-1]": 50},
        findings=each("XL112", *years("cost.other"), *years("cost.general")),
    ),
    Scenario(
        id="sorted-values",
        did=Text("金額だけを選んで並べ替えた", "sorted the numbers only"),
        edit=(*UNSORTED, ("unmerge", "R31:Y35"), ("sort", "R31:R35", "R")),
        expect={"cost.other[-1]": 50, "cost.general[-1]": 3950},
        no_trace=True,
    ),
)
