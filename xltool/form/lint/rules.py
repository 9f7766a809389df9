"""Rules: what they repeat over, look at, point at, say, and show as examples."""

from __future__ import annotations

from xltool.form.draft import Draft
from xltool.form.each import instances
from xltool.form.lint.binding import bound
from xltool.form.lint.messages import labelled, placeholder
from xltool.form.model import Rule
from xltool.form.resolve import Instance, NoColumn, UnknownName, resolve
from xltool.form.source import hint
from xltool.form.words import PLACEHOLDER
from xltool.formula import Area, Const, Name, Node, Range
from xltool.formula.tree import walk
from xltool.text import Text

__all__ = ["check"]


def check(draft: Draft) -> None:
    for rule in draft.form.rules:
        try:
            here = instances(draft.form, rule.each)
        except UnknownName as error:
            if not draft.rule_problems.torn:
                line = draft.at(rule, "each")
                draft.rule_problems.add(line, f"each: {error.text.ja}", f"each: {error.text.en}")
            continue
        judged = _formulas(draft, rule, here)
        for one in here:
            _places(draft, rule, one)
        _message(draft, rule, judged or here)
        _other_texts(draft, rule)
        _examples(draft, rule)


def _formulas(draft: Draft, rule: Rule, here: tuple[Instance, ...]) -> tuple[Instance, ...]:
    """The instances that are judged at all."""
    judged: list[Instance] = []
    cells: set[str] = set()
    known = True
    for one in here:
        trees: list[Node | None] = []
        try:
            for key, node in (("when", rule.when), ("expect", rule.expect)):
                if node is not None:
                    trees.append(bound(draft, node, one, draft.at(rule, key), draft.rule_problems))
        except NoColumn:
            continue
        judged.append(one)
        known &= None not in trees
        parts = [part for tree in trees if tree is not None for part in walk(tree)]
        cells.update(key for part in parts if isinstance(part, Area) for key in part.keys)
    if not judged:
        draft.rule_problems.add(
            draft.at(rule, "expect"),
            f"整合性ルール「{rule.id}」はどの年度でも判定されません"
            "（どの列にも比べる相手の列がありません）。",
            f"The rule '{rule.id}' is never judged: no column has all the columns that it compares.",
        )
    elif known and not cells:
        draft.rule_problems.add(
            draft.at(rule, "expect"),
            f"整合性ルール「{rule.id}」はどの項目も見ていません。",
            f"The rule '{rule.id}' looks at no field.",
        )
    late = sorted(key for key in cells if draft.form.fields[key].owner == "committee")
    if late and rule.phase == "submission":
        draft.rule_problems.add(
            draft.at(rule, "phase"),
            f"整合性ルール「{rule.id}」は委員会が記入する「{late[0]}」を見ています。"
            "phase: committee にしてください。",
            f"The rule '{rule.id}' looks at '{late[0]}', which the committee fills in;"
            " write 'phase: committee'.",
        )
    return tuple(judged)


def _places(draft: Draft, rule: Rule, here: Instance) -> None:
    for name in rule.at:
        found = _resolved(draft, rule, "at", name, here)
        if isinstance(found, Const):
            draft.rule_problems.add(
                draft.at(rule, "at"),
                f"「at」の「{name}」は項目ではありません。直す項目の id を書いてください。",
                f"'at' names '{name}', which is no field; name the fields to look at.",
            )


def _message(draft: Draft, rule: Rule, here: tuple[Instance, ...]) -> None:
    for word in PLACEHOLDER.findall(rule.message.ja + rule.message.en):
        if word in ("year", "base_year"):
            continue
        name = placeholder(word)
        found = (
            [_resolved(draft, rule, "message", name, one) for one in here] if isinstance(name, Name) else []
        )
        if not isinstance(name, Name | Range):
            draft.rule_problems.add(
                draft.at(rule, "message"),
                f"メッセージの「{{{word}}}」は項目の id ではありません。id か year を書いてください。",
                f"'{{{word}}}' in the message is no field id; write an id or year.",
            )
        elif isinstance(name, Range) or any(isinstance(a, Area) and len(a.keys) > 1 for a in found):
            draft.rule_problems.add(
                draft.at(rule, "message"),
                f"メッセージの「{{{word}}}」は複数の項目です。一つの項目を書いてください。",
                f"'{{{word}}}' in the message stands for several fields; name a single one.",
            )
        elif labelled(word) is not None and any(isinstance(a, Const) for a in found):
            draft.rule_problems.add(
                draft.at(rule, "message"),
                f"メッセージの「{{{word}}}」には見出しがありません。項目の id を書いてください。",
                f"'{{{word}}}' in the message has no label; name a field.",
            )


def _other_texts(draft: Draft, rule: Rule) -> None:
    for key, text in (("title", rule.title), ("remedy", rule.remedy)):
        for word in PLACEHOLDER.findall(text.ja + text.en):
            draft.rule_problems.add(
                draft.at(rule, key),
                f"「{key}」に「{{{word}}}」は入りません。値を示せるのは message だけです。",
                f"Nothing is filled into '{key}'; only the message can show '{{{word}}}'.",
            )


def _resolved(draft: Draft, rule: Rule, key: str, name: Name | Range, here: Instance) -> Area | Const | None:
    try:
        return resolve(draft.form, name, here)
    except NoColumn:
        return None
    except UnknownName as error:
        if not draft.rule_problems.torn:
            draft.rule_problems.add(draft.at(rule, key), f"{key}: {error.text.ja}", f"{key}: {error.text.en}")
        return None


def _examples(draft: Draft, rule: Rule) -> None:
    fields = draft.form.fields
    for kind, changes in (("fails", rule.fails), ("passes", rule.passes)):
        for key, value in changes.items():
            wrong: Text | None = None
            if key not in fields:
                advice = hint(
                    key, fields, Text("様式にある id を書いてください。", "give the id of a field.")
                )
                if not draft.rule_problems.torn:
                    wrong = Text(
                        f"例にある「{key}」という項目はありません。{advice.ja}",
                        f"The example names '{key}', which is no field; {advice.en}",
                    )
            elif fields[key].formula is not None:
                wrong = Text(
                    f"例にある「{key}」は計算式の項目です。計算のもとになる項目を変えてください。",
                    f"The example sets '{key}', which is computed; change what it is computed from.",
                )
            else:
                wrong = _no_choice(draft, key, value)
            if wrong is not None:
                draft.rule_problems.add(draft.at(rule, kind), wrong.ja, wrong.en)


def _no_choice(draft: Draft, key: str, value: object) -> Text | None:
    one = draft.form.fields[key]
    codes = [code for code, _ in one.choices.options] if one.choices else []
    if not codes or value is None or str(value) in codes:
        return None
    return Text(
        f"例にある「{key}: {value}」は選択肢のコードではありません（{'、'.join(codes)}）。",
        f"The example gives '{key}' the value '{value}', which "
        f"is no code of its choices ({', '.join(codes)}).",
    )
