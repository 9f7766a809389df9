"""A ten-field form in thirty lines, without coordinates; and what the warnings say."""

from __future__ import annotations

from xltool.form import Batch, edition, lay_out, parse_form, warnings

from .club import club

TEN = """\
form: club-report
version: "1"
title: Club report {year}
language: en
identity: {project: code, name: name}
choices:
  grade: [go on, change, stop]
sections:
  - title: Club
    rows:
      - [{id: code, label: No., type: code, length: 4}, {id: name, label: Name, required: true}]
      - [{id: founded, label: Since, type: fiscal_year}, {id: members, label: Members, type: integer, min: 1}]
  - title: Money
    rows:
      - [{id: fees, label: Fees, type: amount}, {id: grants, label: Grants, type: amount, unit: yen}]
      - {id: income, label: Income, type: amount, unit: yen, formula: fees+grants}
      - {id: spent, label: Spent, type: amount, unit: yen, also: [unknown]}
  - title: Outlook
    rows:
      - {id: grade, label: Next year, type: choice, choices: grade, required: true}
      - {id: why, label: Why, type: paragraph, lines: 3, required: grade<>"go on"}
rules:
  - id: within_income
    severity: query
    expect: spent<=income
    at: [spent, income]
    title: Spent more than came in
    message: "{spent} was spent, {income} came in."
    remedy: Check both amounts, or explain.
"""


def test_ten_fields_in_thirty_lines() -> None:
    form = parse_form(TEN)
    assert len(TEN.splitlines()) <= 30
    assert len(form.fields) == 10
    assert len(form.rules) == 1
    assert lay_out(form).height == 10
    one = edition(form, 2026)
    assert one.title == "Club report FY2026"
    sheet = {"fees": 100, "grants": 50, "spent": 200}
    batch = Batch(edition=one, values=[sheet])
    assert batch.column("income").to_list() == [150.0]
    assert batch.evaluate(one.rules[0].instances[0].expect).to_list() == [False]


def test_lint_warns_of_a_stand_in_that_is_compared() -> None:
    (warning,) = warnings(edition(parse_form(TEN), 2026))
    assert (warning.line, warning.file) == (23, "form.yaml")
    assert "'spent', which may hold unknown" in warning.text.en
    assert "ISNUMBER" in warning.text.ja
    guarded = TEN.replace("    expect: spent", "    when: ISNUMBER(spent)\n    expect: spent")
    assert warnings(edition(parse_form(guarded), 2026)) == ()


def test_lint_warns_of_a_title_that_the_tab_cuts() -> None:
    (warning,) = warnings(
        edition(club(('"{year} club report"', "A report of all the clubs of {year} in full")), 2026)
    )
    assert "the sheet's tab shows 31" in warning.text.en
    assert "シートの見出し" in warning.text.ja
