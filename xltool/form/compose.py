"""YAML text to nodes. Aliases, merge keys and tags are refused: what stands in a line counts there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode
from xltool.text import Text

__all__ = ["read_yaml"]

_DEEPEST = 60  # levels of nesting; the deepest form so far has 22
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_FAST: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Part of PyYAML's words -> what to do about it. First match wins.
_ADVICE: tuple[tuple[str, Text], ...] = (
    (
        "'\\t'",
        Text(
            "字下げにタブが使われています。半角スペースに直してください。",
            "A tab is used for indentation; use spaces.",
        ),
    ),
    (
        "mapping values are not allowed",
        Text(
            "一行にコロン「: 」が二つあるか、字下げが違うか、前の行のコロンの後に空白がありません。"
            "値にコロンがあれば全体を引用符 \" \" で囲んでください。",
            "Two colons ': ' in one line, wrong indentation, or no space after the colon of the line before; "
            "put a value that holds a colon into quotes.",
        ),
    ),
    (
        "escape",
        Text(
            "\" \" の中の「\\」の書き方が違います。「\\」そのものを書くなら ' ' で囲んでください。",
            "A backslash inside \" \" starts no known escape; use ' ' to write the backslash itself.",
        ),
    ),
    (
        "quoted scalar",
        Text(
            "引用符が閉じていません。終わりの引用符を書き足してください。",
            "A quotation mark is not closed; add the closing one.",
        ),
    ),
    (
        "flow",
        Text(
            "[ ] か { } が閉じていないか、区切りの「, 」が足りません。",
            "A [ ] or { } is not closed, or a ', ' is missing in it.",
        ),
    ),
    (
        "cannot start any token",
        Text(
            "値が記号（@ ` % など）で始まっています。全体を引用符 \" \" で囲んでください。",
            "A value starts with a sign such as @, ` or %; put it into quotes.",
        ),
    ),
    (
        "alias",
        Text(
            "値が「*」か「&」で始まっています。全体を引用符 \" \" で囲んでください。",
            "A value starts with '*' or '&'; put it into quotes.",
        ),
    ),
    (
        "expected <block end>",
        Text(
            "字下げがそろっていません。同じ並びの行は同じ桁から始めてください。",
            "The indentation does not line up; start lines of one list or map in the same column.",
        ),
    ),
    (
        "could not find expected ':'",
        Text("「キー: 値」の形になっていない行があります。", "A line is not of the form 'key: value'."),
    ),
)  # fmt: skip


def read_yaml(text: str, problems: Problems) -> SourceNode | None:
    """The document's root, None where there is none; whatever is no plain YAML becomes a problem."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, row in enumerate(text.split("\n"), 1):
        bad = _UNUSABLE.search(row)
        if bad:
            problems.add(
                number,
                f"使えない制御文字（U+{ord(bad[0]):04X}）があります。消してください。",
                f"The line holds an unusable character (U+{ord(bad[0]):04X}); remove it.",
            )
    if problems.found:
        return None
    try:
        return _Composer(problems).run(yaml.parse(text, Loader=_FAST))
    except (yaml.YAMLError, ValueError, OverflowError):
        pass
    try:  # the Python parser says the same everywhere
        for _ in yaml.parse(text, Loader=yaml.SafeLoader):
            pass
        return _Composer(problems).run(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        _syntax(error, problems)
    except (yaml.YAMLError, ValueError, OverflowError):  # "\UFFFFFFFF"
        problems.add(
            1, "読めない文字の書き方（\\U…）があります。", "An escape such as \\U… names no character."
        )
    return None


def _syntax(error: yaml.MarkedYAMLError, problems: Problems) -> None:
    words = f"{error.context} {error.problem}"
    opened = "flow" in words or "quoted scalar" in words  # say where it opens, not where the file ends
    mark = (opened and error.context_mark) or error.problem_mark
    advice = next((text for part, text in _ADVICE if part in words), None)
    if advice is None:
        advice = Text(
            f"YAML として読めません（{error.problem}）。字下げ、コロンの後の空白、引用符を確かめてください。",
            f"Not readable as YAML ({error.problem}); check indentation, the space after colons, and quotes.",
        )
    problems.add(mark.line + 1 if mark else 1, advice.ja, advice.en)


@dataclass(frozen=True)
class _Alias(Scalar):
    """A value that was written as ``*name``."""


@dataclass
class _Open:
    """A list or map whose end has not come yet; a map's keys and values alternate."""

    is_map: bool
    line: int
    nodes: list[SourceNode] = field(default_factory=list)


@dataclass
class _Composer:
    """Makes nodes of the events of the parser."""

    problems: Problems

    def run(self, events: Iterable[yaml.Event]) -> SourceNode | None:
        """Events to nodes, with a stack of our own so that no nesting is too deep for Python."""
        stack = [_Open(False, 1)]
        documents = 0
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problems.add(
                        line,
                        "「---」で区切られた二つ目の文書があります。一つにしてください。",
                        "A second document starts here ('---'); a file holds one.",
                    )
                    break
            elif isinstance(event, yaml.CollectionEndEvent):
                done = stack.pop()
                stack[-1].nodes.append(self._map(done) if done.is_map else self._list(done))
            elif isinstance(event, yaml.AliasEvent):
                stack[-1].nodes.append(_Alias("", line))
            elif isinstance(event, yaml.ScalarEvent):
                self._tagged(event, line)
                stack[-1].nodes.append(self._scalar(event, line))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._tagged(event, line)
                if len(stack) > _DEEPEST:
                    self.problems.add(
                        line,
                        f"入れ子が深すぎます（{_DEEPEST} 段まで）。",
                        f"The nesting is too deep; {_DEEPEST} levels at most.",
                    )
                    return None
                stack.append(_Open(isinstance(event, yaml.MappingStartEvent), line))
        roots = self._list(stack[0]).items
        return roots[0] if roots else None

    def _tagged(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.tag is not None:
            self.problems.add(
                line,
                '値の前の「!」は使えません。文字として書くなら引用符 " " で囲んでください。',
                "Tags ('!…') are not used here; put a text that starts with '!' into quotes.",
            )

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        bad = _UNUSABLE.search(event.value)
        if bad:
            self.problems.add(
                line,
                f"値に使えない文字（U+{ord(bad[0]):04X}）があります。\\ の書き方を確かめてください。",
                f"The value holds an unusable character (U+{ord(bad[0]):04X}); check the backslashes.",
            )
            return Scalar("?", line, quoted=True)
        return Scalar(event.value, line, quoted=event.style in ("'", '"', "|", ">"))

    def _list(self, done: _Open) -> ListNode:
        nodes = [self._written(node) for node in done.nodes]
        return ListNode(tuple(node for node in nodes if node is not None), done.line)

    def _written(self, node: SourceNode) -> SourceNode | None:
        if isinstance(node, _Alias):
            self.problems.tear(
                node.line,
                '「*」で始まる値（エイリアス）は使えません。内容を書き写すか、引用符 " " で囲んでください。',
                "Aliases ('*…') are not used here; write the content out, or put the text into quotes.",
            )
            return None
        return node

    def _map(self, done: _Open) -> MapNode:
        entries: dict[str, SourceNode] = {}
        lines: dict[str, int] = {}
        for key, value in zip(done.nodes[::2], done.nodes[1::2], strict=True):
            if not isinstance(key, Scalar) or isinstance(key, _Alias):
                self.problems.tear(key.line, "キーは文字列で書いてください。", "Keys must be plain words.")
            elif key.value == "<<" and not key.quoted:
                self.problems.tear(
                    key.line,
                    "マージキー「<<」は使えません。内容をここに書き写してください。",
                    "Merge keys ('<<') are not used here; write the content out.",
                )
            elif key.value in entries:
                first = lines[key.value]
                self.problems.tear(
                    key.line,
                    f"キー「{key.value}」が二度書かれています（最初は {first} 行目）。片方を消してください。",
                    f"The key '{key.value}' is written twice (first in line {first}); remove one.",
                )
            else:
                entries[key.value] = self._written(value) or Scalar("", key.line)
                lines[key.value] = key.line
        return MapNode(entries, lines, done.line)
