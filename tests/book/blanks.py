"""Forms, editions and records for the tests of drawing, stamping and reading back."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from xltool.book import Assignment, Blank, Library, Record, draw, read_file, stamp
from xltool.form import Edition, Form, Reference, edition, find_form, parse_form, templates_folder

if TYPE_CHECKING:
    from xltool.form import Field

PLAN = Reference(
    columns=("章", "節", "施策"),
    rows=(
        ("福祉", "高齢者", "介護"),
        ("福祉", "児童", "保育"),
        ("福祉", "児童", "ひろば"),
        ("都市", "道路", "舗装"),
    ),
)

# Every type that the shipped forms do not use.
THIRD = parse_form(
    """
form: third
version: "3"
title: "{year} 調査票"
language: ja
canvas: 38
label_width: 8
years: {offsets: [-1, 0, 1], basis: {-1: 決算額, 0: 予算額, 1: 見込額}}
identity: {project: code, name: name, nothing: nothing}
parameters: {rate: {label: 率, default: 0.5}}
sections:
  - title: 基本
    rows:
      - {id: code, label: 番号, type: code, length: 5, required: true, prefill: locked}
      - {id: name, label: 名称, required: true, carry: name, prefill: editable}
      - {id: phone, label: 電話, type: phone}
      - {id: day, label: 開始日, type: date, required: true}
      - {id: share, label: 割合, type: percent, decimals: 1, min: 0, max: 1}
      - {id: end, label: 終了予定年度, type: fiscal_year, also: [未定, 設定困難]}
      - {id: nothing, label: 該当なし, type: tick}
      - - {id: way.own, name: 直営, type: tick}
        - {id: way.let, name: 委託, type: tick}
        - {id: way.aid, name: 補助, type: tick}
  - title: 体系
    rows:
      - {id: chapter, label: 章, type: choice, choices: {from: 総合計画, column: 章}}
      - {id: part, label: 節, type: choice, choices: {from: 総合計画, column: 節, parent: chapter}}
      - {id: measure, label: 施策, type: choice, choices: {from: 総合計画, column: 施策, parent: part}}
  - title: 数
    rows:
      - {id: amount, label: 額, type: amount, unit: 千円, years: true, also: [－]}
      - {id: twice, label: 倍, type: amount, years: true, formula: 'IF(ISNUMBER(amount),amount*2*rate,"－")'}
      - {id: people, label: 人数, type: integer, min: 0}
      - {id: comment, label: 説明, type: paragraph, required: 'OR(way.own, share>0.5)'}
rules:
  - id: late
    severity: query
    when: AND(ISNUMBER(end), ISNUMBER(day))
    expect: YEAR(day)<=end
    at: [day, end]
    title: {ja: 開始日と終了年度, en: Start and end}
    message:
      ja: 開始日{day}は終了予定年度{end}より後です（割合{share}、人数{people}、{part}）。
      en: It starts on {day}, after its end in {end} ({share}, {people}, {part}).
    remedy: {ja: 直してください。, en: Correct it.}
  - id: dear
    severity: error
    each: amount.year
    when: ISNUMBER(amount)
    expect: amount<=5000
    at: amount
    title: {ja: 額の上限, en: Most}
    message: {ja: '{year}の額{amount}が上限を超えています。', en: 'In {year} {amount} is too much.'}
    remedy: {ja: 直してください。, en: Correct it.}
"""
)


def editions() -> dict[str, Edition]:
    """Every shipped form and the third one."""
    return {
        "jimu": edition(find_form("jimu-jigyo"), 2017),
        "jimu-plan": edition(find_form("jimu-jigyo"), 2026, {"prefecture": "県"}, {"総合計画": PLAN}),
        "review": edition(find_form("quarterly-review"), 2026),
        "third": edition(THIRD, 2024, {}, {"総合計画": PLAN}),
    }


EDITIONS = editions()


def library(*, plan: bool = True) -> Library:
    """What reads all of them back, with or without the reference sheet."""
    forms = {THIRD.id: THIRD}

    def find(name: str) -> Form:
        return forms.get(name) or find_form(name)

    return Library(find=find, reference={"総合計画": PLAN} if plan else {})


def read_one(data: bytes, *, plan: bool = True) -> Record:
    reading = read_file(data, file="a.xlsx", library=library(plan=plan))
    assert not reading.unread
    assert len(reading.records) == 1
    return reading.records[0]


def filled(blank: Blank, values: dict[str, Any], **more: Any) -> bytes:
    return stamp(blank, [Assignment(values=values, **more)])


def clean(form: str) -> dict[str, Any]:
    text = templates_folder().joinpath(form, "clean.json").read_text(encoding="utf-8")
    values: dict[str, Any] = json.loads(text)["values"]
    return values


def inputs(own: Edition) -> list[Field]:
    return [one for one in own.form.fields.values() if one.formula is None]


# -- any record ---------------------------------------------------------------------------------------------

NASTY = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "_x000D_", "_x0041_", "_x005F_", "a\tb", "\u00a0x", "一\n二", "😀𠮟"),
    *("&<>\"'", "]]>", "'", "1e5", "TRUE", "#N/A", "%SHEET1%", "%PROJECT%", "r1", "c3", "a|b|c"),
    *("http://a.b", "xltool:x@1|2", "00832", "０１２", "①", "\u200bx", "x\x01", "｡ｱ", "■", "（空欄）"),
)
_WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=("Cs", "Cn", "Co"), exclude_characters="\r\x00"), max_size=30),
)


def value_of(own: Edition, one: Field) -> st.SearchStrategy[Any]:
    """Values that the field's type allows."""
    options = own.options(one)
    kinds: list[st.SearchStrategy[Any]] = [st.none(), *(st.just(word) for word in one.also)]
    match one.type:
        case "tick" if one.is_box:
            return st.booleans()
        case "score":
            kinds.append(st.sampled_from([int(code) for code, _ in options or ()]))
        case "choice" | "tick" if options:
            kinds.append(st.sampled_from([code for code, _ in options]))
        case "amount" | "integer":
            kinds.append(st.integers(-(10**14), 10**14))
        case "decimal":
            kinds.append(st.floats(-1e15, 1e15, allow_nan=False, width=64))
        case "percent":
            kinds.append(st.floats(0, 1).map(lambda x: round(x, 9)))
        case "fiscal_year":
            kinds.append(st.integers(1950, own.year + 30))
        case "date":
            kinds.append(st.dates(min_value=__import__("datetime").date(1901, 1, 1)).map(str))
        case "code":
            length = one.length or 4
            kinds.append(st.text("0123456789", min_size=length, max_size=length))
        case "phone":
            kinds.append(st.sampled_from(["内線3504", "0123-45-6789", "03-1234-5678"]))
        case _:
            kinds.append(_WORDS)
    return st.one_of(kinds)


def any_values(own: Edition) -> st.SearchStrategy[dict[str, Any]]:
    """Any record of a form."""
    return st.fixed_dictionaries({}, optional={one.id: value_of(own, one) for one in inputs(own)})


def random_values(own: Edition, rng: random.Random) -> dict[str, Any]:
    """A record that people might have typed: most cells filled, everyday numbers, faults among them."""
    out: dict[str, Any] = {}
    for one in inputs(own):
        options = own.options(one)
        found: list[Any] = [None, *one.also]
        if one.is_box:
            found = [True, False, False]
        elif options:
            codes = [int(code) if one.type == "score" else code for code, _ in options]
            found += [rng.choice(codes) for _ in range(4)]
        elif one.type in ("amount", "integer"):
            found += [0, rng.randrange(0, 500), rng.randrange(0, 20_000), 437, rng.randrange(0, 100)]
        elif one.type in ("decimal", "percent"):
            found += [round(rng.random(), 2), 0.3, 1, 90 if one.type == "decimal" else 0.5]
        elif one.type == "fiscal_year":
            found += [rng.randrange(own.year - 20, own.year + 6) for _ in range(3)]
        elif one.type == "date":
            found += [f"{own.year + rng.randrange(-3, 4)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}"]
        elif one.type == "code":
            found = [f"{rng.randrange(10 ** (one.length or 4)):0{one.length or 4}d}"]
        elif one.type == "phone":
            found += ["内線3504"]
        else:
            long = f"{one.id} について、説明を記入する。" * rng.randrange(1, 4)
            found += ["短い", "同じ文章", long, "=1+1", "a_x000D_"]
        out[one.id] = rng.choice(found)
    return out


def blank_of(name: str, sheets: int = 1) -> Blank:
    return draw(EDITIONS[name], sheets=sheets)
