"""Rows of boxes on a canvas: from YAML to fields and boxes, without coordinates.

A row is a list of boxes; what has no width shares what is left. A field with ``years`` is one cell for every
fiscal-year column, with ``sub`` each column is split again. A stack puts rows inside a row, a group is a
label beside a stack, a repeat writes its rows once per instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

from xltool.form.columns import read_columns
from xltool.form.context import Collector, Context
from xltool.form.fields import read_field
from xltool.form.model import Box, FieldBox, Row, Stack, TextBox
from xltool.form.repeats import read_repeat
from xltool.form.source import ListNode, MapNode, SourceNode
from xltool.form.take import take

__all__ = ["read_rows"]


@dataclass(frozen=True)
class _Piece:
    """Some boxes of a row, drawn once their width is known."""

    width: int | None
    build: Callable[[int], list[Box]]


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
            rows.append(_row(node.items, context, into, node.line))
        elif isinstance(node, MapNode):
            rows.append(_row((node,), context, into, node.line))
        else:
            into.problems.tear(
                node.line,
                f"行には項目か文字の箱を書いてください（「{node.value}」は読めません）。",
                f"A row holds fields or text boxes; '{node.value}' is neither.",
            )
    return tuple(rows)


def _row(nodes: tuple[SourceNode, ...], context: Context, into: Collector, line: int) -> Row:
    """Share the width: fixed pieces take theirs, the others share the rest from left to right."""
    before = into.problems.times
    pieces = [piece for node in nodes for piece in _pieces(node, context, into)]
    readable = into.widths and into.problems.times == before
    fixed = sum(piece.width or 0 for piece in pieces)
    loose = sum(piece.width is None for piece in pieces)
    left = context.width - fixed
    if not nodes:
        into.problems.add(line, "空の行があります。消してください。", "An empty row; remove it.")
    elif readable and ((not loose and left != 0) or left < loose):
        into.problems.add(
            line,
            f"この行の幅の合計は {fixed} ですが、{context.width} でなければなりません"
            "（幅を書かない箱が残りを分け合います）。",
            f"The widths of this row add up to {fixed}, but {context.width} are needed "
            "(a box without a width takes what is left).",
        )
    boxes: list[Box] = []
    for piece in pieces:
        width = piece.width
        if width is None:
            width = max(1, -(-left // loose))
            left, loose = left - width, loose - 1
        boxes.extend(piece.build(width))
    return Row(boxes=tuple(boxes))


def _pieces(node: SourceNode, context: Context, into: Collector) -> Iterator[_Piece]:
    if not isinstance(node, MapNode):
        take(node, "field", into.problems)
    elif "text" in node.entries:
        yield _text(node, context, into)
    elif node.entries.keys() & {"group", "repeat"}:
        take(node, "stack", into.problems)  # it says that these make rows of their own
        yield _Piece(None, _blank)
    elif "rows" in node.entries:
        keys = take(node, "stack", into.problems)
        assert keys is not None
        inner = keys.list("rows")
        yield _Piece(
            keys.whole("width"),
            lambda width: [Stack(rows=read_rows(inner, replace(context, width=width), into), width=width)],
        )
    else:
        yield from _field(node, context, into)


def _blank(width: int) -> list[Box]:
    """What stands where a piece cannot be read."""
    return [TextBox(text="", width=width)]


def _text(node: MapNode, context: Context, into: Collector) -> _Piece:
    keys = take(node, "text", into.problems)
    assert keys is not None
    columns = read_columns(keys, context, into)
    style = cast(Literal["label", "head", "note", "plain", "legend"], keys.word("style") or "label")
    align = cast(Literal["left", "center", "right"] | None, keys.word("align"))
    lines = keys.whole("lines") or 1
    text = context.printed(keys, "text", into, *(["sub"] if columns.subs else ()))

    def build(total: int) -> list[Box]:
        return [
            TextBox(
                text=context.knowing(sub=columns.subs[sub]).fill(text) if sub else text,
                width=width,
                style=style,
                offset=offset,
                align=align,
                rows=lines,
            )
            for offset, sub, width in columns.cells(total)
        ]

    return _Piece(columns.total, build)


def _field(node: MapNode, context: Context, into: Collector) -> Iterator[_Piece]:
    source = read_field(node, context, into)
    if source is None:
        yield _Piece(None, _blank)
        return
    lines = source.keys.whole("lines") or 1
    if source.label:
        label, first = source.label, source.first
        yield _Piece(
            source.keys.whole("label_width") or context.label_width,
            lambda width: [TextBox(text=label, width=width, field=first)],
        )
    yield _Piece(
        source.columns.total,
        lambda total: [
            FieldBox(field=source.cell(offset, sub).id, width=width, lines=lines)
            for offset, sub, width in source.columns.cells(total)
        ],
    )


def _group(node: MapNode, context: Context, into: Collector) -> Row | None:
    keys = take(node, "group", into.problems)
    assert keys is not None
    width = keys.whole("width") or 1
    inner = replace(context, width=context.width - width, label_width=max(1, context.label_width - width))
    if inner.width < 1:
        into.problems.tear(
            keys.at("width"),
            f"まとまりの見出しの幅 {width} が行の幅 {context.width} を使い切っています。",
            f"The group's label of {width} columns leaves no room in a row of {context.width}.",
        )
        return None
    label = TextBox(text=context.printed(keys, "group", into), width=width, rows=keys.whole("lines") or 1)
    rows = read_rows(keys.list("rows"), inner, into)
    return Row(boxes=(label, Stack(rows=rows, width=inner.width)))


def _repeat(node: MapNode, context: Context, into: Collector) -> Iterator[Row]:
    keys = take(node, "repeat", into.problems)
    assert keys is not None
    for inner in read_repeat(keys, context, into):
        yield from read_rows(keys.list("rows"), inner, into)
