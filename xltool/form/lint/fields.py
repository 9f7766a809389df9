"""What fields, identity and parameters name: that it exists, once, and fits."""

from __future__ import annotations

from xltool.form.draft import Draft
from xltool.form.model import Field, Form
from xltool.form.source import MapNode, hint
from xltool.formula import FormulaError, Name, parse
from xltool.text import Text

__all__ = ["has_fields", "identity", "names", "parameters", "parents"]

_LONGEST_NAME = 255  # of a defined name in Excel
_WITH_A_MEANING = ("year", "base_year")
_SEE_FIELDS = Text("様式にある id を書いてください。", "give the id of a field of this form.")


def has_fields(draft: Draft) -> None:
    if not draft.form.fields and not draft.problems.found:
        draft.problems.add(
            draft.root.line,
            "項目が一つもありません。sections の rows に書いてください。",
            "The form has no fields; write some into the rows of its sections.",
        )


def parents(draft: Draft) -> None:
    for one in draft.form.fields.values():
        if one.choices is None or one.choices.parent is None:
            continue
        wrong = _parent(draft, one)
        if wrong is not None:
            draft.problems.add(draft.at(one, "choices"), wrong.ja, wrong.en)


def _parent(draft: Draft, one: Field) -> Text | None:
    assert one.choices and one.choices.parent
    form = draft.form
    above = form.fields.get(one.choices.parent)
    if above.row in draft.broken if above else draft.problems.torn:
        return None
    if above is None:
        advice = hint(one.choices.parent, form.fields, _SEE_FIELDS)
        return Text(
            f"「{one.row}」の parent「{one.choices.parent}」という項目はありません。{advice.ja}",
            f"The parent '{one.choices.parent}' of '{one.row}' is no field; {advice.en}",
        )
    if above.choices is None or above.choices.sheet != one.choices.sheet:
        return Text(
            f"「{one.row}」の "
            f"parent「{above.row}」は同じ参照シート「{one.choices.sheet}」の選択肢ではありません。",
            f"The parent '{above.row}' of '{one.row}' does not "
            f"choose from the same sheet '{one.choices.sheet}'.",
        )
    return _chain(form, one, above)


def _chain(form: Form, one: Field, above: Field) -> Text | None:
    """The parents of a parent: each another field, from another column."""
    seen = {one.id: one}
    columns = {one.choices.column if one.choices else None}
    at: Field | None = above
    while at is not None and at.choices is not None:
        if at.id in seen:
            if at is not one or one is not min(seen.values(), key=lambda f: f.line):
                return None  # told once, at the first field of the circle
            return Text(
                f"「{one.row}」の parent をたどると自分に戻ります。一番上の項目の parent を消してください。",
                f"The parents of '{one.row}' run in a circle; remove the parent of the topmost field.",
            )
        if at.choices.column in columns:
            return Text(
                f"「{one.row}」と parent「{at.row}」が同じ列「{at.choices.column}」から選んでいます。"
                "別の列にしてください。",
                f"'{one.row}' and its parent '{at.row}' choose from one column '{at.choices.column}'; "
                "name different ones.",
            )
        seen[at.id] = at
        columns.add(at.choices.column)
        at = form.fields.get(at.choices.parent) if at.choices.parent else None
    return None


def identity(draft: Draft) -> None:
    form, node = draft.form, draft.root.entries.get("identity")
    for role in ("project", "name", "department", "nothing"):
        wanted = getattr(form.identity, role)
        if wanted is None:
            continue
        line = node.lines.get(role, node.line) if isinstance(node, MapNode) else draft.root.line
        if wanted not in form.fields:
            advice = hint(wanted, form.fields, _SEE_FIELDS)
            if not draft.problems.torn:
                draft.problems.add(
                    line,
                    f"identity の {role}「{wanted}」という項目はありません。{advice.ja}",
                    f"identity names '{wanted}' for {role}, which is no field; {advice.en}",
                )
        elif role == "nothing" and not form.fields[wanted].is_box:
            draft.problems.add(
                line,
                f"該当なしの項目「{wanted}」は choices のない tick 型にしてください。",
                f"The 'nothing' field '{wanted}' must be a tick without choices.",
            )
        elif role != "nothing" and form.fields[wanted].is_box:
            draft.problems.add(
                line,
                f"identity の {role} に箱（tick）の項目「{wanted}」は使えません。文字の項目にしてください。",
                f"identity takes '{wanted}' for {role}, but a box names nothing; use a text or code.",
            )


def names(draft: Draft) -> None:
    """Ids that Excel or a formula would take for something else."""
    seen: dict[str, Field] = {}
    for one in draft.form.fields.values():
        other = seen.setdefault(one.defined_name, one)
        line = draft.at(one, "id")
        if other is not one:
            draft.problems.add(
                line,
                f"「{other.id}」と「{one.id}」は Excel の名前が同じ（{one.defined_name}）になります。"
                "id の「__」をやめてください。",
                f"'{other.id}' and '{one.id}' give the same Excel name {one.defined_name};"
                " avoid '__' in ids.",
            )
        if len(one.defined_name) > _LONGEST_NAME:
            draft.problems.add(
                line,
                f"id「{one.id[:40]}…」が長すぎます。短くしてください。",
                f"The id '{one.id[:40]}…' is too long for a name in Excel; shorten it.",
            )
        if one.row in _WITH_A_MEANING or not _is_a_name(one.row):
            draft.problems.add(
                line,
                f"id「{one.row}」は計算式の中で別の意味になります。ほかの id にしてください。",
                f"The id '{one.row}' means something else in formulas; choose another.",
            )


def _is_a_name(row: str) -> bool:
    try:
        return parse(row) == Name(path=tuple(row.split(".")))
    except FormulaError:
        return False


def parameters(draft: Draft) -> None:
    node = draft.root.entries.get("parameters")
    for name in draft.form.parameters:
        field = draft.form.rows_of.get(name)
        if field and isinstance(node, MapNode):
            draft.problems.add(
                node.lines[name],
                f"パラメータ「{name}」と同じ id の項目が {field[0].line} 行目にあります。"
                "どちらかの名前を変えてください。",
                f"The parameter '{name}' has the id of the field in line {field[0].line};"
                " rename one of them.",
            )
        elif name.lower() in ("true", "false") and isinstance(node, MapNode):
            draft.problems.add(
                node.lines[name],
                f"パラメータ「{name}」は計算式では真偽値です。ほかの名前にしてください。",
                f"The parameter '{name}' is a truth value in formulas; choose another name.",
            )
