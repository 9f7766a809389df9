"""One field of a form file: the cells that it becomes, each with its formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, cast

from xltool.form.columns import Columns, read_columns
from xltool.form.context import Collector, Context
from xltool.form.keys import Keys, formula_of
from xltool.form.model import Field, FieldType, field_id
from xltool.form.source import MapNode
from xltool.form.take import take
from xltool.formula import Node

__all__ = ["FieldSource", "read_field"]

_WORDS_FOR_A_FLAG = {"yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True, kw_only=True)
class FieldSource:
    """A field as written, before its columns are spread out."""

    base: str  # its id without sub and column
    label: str  # printed before it; may be empty
    keys: Keys
    columns: Columns
    cell: Callable[[int | None, str | None], Field]  # of one column; also collects it

    @property
    def first(self) -> str:
        """Id of its first cell, which the printed label names."""
        row = ".".join(part for part in (self.base, next(iter(self.columns.subs), "")) if part)
        return field_id(row, self.columns.offsets[0] if self.columns.offsets else None)


def read_field(node: MapNode, context: Context, into: Collector) -> FieldSource | None:
    """None where the field has no usable id."""
    problems = into.problems
    before = problems.times
    keys = take(node, "field", problems)
    assert keys is not None
    columns = read_columns(keys, context, into)
    own = keys.path("id")
    if own is None and not (columns.subs and context.prefix):
        if "id" not in node.entries:
            problems.tear(
                node.line,
                "項目に id がありません。英小文字の id を書き足してください。",
                "This field has no id; add one in lower-case letters.",
            )
        return None
    base = context.id_of(own)
    label = context.printed(keys, "label", into)
    name = context.printed(keys, "name", into) or label
    if not name and not columns.subs:
        problems.add(
            node.line,
            f"項目「{base}」に label がありません。"
            "印刷する見出し（別の箱にあるなら name）を書き足してください。",
            f"The field '{base}' has no label; add one (or a name, where a text box is its label).",
        )
    template = _template(keys, context, into, base, name)
    required = _required(keys)

    def cell(offset: int | None, sub: str | None) -> Field:
        one = _cell(template, required, keys, context, into, columns, (offset, sub))
        _collect(one, keys, into)
        if problems.times > before or ("choices" in node.entries and one.choices is None):
            into.broken.add(one.row)
        return one

    return FieldSource(base=base, label=label, keys=keys, columns=columns, cell=cell)


def _collect(one: Field, keys: Keys, into: Collector) -> None:
    other = into.fields.setdefault(one.id, one)
    into.lines.setdefault(one.row, keys.node.lines)
    if other is not one:
        into.problems.add(
            keys.at("id"),
            f"id「{one.id}」は {other.line} 行目でもう使われています。別の id にしてください。",
            f"The id '{one.id}' is already used in line {other.line}; choose another.",
        )


def _template(keys: Keys, context: Context, into: Collector, base: str, name: str) -> Field:
    """The field without its column; formulas follow per cell."""
    choices = keys.get("choices")
    return Field(
        id=base,
        row=base,
        label=name,
        section=context.section,
        type=cast(FieldType, keys.word("type") or "text"),
        line=keys.line,
        scope=context.scope,
        unit=keys.text("unit") or None,
        decimals=keys.whole("decimals"),
        choices=into.choices.read(choices, context.fill) if choices else None,
        also=keys.words("also"),
        owner=cast(Literal["department", "committee"], keys.word("owner") or "department"),
        prefill=cast(Literal["locked", "editable"] | None, keys.word("prefill")),
        internal=keys.flag("internal"),
        exact=keys.flag("exact"),
        minimum=keys.number("min"),
        maximum=keys.number("max"),
        length=keys.whole("length"),
        help=context.printed(keys, "help", into),
    )


def _required(keys: Keys) -> bool | Literal["formula"]:
    node = keys.scalar("required")
    if node is None or node.empty or node.value == "false":
        return False
    if node.value == "true":
        return True
    if node.value.lower() in _WORDS_FOR_A_FLAG:
        keys.problems.add(
            node.line,
            f"「required: {node.value}」は true、false か計算式で書いてください。",
            f"'required: {node.value}' must be true, false or a formula.",
        )
        return False
    return "formula"


def _cell(
    template: Field,
    required: bool | Literal["formula"],
    keys: Keys,
    context: Context,
    into: Collector,
    columns: Columns,
    at: tuple[int | None, str | None],
) -> Field:
    offset, sub = at
    row = f"{template.row}.{sub}" if sub else template.row
    words = context.knowing(sub=sub) if sub else context

    def formula(key: str) -> tuple[Node | None, str | None]:
        """The parsed formula and its text."""
        node = keys.scalar(key)
        if node is None or node.empty:
            return None, None
        text = words.fill(node.value).strip()
        return formula_of(node, into.problems, text), text

    condition, condition_text = formula("required") if required == "formula" else (None, None)
    computed, computed_text = formula("formula")
    return replace(
        template,
        id=field_id(row, offset),
        row=row,
        offset=offset,
        label=template.label or (columns.subs[sub] if sub else row),
        sub=columns.subs[sub] if sub and template.label else None,
        required=condition if condition is not None else required is True,
        required_text=condition_text,
        formula=computed,
        formula_text=computed_text,
        default=formula("value")[0],
        carry=words.fill(keys.text("carry")) or None,  # a row or a field; ``carried`` puts in the column
    )
