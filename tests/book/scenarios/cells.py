"""Single cells: typing, pasting values, merging, remarks."""

from __future__ import annotations

from xltool.text import Text

from .scenario import Scenario, each, years

__all__ = ["CELLS"]

SPLIT = ("cost.personnel.regular", "cost.personnel.reappointed")
COMPUTED = tuple(key for row in ("cost.direct", *SPLIT, "cost.total") for key in years(row))

CELLS = (
    Scenario(
        id="over-list",
        did=Text("選択肢のセルに、一覧にない値を貼り付けた", "pasted a word over a list cell"),
        edit=(("type_text", "S10", "普通会計"),),
        expect={"basic.account": None},
        findings=(("XL205", "basic.account"),),
    ),
    Scenario(
        id="over-list-other-sheet",
        did=Text("別の事業の選択肢の値を、値だけ貼り付けた", "pasted another project's choices as values"),
        edit=(("paste_values", "@other", "I26:O26", "I26:O26"),),
        expect={"eval.first.grade": "要検討"},
        no_trace=True,
    ),
    Scenario(
        id="over-locked",
        did=Text("固定の事務事業名を書き換えた", "typed over the locked name of the project"),
        edit=(("type_text", "Q4", "子育てひろば事業"),),
        expect={"header.name": "子育てひろば事業"},
        findings=(("XL221", "header.name"),),
    ),
    Scenario(
        id="over-unit-cost",
        did=Text("固定の人件費単価に貼り付けた", "pasted over a locked unit cost"),
        edit=(("type_number", "Z38", 8000),),
        expect={"cost.unit_cost.regular[0]": 8000, "cost.personnel.regular[0]": 4800, "cost.total[0]": 9900},
        findings=(("XL221", "cost.unit_cost.regular[0]"),),
    ),
    Scenario(
        id="over-label",
        did=Text("印刷された見出しを書き換えた", "typed over a printed label"),
        edit=(("type_text", "I34", "その他特財（使用料を含む）"),),
        findings=(("XL121", "I34"),),
    ),
    Scenario(
        id="label-lost-too",
        did=Text("名前とキーを削除し、見出しも書き換えた", "deleted names and keys, and typed over a label"),
        edit=(("delete_names",), ("clear", "A1:AX1"), ("clear", "A1:A65"), ("type_text", "I34", "雑入")),
        findings=(("XL113", "*"), ("XL121", "I34")),
        located=frozenset({"label", "address"}),
    ),
    Scenario(
        id="block-cleared",
        did=Text("1次評価の欄を消した", "cleared the department's own assessment"),
        edit=(("clear", "I26:AP26"),),
        expect={"eval.first.grade": None, "eval.first.direction": None},
        findings=(("XL201", "eval.first.grade"), ("XL201", "eval.first.direction")),
    ),
    Scenario(
        id="margin",
        did=Text("欄外に書き込んだ", "typed in the margin"),
        edit=(("type_text", "AZ30", "※補正予算を含む"), ("type_text", "C70", "担当 山田")),
        findings=(("XL121", "AZ30"), ("XL121", "C70")),
    ),
    Scenario(
        id="merged-years",
        did=Text("2か年の予算額のセルを結合した", "merged the cells of two years"),
        edit=(("merge", "Z30:AO30"),),
        findings=(("XL114", "cost.budget[+1]"),),
    ),
    Scenario(
        id="unmerged",
        did=Text("すべてのセルの結合を解除した", "undid every merge"),
        edit=(("unmerge", "A1:AX65"),),
    ),
    Scenario(
        id="unmerged-remark",
        did=Text("結合を解除し、数字の右に書き込んだ", "undid a merge and wrote beside the number"),
        edit=(("unmerge", "Z30:AG30"), ("type_text", "AC30", "千円")),
        findings=(("XL121", "AC30"),),
    ),
    Scenario(
        id="comment",
        did=Text("セルにコメントを付けた", "added a comment"),
        edit=(("comment", "Z30", "6月補正を含む"),),
        findings=(("XL121", "Z30"),),
    ),
    Scenario(
        id="text-box",
        did=Text("図形のテキストボックスに書いた", "wrote in a text box"),
        edit=(("text_box", "Z45", "別紙参照"),),
        findings=(("XL121", "Z45"),),
    ),
    Scenario(
        id="struck",
        did=Text("予算額に取り消し線を引いた", "struck a number through"),
        edit=(("strike", "Z30"),),
        findings=(("XL214", "cost.budget[0]"),),
    ),
    Scenario(
        id="struck-part",
        did=Text("文章の一部に取り消し線を引いた", "struck part of a text through"),
        edit=(("strike_part", "J15", 0, 5),),
        findings=(("XL214", "overview.target"),),
    ),
    Scenario(
        id="text-number",
        did=Text("数字を文字列として入力した", "typed a number as text"),
        edit=(("type_text", "Z30", "4200"),),
        findings=(("XL213", "cost.budget[0]"),),
    ),
    Scenario(
        id="full-width",
        did=Text("全角の数字に単位を付けて入力した", "typed full-width digits with a unit"),
        edit=(("type_text", "Z30", "４，２００千円"),),
        findings=(("XL212", "cost.budget[0]"),),
    ),
    Scenario(
        id="not-a-number",
        did=Text("金額の欄に「要求中」と書いた", "wrote words where an amount belongs"),
        edit=(("type_text", "Z30", "要求中"),),
        expect={"cost.budget[0]": None},
        findings=(("XL202", "cost.budget[0]"),),
    ),
    Scenario(
        id="formula-typed-over",
        did=Text("合計の式を数字で上書きした", "typed a number over a total"),
        edit=(("type_number", "R36", 5000),),
        findings=(("XL223", "cost.direct[-1]"),),
    ),
    Scenario(
        id="formula-pasted-as-value",
        did=Text("合計を値だけで貼り付けた", "pasted a total as its own value"),
        edit=(("type_number", "R36", 4000),),
        findings=(("XL224", "cost.direct[-1]"),),
    ),
    Scenario(
        id="all-as-values",
        did=Text("シート全体を値だけで貼り付けた", "pasted the whole sheet as values"),
        edit=(("paste_values", "@one", "B4:AX65", "B4:AX65"),),
        findings=each("XL224", *COMPUTED),
    ),
    Scenario(
        id="formula-altered",
        did=Text("合計の式から一般財源を外した", "left a row out of a sum"),
        edit=(("type_formula", "R36", "=SUM(R31:R34)"),),
        findings=(("XL222", "cost.direct[-1]"),),
    ),
    Scenario(
        id="formula-in-input",
        did=Text("入力欄に計算式を書いた", "typed a formula into an input cell"),
        edit=(("type_formula", "Z30", "=4000+200"),),
    ),
    Scenario(
        id="error-value",
        did=Text("エラーになる式 =1/0 を入力した", "typed =1/0"),
        edit=(("type_formula", "Z30", "=1/0"),),
        expect={"cost.budget[0]": None},
        findings=(("XL204", "cost.budget[0]"),),
    ),
    Scenario(
        id="overtyped",
        did=Text("コメントを書き直した", "rewrote a comment"),
        edit=(("type_text", "AB59", "必要性は高い。"),),
        expect={"item.validity.comment": "必要性は高い。"},
        no_trace=True,
    ),
)
