"""Rules as a form file writes them."""

from __future__ import annotations

import re
from typing import cast

from xltool.finding import Phase, Severity
from xltool.form.keys import ID_PART, Keys, take
from xltool.form.model import Rule
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode
from xltool.formula import FormulaError, Name, Node, Range, parse

__all__ = ["plain", "read_rules"]

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})\Z")  # 00832 stays text
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+\Z")


def read_rules(node: ListNode, prefix: str, problems: Problems) -> tuple[Rule, ...]:
    """Every rule with id ``prefix/<id>``; mistakes become problems."""
    rules: dict[str, Rule] = {}
    for item in node:
        keys = take(item, "rule", problems)
        rule = _rule(keys, prefix) if keys else None
        if rule is None:
            continue
        if rule.id in rules:
            problems.add(
                rule.line,
                f"整合性ルール「{rule.id}」は {rules[rule.id].line} 行目にもあります。別の id にしてください。",
                f"The rule '{rule.id}' is already in line {rules[rule.id].line}; choose another id.",
            )
            continue
        rules[rule.id] = rule
    return tuple(rules.values())


def _rule(keys: Keys, prefix: str) -> Rule | None:
    own = keys.text("id")
    if own and not ID_PART.match(own):
        keys.problems.add(
            keys.at("id"),
            f"整合性ルールの id「{own}」は使えません。英小文字・数字・_ で書いてください。",
            f"The rule id '{own}' is not allowed; use a-z, 0-9 and _.",
        )
    expect = keys.formula("expect")
    if not own or expect is None:
        return None
    return Rule(
        id=f"{prefix}/{own}",
        severity=cast(Severity, keys.word("severity") or "error"),
        phase=cast(Phase, keys.word("phase") or "submission"),
        family=keys.text("family"),
        line=keys.line,
        each=keys.text("each") or None,
        when=keys.formula("when"),
        expect=expect,
        at=_places(keys),
        title=keys.bilingual("title"),
        message=keys.bilingual("message"),
        remedy=keys.bilingual("remedy"),
        fails=_changes(keys, "fails"),
        passes=_changes(keys, "passes"),
    )


def _places(keys: Keys) -> tuple[Name | Range, ...]:
    node = keys.get("at")
    items = node.items if isinstance(node, ListNode) else (node,) if node else ()
    places: list[Name | Range] = []
    for item in items:
        parsed: Node | None = None
        if isinstance(item, Scalar):
            try:
                parsed = parse(item.value)
            except FormulaError:
                parsed = None
        if isinstance(parsed, Name | Range):
            places.append(parsed)
        else:
            keys.problems.add(
                item.line,
                "「at」には項目の id を書いてください（例: cost.total、または [ , ] で複数）。",
                "'at' takes field ids, such as cost.total, or several in [ , ].",
            )
    return tuple(places)


def _changes(keys: Keys, key: str) -> dict[str, object]:
    node = keys.map(key)
    if node is None:
        return {}
    return {
        name: plain(value) for name, value in cast(MapNode, node).entries.items()
    }


def plain(node: SourceNode) -> object:
    """A scalar as JSON would have it: numbers, true, false, null, else text."""
    if not isinstance(node, Scalar):
        return None
    if node.quoted:
        return node.value
    if node.empty:
        return None
    if node.value in ("true", "false"):
        return node.value == "true"
    if _WHOLE.match(node.value):
        return int(node.value)
    return float(node.value) if _DECIMAL.match(node.value) else node.value
