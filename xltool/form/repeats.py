"""The instances of a repeat: 4 gives 1 to 4 with ① to ④, a list its ids, a map its ids and labels."""

from __future__ import annotations

import re

from xltool.form.context import Collector, Context
from xltool.form.keys import Keys
from xltool.form.model import Repeat
from xltool.form.source import ListNode, MapNode, Scalar, SourceNode

__all__ = ["read_repeat"]

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHILD = re.compile(r"([a-z][a-z0-9_]*|[0-9]{1,4})\Z")


def read_repeat(keys: Keys, context: Context, into: Collector) -> list[Context]:
    """Where the rows of each instance stand; nothing where the repeat has no usable id."""
    prefix = keys.path("repeat")
    children = _children(keys)
    if prefix is None:
        return []
    full = context.id_of(prefix)
    into.repeats[full] = Repeat(id=full, children=tuple(children))
    return [context.knowing(n=child, mark=mark).inside(full, child) for child, mark in children.items()]


def _children(keys: Keys) -> dict[str, str]:
    """Instance -> its mark."""
    node = keys.get("of")
    if node is None or (isinstance(node, Scalar) and node.empty):
        return {}
    if isinstance(node, Scalar):
        return _numbered(node, keys)
    pairs: list[tuple[SourceNode, SourceNode]]
    if isinstance(node, ListNode):
        pairs = [(item, item) for item in node]
    else:
        pairs = [(Scalar(child, node.lines[child]), label) for child, label in node.entries.items()]
    children: dict[str, str] = {}
    for child, label in pairs:
        word = child.value if isinstance(child, Scalar) else ""
        if not _CHILD.match(word) or isinstance(label, ListNode | MapNode):
            keys.problems.tear(
                child.line,
                f"繰り返しの「{word}」は id に使えません。"
                "英小文字か数字で書いてください（例: [first, second]）。",
                f"'{word}' cannot be an instance of a repeat;"
                " use lower-case letters or digits: [first, second].",
            )
        elif word in children:
            keys.problems.tear(
                child.line,
                f"繰り返しに「{word}」が二度あります。片方を消してください。",
                f"The repeat lists '{word}' twice; remove one.",
            )
        else:
            children[word] = label.value
    return children


def _numbered(node: Scalar, keys: Keys) -> dict[str, str]:
    count = int(node.value) if re.fullmatch("[0-9]{1,4}", node.value) else 0
    if not 1 <= count <= len(_CIRCLED):
        keys.problems.tear(
            node.line,
            f"繰り返し（of）は 1 から {len(_CIRCLED)} までの数か、id の一覧で書いてください。",
            f"'of' takes a number from 1 to {len(_CIRCLED)}, or a list of ids.",
        )
    return {str(i + 1): _CIRCLED[i] for i in range(min(count, len(_CIRCLED)))}
