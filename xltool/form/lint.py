"""What a form file can get wrong beyond its spelling: each check is one function, all of them run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xltool.errors import Problem
from xltool.form.edition import PLACEHOLDER, Edition, in_order, place_of
from xltool.form.model import NUMERIC, Field, Form, Rule, Section, Stack, TextBox
from xltool.form.resolve import Instance, NoColumn, UnknownName, instances, resolve
from xltool.form.source import MapNode, Problems, nearest
from xltool.formula import Area, Const, FormulaError, Name, Node, Range, bind, names, parse
from xltool.formula.tree import Binary, Call, walk
from xltool.text import Text

__all__ = ["lint", "message_names", "warnings"]

_LABEL_WORD = re.compile(r"(year|yy)([+-][0-9]{1,2})?\Z")
Check = Callable[[Form, MapNode, Problems, Problems], None]


def lint(form: Form, root: MapNode, problems: Problems, rule_problems: Problems) -> None:
    """Add every mistake of a form that was read; rules are told in their own file's problems."""
    for check in _CHECKS:
        check(form, root, problems, rule_problems)


# -- fields -------------------------------------------------------------------------------------------------


def _has_fields(form: Form, root: MapNode, problems: Problems, _: Problems) -> None:
    if not form.fields:
        problems.add(
            root.line, "項目が一つもありません。sections に書いてください。", "The form has no fields; write sections."
        )


def _attributes(form: Form, root: MapNode, problems: Problems, _: Problems) -> None:
    for row in form.rows_of.values():
        for wrong in _misfits(row[0]):
            problems.add(row[0].line, wrong.ja, wrong.en)


def _misfits(one: Field) -> Iterator[Text]:
    name, kind = f"項目「{one.row}」", one.type
    if kind in ("choice", "score") and one.choices is None:
        yield Text(
            f"{name}は {kind} 型なので choices が必要です。", f"'{one.row}' is a {kind} and needs 'choices'."
        )
    if one.choices is not None and kind not in ("choice", "score", "tick"):
        yield Text(
            f"{name}に choices がありますが {kind} 型です。type: choice にしてください。",
            f"'{one.row}' has choices but is of type {kind}; make it 'type: choice'.",
        )
    if kind == "score" and one.choices and any(not code.isdigit() for code, _ in one.choices.options):
        yield Text(
            f"{name}の評点は「数字: 説明」で書いてください（例: {{3: 妥当, 2: どちらかといえば妥当}}）。",
            f"The scores of '{one.row}' are written as 'number: wording', such as {{3: good, 2: fair}}.",
        )
    if one.unit and kind not in NUMERIC:
        yield Text(
            f"{name}に単位がありますが {kind} 型です。unit を消すか数値の型にしてください。",
            f"'{one.row}' has a unit but is of type {kind}; remove it or use a numeric type.",
        )
    if one.decimals is not None and kind not in NUMERIC:
        yield Text(f"{name}は数値ではないので decimals は使えません。", f"'{one.row}' is no number; remove 'decimals'.")
    if one.also and kind not in NUMERIC | {"fiscal_year", "date"}:
        yield Text(
            f"{name}は数値や年度ではないので also（代替値）は使えません。",
            f"'{one.row}' takes text anyway; stand-ins ('also') are for numbers, years and dates.",
        )
    if (one.minimum is not None or one.maximum is not None) and kind not in NUMERIC:
        yield Text(
            f"{name}は数値ではないので min と max は使えません。", f"'{one.row}' is no number; remove 'min' and 'max'."
        )
    if one.minimum is not None and one.maximum is not None and one.minimum > one.maximum:
        yield Text(
            f"{name}の min {one.minimum:g} が max {one.maximum:g} より大きくなっています。",
            f"'{one.row}' has min {one.minimum:g} above max {one.maximum:g}.",
        )
    if one.formula is not None and one.required:
        yield Text(
            f"{name}は計算式の項目なので required は書けません。", f"'{one.row}' is computed; remove 'required'."
        )
    if one.formula is not None and (one.default is not None or one.prefill):
        yield Text(
            f"{name}は計算式の項目なので value や prefill は書けません。",
            f"'{one.row}' is computed; remove 'value' or 'prefill'.",
        )
    if one.formula is not None and kind in ("tick", "choice", "fiscal_year"):
        yield Text(
            f"{name}は {kind} 型なので計算式は書けません。", f"'{one.row}' is a {kind}; it cannot have a formula."
        )
    if len(one.help) > 255:
        yield Text(
            f"{name}の help は {len(one.help)} 文字あります。Excel の制限は 255 文字です。",
            f"The help of '{one.row}' has {len(one.help)} characters; Excel allows 255.",
        )


def _parents(form: Form, root: MapNode, problems: Problems, _: Problems) -> None:
    for one in form.fields.values():
        choices = one.choices
        if choices is None or choices.parent is None:
            continue
        above = form.fields.get(choices.parent)
        if above is None:
            close = nearest(choices.parent, form.fields)
            problems.add(
                one.line,
                f"「{one.row}」の parent「{choices.parent}」という項目はありません。"
                + (f"「{close}」ではありませんか。" if close else ""),
                f"The parent '{choices.parent}' of '{one.row}' is no field"
                + (f"; did you mean '{close}'?" if close else "."),
            )
        elif above.choices is None or above.choices.sheet != choices.sheet or above.id == one.id:
            problems.add(
                one.line,
                f"「{one.row}」の parent「{above.row}」は同じ参照シート「{choices.sheet}」の選択肢ではありません。",
                f"The parent '{above.row}' of '{one.row}' does not choose from the same sheet '{choices.sheet}'.",
            )


def _identity(form: Form, root: MapNode, problems: Problems, _: Problems) -> None:
    node = root.entries.get("identity")
    for role in ("project", "name", "department", "nothing"):
        wanted = getattr(form.identity, role)
        line = node.lines.get(role, node.line) if isinstance(node, MapNode) else root.line
        if wanted is None:
            continue
        if wanted not in form.fields:
            close = nearest(wanted, form.fields)
            problems.add(
                line,
                f"identity の {role}「{wanted}」という項目はありません。"
                + (f"「{close}」ではありませんか。" if close else ""),
                f"identity names '{wanted}' for {role}, which is no field"
                + (f"; did you mean '{close}'?" if close else "."),
            )
        elif role == "nothing" and not form.fields[wanted].is_box:
            problems.add(
                line,
                f"該当なしの項目「{wanted}」は choices のない tick 型にしてください。",
                f"The 'nothing' field '{wanted}' must be a tick without choices.",
            )


def _defined_names(form: Form, root: MapNode, problems: Problems, _: Problems) -> None:
    seen: dict[str, Field] = {}
    for one in form.fields.values():
        other = seen.setdefault(one.defined_name, one)
        if other is not one:
            problems.add(
                one.line,
                f"「{other.id}」と「{one.id}」は Excel の名前が同じ（{one.defined_name}）になります。"
                "id の「__」をやめてください。",
                f"'{other.id}' and '{one.id}' give the same Excel name {one.defined_name}; avoid '__' in ids.",
            )
        if len(one.defined_name) > 255:
            problems.add(
                one.line, f"id「{one.id[:40]}…」が長すぎます。", f"The id '{one.id[:40]}…' is too long for Excel."
            )


def _labels(form: Form, root: MapNode, problems: Problems, _: Problems) -> None:
    lines = {f.label: f.line for f in reversed(form.fields.values())}
    where = {f.section: f.line for f in reversed(form.fields.values())}
    texts = [(form.title, root.lines.get("title", root.line))]
    texts += [(f.help, f.line) for f in form.fields.values() if f.help]
    texts += list(lines.items())
    for section in form.sections:
        line = where.get(section.title, root.lines.get("sections", root.line))
        texts += [(text, line) for text in (section.title, section.note, *_printed(section))]
    known = {"year", "yy", "basis", *form.parameters}
    for text, line in texts:
        for word in PLACEHOLDER.findall(text):
            if word not in known and not _LABEL_WORD.match(word):
                close = nearest(word, known)
                problems.add(
                    line,
                    f"「{{{word}}}」に入れるものがありません。"
                    + (f"「{{{close}}}」ではありませんか。" if close else "year、yy、basis かパラメータ名を書いてください。"),
                    f"Nothing fills in '{{{word}}}'; "
                    + (f"did you mean '{{{close}}}'?" if close else "use year, yy, basis or a parameter."),
                )


def _printed(section: Section) -> Iterator[str]:
    rows = list(section.rows)
    while rows:
        for box in rows.pop().boxes:
            if isinstance(box, Stack):
                rows.extend(box.rows)
            elif isinstance(box, TextBox):
                yield box.text


# -- formulas -----------------------------------------------------------------------------------------------


def _formulas(form: Form, root: MapNode, problems: Problems, _: Problems) -> None:
    bound: dict[str, Node] = {}
    for one in form.fields.values():
        for node in (one.formula, one.default, one.required):
            if not isinstance(node, bool) and node is not None:
                tree = _bound(form, node, place_of(one), one.line, problems)
                if node is one.formula and tree is not None:
                    bound[one.id] = tree
    try:
        in_order(bound)
    except ValueError as circle:
        first = form.fields[str(circle).split(" → ", maxsplit=1)[0]]
        problems.add(
            first.line,
            f"計算式が自分に戻っています: {circle}。どれかを入力項目にしてください。",
            f"The formulas run in a circle: {circle}; make one of them an input.",
        )


def _bound(form: Form, node: Node, here: Instance, line: int, problems: Problems) -> Node | None:
    try:
        tree = bind(node, lambda name, shift: resolve(form, name, here, shift=shift))
    except NoColumn:
        return None
    except (UnknownName, FormulaError) as error:
        problems.add(line, error.text.ja, error.text.en)
        return None
    _literals(form, tree, line, problems)
    return tree


def _literals(form: Form, tree: Node, line: int, problems: Problems) -> None:
    """A choice compared with a text that its list does not have can never be equal."""
    for part in walk(tree):
        if not isinstance(part, Binary) or part.op not in ("=", "<>"):
            continue
        for area, const in ((part.left, part.right), (part.right, part.left)):
            if not (isinstance(area, Area) and isinstance(const, Const) and isinstance(const.value, str)):
                continue
            for key in area.keys[:1]:
                choices = form.fields[key].choices
                codes = [code for code, _ in choices.options] if choices else []
                if codes and const.value and const.value not in codes:
                    close = nearest(const.value, codes)
                    problems.add(
                        line,
                        f"「{form.fields[key].row}」の選択肢に「{const.value}」はありません。"
                        + (f"「{close}」ではありませんか。" if close else f"あるのは {'、'.join(codes)} です。"),
                        f"'{const.value}' is not among the choices of '{form.fields[key].row}'; "
                        + (f"did you mean '{close}'?" if close else f"they are {', '.join(codes)}."),
                    )


# -- rules --------------------------------------------------------------------------------------------------


def _rules(form: Form, root: MapNode, _: Problems, problems: Problems) -> None:
    for rule in form.rules:
        try:
            here = instances(form, rule.each)
        except UnknownName as error:
            problems.add(rule.line, f"each: {error.text.ja}", f"each: {error.text.en}")
            continue
        trees = [
            tree
            for one in here
            for node in (rule.when, rule.expect)
            if node is not None and (tree := _bound(form, node, one, rule.line, problems)) is not None
        ]
        if trees and not any(isinstance(part, Area) for tree in trees for part in walk(tree)):
            problems.add(
                rule.line,
                f"整合性ルール「{rule.id}」はどの項目も見ていません。",
                f"The rule '{rule.id}' looks at no field.",
            )
        for one in here:
            for name in rule.at:
                _known(form, name, one, rule, problems)
        for text in (rule.message.ja, rule.message.en):
            for name in message_names(text, rule, problems):
                _known(form, name, here[0], rule, problems)
        _examples(form, rule, problems)


def message_names(text: str, rule: Rule, problems: Problems | None = None) -> Iterator[Name | Range]:
    """The fields that a message shows: every placeholder but {year} and {base_year}."""
    for word in PLACEHOLDER.findall(text):
        if word in ("year", "base_year"):
            continue
        try:
            node = parse(word)
        except FormulaError:
            node = None
        if isinstance(node, Name):
            yield node
        elif problems is not None:
            problems.add(
                rule.line,
                f"メッセージの「{{{word}}}」は項目の id ではありません。",
                f"'{{{word}}}' in the message is no field id.",
            )


def _known(form: Form, name: Name | Range, here: Instance, rule: Rule, problems: Problems) -> None:
    try:
        resolve(form, name, here)
    except NoColumn:
        return
    except UnknownName as error:
        problems.add(rule.line, error.text.ja, error.text.en)


def _examples(form: Form, rule: Rule, problems: Problems) -> None:
    for key in (*rule.fails, *rule.passes):
        if key not in form.fields:
            close = nearest(key, form.fields)
            problems.add(
                rule.line,
                f"例にある「{key}」という項目はありません。" + (f"「{close}」ではありませんか。" if close else ""),
                f"The example names '{key}', which is no field" + (f"; did you mean '{close}'?" if close else "."),
            )


_CHECKS: tuple[Check, ...] = (
    _has_fields,
    _attributes,
    _parents,
    _identity,
    _defined_names,
    _labels,
    _formulas,
    _rules,
)


# -- warnings -----------------------------------------------------------------------------------------------


def warnings(edition: Edition) -> tuple[Problem, ...]:
    """What works but is likely not meant: numbers compared without a guard where a stand-in may stand."""
    form = edition.form
    found = Problems(form.source)
    for bound in edition.rules:
        for one in bound.instances[:1]:
            guarded: set[str] = set()
            for node in (one.when, one.expect):
                for part in walk(node) if node is not None else ():
                    if isinstance(part, Call) and part.name in ("ISNUMBER", "COUNT", "ISTEXT", "N"):
                        guarded.update(k for inner in walk(part) if isinstance(inner, Area) for k in inner.keys)
            for part in walk(one.expect):
                if not isinstance(part, Binary) or part.op not in ("<", ">", "<=", ">=", "+", "-", "*", "/"):
                    continue
                for side in (part.left, part.right):
                    keys = side.keys if isinstance(side, Area) else ()
                    for key in keys:
                        if form.fields[key].also and key not in guarded:
                            words = "、".join(form.fields[key].also)
                            found.add(
                                bound.rule.line,
                                f"「{bound.rule.id}」は「{form.fields[key].row}」を数値として比べますが、{words} も入り得ます"
                                "（文字はどの数値よりも大きいとみなされます）。when に ISNUMBER(…) を書いてください。",
                                f"'{bound.rule.id}' compares '{form.fields[key].row}', which may hold {words} "
                                "(text counts as larger than any number); guard it with ISNUMBER(…) in 'when'.",
                            )
    return tuple(found.found)


