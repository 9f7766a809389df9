"""A tiny language for tests of rules: sheets in memory, and ``{rule id: [fields]}`` as the verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from xltool.book.record import Anomaly, AnomalyKind, Record
from xltool.form import Edition, Form, Reference, Value, edition, lay_out, parse_form, templates_folder
from xltool.rules import Settings, judge
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xltool.finding import Finding

YEAR = 2017

# One field of every kind that a rule looks at.
FORM = parse_form(
    """
form: probe
version: "2"
title: 点検用
canvas: 40
label_width: 8
years: {offsets: [-1, 0, 1, 2], basis: {-1: 決算額, 0: 当初予算額, 1: 推進計画額, 2: 推進計画額}}
identity: {project: code, name: name, department: unit, nothing: nothing}
parameters: {price: {label: 単価, default: 8400}}
choices:
  grade: {grow: 拡大, keep: 現状継続, stop: 終了}
sections:
  - title: 基本情報
    rows:
      - {id: code, label: 計画事業番号, type: code, length: 5, prefill: locked, required: true}
      - {id: name, label: 事務事業名, required: true, length: 20}
      - {id: unit, label: 担当部署, prefill: editable}
      - {id: nothing, label: 該当なし, type: tick}
      - {id: kind, label: 事務区分, type: tick, choices: {own: 自治事務, law: 法定受託事務}}
      - {id: end, label: 終了予定年度, type: fiscal_year, also: [未定]}
  - title: 体系
    rows:
      - {id: chapter, label: 章, type: choice, choices: {from: 総合計画, column: 章}}
      - {id: part, label: 節, type: choice, choices: {from: 総合計画, column: 節, parent: chapter}}
      - {id: measure, label: 施策, type: choice, choices: {from: 総合計画, column: 施策, parent: part}}
  - title: 事業費
    rows:
      - {id: cost.national, label: 国支出金, type: amount, unit: 千円, years: true, min: 0}
      - {id: cost.general, label: 一般財源, type: amount, unit: 千円, years: true, min: 0}
      - {id: cost.total, label: ①合計, type: amount, years: true, formula: 'SUM(cost.national:cost.general)'}
      - {id: cost.twice, label: 二倍, type: amount, unit: 千円, years: true, formula: cost.total*2}
  - title: 評価
    rows:
      - {id: share, label: 割合, type: percent, decimals: 1, min: 0, max: 1}
      - {id: people, label: 人数, type: integer, max: 100}
      - {id: grade, label: 1次評価, type: choice, choices: grade}
      - {id: comment, label: コメント, type: paragraph, required: 'grade="stop"'}
      - {id: committee.grade, label: 2次評価, type: choice, choices: grade, owner: committee, required: true}
  - title: 効果
    rows:
      - {id: effect, label: コメント, type: paragraph}
rules:
  - id: end_cost
    severity: query
    each: cost.year
    when: AND(ISNUMBER(end), year>end)
    expect: cost.total=0
    at: cost.total
    title: {ja: 終了後の事業費, en: Cost after the end}
    message:
      ja: '{base_year}のシート。終了予定は{end}ですが、{year}の①合計に{cost.total}千円あります。'
      en: It ends in {end}, yet {year} still costs {cost.total}.
    remedy: {ja: 終了予定年度か事業費を直してください。, en: Correct the end or the cost.}
  - id: named
    severity: error
    when: ISNUMBER(people)
    expect: people<>7
    at: people
    title: {ja: 名前, en: Name}
    message:
      ja: 名前は{name}、区分は{kind}、1次評価は{grade}、割合は{share}、単価は{price}、該当なし{nothing}
      en: name {name} kind {kind} grade {grade} share {share} price {price} none {nothing}
    remedy: {ja: 直してください。, en: Correct it.}
  - id: committee_grade
    severity: error
    phase: committee
    expect: committee.grade<>"stop"
    at: committee.grade
    title: {ja: 2次評価, en: Final grade}
    message: {ja: '2次評価が{committee.grade}です。', en: 'The final grade is {committee.grade}.'}
    remedy: {ja: 見直してください。, en: Reconsider it.}
"""
)

PLAN = Reference(
    columns=("章", "節", "施策"),
    rows=(("福祉", "高齢者", "介護"), ("福祉", "児童", "保育"), ("都市", "道路", "舗装")),
)

# Nothing is wrong with this sheet.
CLEAN: dict[str, Value] = {
    "code": "00832",
    "name": "街路灯の維持",
    "unit": "土木課",
    "kind": "own",
    "end": 2020,
    "chapter": "福祉",
    "part": "児童",
    "measure": "保育",
    "cost.general[0]": 437,
    "share": 0.125,
    "people": 3,
    "grade": "keep",
    "committee.grade": "keep",
}


def probe(year: int = YEAR) -> Edition:
    return edition(FORM, year, reference={"総合計画": PLAN})


PROBE = probe()


def record(
    values: Mapping[str, Any] | None = None,
    *,
    of: Edition = PROBE,
    clean: Mapping[str, Any] = CLEAN,
    **more: Any,
) -> Record:
    """The clean sheet with some values changed; None empties a field."""
    merged = {**dict.fromkeys(of.form.fields), **clean, **(values or {})}
    assert merged.keys() == of.form.fields.keys(), merged.keys() - of.form.fields.keys()
    cells = {
        key: f"{chr(64 + placed.col) if placed.col <= 26 else 'A' + chr(38 + placed.col)}{placed.row}"
        for key, placed in lay_out(of.form).fields.items()
    }
    given = {
        "file": "a.xlsx",
        "sheet": "シート",
        "edition": of,
        "values": merged,
        "raw": {key: str(value) for key, value in merged.items() if isinstance(value, str)},
        "cells": cells,
        "located": dict.fromkeys(of.form.fields, "sheet-name"),
    }
    return Record(**{**given, **more})


def met(kind: AnomalyKind, field: str | None = None, **more: Any) -> tuple[Anomaly, ...]:
    """What the reader would have met: one anomaly."""
    note = more.pop("note", None)
    if isinstance(note, str):
        note = Text(note, note + " (en)")
    return (Anomaly(kind=kind, field=field, note=note, **more),)


def verdict(findings: tuple[Finding, ...]) -> dict[str, list[str | None]]:
    """Rule id -> the fields of its places; one sheet at a time."""
    assert len({f.id for f in findings}) == len(findings), "more than one finding of one rule"
    return {f.id: [place.field for place in f.places] for f in findings}


def judged(
    values: Mapping[str, Any] | None = None, *, phase: str = "submission", **more: Any
) -> dict[str, list[str | None]]:
    """The verdict about the clean probe sheet with some values changed."""
    return verdict(judge([record(values, **more)], phase=phase))  # type: ignore[arg-type]


def judge_values(
    form: Form, values: Mapping[str, Any], *, year: int = YEAR, parameters: Mapping[str, Any] | None = None
) -> dict[str, list[str | None]]:
    """The verdict about one sheet of any form, every phase."""
    of = edition(form, year, parameters or {})
    return verdict(judge([record(values, of=of, clean={})], phase="all"))


def the(rule: str, *records: Record, **more: Any) -> Finding:
    """The one finding of a rule."""
    return next(f for f in judge(records, **more) if f.id == rule)


def shipped() -> dict[str, dict[str, Any]]:
    """Form id -> its clean sheet, of the forms that ship one."""
    return {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(templates_folder().glob("*/clean.json"))
    }


__all__ = [
    "CLEAN",
    "FORM",
    "PROBE",
    "YEAR",
    "Settings",
    "judge_values",
    "judged",
    "met",
    "probe",
    "record",
    "shipped",
    "the",
    "verdict",
]
