"""What a form declares for the comparison with other sheets: lifecycle and indicators."""

from __future__ import annotations

from xltool.form.draft import Draft
from xltool.form.lint.binding import bound
from xltool.form.model import Indicator
from xltool.form.resolve import Instance, NoColumn, UnknownName, resolve
from xltool.form.source import ListNode, MapNode, hint
from xltool.formula import Area, Name
from xltool.text import Text

__all__ = ["check"]

_WRITTEN = ("text", "paragraph", "choice")


def check(draft: Draft) -> None:
    _lifecycle(draft)
    node = draft.root.entries.get("indicators")
    lines = [item.line for item in node] if isinstance(node, ListNode) else []
    for i, one in enumerate(draft.form.indicators):
        _indicator(draft, one, lines[i] if i < len(lines) else draft.root.line)


def _lifecycle(draft: Draft) -> None:
    lifecycle, node = draft.form.lifecycle, draft.root.entries.get("lifecycle")
    lines = node.lines if isinstance(node, MapNode) else {}
    for key, tree in (("new", lifecycle.new), ("ended", lifecycle.ended)):
        if tree is None:
            continue
        line = lines.get(key, draft.root.line)
        try:
            bound(draft, tree, Instance(), line, draft.problems)
        except NoColumn as missing:
            draft.problems.add(
                line,
                f"lifecycle の {key} に「{missing}」という列はありません。",
                f"The '{key}' of lifecycle looks at '{missing}', which is no column.",
            )
    for key, wanted in (("start_year", lifecycle.start_year), ("end_year", lifecycle.end_year)):
        if wanted is not None:
            _year(draft, key, wanted, lines.get(key, draft.root.line))


def _year(draft: Draft, key: str, wanted: str, line: int) -> None:
    one = draft.form.fields.get(wanted)
    if one is None and not draft.problems.torn:
        advice = hint(
            wanted,
            draft.form.fields,
            Text("様式にある id を書いてください。", "give the id of a field of this form."),
        )
        draft.problems.add(
            line,
            f"lifecycle の {key}「{wanted}」という項目はありません。{advice.ja}",
            f"lifecycle names '{wanted}' for {key}, which is no field; {advice.en}",
        )
    elif one is not None and one.type != "fiscal_year":
        draft.problems.add(
            line,
            f"lifecycle の {key}「{wanted}」は {one.type} 型です。fiscal_year 型の項目にしてください。",
            f"lifecycle takes '{wanted}' for {key}, a {one.type}; it must be a fiscal_year.",
        )


def _indicator(draft: Draft, one: Indicator, line: int) -> None:
    name, unit = _fields(draft, one.name, line), _fields(draft, one.unit, line)
    if name is None or unit is None:
        return
    wrong = [key for key in (*name, *unit) if draft.form.fields[key].type not in _WRITTEN]
    if wrong:
        draft.problems.add(
            line,
            f"指標の名称や単位に「{wrong[0]}」は使えません。文字の項目にしてください。",
            f"'{wrong[0]}' cannot name an indicator or its unit; use a text field.",
        )
    elif len(name) != len(unit):
        draft.problems.add(
            line,
            f"指標の名称は {len(name)} 項目、単位は {len(unit)} 項目です。同じ数にしてください。",
            f"There are {len(name)} names of indicators but {len(unit)} units; give one unit each.",
        )


def _fields(draft: Draft, name: Name, line: int) -> tuple[str, ...] | None:
    try:
        area = resolve(draft.form, name, Instance())
    except UnknownName as error:
        if not draft.problems.torn:
            draft.problems.add(line, error.text.ja, error.text.en)
        return None
    if isinstance(area, Area):
        return tuple(area.keys)
    draft.problems.add(
        line, f"「{name}」は項目ではなくパラメータです。", f"'{name}' is a parameter, not a field."
    )
    return None
