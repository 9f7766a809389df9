"""A small form with one of everything, to be spoiled by tests."""

from __future__ import annotations

from xltool.errors import FormError, Problem
from xltool.form import Form, parse_form

__all__ = ["CLUB", "club", "mistakes", "spoiled"]

CLUB = """\
form: club
version: "1"
title: "{year} club report"
language: ja
canvas: 40
label_width: 8
years: {offsets: [-1, 0, 1], basis: {-1: 決算額, 0: 予算額}}
identity: {project: code, name: name, nothing: nothing}
parameters:
  price: {label: Price, default: 100}
  people: {label: People, per_year: true}
choices:
  grade: {up: 拡大, end: 終了}
sections:
  - title: Basics
    rows:
      - {id: code, label: Code, type: code, length: 5}
      - {id: name, label: Name}
      - {id: nothing, label: Nothing to report, type: tick}
      - {id: kind, label: Kind, type: tick, choices: {own: 自治, law: 法定}}
      - {id: grade, label: Grade, type: choice, choices: grade, required: true}
      - {id: verdict, label: Verdict, type: choice, choices: grade, owner: committee}
      - {id: mark, label: Mark, type: score, choices: {2: good, 1: bad}}
      - {id: end, label: Ends, type: fiscal_year, also: [未定], required: name<>""}
      - {id: since, label: Since, type: date}
  - title: Plan
    rows:
      - {id: chapter, label: Chapter, type: choice, choices: {from: Plan, column: 章}}
      - {id: policy, label: Policy, type: choice, choices: {from: Plan, column: 節, parent: chapter}}
  - id: cost
    title: Money
    rows:
      - [{text: "", width: 8}, {text: "{year} {basis}", width: 10, years: true}, {text: "", width: 2}]
      - [{id: rent, label: Rent, type: amount, width: 10, years: true}, {text: "", width: 2}]
      - [{id: food, label: Food, type: amount, width: 10, years: true}, {text: "", width: 2}]
      - - {id: total, label: Total, type: amount, width: 10, years: true, formula: SUM(cost.rent:cost.food)}
        - {text: "", width: 2}
  - title: Goals
    rows:
      - repeat: goal
        of: 2
        rows:
          - - {id: name, name: "Goal {n}", carry: "goal.{n}.name"}
            - {id: target, name: "Target {mark}", type: decimal, also: [n/a]}
rules:
  - id: sums
    severity: error
    each: cost.year
    when: cost.total>0
    expect: cost.rent<=cost.total
    at: [cost.rent, cost.total]
    title: Sums
    message: "{year}: {cost.total}"
    remedy: Look again.
    fails: {"cost.rent[0]": -1, grade: up}
"""


def spoiled(*changes: tuple[str, str]) -> str:
    """CLUB with pieces replaced; each must occur once."""
    text = CLUB
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        text = text.replace(old, new)
    return text


def club(*changes: tuple[str, str]) -> Form:
    return parse_form(spoiled(*changes))


def mistakes(text: str) -> tuple[Problem, ...]:
    """What is wrong with a form; nothing where it can be read."""
    try:
        parse_form(text)
    except FormError as error:
        return error.problems
    return ()
