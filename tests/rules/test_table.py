"""The README's table of rules is what the rules say of themselves."""

from __future__ import annotations

from pathlib import Path

from xltool.form import find_form, form_ids
from xltool.rules import catalogue
from xltool.rules.table import BEGIN, END, rule_table

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
FORMS = [find_form(name) for name in form_ids()]


def test_the_readme_holds_the_table_as_it_is_rendered() -> None:
    assert README.count(BEGIN) == README.count(END) == 1
    between = README.partition(BEGIN + "\n")[2].partition(END)[0]
    assert between == rule_table(*FORMS)


def test_every_rule_stands_in_it_once_with_both_titles() -> None:
    table = rule_table(*FORMS)
    for one in catalogue(*FORMS):
        row = f"| `{one.id}` | {one.severity} | {one.title.en} | {one.title.ja} |\n"
        assert table.count(row) == 1, one.id
