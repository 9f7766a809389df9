"""Rows of boxes on a canvas: from YAML to fields and boxes, without coordinates.

A row is a list of boxes; what has no width shares what is left. A field with ``years`` is one cell for every
fiscal-year column, with ``sub`` each column is split again. A stack puts rows inside a row, a group is a label
beside a stack, a repeat writes its rows once per instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

from xltool.form.choices import read_choices
from xltool.form.keys import ID_PART, Keys, formula_of, take
from xltool.form.model import Box, Choices, Field, FieldBox, FieldType, Repeat, Row, Stack, TextBox, field_id
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode
from xltool.formula import Node

__all__ = ["Collector", "Context", "read_rows"]

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass
class Collector:
    """What the rows of all sections add up to."""

    problems: Problems
    choices: dict[str, Choices]
    offsets: tuple[int, ...]
    fields: dict[str, Field]
    repeats: dict[str, Repeat]


@dataclass(frozen=True, kw_only=True)
class Context:
    """Where a row stands."""

    width: int  # columns that a row here fills
    label_width: int
    section: str
    prefix: str = ""  # id prefix, without the last dot
    scope: str | None = None  # the repeat it stands in
    words: tuple[tuple[str, str], ...] = ()  # {n} {mark} {sub} and what they stand for

    def fill(self, text: str) -> str:
        for word, value in self.words:
            text = text.replace("{" + word + "}", value)
        return text

    def knowing(self, **words: str) -> Context:
        return replace(self, words=self.words + tuple(words.items()))


@dataclass(frozen=True)
class _Piece:
    """Some boxes of a row, drawn once their width is known."""

    width: int | None
    build: Callable[[int], list[Box]]
    line: int


def read_rows(nodes: tuple[SourceNode, ...], context: Context, into: Collector) -> tuple[Row, ...]:
    rows: list[Row] = []
    for node in nodes:
        if isinstance(node, MapNode) and "repeat" in node.entries:
            rows.extend(_repeat(node, context, into))
        elif isinstance(node, MapNode) and "group" in node.entries:
            row = _group(node, context, into)
            if row is not None:
                rows.append(row)
        elif isinstance(node, ListNode):
            pieces = [piece for child in node for piece in _pieces(child, context, into)]
            rows.append(_row(pieces, context, into.problems, node.line))
        elif isinstance(node, MapNode):
            rows.append(_row(list(_pieces(node, context, into)), context, into.problems, node.line))
        else:
            into.problems.add(
                node.line,
                f"行には項目か文字の箱を書いてください（「{node.value}」は読めません）。",
                f"A row holds fields or text boxes; '{node.value}' is neither.",
            )
    return tuple(rows)


def _row(pieces: list[_Piece], context: Context, problems: Problems, line: int) -> Row:
    """Share the width: fixed pieces take theirs, the others share the rest from left to right."""
    fixed = sum(piece.width or 0 for piece in pieces)
    loose = [piece for piece in pieces if piece.width is None]
    left = context.width - fixed
    if (not loose and left != 0) or left < len(loose):
        problems.add(
            line,
            f"この行の幅の合計は {fixed} ですが、{context.width} でなければなりません"
            "（幅を書かない箱が残りを分け合います）。",
            f"The widths of this row add up to {fixed}, but {context.width} are needed "
            "(a box without a width takes what is left).",
        )
    boxes: list[Box] = []
    for piece in pieces:
        if piece.width is not None:
            boxes.extend(piece.build(piece.width))
        else:
            share = max(1, -(-left // max(1, len(loose)))) if left > 0 else 1
            loose = loose[1:]
            left -= share
            boxes.extend(piece.build(share))
    return Row(boxes=tuple(boxes))


def _pieces(node: SourceNode, context: Context, into: Collector) -> Iterator[_Piece]:
    if not isinstance(node, MapNode):
        take(node, "field", into.problems)
    elif "text" in node.entries:
        yield from _text(node, context, into)
    elif "rows" in node.entries:
        keys = take(node, "stack", into.problems)
        assert keys is not None
        inner = keys.list("rows")
        yield _Piece(
            keys.whole("width"),
            lambda width: [Stack(rows=read_rows(inner, replace(context, width=width), into), width=width)],
            node.line,
        )
    else:
        yield from _field(node, context, into)


def _text(node: MapNode, context: Context, into: Collector) -> Iterator[_Piece]:
    keys = take(node, "text", into.problems)
    assert keys is not None
    offsets = _offsets(keys, into)
    subs = _subs(keys, context)
    style = cast(Literal["label", "head", "note", "plain", "legend"], keys.word("style") or "label")
    align = cast(Literal["left", "center", "right"] | None, keys.word("align"))
    lines = keys.whole("lines") or 1
    text = keys.text("text")

    def build(total: int) -> list[Box]:
        boxes: list[Box] = []
        for offset, sub, width in _columns(total, offsets, subs, into.problems, node.line):
            filled = context.knowing(sub=subs[sub]).fill(text) if sub else context.fill(text)
            boxes.append(
                TextBox(text=filled, width=width, style=style, offset=offset, align=align, rows=lines)
            )
        return boxes

    yield _Piece(_total(keys, offsets), build, node.line)


def _field(node: MapNode, context: Context, into: Collector) -> Iterator[_Piece]:
    keys = take(node, "field", into.problems)
    assert keys is not None
    offsets = _offsets(keys, into)
    subs = _subs(keys, context)
    own = keys.path("id")
    if own is None and not (subs and context.prefix):
        into.problems.add(
            node.line,
            "項目に id がありません。英小文字の id を書き足してください。",
            "This field has no id; add one in lower-case letters.",
        )
        return
    base = ".".join(part for part in (context.prefix, own) if part)
    label = context.fill(keys.text("label"))
    name = context.fill(keys.text("name")) or label
    if not name and not subs:
        into.problems.add(
            node.line,
            f"項目「{base}」に label がありません。印刷する見出し（別の箱にあるなら name）を書き足してください。",
            f"The field '{base}' has no label; add one (or a name, where a text box is its label).",
        )
    template = _template(keys, context, into, base, name)
    lines = keys.whole("lines") or 1
    if label:
        width = keys.whole("label_width") or context.label_width
        first = field_id(base, offsets[0] if offsets else None)
        yield _Piece(width, lambda w: [TextBox(text=label, width=w, field=first)], node.line)

    def build(total: int) -> list[Box]:
        boxes: list[Box] = []
        for offset, sub, width in _columns(total, offsets, subs, into.problems, node.line):
            one = _instance(template, keys, context, into, (base, offset, sub, subs))
            if one.id in into.fields:
                into.problems.add(
                    node.line,
                    f"id「{one.id}」は {into.fields[one.id].line} 行目でもう使われています。別の id にしてください。",
                    f"The id '{one.id}' is already used in line {into.fields[one.id].line}; choose another.",
                )
            else:
                into.fields[one.id] = one
            boxes.append(FieldBox(field=one.id, width=width, lines=lines))
        return boxes

    yield _Piece(_total(keys, offsets), build, node.line)


def _template(keys: Keys, context: Context, into: Collector, base: str, name: str) -> Field:
    """The field without its column; formulas follow per instance."""
    choices_node = keys.get("choices")
    kind = cast(FieldType, keys.word("type") or "text")
    return Field(
        id=base,
        row=base,
        label=name,
        section=context.section,
        type=kind,
        line=keys.line,
        scope=context.scope,
        unit=keys.text("unit") or None,
        decimals=keys.whole("decimals"),
        choices=read_choices(choices_node, into.choices, into.problems) if choices_node else None,
        also=keys.words("also"),
        owner=cast(Literal["department", "committee"], keys.word("owner") or "department"),
        prefill=cast(Literal["locked", "editable"] | None, keys.word("prefill")),
        carry=context.fill(keys.text("carry")) or None,
        internal=keys.flag("internal"),
        exact=keys.flag("exact"),
        minimum=keys.number("min"),
        maximum=keys.number("max"),
        length=keys.whole("length"),
        help=context.fill(keys.text("help")),
    )


def _instance(
    template: Field,
    keys: Keys,
    context: Context,
    into: Collector,
    where: tuple[str, int | None, str | None, dict[str, str]],
) -> Field:
    base, offset, sub, subs = where
    row = f"{base}.{sub}" if sub else base
    words = context.knowing(sub=sub) if sub else context

    def formula(key: str) -> Node | None:
        node = keys.scalar(key)
        if node is None or node.empty:
            return None
        return formula_of(node, into.problems, words.fill(node.value))

    required: bool | Node = False
    node = keys.scalar("required")
    if node is not None and node.value in ("true", "false"):
        required = node.value == "true"
    elif node is not None:
        required = formula("required") or False
    return replace(
        template,
        id=field_id(row, offset),
        row=row,
        offset=offset,
        label=template.label or (subs[sub] if sub else row),
        sub=subs[sub] if sub and template.label else None,
        required=required,
        formula=formula("formula"),
        default=formula("value"),
        carry=words.fill(template.carry) if template.carry else None,
    )


def _offsets(keys: Keys, into: Collector) -> tuple[int, ...]:
    """The columns of a box: all of the form's with ``years: true``, or those listed."""
    node = keys.get("years")
    if node is None or (isinstance(node, Scalar) and node.value == "false"):
        return ()
    if not into.offsets:
        into.problems.add(
            node.line,
            "「years」を使うには、様式の先頭に年度の列を書いてください（years: {offsets: [-1, 0, 1, 2]}）。",
            "To use 'years' here, declare the form's columns: years: {offsets: [-1, 0, 1, 2]}.",
        )
        return ()
    if isinstance(node, Scalar) and node.value == "true":
        return into.offsets
    out = []
    for word in keys.words("years"):
        try:
            offset = int(word)
        except ValueError:
            offset = 999
        if offset not in into.offsets:
            into.problems.add(
                node.line,
                f"年度の列「{word}」は様式にありません。{list(into.offsets)} から選んでください。",
                f"The form has no column '{word}'; choose from {list(into.offsets)}.",
            )
        else:
            out.append(offset)
    return tuple(out)


def _subs(keys: Keys, context: Context) -> dict[str, str]:
    node = keys.map("sub")
    out: dict[str, str] = {}
    for sub, label in node.entries.items() if node else ():
        if not ID_PART.match(sub) or not isinstance(label, Scalar):
            keys.problems.add(
                label.line,
                f"「sub」は「id: 見出し」で書いてください（「{sub}」は id に使えません）。",
                f"'sub' takes 'id: label'; '{sub}' cannot be an id.",
            )
            continue
        out[sub] = context.fill(label.value)
    return out


def _total(keys: Keys, offsets: tuple[int, ...]) -> int | None:
    width = keys.whole("width")
    return None if width is None else width * max(1, len(offsets))


def _columns(
    total: int, offsets: tuple[int, ...], subs: dict[str, str], problems: Problems, line: int
) -> Iterator[tuple[int | None, str | None, int]]:
    """(offset, sub, width) of every cell, left to right."""
    columns: list[tuple[int | None, str | None]] = [
        (offset, sub) for offset in (offsets or (None,)) for sub in (tuple(subs) or (None,))
    ]
    if total % len(columns):
        problems.add(
            line,
            f"幅 {total} は {len(columns)} 列に等分できません。幅を {len(columns)} の倍数にしてください。",
            f"A width of {total} cannot be split into {len(columns)} equal columns; "
            f"make it a multiple of {len(columns)}.",
        )
    for offset, sub in columns:
        yield offset, sub, max(1, total // len(columns))


def _group(node: MapNode, context: Context, into: Collector) -> Row | None:
    keys = take(node, "group", into.problems)
    assert keys is not None
    width = keys.whole("width") or 1
    inner = replace(
        context, width=context.width - width, label_width=max(1, context.label_width - width)
    )
    if inner.width < 1:
        into.problems.add(
            node.line,
            f"まとまりの見出しの幅 {width} が行の幅 {context.width} を使い切っています。",
            f"The group's label of {width} columns leaves no room in a row of {context.width}.",
        )
        return None
    label = TextBox(text=context.fill(keys.text("group")), width=width, rows=keys.whole("lines") or 1)
    rows = read_rows(keys.list("rows"), inner, into)
    return Row(boxes=(label, Stack(rows=rows, width=inner.width)))


def _repeat(node: MapNode, context: Context, into: Collector) -> Iterator[Row]:
    keys = take(node, "repeat", into.problems)
    assert keys is not None
    prefix = keys.path("repeat")
    if prefix is None:
        return
    full = ".".join(part for part in (context.prefix, prefix) if part)
    children = _children(keys)
    into.repeats[full] = Repeat(id=full, children=tuple(children))
    for child, mark in children.items():
        inner = replace(context, prefix=f"{full}.{child}", scope=full).knowing(n=child, mark=mark)
        yield from read_rows(keys.list("rows"), inner, into)


def _children(keys: Keys) -> dict[str, str]:
    """Instance -> its mark: 4 gives 1..4 with ①..④, a list its ids, a map its labels."""
    node = keys.get("of")
    if isinstance(node, Scalar):
        count = keys.whole("of") or 0
        if not 1 <= count <= len(_CIRCLED):
            keys.problems.add(
                node.line,
                f"繰り返しの数は 1 から {len(_CIRCLED)} までです。",
                f"A repeat takes 1 to {len(_CIRCLED)} instances.",
            )
        return {str(i + 1): _CIRCLED[i] for i in range(min(count, len(_CIRCLED)))}
    if isinstance(node, ListNode):
        return {word: word for word in keys.words("of")}
    if isinstance(node, MapNode):
        return {
            child: label.value if isinstance(label, Scalar) else child
            for child, label in node.entries.items()
        }
    return {}
