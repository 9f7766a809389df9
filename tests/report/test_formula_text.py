"""Formulas written out again mean the same."""

from __future__ import annotations

import pytest

from xltool.form import find_form, form_ids
from xltool.formula import parse
from xltool.report.formula_text import written


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("( a.b[-1] + 2 ) * -c", "(a.b[-1]+2)*-c"),
        ("-2^2", "-2^2"),
        ("-(2^2)", "-(2^2)"),
        ("2^(3^2)", "2^(3^2)"),
        ("1-(2-3)", "1-(2-3)"),
        ("(1-2)-3", "1-2-3"),
        ("a=(b=c)", "a=(b=c)"),
        ("(1+2)%", "(1+2)%"),
        ('if(a="x""y",,true)', 'IF(a="x""y",,TRUE)'),
        ("SUM(cost.*[0])", "SUM(cost.*[0])"),
        ("1234567.25", "1234567.25"),
    ],
)
def test_cases(typed: str, text: str) -> None:
    assert written(parse(typed)) == text
    assert parse(written(parse(typed))) == parse(typed)


@pytest.mark.parametrize("form", form_ids())
def test_every_formula_of_the_forms_survives(form: str) -> None:
    own = find_form(form)
    nodes = [one.formula for one in own.fields.values() if one.formula is not None]
    nodes += [rule.expect for rule in own.rules] + [rule.when for rule in own.rules if rule.when is not None]
    assert nodes
    assert [parse(written(node)) for node in nodes] == nodes
