"""Formulas, conditions and values of fields."""

from __future__ import annotations

from xltool.form.draft import Draft
from xltool.form.lint.binding import bound
from xltool.form.model import Field
from xltool.form.order import Circle, in_order, place_of
from xltool.form.resolve import NoColumn
from xltool.formula import Area, Node
from xltool.formula.tree import walk

__all__ = ["check"]


def check(draft: Draft) -> None:
    trees: dict[str, Node] = {}
    for one in draft.form.fields.values():
        for key, node in (("formula", one.formula), ("value", one.default), ("required", one.required)):
            if node is None or isinstance(node, bool):
                continue
            tree = _tree(draft, one, key, node)
            if tree is not None and key == "formula":
                trees[one.id] = tree
            if tree is not None and key == "required":
                _condition(draft, one, tree)
    try:
        in_order(trees)
    except Circle as circle:
        shown = " → ".join(circle.keys)
        draft.problems.add(
            draft.at(draft.form.fields[circle.keys[0]], "formula"),
            f"計算式が自分に戻っています: {shown}。どれかを入力項目にしてください。",
            f"The formulas run in a circle: {shown}; make one of them an input.",
        )


def _tree(draft: Draft, one: Field, key: str, node: Node) -> Node | None:
    line = draft.at(one, key)
    try:
        return bound(draft, node, place_of(one), line, draft.problems)
    except NoColumn as missing:
        draft.problems.add(
            line,
            f"「{missing}」という列はないので、「{one.id}」の {key} は計算できません。"
            f"PREV を使うなら years: [ ] でその列を除いてください。",
            f"There is no column '{missing}', so the {key} of '{one.id}' cannot be computed; "
            "with PREV, leave that column out by years: [ ].",
        )
        return None


def _condition(draft: Draft, one: Field, tree: Node) -> None:
    """What the department must fill in cannot depend on what the committee writes afterwards."""
    if one.owner == "committee":
        return
    for part in walk(tree):
        for key in part.keys if isinstance(part, Area) else ():
            if draft.form.fields[key].owner == "committee":
                draft.problems.add(
                    draft.at(one, "required"),
                    f"担当部署が記入する「{one.row}」の required は、"
                    f"後で委員会が記入する「{key}」を使えません。",
                    f"'{one.row}' is the department's; its 'required' cannot ask for '{key}', "
                    "which the committee fills in later.",
                )
