"""Every rule of every shipped form, on the form's own clean sheet: its failing and its passing example."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.sheets import judge_values, record, shipped
from xltool.form import edition, find_form
from xltool.rules import judge

CLEAN = shipped()
RULES = [(form, rule.id) for form in CLEAN for rule in find_form(form).rules]


def _told(form: str, changes: dict[str, Any]) -> dict[str, list[str | None]]:
    clean = CLEAN[form]
    return judge_values(
        find_form(form), {**clean["values"], **changes}, year=clean["year"], parameters=clean["parameters"]
    )


def test_there_are_forms_to_try() -> None:
    assert "quarterly-review" in CLEAN


@pytest.mark.parametrize("form", CLEAN)
def test_the_clean_sheet_is_clean(form: str) -> None:
    assert _told(form, {}) == {}


@pytest.mark.parametrize(("form", "rule"), RULES)
def test_examples(form: str, rule: str) -> None:
    one = next(r for r in find_form(form).rules if r.id == rule)
    assert one.fails and len(one.fails) <= 6 and len(one.passes) <= 3
    assert set(_told(form, one.fails)) == {rule}
    assert _told(form, one.passes) == {}


@pytest.mark.parametrize(("form", "rule"), RULES)
def test_messages_render_in_both_languages(form: str, rule: str) -> None:
    clean, known = CLEAN[form], find_form(form)
    one = next(r for r in known.rules if r.id == rule)
    of = edition(known, clean["year"], clean["parameters"])
    (finding,) = judge([record({**clean["values"], **one.fails}, of=of, clean={})], phase="all")
    assert finding.message.ja != finding.message.en and finding.remedy.ja != finding.remedy.en
    for text in (finding.message.ja, finding.message.en, finding.remedy.ja, finding.remedy.en):
        assert text and "{" not in text and "}" not in text
    assert finding.places and all(place.field in known.fields for place in finding.places)
