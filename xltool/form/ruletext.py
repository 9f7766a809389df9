"""Rules as a form file writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from xltool.finding import Phase, Severity
from xltool.form.keys import ID_PART, Keys
from xltool.form.model import Rule
from xltool.form.source import ListNode, Problems, Scalar, SourceNode
from xltool.form.take import take
from xltool.formula import FormulaError, Name, Node, Range, parse

__all__ = ["RuleFile", "plain", "read_rules"]

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})\Z")  # 00832 stays text
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}\Z")


@dataclass(frozen=True, kw_only=True)
class RuleFile:
    """What a list of rules gave."""

    problems: Problems  # where its mistakes are told
    rules: tuple[Rule, ...] = ()
    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    file: str = ""  # beside the form's; "" where the form itself holds them
    text: str = ""  # of that file


def read_rules(node: ListNode, prefix: str, problems: Problems) -> RuleFile:
    """Every rule with id ``prefix/<id>``; mistakes become problems."""
    rules: dict[str, Rule] = {}
    lines: dict[str, Mapping[str, int]] = {}
    for item in node:
        if isinstance(item, Scalar):
            problems.add(
                item.line,
                f"「{item.value}」は整合性ルールではありません。"
                "ファイル名は一覧にせず、rules: の後に一つだけ書いてください。",
                f"'{item.value}' is no rule; a file's name stands alone after 'rules:', not in a list.",
            )
            continue
        keys = take(item, "rule", problems)
        rule = _rule(keys, prefix) if keys else None
        if rule is None or keys is None:
            continue
        if rule.id in rules:
            problems.add(
                keys.at("id"),
                f"整合性ルール「{rule.id}」は {rules[rule.id].line} 行目にもあります。"
                "別の id にしてください。",
                f"The rule '{rule.id}' is already in line {rules[rule.id].line}; choose another id.",
            )
            continue
        rules[rule.id] = rule
        lines[rule.id] = keys.node.lines
    return RuleFile(problems=problems, rules=tuple(rules.values()), lines=lines)


def _rule(keys: Keys, prefix: str) -> Rule | None:
    own = keys.text("id")
    if own and not ID_PART.match(own):
        keys.problems.add(
            keys.at("id"),
            f"整合性ルールの id「{own}」は使えません。英小文字・数字・_ で書いてください。",
            f"The rule id '{own}' is not allowed; use a-z, 0-9 and _.",
        )
    expect, when, places = keys.formula("expect"), keys.formula("when"), _places(keys)
    texts = {key: keys.bilingual(key) for key in ("title", "message", "remedy")}
    severity, phase = keys.word("severity"), keys.word("phase")
    fails, passes = _changes(keys, "fails"), _changes(keys, "passes")
    if not own or expect is None:
        return None
    return Rule(
        id=f"{prefix}/{own}",
        severity=cast(Severity, severity or "error"),
        phase=cast(Phase, phase or "submission"),
        family=keys.text("family"),
        line=keys.line,
        each=keys.text("each") or None,
        when=when,
        expect=expect,
        at=places,
        fails=fails,
        passes=passes,
        **texts,
    )


def _places(keys: Keys) -> tuple[Name | Range, ...]:
    node = keys.get("at")
    if isinstance(node, Scalar) and node.empty:
        return ()  # told as missing
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
                "「at」には項目の id を書いてください（例: cost.total、または [ , ] で複数）。"
                "[0] などの列を書くときは引用符で囲みます。",
                "'at' takes field ids, such as cost.total, or several in [ , ]; "
                'quote one with a column: ["cost.total[0]"].',
            )
    return tuple(places)


def _changes(keys: Keys, key: str) -> dict[str, object]:
    node = keys.map(key)
    changes: dict[str, object] = {}
    for name, value in node.entries.items() if node is not None else ():
        if isinstance(value, Scalar):
            changes[name] = plain(value)
        else:
            keys.problems.add(
                value.line,
                f"例（{key}）の「{name}」には一つの値を書いてください。",
                f"The example '{key}' gives '{name}' a list or a map; write one value.",
            )
    return changes


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
