"""The ``rules:`` of a campaign: what is switched off, weighed otherwise, measured otherwise, or added."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from xltool.finding import SEVERITIES, Severity
from xltool.form.office import read_office_rules
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode, hint
from xltool.rules.builtin import BUILTIN
from xltool.rules.builtin.crashed import RULE as CRASHED
from xltool.rules.settings import OFFICE, Said, Settings, Total
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.form import Form
    from xltool.rules.rule import Threshold

__all__ = ["read_settings"]

_WORDS = ("off", "on", *SEVERITIES)
_KEYS = ("severity", "since")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,15})?\Z")
_BUILTIN = {rule.id: rule for rule in BUILTIN}


def read_settings(
    node: SourceNode | None, form: Form, problems: Problems, *, given: Settings | None = None
) -> Settings:
    """The settings that the node under ``rules:`` asks for, on top of those ``given``.

    Every mistake becomes a problem with its line; what is wrong is left out.
    """
    given = given or Settings()
    if node is None or (isinstance(node, Scalar) and node.empty):
        return given
    if not isinstance(node, MapNode):
        problems.add(
            node.line,
            "「rules」には「ルールの id: 設定」の組を書いてください（例: XL412: off）。",
            "'rules' takes pairs of a rule's id and what is to hold, such as 'XL412: off'.",
        )
        return given
    reader = _Reader(form=form, problems=problems, settings=given)
    reader.office(node.entries.get(OFFICE))
    reader.totals(node.entries.get("totals"))
    for name, value in node.entries.items():
        if name not in (OFFICE, "totals"):
            reader.rule(name, node.lines[name], value)
    return reader.settings


@dataclass
class _Reader:
    form: Form
    problems: Problems
    settings: Settings
    known: dict[str, None] = field(default_factory=dict)  # ids, as they are listed

    def __post_init__(self) -> None:
        self.known = dict.fromkeys((*_BUILTIN, *(rule.id for rule in self.form.rules)))

    # -- one rule -------------------------------------------------------------------------------------------

    def rule(self, name: str, line: int, value: SourceNode) -> None:
        own = name.upper() if name.upper() in _BUILTIN else name
        if own not in self.known:
            advice = hint(
                name,
                (*self.known, OFFICE, "totals"),
                Text("id は xltool explain で一覧できます。", "list the ids with 'xltool explain'."),
            )
            self.problems.add(
                line,
                f"「{name}」という整合性ルールはありません。{advice.ja}",
                f"There is no rule '{name}'; {advice.en}",
            )
        elif isinstance(value, Scalar):
            self._word(own, value)
        elif isinstance(value, MapNode):
            for key, item in value.entries.items():
                self._key(own, key, value.lines[key], item)
        else:
            self._unusable(own, value.line)

    def _unusable(self, rule: str, line: int) -> None:
        self.problems.add(
            line,
            f"「{rule}」には off、error、query、note か、{{severity: note}} のような組を書いてください。",
            f"'{rule}' takes off, error, query or note, or pairs such as {{severity: note}}.",
        )

    def _word(self, rule: str, value: Scalar) -> None:
        word = value.value
        if word == "off":
            self._off(rule, value.line)
        elif word in SEVERITIES:
            self._severity(rule, value)
        elif word == "on":
            self.settings = replace(self.settings, off=self.settings.off - {rule})
            self._said(rule, "off", value.line)
        else:
            advice = hint(word, _WORDS, Text("", "")) if word else Text("", "")
            self.problems.add(
                value.line,
                f"「{rule}: {word}」は使えません。{advice.ja}off、on、error、query、note のどれかです。",
                f"'{rule}: {word}' is not known{'; ' + advice.en if advice.en else '.'}"
                " It is one of off, on, error, query and note.",
            )

    def _off(self, rule: str, line: int) -> None:
        if rule == CRASHED.id:
            self.problems.add(
                line,
                f"{rule} は切れません（点検できなかったことが分からなくなります）。",
                f"{rule} cannot be switched off: nobody would learn that a check has failed.",
            )
            return
        self.settings = replace(self.settings, off=self.settings.off | {rule})
        self._said(rule, "off", line)

    def _severity(self, rule: str, value: Scalar) -> None:
        severity = cast(Severity, value.value)
        self.settings = replace(self.settings, severity={**self.settings.severity, rule: severity})
        self._said(rule, "severity", value.line)

    def _key(self, rule: str, key: str, line: int, value: SourceNode) -> None:
        thresholds = {one.name: one for one in _BUILTIN[rule].thresholds} if rule in _BUILTIN else {}
        if key not in (*_KEYS, *thresholds):
            allowed = (*_KEYS, *thresholds)
            advice = hint(
                key, allowed, Text(f"使えるのは {'、'.join(allowed)} です。", f"known: {', '.join(allowed)}.")
            )
            self.problems.add(
                line,
                f"「{rule}」に「{key}」という設定はありません。{advice.ja}",
                f"'{rule}' has no setting '{key}'; {advice.en}",
            )
        elif not isinstance(value, Scalar):
            self.problems.add(
                value.line, f"「{key}」には一つの値を書いてください。", f"'{key}' takes a single value."
            )
        elif key == "since":
            self._since(rule, value)
        elif key in thresholds:
            self._threshold(rule, thresholds[key], value)
        elif value.value in (*SEVERITIES, "off"):
            self._word(rule, value)
        else:
            self.problems.add(
                value.line,
                f"「severity: {value.value}」は使えません。error、query、note のどれかを書いてください。",
                f"'severity: {value.value}' is not known; write error, query or note.",
            )

    def _since(self, rule: str, value: Scalar) -> None:
        try:
            day = datetime.date.fromisoformat(value.value)
        except ValueError:
            self.problems.add(
                value.line,
                f"「since: {value.value}」は日付ではありません。2026-10-01 のように書いてください。",
                f"'since: {value.value}' is no date; write one such as 2026-10-01.",
            )
            return
        self.settings = replace(self.settings, since={**self.settings.since, rule: day})
        self._said(rule, "since", value.line)

    def _threshold(self, rule: str, one: Threshold, value: Scalar) -> None:
        number = float(value.value) if _NUMBER.match(value.value) else None
        if number is None or number < one.least or (one.most is not None and number > one.most):
            most = f"{one.most:g}" if one.most is not None else ""
            self.problems.add(
                value.line,
                f"「{rule}」の {one.name}「{value.value}」は使えません。"
                f"{one.least:g} 以上{f' {most} 以下' if most else ''}の数値を書いてください。",
                f"'{one.name}: {value.value}' of {rule} cannot be used; write a number "
                f"{f'from {one.least:g} to {most}' if most else f'of at least {one.least:g}'}.",
            )
            return
        own = {**self.settings.thresholds.get(rule, {}), one.name: number}
        self.settings = replace(self.settings, thresholds={**self.settings.thresholds, rule: own})
        self._said(rule, one.name, value.line)

    def _said(self, rule: str, key: str, line: int) -> None:
        said = Said(file=self.problems.file, line=line)
        self.settings = replace(self.settings, said={**self.settings.said, (rule, key): said})

    # -- rules of the office's own --------------------------------------------------------------------------

    def office(self, node: SourceNode | None) -> None:
        if node is None or (isinstance(node, Scalar) and node.empty):
            return
        if not isinstance(node, ListNode):
            self.problems.add(
                node.line,
                "「office」には整合性ルールの一覧を書いてください（行頭に「- 」）。",
                "'office' takes a list of rules ('- id: …').",
            )
            return
        items = [_without(item, "since") for item in node]
        plain = ListNode(tuple(item for item, _ in items), node.line)
        rules = read_office_rules(plain, self.form, OFFICE, self.problems)
        self.settings = replace(self.settings, office=rules)
        self.known.update(dict.fromkeys(rule.id for rule in rules))
        lines = {rule.line: rule.id for rule in rules}
        for rule in rules:
            self._said(rule.id, "rule", rule.line)
        for item, since in items:
            own = lines.get(item.line)
            if own is not None and since is not None:
                self._key(own, "since", since.line, since)

    # -- totals ---------------------------------------------------------------------------------------------

    def totals(self, node: SourceNode | None) -> None:
        if node is None or (isinstance(node, Scalar) and node.empty):
            return
        if not isinstance(node, MapNode):
            self.problems.add(
                node.line,
                "「totals」には「項目の id: 合計」の組を書いてください（例: cost.budget[0]: 52000）。",
                "'totals' takes pairs of a field's id and its total, such as 'cost.budget[0]: 52000'.",
            )
            return
        found: list[Total] = []
        for name, value in node.entries.items():
            one = self.form.fields.get(name)
            if one is None:
                advice = hint(
                    name,
                    self.form.fields,
                    Text("様式にある id を書いてください。", "give the id of a field."),
                )
                self.problems.add(
                    node.lines[name],
                    f"totals の「{name}」という項目はありません。{advice.ja}",
                    f"totals names '{name}', which is no field; {advice.en}",
                )
            elif isinstance(value, MapNode):
                for department, amount in value.entries.items():
                    found += self._total(name, amount, department)
            else:
                found += self._total(name, value, None)
        self.settings = replace(self.settings, totals=tuple(found))

    def _total(self, name: str, value: SourceNode, department: str | None) -> list[Total]:
        if isinstance(value, Scalar) and _NUMBER.match(value.value):
            return [Total(field=name, amount=float(value.value), department=department)]
        typed = value.value if isinstance(value, Scalar) else ""
        self.problems.add(
            value.line,
            f"totals の「{name}」の合計「{typed}」は数値で書いてください（桁区切りのない半角数字）。",
            f"The total '{typed}' of '{name}' must be a plain number, without separators.",
        )
        return []


def _without(node: SourceNode, key: str) -> tuple[SourceNode, SourceNode | None]:
    """A map without one of its keys, and what stood there."""
    if not isinstance(node, MapNode) or key not in node.entries:
        return node, None
    entries = {name: value for name, value in node.entries.items() if name != key}
    lines = {name: line for name, line in node.lines.items() if name != key}
    return MapNode(entries, lines, node.line), node.entries[key]
