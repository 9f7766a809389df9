"""Every kind of mistake in a form: its line, its words, and that it is told with all others in one run.

A case replaces a piece of the club form; the line that must be named carries ``# !``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from xltool.errors import FormError
from xltool.form import load_form

from .club import CLUB, club, mistakes, spoiled

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Case:
    old: str
    new: str
    ja: str  # a piece of the message that no other mistake has
    en: str

    @property
    def text(self) -> str:
        return spoiled((self.old, self.new)) if self.old else self.new

    @property
    def line(self) -> int:
        marked = [i for i, row in enumerate(self.text.split("\n"), 1) if "# !" in row]
        assert len(marked) == 1
        return marked[0]


CODE = "      - {id: code, label: Code, type: code, length: 5}\n"
NAME = "      - {id: name, label: Name}\n"
SINCE = "      - {id: since, label: Since, type: date}\n"
KIND = "choices: {own: 自治, law: 法定}}\n"
GRADES = "  grade: {up: 拡大, end: 終了}\n"
PARENT = "column: 節, parent: chapter}}\n"
RENT = '[{id: rent, label: Rent, type: amount, width: 10, years: true}, {text: "", width: 2}]\n'
TOTAL = "formula: SUM(cost.rent:cost.food)}\n"
OFFSETS = "years: {offsets: [-1, 0, 1], basis: {-1: 決算額, 0: 予算額}}\n"
PRICE = "  price: {label: Price, default: 100}\n"
IDENTITY = "identity: {project: code, name: name, nothing: nothing}\n"
PEOPLE = "  people: {label: People, per_year: true}\n"
WHEN = "    when: cost.total>0\n"
EXPECT = "    expect: cost.rent<=cost.total\n"
AT = "    at: [cost.rent, cost.total]\n"
MESSAGE = '    message: "{year}: {cost.total}"\n'
FAILS = '    fails: {"cost.rent[0]": -1, grade: up}\n'
FOOD_TO_TOTAL = CLUB[CLUB.index("      - [{id: food,") : CLUB.index(TOTAL)] + TOTAL
RULE = "  - {id: sums, severity: note, expect: mark>1, at: mark, title: t, message: m, remedy: r}  # !"
TINY = 'form: f\nversion: "1"\ntitle: t\nsections:\n  - rows: [{id: a, label: A}]\n'
EACH = "    each: cost.year\n"
TARGET = '            - {id: target, name: "Target {mark}", type: decimal, also: [n/a]}\n'


def field(attributes: str) -> str:
    """A row with one more field, wrong in some way."""
    return SINCE + f"      - {{id: more, label: More, {attributes}}}  # !\n"


CASES = {
    # -- YAML ----------------------------------------------------------------------------------------------
    "tab": Case(CODE, CODE + "\t- {id: x, label: X}  # !\n", "タブ", "tab is used"),
    "colon": Case("title: Basics", "title: Basics: all  # !", "コロン「: 」が二つ", "Two colons"),
    "quote": Case("Look again.", "'Look again.  # !", "引用符が閉じて", "quotation mark is not closed"),
    "escape": Case('version: "1"', 'version: "\\q"  # !', "「\\」の書き方", "no known escape"),
    "bracket": Case(
        KIND, "choices: {own: 自治, law: 法定 # !\n", "区切りの「, 」", "is not closed, or a ', '"
    ),
    "sign": Case("title: Basics", "title: @basics  # !", "記号（@", "starts with a sign"),
    "star": Case(AT, "    at: *.rent  # !\n", "値が「*」か「&」", "starts with '*' or '&'"),
    "indent": Case("  - title: Plan\n", " - title: Plan  # !\n", "字下げがそろって", "does not line up"),
    "no colon": Case(
        "language: ja\n", "language ja\ncanvas: 40  # !\n", "になっていない行", "not of the form"
    ),
    "block": Case("title: Money", "title: |money  # !", "YAML として読めません", "Not readable as YAML"),
    "control": Case(
        "title: Basics", "title: Ba\x07sics  # !", "制御文字（U+0007）", "character (U+0007); remove"
    ),
    "escaped control": Case('version: "1"', 'version: "\\x07"  # !', "\\ の書き方", "check the backslashes"),
    "no such character": Case("", 'version: "\\UFFFFFFFF"  # !', "\\U…", "names no character"),
    "twice": Case("canvas: 40\n", "canvas: 40\ncanvas: 48  # !\n", "最初は 5 行目", "first in line 5"),
    "alias": Case(
        NAME, "      - &a {id: name, label: Name}\n      - *a  # !\n", "（エイリアス）", "Aliases ('*…')"
    ),
    "merge": Case(NAME, NAME + "      - {<<: {type: text}, id: x, label: X}  # !\n", "「<<」", "('<<')"),
    "tag": Case("title: Basics", "title: !x Basics  # !", "値の前の「!」", "Tags ('!…')"),
    "documents": Case("rules:\n", "---  # !\nrules:\n", "二つ目の文書", "second document"),
    "map as key": Case(PRICE, PRICE + "  {a: b}: {label: C}  # !\n", "キーは文字列", "plain words."),
    "deep": Case(NAME, NAME + "      - " + "[" * 70 + "]" * 70 + "  # !\n", "入れ子が深すぎ", "too deep"),
    "empty": Case("", "# !", "ファイルが空", "file is empty"),
    "no map": Case("", "- form  # !", "（様式: form", "Expected a map with form"),
    # -- keys and plain values -----------------------------------------------------------------------------
    "comma in a value": Case(
        NAME,
        NAME[:-2] + ", type: integer, formula: MAX(mark, 2, base_year)}  # !\n",
        "「formula」の値がコンマで",
        "is cut at a comma",
    ),
    "unknown key": Case(
        NAME, NAME[:-2] + ", widht: 3}  # !\n", "「width」ではありませんか", "did you mean 'width'"
    ),
    "missing key": Case(
        "  - id: sums\n    severity: error\n",
        "  - severity: error  # !\n",
        "「id」がありません（整合性",
        "'id' is missing in this rule",
    ),
    "missing rows": Case(
        "        of: 2\n", "        of: []  # !\n", "「of」がありません（繰り", "'of' is missing in this rep"
    ),
    "unknown word": Case(
        NAME, NAME[:-2] + ", type: txet}  # !\n", "「type: txet」", "'type: txet' is not known"
    ),
    "list for a value": Case(
        NAME, NAME[:-2] + ", unit: [a]}  # !\n", "「unit」には一つの値", "'unit' takes a single"
    ),
    "value for a list": Case(
        NAME, NAME[:-2] + ", type: integer, also: x}  # !\n", "「also」は一覧", "'also' must be a list"
    ),
    "list of lists": Case(
        NAME,
        NAME[:-2] + ", type: integer, also: [[x]]}  # !\n",
        "「also」の中は値だけ",
        "'also' takes plain values",
    ),
    "value for a map": Case(
        IDENTITY, "identity: code  # !\n", "「identity」は「名前: 値」", "'identity' must be a map"
    ),
    "whole number": Case(
        "canvas: 40", "canvas: 4_0  # !", "「canvas: 4_0」", "'canvas: 4_0' must be a whole"
    ),
    "whole number's limits": Case("canvas: 40", "canvas: 400  # !", "4 から 120", "between 4 and 120"),
    "number": Case(
        NAME, NAME[:-2] + ", type: amount, max: 1e3}  # !\n", "「max: 1e3」", "'max: 1e3' must be a plain"
    ),
    "flag": Case(
        NAME, NAME[:-2] + ", internal: on}  # !\n", "「internal: on」", "'internal: on' must be true or"
    ),
    "required, no flag": Case(
        NAME, NAME[:-2] + ", required: yes}  # !\n", "「required: yes」", "'required: yes' must"
    ),
    "id": Case(NAME, NAME + "      - {id: Kosten, label: K}  # !\n", "id「Kosten」", "The id 'Kosten'"),
    "form id": Case(
        "form: club\n", "form: Club Report  # !\n", "様式の id「Club Report」", "form's id 'Club Report'"
    ),
    "one language": Case(
        "title: Sums\n",
        "title: {ja: 合計}  # !\n",
        "「title」に en の文がありません",
        "lacks its text in 'en'",
    ),
    "third language": Case(
        "title: Sums\n",
        "title: {ja: 合計, en: Sums, fr: Somme}  # !\n",
        "書ける言語は ja と en",
        "languages ja and en",
    ),
    "text as a list": Case("title: Sums\n", "title: [Sums]  # !\n", "文か {ja, en}", "a text or {ja, en}"),
    # -- years, parameters, identity, choices --------------------------------------------------------------
    "columns": Case(
        OFFSETS, "years: {offsets: [-1, 1]}  # !\n", "小さい順に続けて", "are consecutive offsets"
    ),
    "basis": Case(
        OFFSETS, OFFSETS.replace("0: 予", "7: 予").rstrip() + "  # !\n", "basis の「7」", "basis names '7'"
    ),
    "parameter's name": Case(
        PRICE, PRICE + "  Tax: {label: T}  # !\n", "名前「Tax」は使えません", "name 'Tax' is not"
    ),
    "parameter's other meaning": Case(
        PRICE, PRICE + "  year: {label: T}  # !\n", "「year」は別の意味", "'year' already"
    ),
    "parameter and truth": Case(
        PRICE, PRICE + "  true: {label: T}  # !\n", "では真偽値です", "a truth value"
    ),
    "parameter and field": Case(
        PRICE, PRICE + "  name: {label: T}  # !\n", "と同じ id の項目が", "the id of the field in"
    ),
    "parameter per year": Case(
        "",
        'form: f\nversion: "1"\ntitle: t\nparameters:\n  p: {label: P, per_year: true}  # !\nsections:\n'
        "  - rows: [{id: a, label: A}]\n",
        "年度ごとですが",
        "is per year, but",
    ),
    "identity": Case(
        IDENTITY, "identity: {project: cod}  # !\n", "identity の project「cod」", "'cod' for project"
    ),
    "identity box": Case(
        IDENTITY, "identity: {name: nothing}  # !\n", "箱（tick）の項目", "a box names nothing"
    ),
    "nothing": Case(
        IDENTITY, "identity: {nothing: name}  # !\n", "該当なしの項目「name」", "'nothing' field 'name'"
    ),
    "lifecycle names nothing": Case(
        IDENTITY,
        IDENTITY + "lifecycle: {new: grad=1}  # !\n",
        "「grad」という項目もパラメータも",
        "field or parameter 'grad'",
    ),
    "lifecycle of a choice that is none": Case(
        IDENTITY,
        IDENTITY + "lifecycle: {ended: 'verdict=\"over\"'}  # !\n",
        "「over」",
        "'over'",
    ),
    "lifecycle before the first column": Case(
        IDENTITY,
        IDENTITY + "lifecycle: {new: 'PREV(cost.rent[-1])=0'}  # !\n",
        "lifecycle の new に「cost.rent[-2]」",
        "'new' of lifecycle looks at 'cost.rent[-2]'",
    ),
    "end year is no field": Case(
        IDENTITY,
        IDENTITY + "lifecycle: {end_year: ende}  # !\n",
        "end_year「ende」という項目はありません。「end」",
        "'ende' for end_year, which is no field; did you mean 'end'",
    ),
    "end year is a date": Case(
        IDENTITY,
        IDENTITY + "lifecycle: {end_year: since}  # !\n",
        "end_year「since」は date 型",
        "'since' for end_year, a date",
    ),
    "start year is no field": Case(
        IDENTITY,
        IDENTITY + "lifecycle: {start_year: sinse}  # !\n",
        "start_year「sinse」という項目はありません。「since」",
        "'sinse' for start_year, which is no field; did you mean 'since'",
    ),
    "lifecycle is a word": Case(
        IDENTITY, IDENTITY + "lifecycle: name  # !\n", "「lifecycle」は「名前: 値」", "'lifecycle' must be"
    ),
    "indicator without a unit": Case(
        IDENTITY,
        IDENTITY + "indicators: [{name: goal.*.name}]  # !\n",
        "「unit」がありません（指標）",
        "'unit' is missing in this indicator",
    ),
    "indicator is a formula": Case(
        IDENTITY,
        IDENTITY + "indicators: [{name: name, unit: LEN(name)}]  # !\n",
        "指標の name と unit には項目の id",
        "unit of an indicator are field ids",
    ),
    "indicators and units differ in number": Case(
        IDENTITY,
        IDENTITY + "indicators: [{name: goal.*.name, unit: name}]  # !\n",
        "名称は 2 項目、単位は 1 項目",
        "2 names of indicators but 1 units",
    ),
    "unit is a number": Case(
        IDENTITY,
        IDENTITY + "indicators: [{name: goal.*.name, unit: goal.*.target}]  # !\n",
        "単位に「goal.1.target」は使えません",
        "'goal.1.target' cannot name",
    ),
    "unit is a parameter": Case(
        IDENTITY,
        IDENTITY + "indicators: [{name: name, unit: price}]  # !\n",
        "「price」は項目ではなくパラメータ",
        "'price' is a parameter, not a field",
    ),
    "indicator is no field": Case(
        IDENTITY,
        IDENTITY + "indicators: [{name: nama, unit: name}]  # !\n",
        "「nama」という項目も",
        "field or parameter 'nama'",
    ),
    "choices undefined": Case(
        NAME,
        NAME[:-2] + ", type: choice, choices: grad}  # !\n",
        "選択肢「grad」は定義",
        "choices 'grad' are not",
    ),
    "choice empty": Case(GRADES, "  grade: [拡大, '', 終了]  # !\n", "空の選択肢", "An empty choice"),
    "choices empty": Case(
        GRADES, GRADES + "  none: []  # !\n", "選択肢が一つもありません", "list of choices is empty"
    ),
    "choice nested": Case(
        GRADES, GRADES + "  deep: [[a]]  # !\n", "文字だけで並べて", "Choices must be plain"
    ),
    "choice twice": Case(
        GRADES, GRADES + "  two: [A, B, A]  # !\n", "選択肢「A」が二度", "The choice 'A' is listed"
    ),
    "choices crosswise": Case(GRADES, GRADES + "  cross: {1: 2, 2: 1}  # !\n", "入れ違って", "crosswise"),
    "choice too long": Case(
        GRADES, GRADES + f"  long: [{'あ' * 256}]  # !\n", "256 文字）。255", "of 256 characters"
    ),
    "choice in two lines": Case(
        GRADES, GRADES + '  lines: ["a\\nb"]  # !\n', "空白と改行を", "a line break or outer"
    ),
    # -- rows and columns ----------------------------------------------------------------------------------
    "row of nothing": Case(
        NAME, NAME + "      - just words  # !\n", "「just words」は読めません", "'just words' is"
    ),
    "row too wide": Case(NAME, NAME[:-2] + ", width: 30}  # !\n", "幅の合計は 38", "add up to 38"),
    "uneven columns": Case(
        SINCE, SINCE + "      - {id: x, name: X, years: true}  # !\n", "40 は 3 列に", "width of 40 cannot"
    ),
    "group too wide": Case(
        NAME,
        NAME + "      - {group: G, width: 40, rows: [{id: x, label: X}]}  # !\n",
        "使い切って",
        "leaves no room",
    ),
    "group inside a row": Case(
        NAME,
        NAME + "      - [{group: G, width: 4, rows: [{id: x, label: X}]}]  # !\n",
        "それだけで行に",
        "rows of its own",
    ),
    "empty row": Case(NAME, NAME + "      - []  # !\n", "空の行", "An empty row"),
    "no id": Case(NAME, NAME + "      - {label: X}  # !\n", "項目に id がありません", "has no id"),
    "no label": Case(NAME, NAME + "      - {id: x}  # !\n", "「x」に label がありません", "'x' has no label"),
    "id twice": Case(
        NAME, NAME + "      - {id: name, label: Name}  # !\n", "18 行目でもう使われて", "used in line 18"
    ),
    "years undeclared": Case(
        "",
        'form: f\nversion: "1"\ntitle: t\nsections:\n  - rows: [{id: a, label: A, years: true}]  # !\n',
        "様式の先頭に年度の列",
        "declare the form's columns",
    ),
    "column unknown": Case(SINCE, field("years: [0, 3]"), "年度の列「3」は様式に", "has no column '3'"),
    "column order": Case(
        SINCE,
        SINCE + "      - {id: x, name: X, width: 20, years: [1, 0]}  # !\n",
        "順番が違います",
        "out of order",
    ),
    "years as a word": Case(
        SINCE, SINCE + "      - {id: x, label: X, years: all}  # !\n", "ここの「years」", "true here"
    ),
    "sub": Case(
        SINCE,
        SINCE + "      - {id: x, label: X, sub: {1st: 一}}  # !\n",
        "（「1st」は id",
        "'1st' cannot be an id,",
    ),
    "repeat of many": Case("        of: 2\n", "        of: 50  # !\n", "1 から 20 まで", "from 1 to 20"),
    "repeat of bad ids": Case(
        "        of: 2\n", "        of: [A, b]  # !\n", "繰り返しの「A」", "'A' cannot be an inst"
    ),
    "repeat of the same": Case(
        "        of: 2\n", "        of: [a, a]  # !\n", "繰り返しに「a」が二度", "lists 'a' twice"
    ),
    # -- printed texts -------------------------------------------------------------------------------------
    "placeholder": Case("title: Plan", 'title: "{prize}"  # !', "「{prize}」に入れる", "fills in '{prize}'"),
    "placeholder of a repeat": Case(
        "title: Plan", 'title: "{n}"  # !', "「{n}」が使える", "'{n}' works only inside a"
    ),
    "placeholder of a split": Case(
        "title: Plan", 'title: "{sub}"  # !', "「{sub}」が使える", "only in a box with"
    ),
    # -- attributes of a field -----------------------------------------------------------------------------
    "choice without choices": Case(SINCE, field("type: choice"), "choices が必要", "needs 'choices'"),
    "choices of a text": Case(
        SINCE, field("choices: grade"), "choices がありますが text 型", "has choices but is"
    ),
    "score by reference": Case(
        SINCE,
        field("type: score, choices: {from: Plan, column: 点}"),
        "参照シートからは選べません",
        "only 'type: choice' can",
    ),
    "score in words": Case(
        SINCE, field("type: score, choices: [good, ²]"), "評点は「数字", "scores of 'more'"
    ),
    "tick with boxes": Case(
        SINCE, field("type: tick, choices: [■a, b]"), "■ や □ は書けません", "must not hold ■"
    ),
    "tick with one box": Case(
        SINCE, field("type: tick, choices: [a]"), "選択肢が一つだけ", "has a single box"
    ),
    "unit of a text": Case(SINCE, field("unit: 人"), "単位がありますが text 型", "has a unit but"),
    "unit with a quote": Case(SINCE, field("type: integer, unit: '5\"'"), 'の単位「5"」', "The unit '5\"'"),
    "decimals of a text": Case(SINCE, field("decimals: 1"), "decimals は使えません", "remove 'decimals'"),
    "min of a text": Case(SINCE, field("min: 1"), "min と max は使えません", "remove 'min' and 'max'"),
    "exact text": Case(SINCE, field("exact: true"), "exact（端数", "remove 'exact'"),
    "min above max": Case(SINCE, field("type: integer, min: 5, max: 1"), "min 5 が max 1", "has min 5 above"),
    "stand-in of a text": Case(SINCE, field("also: [n/a]"), "also（代替値）は使え", "takes text anyway"),
    "stand-in like a number": Case(
        SINCE, field("type: integer, also: [０]"), "代替値「０」は数値", "stand-in '０'"
    ),
    "stand-in twice": Case(
        SINCE, field("type: integer, also: [x, x]"), "代替値に同じもの", "listed more than once"
    ),
    "length of a number": Case(
        SINCE, field("type: integer, length: 4"), "length（文字数）", "'length' counts"
    ),
    "help too long": Case(SINCE, field(f"help: {'h' * 256}"), "help は 256 文字", "help of 'more' has 256"),
    "required and computed": Case(
        SINCE, field("type: integer, formula: 1+mark, required: true"), "required は書け", "remove 'required'"
    ),
    "prefilled and computed": Case(
        SINCE,
        field("type: integer, formula: 1+mark, prefill: locked"),
        "prefill は書けません（値",
        "remove 'prefill'.",
    ),
    "computed choice": Case(
        SINCE,
        field("type: choice, choices: grade, formula: name"),
        "計算式は書けません",
        "cannot have a formula",
    ),
    "prefilled by the committee": Case(
        SINCE,
        field("owner: committee, prefill: editable"),
        "委員会が記入するので prefill",
        "the office does not prefill",
    ),
    # -- what fields name ----------------------------------------------------------------------------------
    "carry unknown": Case(SINCE, field("carry: nmae"), "carry の「nmae」という項目", "carry names 'nmae'"),
    "carry without a column": Case(
        SINCE, field("type: amount, carry: cost.rent"), "どの年度の列か分かりません", "say which one, such as"
    ),
    "carry with a column": Case(
        SINCE, field("carry: 'name[0]'"), "carry の「name[0]」には", "carry names 'name[0]', but"
    ),
    "carry of a row": Case(
        RENT,
        RENT.replace("years: true}", "years: true, carry: mark}").rstrip() + "  # !\n",
        "同じ年度の列が引き継が",
        "each column repeats",
    ),
    "carry of another type": Case(
        SINCE, field("type: integer, carry: name"), "integer 型に引き継げません", "of type text into"
    ),
    "parent unknown": Case(
        PARENT, "column: 節, parent: chaptre}}  # !\n", "parent「chaptre」", "parent 'chaptre'"
    ),
    "parent elsewhere": Case(
        PARENT, "column: 節, parent: grade}}  # !\n", "同じ参照シート", "from the same sheet"
    ),
    "parents in a circle": Case(
        "column: 章}}\n", "column: 章, parent: policy}}  # !\n", "たどると自分に", "parents of 'chapter' run"
    ),
    "parent in the same column": Case(
        PARENT, "column: 章, parent: chapter}}  # !\n", "同じ列「章」から", "from one column"
    ),
    "same Excel name": Case(
        TARGET,
        TARGET + "      - {id: goal__1__name, label: G}  # !\n",
        "Excel の名前が同じ",
        "the same Excel name",
    ),
    "id too long": Case(
        SINCE,
        SINCE + f"      - {{id: {'x' * 260}, label: X}}  # !\n",
        "が長すぎます。短く",
        "too long for a name",
    ),
    "id with a meaning": Case(
        SINCE,
        SINCE + "      - {id: base_year, label: X}  # !\n",
        "計算式の中で別の意味",
        "something else in formulas",
    ),
    # -- formulas ------------------------------------------------------------------------------------------
    "formula unreadable": Case(
        SINCE, field("type: integer, formula: SUM(mark"), "計算式「SUM(mark」", "formula 'SUM(mark' cannot"
    ),
    "formula, unknown name": Case(
        SINCE, field("type: integer, formula: mrak*2"), "「mrak」という項目", "field or parameter 'mrak'"
    ),
    "value, unknown name": Case(SINCE, field("value: Tokyo"), "「Tokyo」", "'Tokyo'"),
    "formula, which column": Case(
        SINCE, field("type: amount, formula: cost.rent*2"), "どの年度の列か書いて", "Say which column"
    ),
    "formula, no such column": Case(
        SINCE,
        field("type: amount, formula: 'cost.rent[+5]'"),
        "という年度の列はありません（",
        "There is no column 'cost.rent[+5]' (",
    ),
    "formula, needless column": Case(
        SINCE,
        field("type: integer, formula: 'mark[0]'"),
        "「mark」には年度の列がありません。[",
        "'mark' has no year columns; leave",
    ),
    "formula, before the first column": Case(
        TOTAL, "formula: PREV(cost.rent)}  # !\n", "PREV を使うなら", "with PREV, leave"
    ),
    "formula, several cells": Case(
        SINCE,
        field("type: amount, formula: '1+cost.rent[*]'"),
        "1つの値を書く場所",
        "where one value belongs",
    ),
    "year with a column": Case(
        SINCE, field("type: integer, formula: 'year[-1]'"), "year-1 のように", "as in year-1"
    ),
    "parameter with a column": Case(
        SINCE, field("type: integer, formula: 'price[0]'"), "「price[0]」の [ ]", "'price[0]' cannot have"
    ),
    "range over sections": Case(
        SINCE,
        field("type: integer, formula: 'SUM(mark:goal.1.target)'"),
        "別のブロック",
        "different sections",
    ),
    "range over other rows": Case(
        FOOD_TO_TOTAL,
        "      - {id: memo, label: Memo}\n" + FOOD_TO_TOTAL.rstrip() + "  # !\n",
        "「cost.memo」には同じ年度の列",
        "'cost.memo', between",
    ),
    "circle": Case(
        SINCE,
        SINCE + "      - {id: x, label: X, type: integer, formula: x+1}  # !\n",
        "x → x",
        "in a circle: x",
    ),
    "committee before its time": Case(
        SINCE, field('required: verdict="up"'), "後で委員会が記入", "fills in later"
    ),
    "choice that is none": Case(
        SINCE, field('required: grade="upp"'), "選択肢に「upp」はありません", "'upp' is not among"
    ),
    "label for a code": Case(SINCE, field('required: grade="拡大"'), "値はコードです", "holds the code, not"),
    "text for a number": Case(SINCE, field('required: mark="2"'), "値は数値です", "holds a number (of"),
    "text for a box": Case(SINCE, field('required: nothing="■"'), "箱なので値は", "is a box, TRUE or"),
    # -- rules ---------------------------------------------------------------------------------------------
    "rules as a map": Case(
        "", TINY + "rules: {a: b}  # !\n", "「rules」には一覧か", "'rules' takes a list, or"
    ),
    "rules file": Case(
        "", TINY + "rules: other.yaml  # !\n", "ファイル「other.yaml」が", "file 'other.yaml' is not"
    ),
    "rule twice": Case(
        FAILS, FAILS + RULE + "\n", "「club/sums」は 46 行目に", "'club/sums' is already in line 46"
    ),
    "rule is a word": Case(
        "rules:\n", "rules:\n  - rules.yaml  # !\n", "「rules.yaml」は整合性", "'rules.yaml' is no rule"
    ),
    "rule id": Case("  - id: sums\n", "  - id: Sums  # !\n", "整合性ルールの id「Sums」", "rule id 'Sums'"),
    "each unknown": Case(
        EACH,
        "    each: csot.year  # !\n",
        "each: 「csot.year」",
        "each: There is no field or parameter 'csot.year'",
    ),
    "each without years": Case(
        EACH, "    each: goal.year  # !\n", "「goal」には年度の列がない", "'goal' has no year columns, so"
    ),
    "each over nothing": Case(
        EACH, "    each: name  # !\n", "「name」の下に項目がない", "Nothing stands below"
    ),
    "looks at nothing": Case(
        WHEN + EXPECT, "    expect: price>0  # !\n", "どの項目も見ていません", "looks at no field"
    ),
    "never judged": Case(
        EXPECT,
        "    expect: PREV(PREV(PREV(cost.rent)))>0  # !\n",
        "どの年度でも判定されません",
        "is never judged",
    ),
    "at no id": Case(AT, "    at: [cost.rent+1]  # !\n", "「at」には項目の id", "'at' takes field ids"),
    "at a parameter": Case(AT, "    at: price  # !\n", "「at」の「price」", "'at' names 'price'"),
    "at unknown": Case(AT, "    at: cost.rend  # !\n", "at: 「cost.rend」", "at: There is no"),
    "message, no id": Case(
        MESSAGE,
        '    message: "{year+1}"  # !\n',
        "メッセージの「{year+1}」は項目",
        "'{year+1}' in the message is no",
    ),
    "message, several cells": Case(
        MESSAGE, '    message: "{cost.rent[*]}"  # !\n', "は複数の項目です", "for several fields"
    ),
    "title shows a value": Case(
        "title: Sums\n", 'title: "{name}"  # !\n', "「title」に「{name}」", "is filled into 'title'"
    ),
    "committee rule": Case(
        EXPECT,
        EXPECT[:-1] + '*(verdict="up")\n    phase: submission  # !\n',
        "phase: committee に",
        "write 'phase: committee'",
    ),
    "example unknown": Case(
        FAILS, "    fails: {cost.rent: 1}  # !\n", "例にある「cost.rent」という", "example names 'cost.rent'"
    ),
    "example computed": Case(
        FAILS, '    fails: {"cost.total[0]": 1}  # !\n', "計算のもとになる", "which is computed; change"
    ),
    "example no choice": Case(
        FAILS, "    fails: {grade: 拡大}  # !\n", "選択肢のコードでは", "no code of its choices"
    ),
    "example nested": Case(
        FAILS, "    fails: {grade: [up]}  # !\n", "例（fails）の", "example 'fails' gives"
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_names_the_line_and_the_way_out(name: str) -> None:
    case = CASES[name]
    assert [
        (problem.line, case.ja in problem.text.ja, case.en in problem.text.en)
        for problem in mistakes(case.text)
    ] == [(case.line, True, True)]


TOGETHER = (
    "whole number's limits",
    "choice twice",
    "unknown key",
    "tick with boxes",
    "parent unknown",
    "circle",
    "looks at nothing",
    "at a parameter",
    "title shows a value",
    "message, no id",
    "example unknown",
)


def test_tells_all_mistakes_of_a_file_in_line_order() -> None:
    cases = [CASES[name] for name in TOGETHER]
    text = CLUB
    for case in cases:
        assert text.count(case.old) == 1
        text = text.replace(case.old, case.new)
    lines = [i for i, row in enumerate(text.split("\n"), 1) if "# !" in row]
    told = mistakes(text)
    assert [problem.line for problem in told] == lines
    assert len(lines) == len(cases)
    for case in cases:
        assert any(case.ja in problem.text.ja and case.en in problem.text.en for problem in told)


def test_tells_the_mistakes_of_both_files(tmp_path: Path) -> None:
    form, rules = spoiled(("canvas: 40", "canvas: 4000")).split("rules:\n")
    (tmp_path / "form.yaml").write_text(form + "rules: more.yaml\n", "utf-8")
    (tmp_path / "more.yaml").write_text(rules.replace("at: [cost.rent", "at: [cost.rend"), "utf-8")
    with pytest.raises(FormError) as told:
        load_form(tmp_path / "form.yaml")
    assert [(p.file, p.line) for p in told.value.problems] == [("form.yaml", 5), ("more.yaml", 6)]
    assert told.value.say("en").startswith(
        "form.yaml:5: 'canvas: 4000' must lie between 4 and 120.\nmore.yaml:6: "
    )


def test_a_rules_file_is_a_list(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text(TINY + "rules: rules.yaml\n", "utf-8")
    (tmp_path / "rules.yaml").write_text("id: sums\n", "utf-8")
    with pytest.raises(FormError, match=r"rules\.yaml:1: A rules file is a list"):
        load_form(tmp_path / "form.yaml")


@pytest.mark.parametrize(
    ("old", "new", "alone"),
    [
        # what follows from a mistake is not told as another one
        ("years: {offsets: [-1, 0, 1]", "years: {offsets: [-1, O, 1]", 7),
        ("canvas: 40", "canvas: forty", 5),
        (GRADES, "  grade: {up: 拡大, up2: 拡大}\n", 13),
        ("  price:", "  Price:", 10),
        ("      - repeat: goal\n", "      - repeat: Goal\n", 40),
        (NAME, "      - {id: Name, label: Name}\n", 18),
        ("type: decimal", "type: decimla", 44),
    ],
)
def test_one_mistake_is_told_once(old: str, new: str, alone: int) -> None:
    assert [problem.line for problem in mistakes(spoiled((old, new)))] == [alone]


@pytest.mark.parametrize("crossed", ["{a: b, c: a}", "{a: b, b: c}"])
def test_a_label_must_not_be_the_code_of_another(crossed: str) -> None:
    (told,) = mistakes(spoiled((GRADES, GRADES + f"  cross: {crossed}\n")))
    assert (told.line, "crosswise" in told.text.en) == (14, True)


def test_placeholders_of_the_instructions_are_checked() -> None:
    (told,) = mistakes(spoiled(("canvas: 40\n", "canvas: 40\nguide:\n  - one\n  - '{yaer}'\n")))
    assert (told.line, told.text.en) == (8, "Nothing fills in '{yaer}'; did you mean 'year'?")


def test_values_are_what_was_typed() -> None:
    words = ["1_000", "off", "00832", "1e3", "2_0", "0o7", "1:30", "2026-04-01", "yes", "~x", "0.10", ".5"]
    more = f"      - {{id: x, label: 1_000, type: choice, choices: [{', '.join(words)}], help: off}}\n"
    form = club((NAME, NAME + more))
    choices = form.fields["x"].choices
    assert choices is not None
    assert [code for code, _ in choices.options] == words
    assert (form.fields["x"].label, form.fields["x"].help) == ("1_000", "off")


def test_examples_are_json_values() -> None:
    typed = "{name: 00832, code: off, end: 20, mark: 1, grade: null, nothing: true, since: '1', policy: 1.50}"
    form = club((FAILS, f"    fails: {typed}\n"))
    assert list(form.rules[0].fails.values()) == ["00832", "off", 20, 1, None, True, "1", 1.5]


def test_there_are_enough_and_no_two_share_a_wording() -> None:
    said = {name: mistakes(case.text)[0].text for name, case in CASES.items()}
    assert len(said) > 100
    for name, case in CASES.items():
        assert [other for other, text in said.items() if case.ja in text.ja] == [name]
        assert [other for other, text in said.items() if case.en in text.en] == [name]
