"""Formulas of a draft bound to its fields, and what their names and comparisons get wrong."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.form.draft import Draft
from xltool.form.model import NUMERIC, Choices, Field
from xltool.form.resolve import Instance, UnknownName, resolve
from xltool.form.source import Problems, hint
from xltool.formula import Area, Const, FormulaError, Node, bind
from xltool.formula.tree import Binary, walk
from xltool.text import Text

__all__ = ["bound"]


def bound(draft: Draft, node: Node, here: Instance, line: int, problems: Problems) -> Node | None:
    """The tree with its cells; None where a name is unknown. Raises NoColumn as ``resolve`` does."""
    try:
        tree = bind(node, lambda name, shift: resolve(draft.form, name, here, shift=shift))
    except UnknownName as error:
        if not problems.torn:
            problems.add(line, error.text.ja, error.text.en)
        return None
    except FormulaError as error:
        problems.add(line, error.text.ja, error.text.en)
        return None
    for wrong in _comparisons(draft, tree):
        problems.add(line, wrong.ja, wrong.en)
    return tree


def _comparisons(draft: Draft, tree: Node) -> Iterator[Text]:
    """A field compared with a text that it can never hold."""
    for part in walk(tree):
        if not isinstance(part, Binary) or part.op not in ("=", "<>"):
            continue
        for area, const in ((part.left, part.right), (part.right, part.left)):
            if isinstance(area, Area) and isinstance(const, Const) and isinstance(const.value, str):
                one = draft.form.fields[area.keys[0]]
                wrong = _never(one, const.value) if const.value and one.row not in draft.broken else None
                if wrong is not None:
                    yield wrong


def _never(one: Field, text: str) -> Text | None:
    choices = one.choices
    if one.is_box:
        return Text(
            f'「{one.row}」は箱なので値は TRUE か FALSE です。「"{text}"」とは比べられません。',
            f"'{one.row}' is a box, TRUE or FALSE; it is never the text \"{text}\".",
        )
    if one.type in NUMERIC | {"fiscal_year"} and text not in one.also:
        return Text(
            f"「{one.row}」の値は数値です（年度は西暦）。"
            f'「"{text}"」ではなく数値か、also の代替値と比べてください。',
            f"'{one.row}' holds a number (of a fiscal year, the western year); compare it with a number "
            f'or one of its stand-ins, not with "{text}".',
        )
    if choices is None or one.type not in ("choice", "tick") or not choices.options:
        return None
    return _choice(one, choices, text)


def _choice(one: Field, choices: Choices, text: str) -> Text | None:
    codes = [code for code, _ in choices.options]
    if text in codes:
        return None
    for code, label in choices.options:
        if text == label:
            return Text(
                f'「{one.row}」の値はコードです。表示の「{text}」ではなく「"{code}"」と比べてください。',
                f'\'{one.row}\' holds the code, not the label "{text}"; compare it with "{code}".',
            )
    advice = hint(text, codes, Text(f"あるのは {'、'.join(codes)} です。", f"they are {', '.join(codes)}."))
    return Text(
        f"「{one.row}」の選択肢に「{text}」はありません。{advice.ja}",
        f"'{text}' is not among the choices of '{one.row}'; {advice.en}",
    )
