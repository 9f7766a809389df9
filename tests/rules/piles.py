"""Small piles for rules that compare sheets: clean ones of a form with a past, changed where a case says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.rules.sheets import record
from xltool.form import edition, parse_form
from xltool.rules import Settings, judge, judge_across

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xltool.book.record import Record
    from xltool.finding import Finding

__all__ = ["CLEAN", "FORM", "LAST", "YEAR", "across", "last", "sheet", "told"]

YEAR = 2017
FORM = parse_form(
    """
form: pile
version: "1"
title: 比べるシート
canvas: 40
label_width: 8
years: {offsets: [-1, 0, 1, 2]}
identity: {project: code, name: name, department: unit, nothing: nothing}
lifecycle:
  new: novelty="新規"
  ended: OR(second="終了", AND(ISNUMBER(end), end<=base_year))
  end_year: end
indicators: [{name: goal.*.name, unit: goal.*.unit}]
parameters:
  price: {label: 単価, default: 8400, per_year: true}
choices: {grade: [継続, 見直し, 終了]}
sections:
  - title: 基本情報
    rows:
      - {id: code, label: 計画事業番号, type: code, length: 5}
      - {id: name, label: 事務事業名}
      - {id: unit, label: 担当部署}
      - {id: nothing, label: 該当なし, type: tick}
      - {id: novelty, label: 新規継続区分, type: choice, choices: [新規, 継続]}
      - {id: start, label: 開始年度, type: fiscal_year, carry: start}
      - {id: end, label: 終了予定年度, type: fiscal_year, also: [未定], carry: end}
      - {id: account, label: 会計区分, type: choice, choices: [一般会計, 特別会計], carry: account}
      - {id: purpose, label: 目的, type: paragraph, carry: purpose}
  - title: 評価
    rows:
      - {id: previous, label: 前年度2次評価, type: choice, choices: grade, prefill: locked, carry: second}
      - {id: first, label: 1次評価, type: choice, choices: grade}
      - {id: second, label: 2次評価, type: choice, choices: grade, owner: committee}
      - {id: comment, label: コメント, type: paragraph}
      - {id: reason, label: 理由, type: paragraph}
      - {id: plan, label: 計画, type: paragraph, years: true}
  - title: 事業費
    rows:
      - {id: cost, label: 事業費, type: amount, unit: 千円, years: true}
      - {id: rate, label: 人件費単価, type: amount, unit: 千円, years: true, value: price}
      - {id: total, label: 総額, type: amount, unit: 千円, years: true, formula: cost*2}
  - title: 指標
    rows:
      - repeat: goal
        of: 2
        rows:
          - {id: name, name: "指標{mark}の名称", carry: "goal.{n}.name"}
          - {id: unit, name: "指標{mark}の単位", carry: "goal.{n}.unit"}
          - id: target
            name: "指標{mark}の目標値"
            type: decimal
            years: true
            also: [設定困難]
            carry: "goal.{n}.target"
rules:
  - id: cost_grows
    severity: query
    each: cost.year
    when: PREV(cost)>0
    expect: cost<PREV(cost)*100
    at: cost
    title: {ja: 増減, en: Change}
    message: {ja: "{year}の事業費が急に増えています。", en: "Cost of {year} grows at once."}
    remedy: {ja: 確かめてください。, en: Check it.}
    fails: {"cost[0]": 100000}
    passes: {"cost[0]": 500}
"""
)
NOW, LAST = edition(FORM, YEAR), edition(FORM, YEAR - 1)

CLEAN: dict[str, Any] = {
    "code": "00001",
    "name": "街路灯の維持",
    "unit": "土木課",
    "novelty": "継続",
    "start": 2003,
    "end": 2025,
    "account": "一般会計",
    "purpose": "夜間の安全を守る。",
    "previous": "継続",
    "first": "継続",
    "second": "継続",
    **{f"cost[{at}]": 400 for at in ("-1", "0", "+1", "+2")},
    **{f"rate[{at}]": 8400 for at in ("-1", "0", "+1", "+2")},
    "goal.1.name": "点検した灯数",
    "goal.1.unit": "灯",
    **{f"goal.1.target[{at}]": 90 for at in ("-1", "0", "+1", "+2")},
}


def sheet(code: str = "00001", changes: Mapping[str, Any] | None = None, **more: Any) -> Record:
    """A clean sheet of this year; its file is named after the project."""
    given = {"file": f"{code}.xlsx", "of": NOW, "project": code, "department": "土木課", **more}
    return record({"code": code, **(changes or {})}, clean=CLEAN, **given)


def last(code: str = "00001", changes: Mapping[str, Any] | None = None, **more: Any) -> Record:
    """Its sheet of last year."""
    return sheet(code, changes, **{"of": LAST, "file": f"last/{code}.xlsx", **more})


def across(
    records: list[Record], *before: Record, settings: Settings | None = None, **more: Any
) -> tuple[Finding, ...]:
    """What ``judge_across`` says, knowing what ``judge`` said."""
    settings = settings or Settings()
    known = judge(records, settings=settings)
    previous = {one.project or "": one for one in before} or None
    return judge_across(records, previous=previous, settings=settings, told=known, **more)


def told(findings: tuple[Finding, ...]) -> dict[tuple[str, str | None], list[str | None]]:
    """(rule, file) -> the fields of its own places."""
    assert len({(f.id, f.file, f.project) for f in findings}) == len(findings), "twice for one sheet"
    return {(f.id, f.file): [place.field for place in f.own_places] for f in findings}
