"""Warnings: what works but is likely not meant."""

from __future__ import annotations

from xltool.errors import Problem
from xltool.form.edition import Edition
from xltool.form.model import Form
from xltool.form.source import Problems
from xltool.form.words import PLACEHOLDER
from xltool.formula import Area, Node
from xltool.formula.tree import Binary, Call, walk

__all__ = ["warnings"]

_LONGEST_TAB = 31
_GUARDS = ("ISNUMBER", "COUNT", "ISTEXT")
_NUMBERS_ONLY = ("<", ">", "<=", ">=", "+", "-", "*", "/")


def warnings(edition: Edition) -> tuple[Problem, ...]:
    """Numbers compared without a guard where a stand-in may stand; a title that its tab cannot hold."""
    found = Problems(edition.form.source)
    _tab(edition.form, found)
    for bound in edition.rules:
        for one in bound.instances[:1]:
            guarded = {key for node in (one.when, one.expect) if node for key in _guarded(node)}
            for key in _compared(one.expect):
                field = edition.form.fields[key]
                if not field.also or key in guarded:
                    continue
                words = "、".join(field.also)
                found.add(
                    bound.rule.line,
                    f"「{bound.rule.id}」は「{field.row}」を数値として比べますが、{words} も入り得ます"
                    "（文字はどの数値よりも大きいとみなされます）。when に ISNUMBER(…) を書いてください。",
                    f"'{bound.rule.id}' compares '{field.row}', which may hold {words} "
                    "(text counts as larger than any number); guard it with ISNUMBER(…) in 'when'.",
                )
    return tuple(found.found)


def _tab(form: Form, found: Problems) -> None:
    title = " ".join(PLACEHOLDER.sub(" ", form.title).split())
    if len(title) > _LONGEST_TAB:
        found.add(
            1,
            f"題名は年度を除いて {len(title)} 文字あります。"
            f"シートの見出しには {_LONGEST_TAB} 文字までしか出ません。",
            f"The title has {len(title)} characters without its year; the sheet's tab shows {_LONGEST_TAB}.",
        )


def _guarded(tree: Node) -> set[str]:
    calls = [part for part in walk(tree) if isinstance(part, Call) and part.name in _GUARDS]
    return {key for call in calls for part in walk(call) if isinstance(part, Area) for key in part.keys}


def _compared(tree: Node) -> dict[str, None]:
    sides = [
        side
        for part in walk(tree)
        if isinstance(part, Binary) and part.op in _NUMBERS_ONLY
        for side in (part.left, part.right)
    ]
    return dict.fromkeys(key for side in sides if isinstance(side, Area) for key in side.keys)
