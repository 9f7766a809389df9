"""Rules that an office adds to a form for one campaign: read and checked like the form's own."""

from __future__ import annotations

import re
from dataclasses import replace

from xltool.form.draft import Draft
from xltool.form.lint import rules
from xltool.form.model import Form, Rule
from xltool.form.ruletext import read_rules
from xltool.form.source import ListNode, MapNode, Problems

__all__ = ["OFFICE", "is_office", "read_office_rules"]

OFFICE = "office"  # prefix of the ids of rules that a campaign adds
_OWN = re.compile(rf"{OFFICE}/[a-z][a-z0-9_-]{{0,79}}")


def read_office_rules(node: ListNode, form: Form, prefix: str, problems: Problems) -> tuple[Rule, ...]:
    """Every rule with id ``prefix/<id>``; mistakes become problems, with the lines of the nodes.

    A rule with a mistake is among them: use none where there are problems.
    """
    read = read_rules(node, prefix, problems)
    rules.check(
        Draft(
            form=replace(form, rules=read.rules),
            root=MapNode({}, {}, node.line),
            problems=problems,
            rule_problems=problems,
            lines=read.lines,
            broken=frozenset(),
        )
    )
    return read.rules


def is_office(text: str) -> bool:
    """Whether a text is the id of such a rule, whichever campaign has it."""
    return _OWN.fullmatch(text) is not None
